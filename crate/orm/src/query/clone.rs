//! Making and copying queries.

use std::{cell::RefCell, collections::BTreeSet};

use indexmap::IndexMap;

use super::{GroupBy, Query, SelectRelated};
use crate::{expression::WhereNode, schema::ModelRef};

impl Query {
    /// All rows of a model.
    pub fn new(model: &ModelRef) -> Self {
        Self {
            model: model.clone(),
            alias_refcount: IndexMap::new(),
            alias_map: IndexMap::new(),
            alias_cols: true,
            external_aliases: BTreeSet::new(),
            table_map: Default::default(),
            used_aliases: BTreeSet::new(),
            alias_prefix: "T".into(),
            subq_aliases: RefCell::new(BTreeSet::from(["T".into()])),
            where_: WhereNode::default(),
            annotations: IndexMap::new(),
            annotation_select_mask: None,
            extra: IndexMap::new(),
            extra_select_mask: None,
            extra_tables: Vec::new(),
            extra_order_by: Vec::new(),
            filtered_relations: IndexMap::new(),
            select: Vec::new(),
            values_select: Vec::new(),
            selected: None,
            default_cols: true,
            group_by: GroupBy::None,
            order_by: Vec::new(),
            default_ordering: true,
            standard_ordering: true,
            low_mark: 0,
            high_mark: None,
            distinct: false,
            distinct_fields: Vec::new(),
            select_related: SelectRelated::None,
            deferred_loading: (BTreeSet::new(), true),
            combinator: None,
            combinator_all: false,
            combined_queries: Vec::new(),
            subquery: false,
            filter_is_sticky: false,
            select_for_update: None,
            explain: None,
            lookup_joins: Vec::new(),
            inner_query: None,
        }
    }

    /// Columns without their table, as constraints and indexes write them.
    pub fn without_aliases(model: &ModelRef) -> Self {
        Self { alias_cols: false, ..Self::new(model) }
    }

    /// A copy that is ready for the next operation. Mirrors `chain`.
    pub fn chain(&self) -> Self {
        let mut clone = self.clone();
        if !clone.filter_is_sticky {
            clone.used_aliases.clear();
        }
        clone.filter_is_sticky = false;
        clone
    }

    /// The letters before the numbers of aliases, of this query and its subqueries.
    pub fn alias_letters(&self) -> Vec<std::rc::Rc<str>> {
        self.subq_aliases.borrow().iter().cloned().collect()
    }

    /// Whether columns are written with their table.
    pub fn set_alias_cols(&mut self, alias_cols: bool) {
        self.alias_cols = alias_cols;
    }

    /// How many tables it names.
    pub fn alias_count(&self) -> usize {
        self.alias_map.len()
    }

    /// For an UPDATE of its rows: without order, selected annotations or related models.
    pub fn for_update_statement(&self) -> Self {
        let mut query = self.chain();
        query.clear_ordering(true, true);
        query.set_annotation_mask(Some(Vec::new()));
        query.select_related = SelectRelated::None;
        query
    }

    /// Lets the next operation use the joins of this one again. Mirrors `_next_is_sticky`.
    pub fn next_is_sticky(&mut self) {
        self.filter_is_sticky = true;
    }
}
