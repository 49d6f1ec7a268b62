//! Names in expressions, and queries within queries. Mirrors `resolve_ref` and `Query.resolve_expression`.

use std::rc::Rc;

use super::{GroupBy, Join, Query, names::split};
use crate::{
    Error, Result, Value,
    expression::{Node, ResolveContext, ResolvedExpression},
    schema::FieldRef,
};

impl Query {
    /// What a name in an expression stands for. Mirrors `resolve_ref`.
    pub fn resolve_ref(&mut self, name: &str, context: &mut ResolveContext<'_>) -> Result<ResolvedExpression> {
        let joined = || Error::FieldError("Joined field references are not permitted in this query".into());
        if let Some(annotation) = self.annotations.get(name).cloned() {
            if !context.allow_joins && self.reaches_joined_table(&annotation) {
                return Err(joined());
            }
            if !context.summarize {
                return Ok(annotation);
            }
            return match self.annotation_select(name) {
                Some(selected) => Ok(Node::Ref(name.into(), selected).into()),
                None => Err(Error::FieldError(format!(
                    "Cannot aggregate over the '{name}' alias. Use annotate() to promote it."
                ))),
            };
        }
        let names = split(name);
        if let Some(annotation) = self.annotations.get(&*names[0]).cloned() {
            return names[1..].iter().try_fold(annotation, |lhs, name| self.try_transform(&lhs, name, None));
        }
        let alias = self.get_initial_alias()?;
        let model = self.model.clone();
        let info = self.setup_joins(&names, &model, &alias, context.reuse.as_deref_mut(), true)?;
        let (targets, alias, joins) = self.trim_joins(&info.targets, &info.joins, &info.path);
        if !context.allow_joins && joins.len() > 1 {
            return Err(joined());
        }
        if targets.len() > 1 {
            return Err(Error::FieldError("Referencing multicolumn fields with F() objects isn't supported".into()));
        }
        let col = self.transformed_col(&info, &targets[0], &alias)?;
        if let Some(reuse) = context.reuse.as_deref_mut() {
            reuse.extend(joins);
        }
        Ok(col)
    }

    fn reaches_joined_table(&self, expression: &ResolvedExpression) -> bool {
        expression.gen_cols(false, true).iter().any(|col| match col.node() {
            Node::Col { alias: Some(alias), .. } => {
                self.alias_map.get(alias).is_some_and(|join| join.join_type.is_some())
            }
            _ => false,
        })
    }

    /// This query within another: other table names, outer references resolved. Mirrors
    /// `Query.resolve_expression`.
    pub fn resolve_as_subquery(&self, outer: &mut Query, context: &mut ResolveContext<'_>) -> Result<Query> {
        let mut clone = self.clone();
        clone.bump_prefix(outer, &[])?;
        clone.subquery = true;
        for child in &mut clone.where_.children {
            *child = child.resolve_outer_condition(outer, context)?;
        }
        if clone.combinator.is_some() {
            for query in &mut clone.combined_queries {
                *query = query.resolve_as_subquery(outer, context)?;
            }
        }
        let names: Vec<Rc<str>> = clone.annotations.keys().cloned().collect();
        for name in names {
            let resolved = clone.annotations[&name].resolve_outer(outer, context)?;
            clone.annotations[&name] = resolved;
        }
        for expression in &mut clone.select {
            *expression = expression.resolve_outer(outer, context)?;
        }
        if let GroupBy::By(expressions) = &mut clone.group_by {
            for expression in expressions {
                *expression = expression.resolve_outer(outer, context)?;
            }
        }
        clone.external_aliases.extend(outer.alias_map.keys().cloned());
        Ok(clone)
    }

    /// Its columns that belong to queries around it. Mirrors `get_external_cols`.
    pub fn get_external_cols(&self) -> Vec<ResolvedExpression> {
        self.annotations
            .values()
            .chain(&self.where_.children)
            .flat_map(|expression| expression.gen_cols(true, true))
            .filter(|col| match col.node() {
                Node::Col { alias: Some(alias), .. } => self.external_aliases.contains(alias),
                _ => false,
            })
            .collect()
    }

