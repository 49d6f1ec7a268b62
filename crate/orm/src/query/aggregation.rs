//! `aggregate()` and `count()`. Mirrors `get_aggregation`.

use std::rc::Rc;

use super::{GroupBy, Query, SelectRelated, annotate::check_alias};
use crate::{
    Error, Result,
    expression::{Expression, Node, ResolveContext, ResolvedExpression},
};

/// The query that computes aggregates, and whether it must run even when it can match no row.
pub struct Aggregation {
    /// The query. Its annotations are the aggregates, in order.
    pub query: Query,
    /// False when some aggregate has no value for the empty set that is known beforehand.
    pub elide_empty: bool,
}

impl Query {
    /// The query for `aggregate(**expressions)`. Mirrors the part of `get_aggregation` before it runs.
    pub fn get_aggregation(&self, expressions: &[(Rc<str>, Expression)]) -> Result<Aggregation> {
        let mut this = self.clone();
        let original_mask = this.annotation_select_mask.clone();
        let original_selected = this.selected.clone();
        let mut aggregates: Vec<(Rc<str>, ResolvedExpression)> = Vec::new();
        let mut refs_subquery = false;
        let mut refs_window = false;
        for (alias, expression) in expressions {
            check_alias(alias)?;
            let mut context = ResolveContext { summarize: true, ..ResolveContext::annotation() };
            let aggregate = expression.resolve(&mut this, &mut context)?;
            if !aggregate.contains_aggregate() {
                return Err(Error::Type(format!("{alias} is not an aggregate expression")));
            }
            this.append_annotation_mask([alias.clone()]);
            for name in aggregate.get_refs() {
                if let Some(annotation) = this.annotations.get(&name) {
                    refs_subquery |= annotation.contains_subquery();
                    refs_window |= annotation.contains_over_clause();
                }
            }
            // Later aggregates may refer to earlier ones.
            let known = aggregates.clone();
            let aggregate = aggregate.replace_expressions(&|node| match node.node() {
                Node::Ref(name, _) => known.iter().find(|(alias, _)| alias == name).map(|(_, found)| found.clone()),
                _ => None,
            });
            this.annotations.insert(alias.clone(), aggregate.clone());
            aggregates.push((alias.clone(), aggregate));
        }
        for (alias, _) in &aggregates {
            this.annotations.shift_remove(alias);
        }
        this.annotation_select_mask = original_mask;
        this.selected = original_selected;

        let (_, having, qualify) = crate::compiler::split_having_qualify(&this.where_, false, false)?;
        let has_existing_aggregation =
            this.annotations.values().any(ResolvedExpression::contains_aggregate) || having.is_some();
        let needs_subquery = matches!(this.group_by, GroupBy::By(_))
            || this.is_sliced()
            || has_existing_aggregation
            || refs_subquery
            || refs_window
            || qualify.is_some()
            || this.distinct
            || this.combinator.is_some();
        let mut outer = if needs_subquery {
            this.wrap_for_aggregation(&aggregates, has_existing_aggregation, qualify.is_some())?
        } else {
            this.inline_aggregates(aggregates)
        };
        let elide_empty =
            outer.annotation_selects().all(|(_, annotation)| annotation.empty_result_set_value().is_some());
        outer.clear_ordering(true, true);
        outer.clear_limits();
        outer.select_for_update = None;
        outer.select_related = SelectRelated::None;
        Ok(Aggregation { query: outer, elide_empty })
    }

    fn inline_aggregates(mut self, aggregates: Vec<(Rc<str>, ResolvedExpression)>) -> Query {
        self.select.clear();
        self.selected = None;
        self.default_cols = false;
        self.extra.clear();
        let annotations = std::mem::take(&mut self.annotations);
        let names = aggregates.iter().map(|(alias, _)| alias.clone()).collect();
        self.annotations = aggregates
            .into_iter()
            .map(|(alias, aggregate)| {
                let inlined = aggregate.replace_expressions(&|node| match node.node() {
                    Node::Ref(name, source) => annotations.get(name).filter(|found| *found == source).cloned(),
                    _ => None,
                });
                (alias, inlined)
            })
            .collect();
        self.set_annotation_mask(Some(names));
        self
    }

    fn wrap_for_aggregation(
        self,
        aggregates: &[(Rc<str>, ResolvedExpression)],
        has_existing_aggregation: bool,
        qualify: bool,
    ) -> Result<Query> {
        let mut outer = Query::new(&self.model);
        let mut inner = self;
        let group_by = inner.group_by.clone();
        inner.subquery = true;
        inner.select_for_update = None;
        inner.select_related = SelectRelated::None;
        let selected: Vec<Rc<str>> = inner.annotation_selects().map(|(name, _)| name.clone()).collect();
        inner.set_annotation_mask(Some(selected));
        if inner.orderby_is_subset_of_groupby()? {
            inner.clear_ordering(false, true);
        }
        if !inner.distinct {
            if inner.default_cols && has_existing_aggregation {
                let pk = inner.pk_columns()?;
                inner.group_by = GroupBy::By(pk);
            }
            inner.default_cols = false;
            if !qualify && inner.combinator.is_none() {
                let mut mask: std::collections::BTreeSet<Rc<str>> = Default::default();
                if let GroupBy::By(expressions) = &group_by {
                    mask.extend(expressions.iter().flat_map(ResolvedExpression::get_refs));
                }
                mask.extend(aggregates.iter().flat_map(|(_, aggregate)| aggregate.get_refs()));
                for (name, annotation) in inner.annotation_selects() {
                    if !annotation.get_group_by_cols().is_empty() {
                        mask.insert(name.clone());
                    }
                }
                let ordered = inner.annotations.keys().filter(|name| mask.contains(*name)).cloned().collect();
                inner.set_annotation_mask(Some(ordered));
            }
        }
        // Columns that the aggregates read are selected within and referred to from without.
        let mut columns: Vec<(ResolvedExpression, Rc<str>)> = Vec::new();
        for (alias, aggregate) in aggregates {
            for col in aggregate.gen_cols(false, false) {
                if columns.iter().any(|(known, _)| *known == col) {
                    continue;
                }
                let name: Rc<str> = format!("__col{}", columns.len() + 1).into();
                inner.add_resolved_annotation(col.clone(), &name, true);
                columns.push((col, name));
            }
            let repointed = aggregate.replace_expressions(&|node| {
                let (col, name) = columns.iter().find(|(col, _)| col == node)?;
                Some(Node::Ref(name.clone(), col.clone()).into())
            });
            outer.annotations.insert(alias.clone(), repointed);
        }
        if inner.select.is_empty()
            && !inner.default_cols
            && inner.annotation_select_mask.as_ref().is_none_or(std::collections::BTreeSet::is_empty)
        {
            inner.select = inner.pk_columns()?;
        }
        outer.default_cols = false;
        outer.inner_query = Some(Box::new(inner));
        Ok(outer)
    }

    /// The primary key's columns in the base table.
    pub(crate) fn pk_columns(&mut self) -> Result<Vec<ResolvedExpression>> {
        let alias = self.get_initial_alias()?;
        Ok(self.model.pk_fields().iter().map(|field| field.get_col(Some(&alias), None)).collect())
    }
}
