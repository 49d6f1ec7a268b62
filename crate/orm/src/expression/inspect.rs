//! What can be asked of a [`ResolvedExpression`]. Mirrors the properties of `BaseExpression`.

use std::{collections::BTreeSet, rc::Rc};

use super::{ChangeMap, ResolvedExpression};
use crate::{Error, Result, Value, schema::FieldRef};

impl ResolvedExpression {
    /// The type. An error if it cannot be told.
    pub fn output_field(&self) -> Result<FieldRef> {
        self.output_field_or_none()?
            .ok_or_else(|| Error::FieldError("Cannot resolve expression type, unknown output_field".into()))
    }

    /// The type, if it can be told.
    pub fn output_field_or_none(&self) -> Result<Option<FieldRef>> {
        Ok(None)
    }

    /// Whether an aggregate is within.
    pub fn contains_aggregate(&self) -> bool {
        false
    }

    /// Whether a window is within.
    pub fn contains_over_clause(&self) -> bool {
        false
    }

    /// Whether a subquery is within.
    pub fn contains_subquery(&self) -> bool {
        false
    }

    /// Whether it may stand alone in `filter()`.
    pub fn conditional(&self) -> bool {
        false
    }

    /// Whether it may be used in `filter()` at all.
    pub fn filterable(&self) -> bool {
        true
    }

    /// Whether its column was reached over a multi-valued relation of the query around.
    pub fn possibly_multivalued(&self) -> bool {
        false
    }

    /// What to group by when it is selected beside an aggregate.
    pub fn get_group_by_cols(&self) -> Vec<ResolvedExpression> {
        Vec::new()
    }

    /// The names of the selected expressions that it refers to.
    pub fn get_refs(&self) -> BTreeSet<Rc<str>> {
        BTreeSet::new()
    }

    /// The same over renamed tables, in subqueries too.
    pub fn relabeled_clone(&self, _map: &ChangeMap) -> ResolvedExpression {
        self.clone()
    }

    /// The same with parts replaced, outermost first.
    pub fn replace_expressions(
        &self,
        _replacement: &dyn Fn(&ResolvedExpression) -> Option<ResolvedExpression>,
    ) -> ResolvedExpression {
        self.clone()
    }

    /// What it is when the query around it can match no row: `None` when there is no such value.
    pub fn empty_result_set_value(&self) -> Option<Value> {
        None
    }

    /// All columns within. Mirrors `Query._gen_cols`.
    pub fn gen_cols(&self, _include_external: bool, _resolve_refs: bool) -> Vec<ResolvedExpression> {
        Vec::new()
    }

    /// The class's name, for messages.
    pub fn class_name(&self) -> String {
        String::new()
    }
}
