//! Rows whose columns, taken together, are one of several tuples: what prefetching over a foreign
//! key asks for. Mirrors `TupleIn(ColPairs(...), values)`.

use std::rc::Rc;

use super::Query;
use crate::{
    Error, Result, Value,
    expression::{Connective, Node, ResolveContext, ResolvedExpression},
    lookup::{self, BuiltinLookup, Family, LookupClass, Rhs},
    schema::ModelField,
};

impl Query {
    /// Adds the condition that the columns of these names are one of `rows`, each a list.
    pub fn add_columns_in(&mut self, names: &[Rc<str>], rows: Vec<Value>) -> Result<()> {
        let mut context = ResolveContext::annotation();
        let mut alias = None;
        let mut targets = Vec::with_capacity(names.len());
        for name in names {
            let column = self.resolve_ref(name, &mut context)?;
            let Node::Col { alias: table, target, .. } = column.node() else {
                return Err(Error::Value(format!("'{name}' is not a column.")));
            };
            alias = table.clone();
            targets.push(target.clone());
        }
        let Some(first) = targets.first().cloned() else { return Ok(()) };
        let columns: ResolvedExpression =
            Node::ColPairs { alias, targets: targets.clone(), sources: targets, field: ModelField::Field(first) }
                .into();
        let class = LookupClass::Of(Family::Tuple, BuiltinLookup::In);
        let lookup = lookup::build(class, columns, Rhs::Value(Value::list(rows)))?;
        self.where_.add(Node::Lookup(lookup).into(), Connective::And);
        Ok(())
    }
}
