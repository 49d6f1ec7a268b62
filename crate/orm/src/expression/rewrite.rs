//! Making a [`ResolvedExpression`] over from another: tables renamed, parts replaced.

use std::rc::Rc;

use super::{ChangeMap, Node, ResolvedExpression, WhereNode};

impl ResolvedExpression {
    /// The same over renamed tables, in subqueries too.
    pub fn relabeled_clone(&self, map: &ChangeMap) -> ResolvedExpression {
        if map.is_empty() {
            return self.clone();
        }
        let renamed = |alias: &Option<Rc<str>>| alias.as_ref().map(|alias| map.get(alias).unwrap_or(alias).clone());
        match self.node() {
            // A column renamed forgets that it was possibly multi-valued, as in `Col.relabeled_clone`.
            Node::Col { alias, target, output_field, .. } => Node::Col {
                alias: renamed(alias),
                target: target.clone(),
                output_field: output_field.clone(),
                possibly_multivalued: false,
            }
            .into(),
            Node::ColPairs { alias, targets, sources, field } => Node::ColPairs {
                alias: renamed(alias),
                targets: targets.clone(),
                sources: sources.clone(),
                field: field.clone(),
            }
            .into(),
            Node::Subquery(kind, query, field) => {
                Node::Subquery(kind.clone(), Rc::new(query.relabeled_clone(map)), field.clone()).into()
            }
            Node::Query(query) => Node::Query(Rc::new(query.relabeled_clone(map))).into(),
            _ => self.map_children(&mut |child| child.relabeled_clone(map)),
        }
    }

    /// The same with parts replaced, outermost first. A replacement is not looked into again.
    pub fn replace_expressions(
        &self,
        replacement: &dyn Fn(&ResolvedExpression) -> Option<ResolvedExpression>,
    ) -> ResolvedExpression {
        match replacement(self) {
            Some(other) => other,
            None => self.map_children(&mut |child| child.replace_expressions(replacement)),
        }
    }

    /// What resolving an expression that is resolved already changes: conditions within it stand in
    /// an expression's place and take parentheses. Mirrors `WhereNode.resolve_expression`.
    pub fn resolved_again(&self) -> ResolvedExpression {
        if !self.contains_conditions() {
            return self.clone();
        }
        let again = self.map_children(&mut Self::resolved_again);
        match again.node() {
            Node::Where(node) => Node::Where(WhereNode { resolved: true, ..node.clone() }).into(),
            _ => again,
        }
    }

    /// Whether conditions are within, outside of subqueries.
    pub(super) fn contains_conditions(&self) -> bool {
        matches!(self.node(), Node::Where(_)) || self.children().into_iter().any(Self::contains_conditions)
    }
}
