//! `GROUP BY`. Mirrors `get_group_by` and `collapse_group_by`.

use std::rc::Rc;

use super::{Compiler, SelectCompiler, Sql, order_by_clause::OrderByItem, sql};
use crate::{
    Error, Result,
    expression::{Node, ResolvedExpression},
    query::GroupBy,
};

impl SelectCompiler<'_> {
    pub(super) fn get_group_by(&mut self, order_by: &[OrderByItem]) -> Result<Vec<Sql>> {
        let mut expressions: Vec<ResolvedExpression> = Vec::new();
        let mut refs: Vec<Rc<str>> = Vec::new();
        match &self.query.group_by {
            GroupBy::None => return Ok(Vec::new()),
            GroupBy::Selected => {}
            GroupBy::By(grouped) => {
                for expression in grouped {
                    match expression.node() {
                        Node::Ref(name, source) => {
                            if !refs.contains(name) {
                                refs.push(name.clone());
                                expressions.push(source.clone());
                            }
                        }
                        _ => expressions.push(expression.clone()),
                    }
                }
            }
        }
        for item in &self.select {
            if item.alias.as_ref().is_some_and(|alias| refs.contains(alias)) {
                continue;
            }
            expressions.extend(item.expression.get_group_by_cols());
        }
        if !self.meta_ordering {
            for item in order_by {
                if !item.is_ref {
                    expressions.extend(item.expression.get_group_by_cols());
                }
            }
        }
        let having: Vec<ResolvedExpression> = self
            .having
            .iter()
            .flat_map(|node| node.children.iter())
            .flat_map(ResolvedExpression::get_group_by_cols)
            .collect();
        expressions.extend(having.iter().cloned());
        let expressions = self.collapse(expressions, &having);
        let mut compiler = Compiler::new(self.dialect);
        let mut grouped: Vec<Sql> = Vec::new();
        for expression in &expressions {
            let compiled = match compiler.compile(expression) {
                Err(Error::EmptyResultSet | Error::FullResultSet) => continue,
                other => other?,
            };
            let position = self
                .select
                .iter()
                .rposition(|item| item.alias.is_some() && item.expression == *expression)
                .filter(|_| self.dialect.features.allows_group_by_select_index);
            let piece = position.map_or(compiled, |place| sql::text((place + 1).to_string()));
            if !grouped.contains(&piece) {
                grouped.push(piece);
            }
        }
        Ok(grouped)
    }

    /// Where the primary key is grouped by, the other columns of its table follow from it.
    fn collapse(&self, expressions: Vec<ResolvedExpression>, having: &[ResolvedExpression]) -> Vec<ResolvedExpression> {
        if !self.dialect.features.allows_group_by_selected_pks {
            return expressions;
        }
        let is_pk = |expression: &ResolvedExpression| match expression.node() {
            Node::Col { target, .. } => target.primary_key && target.model().is_some_and(|model| model.managed),
            _ => false,
        };
        let alias_of = |expression: &ResolvedExpression| match expression.node() {
            Node::Col { alias, .. } => alias.clone(),
            _ => None,
        };
        let aliases: Vec<_> = expressions.iter().filter(|expression| is_pk(expression)).map(alias_of).collect();
        expressions
            .into_iter()
            .filter(|expression| {
                is_pk(expression) || having.contains(expression) || !aliases.contains(&alias_of(expression)) || {
                    !matches!(expression.node(), Node::Col { .. })
                }
            })
            .collect()
    }
}
