//! [`JoinPromoter`]: decides which joins of a condition must be outer. Mirrors `JoinPromoter`.

use indexmap::IndexMap;

use super::{Alias, Query};
use crate::expression::{AliasSet, Connective};

/// Counts which joins the children of a condition need to be inner.
pub(super) struct JoinPromoter {
    effective: Connective,
    children: usize,
    votes: IndexMap<Alias, usize>,
}

impl JoinPromoter {
    /// For a condition with so many children. `NOT (a AND b)` counts as `a OR b`.
    pub(super) fn new(connector: Connective, children: usize, negated: bool) -> Self {
        let effective = match (negated, connector) {
            (false, connector) => connector,
            (true, Connective::And) => Connective::Or,
            (true, _) => Connective::And,
        };
        Self { effective, children, votes: IndexMap::new() }
    }

    /// One vote for each of these.
    pub(super) fn add_votes(&mut self, votes: impl IntoIterator<Item = Alias>) {
        for alias in votes {
            *self.votes.entry(alias).or_default() += 1;
        }
    }

    /// Changes the joins of the query and gives those made inner. A join that an `OR` needs in only
    /// some branches becomes outer; one that all branches, or any branch of an `AND`, need becomes inner.
    pub(super) fn update_join_types(&self, query: &mut Query) -> AliasSet {
        let mut promote = Vec::new();
        let mut demote = Vec::new();
        for (alias, votes) in &self.votes {
            if self.effective == Connective::Or && *votes < self.children {
                promote.push(alias.clone());
            }
            if self.effective == Connective::And || (self.effective == Connective::Or && *votes == self.children) {
                demote.push(alias.clone());
            }
        }
        query.promote_joins(promote);
        query.demote_joins(demote.iter().cloned());
        demote.into_iter().collect()
    }
}
