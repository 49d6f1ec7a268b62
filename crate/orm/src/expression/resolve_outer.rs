//! Resolving, within a subquery, what names the query around it.
//!
//! Mirrors `ResolvedOuterRef.resolve_expression` and what `Query.resolve_expression` does to the
//! annotations and conditions of a subquery.

use std::rc::Rc;

use super::{Func, Node, OuterName, ResolveContext, ResolvedExpression, WhereNode, functions, resolve::combine};
use crate::{Error, Result, query::Query};

impl ResolvedExpression {
    /// As [`ResolvedExpression::resolve_outer`], for a condition of a query: only what its lookups compare is
    /// an expression, so conditions within conditions stay as they are. Mirrors `WhereNode._resolve_node`.
    pub fn resolve_outer_condition(
        &self,
        outer: &mut Query,
        context: &mut ResolveContext<'_>,
    ) -> Result<ResolvedExpression> {
        match self.node() {
            Node::Where(_) => self.try_map_children(&mut |child| child.resolve_outer_condition(outer, context)),
            _ => self.resolve_outer(outer, context),
        }
    }

    /// Resolves what was left for the query around: outer references, in subqueries too.
    pub fn resolve_outer(&self, outer: &mut Query, context: &mut ResolveContext<'_>) -> Result<ResolvedExpression> {
        match self.node() {
            Node::OuterRef(OuterName::Outer(name)) => Ok(Node::OuterRef((**name).clone()).into()),
            Node::OuterRef(OuterName::Name(name)) => outer_column(name, outer, context),
            Node::Query(inner) => Ok(Node::Query(Rc::new(inner.resolve_as_subquery(outer, context)?)).into()),
            Node::Subquery(kind, inner, field) => {
                let inner = Rc::new(inner.resolve_as_subquery(outer, context)?);
                Ok(Node::Subquery(kind.clone(), inner, field.clone()).into())
            }
            _ if !self.reaches_out() => Ok(self.resolved_again()),
            _ => {
                let resolved = self.try_map_children(&mut |child| child.resolve_outer(outer, context))?;
                finish(resolved)
            }
        }
    }

    /// Whether it holds an outer reference or a subquery.
    fn reaches_out(&self) -> bool {
        self.is_outer_ref() || self.is_subquery() || self.children().into_iter().any(Self::reaches_out)
    }
}

/// What depends on types is done once the outer reference has one.
fn finish(resolved: ResolvedExpression) -> Result<ResolvedExpression> {
    match resolved.node() {
        Node::Combined { lhs, connector, rhs, output_field } => {
            Ok(combine(lhs.clone(), *connector, rhs.clone(), output_field.clone()))
        }
        Node::Where(node) => Ok(Node::Where(WhereNode { resolved: true, ..node.clone() }).into()),
        Node::Func(func) => {
            check(func)?;
            Ok(resolved)
        }
        _ => Ok(resolved),
    }
}

fn check(func: &Func<ResolvedExpression>) -> Result<()> {
    functions::after_resolving(func)?;
    let nested = func.aggregate.is_some() && func.args.iter().any(ResolvedExpression::contains_aggregate);
    if nested {
        let name = func.aggregate_name();
        return Err(Error::FieldError(format!("Cannot compute {name}('{name}'): '{name}' is an aggregate")));
    }
    Ok(())
}

fn outer_column(name: &Rc<str>, outer: &mut Query, context: &mut ResolveContext<'_>) -> Result<ResolvedExpression> {
    let resolved = outer.resolve_ref(name, context)?;
    if resolved.contains_over_clause() {
        return Err(Error::NotSupported(format!(
            "Referencing outer query window expression is not supported: {name}."
        )));
    }
    Ok(match resolved.node() {
        Node::Col { alias, target, output_field, .. } => Node::Col {
            alias: alias.clone(),
            target: target.clone(),
            output_field: output_field.clone(),
            possibly_multivalued: name.contains("__"),
        }
        .into(),
        _ => resolved,
    })
}