    /// What to group by when it is selected. Mirrors `get_group_by_cols`.
    pub fn get_group_by_cols(&self, wrapper: Option<&ResolvedExpression>) -> Vec<ResolvedExpression> {
        let external = self.get_external_cols();
        if external.iter().any(ResolvedExpression::possibly_multivalued) {
            return vec![wrapper.cloned().unwrap_or_else(|| Node::Query(Rc::new(self.clone())).into())];
        }
        external
    }

    /// The type of its single column. Mirrors `output_field`.
    pub fn output_field(&self) -> Result<Option<FieldRef>> {
        if let [select] = &self.select[..] {
            return match select.node() {
                Node::Col { target, .. } => Ok(Some(target.clone())),
                _ => select.output_field_or_none(),
            };
        }
        let selected: Vec<_> = self.annotation_selects().collect();
        match selected[..] {
            [(_, annotation)] => annotation.output_field_or_none(),
            _ => Ok(None),
        }
    }

    /// `SELECT 1 ... LIMIT 1`, for `exists()`. Mirrors `Query.exists`.
    pub fn exists(&self, limit: bool) -> Result<Query> {
        let mut query = self.clone();
        if !(query.distinct && query.is_sliced()) {
            if query.group_by == GroupBy::Selected {
                let names: Vec<Rc<str>> = query.model.concrete_fields().iter().map(|field| field.attname()).collect();
                query.add_fields(&names, false)?;
                query.set_group_by(false)?;
            }
            query.clear_select_clause();
        }
        if query.combinator == Some(super::Combinator::Union) {
            for combined in &mut query.combined_queries {
                *combined = combined.exists(false)?;
            }
        }
        query.clear_ordering(true, true);
        if limit {
            query.set_limits(0, Some(1));
        }
        query.append_annotation_mask(["a".into()]);
        query.annotations.insert("a".into(), ResolvedExpression::value(Value::Int(1), None));
        Ok(query)
    }

    /// Makes it match nothing. Mirrors `set_empty`.
    pub fn set_empty(&mut self) {
        self.where_.add(Node::Nothing.into(), crate::expression::Connective::And);
        for query in &mut self.combined_queries {
            query.set_empty();
        }
    }

    /// Whether it was made to match nothing. Mirrors `is_empty`.
    pub fn is_empty(&self) -> bool {
        self.where_.children.iter().any(|child| matches!(child.node(), Node::Nothing))
    }

    /// Whether at most one row is wanted.
    pub fn has_limit_one(&self) -> bool {
        self.high_mark.is_some_and(|high| high.saturating_sub(self.low_mark) == 1)
    }

    /// The table behind an alias.
    pub fn join_of(&self, alias: &str) -> Option<&Join> {
        self.alias_map.get(alias)
    }

    /// The tables in use, the base first, with how often each is used.
    pub fn joins(&self) -> impl Iterator<Item = (&Join, i32)> {
        self.alias_map.iter().map(|(alias, join)| (join, self.alias_refcount.get(alias).copied().unwrap_or(0)))
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use crate::{
        dialect::Dialect,
        expression::{Expression, Q, QChild, SubqueryKind},
        fixture,
        queryset::QuerySet,
    };

    /// As in Django: within one `filter()` an outer reference names the row that the other conditions are about, in the
    /// next one a row of its own.
    #[test]
    fn an_outer_reference_over_many_joins_anew_in_each_filter() {
        let registry = fixture::bookshop();
        let model = |name| registry.get("bookshop", name).expect("is in the bookshop");
        let inner = QuerySet::new(model("City")).filter(Q::new("name", Expression::outer_ref("cities__name")));
        let inner = Rc::new(inner.expect("sound").query);
        let exists = || QChild::Expression(Expression::Subquery(SubqueryKind::Exists, inner.clone(), None));
        let sql =
            |set: crate::Result<QuerySet>| set.and_then(|set| set.statement(&Dialect::sqlite())).expect("sound").sql;
        let first = QuerySet::new(model("State")).filter(Q::new("cities__name", "a")).expect("sound");
        let apart = sql(first.filter(Q::all([exists()])));
        assert!(
            apart.contains(r#"LEFT OUTER JOIN "bookshop_city" "T3""#) && apart.contains(r#"("T3"."name")"#),
            "{apart}"
        );
        let together = sql(QuerySet::new(model("State")).filter(Q::new("cities__name", "a") & Q::all([exists()])));
        assert!(together.contains(r#"= ("bookshop_city"."name")"#) && !together.contains("T3"), "{together}");
    }
}
