//! Annotations and `extra()`. Mirrors `add_annotation`, `check_alias` and `add_extra`.

use std::rc::Rc;

use super::{Query, Selected};
use crate::{
    Error, Result, Value,
    expression::{Connective, Expression, Node, ResolveContext, ResolvedExpression},
    schema::OrderItem,
};

/// A name that can stand in SQL as a column's. Mirrors `check_alias`.
pub(crate) fn check_alias(alias: &str) -> Result<()> {
    let forbidden =
        |c: char| matches!(c, '\'' | '`' | '"' | ']' | '[' | ';' | '#') || c.is_whitespace() || c.is_control();
    if alias.contains(forbidden) || ["--", "/*", "*/"].iter().any(|comment| alias.contains(comment)) {
        return Err(Error::Value(
            "Column aliases cannot contain whitespace characters, hashes, control characters, quotation marks, \
             semicolons, or SQL comments."
                .into(),
        ));
    }
    Ok(())
}

impl Query {
    /// `annotate(alias=expression)`; without `select` it is `alias()`. Mirrors `add_annotation`.
    pub fn add_annotation(&mut self, expression: &Expression, alias: &Rc<str>, select: bool) -> Result<()> {
        check_alias(alias)?;
        let resolved = expression.resolve(self, &mut ResolveContext::annotation())?;
        self.add_resolved_annotation(resolved, alias, select);
        Ok(())
    }

    /// As [`Query::add_annotation`], for an expression that is resolved already.
    pub(crate) fn add_resolved_annotation(&mut self, resolved: ResolvedExpression, alias: &Rc<str>, select: bool) {
        if select {
            self.append_annotation_mask([alias.clone()]);
        } else {
            let others = self.annotation_selects().map(|(name, _)| name.clone()).filter(|name| name != alias).collect();
            self.set_annotation_mask(Some(others));
        }
        self.annotations.insert(alias.clone(), resolved);
        if select && let Some(selected) = self.selected.as_mut().filter(|selected| !selected.is_empty()) {
            selected.insert(alias.clone(), Selected::Annotation(alias.clone()));
        }
    }

    /// `extra(...)`. Mirrors `add_extra`.
    pub fn add_extra(
        &mut self,
        select: Vec<(Rc<str>, Rc<str>)>,
        select_params: Vec<Value>,
        where_: Vec<Rc<str>>,
        params: Vec<Value>,
        tables: Vec<Rc<str>>,
        order_by: Vec<OrderItem>,
    ) -> Result<()> {
        let mut select_params = select_params.into_iter();
        for (name, sql) in select {
            check_alias(&name)?;
            let mut own = Vec::new();
            for (at, _) in sql.match_indices("%s") {
                if at == 0 || sql.as_bytes()[at - 1] != b'%' {
                    own.extend(select_params.next());
                }
            }
            self.extra.insert(name, (sql, own));
        }
        if !where_.is_empty() || !params.is_empty() {
            self.where_.add(Node::ExtraWhere(where_, params).into(), Connective::And);
        }
        self.extra_tables.extend(tables);
        if !order_by.is_empty() {
            self.extra_order_by = order_by;
        }
        Ok(())
    }
}
