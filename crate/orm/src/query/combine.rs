//! Combining queries: `&`, `|`, `^`, and the set operators. Mirrors `Query.combine`.

use super::{Alias, JoinType, Query, join_promoter::JoinPromoter};
use crate::{
    Error, Result,
    expression::{AliasSet, ChangeMap, Connective},
};

/// A set operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Combinator {
    Union,
    Intersection,
    Difference,
}

impl Combinator {
    /// The SQL keyword.
    pub fn sql(self) -> &'static str {
        match self {
            Self::Union => "UNION",
            Self::Intersection => "INTERSECT",
            Self::Difference => "EXCEPT",
        }
    }

    /// Django's name for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Union => "union",
            Self::Intersection => "intersection",
            Self::Difference => "difference",
        }
    }
}

impl Query {
    /// Takes the conditions of another query over. Mirrors `combine`.
    pub fn combine(&mut self, rhs: &Query, connector: Connective) -> Result<()> {
        let refuse = |text: &str| Err(Error::Type(text.into()));
        if self.model != rhs.model {
            return refuse("Cannot combine queries on two different base models.");
        }
        if self.is_sliced() {
            return refuse("Cannot combine queries once a slice has been taken.");
        }
        if self.distinct != rhs.distinct {
            return refuse("Cannot combine a unique query with a non-unique query.");
        }
        if self.distinct_fields != rhs.distinct_fields {
            return refuse("Cannot combine queries with different distinct fields.");
        }
        let initial = self.get_initial_alias()?;
        let mut rhs = rhs.clone();
        rhs.bump_prefix(self, std::slice::from_ref(&initial))?;
        let mut map = ChangeMap::new();
        let conjunction = connector == Connective::And;
        // In an AND every multi-valued condition needs a join of its own; in an OR one row may meet both.
        let mut reuse: AliasSet = if conjunction { AliasSet::new() } else { self.alias_map.keys().cloned().collect() };
        let mut promoter = JoinPromoter::new(connector, 2, false);
        promoter.add_votes(self.inner_joins());
        let mut rhs_votes: Vec<Alias> = Vec::new();
        for (alias, join) in rhs.alias_map.iter().skip(1) {
            let join = join.relabeled_clone(&map);
            let inner = join.join_type == Some(JoinType::Inner);
            let new_alias = self.join(join, Some(&reuse))?;
            if inner && !rhs_votes.contains(&new_alias) {
                rhs_votes.push(new_alias.clone());
            }
            reuse.remove(&new_alias);
            if *alias != new_alias {
                map.insert(alias.clone(), new_alias.clone());
            }
            if rhs.alias_refcount.get(alias).is_none_or(|count| *count == 0) {
                self.unref_alias(&new_alias);
            }
        }
        promoter.add_votes(rhs_votes);
        promoter.update_join_types(self);
        let theirs = rhs.subq_aliases.borrow().clone();
        self.subq_aliases.borrow_mut().extend(theirs);
        let conditions = super::alias::relabel_where(&rhs.where_, &map);
        self.where_.add(conditions.into(), connector);
        if rhs.select.is_empty() {
            self.select.clear();
        } else {
            self.set_select(rhs.select.iter().map(|column| column.relabeled_clone(&map)).collect());
        }
        if connector == Connective::Or && !self.extra.is_empty() && !rhs.extra.is_empty() {
            return Err(Error::Value(
                "When merging querysets using 'or', you cannot have extra(select=...) on both sides.".into(),
            ));
        }
        self.extra.extend(rhs.extra.clone());
        let mask: Vec<_> = [&self.extra_select_mask, &rhs.extra_select_mask]
            .into_iter()
            .flatten()
            .flat_map(|mask| mask.iter().cloned())
            .collect();
        if !mask.is_empty() {
            self.set_extra_mask(Some(mask));
        }
        self.extra_tables.extend(rhs.extra_tables.iter().cloned());
        if !rhs.order_by.is_empty() {
            self.order_by.clone_from(&rhs.order_by);
        }
        if !rhs.extra_order_by.is_empty() {
            self.extra_order_by.clone_from(&rhs.extra_order_by);
        }
        Ok(())
    }
}
