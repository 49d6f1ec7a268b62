//! Renaming tables, so that a subquery's names never meet those of the query around it.

use std::{collections::BTreeSet, rc::Rc};

use super::{Alias, GroupBy, Query};
use crate::{
    Error, Result,
    expression::{ChangeMap, ResolvedExpression, WhereNode},
};

/// How many letters are tried before the nesting is called too deep, as Django's recursion limit has it.
const MAX_PREFIXES: usize = 62;

impl Query {
    /// Renames tables everywhere. Mirrors `change_aliases`.
    pub(crate) fn change_aliases(&mut self, map: &ChangeMap, order: &[Alias]) {
        if map.is_empty() {
            return;
        }
        let relabel = |expressions: &mut Vec<ResolvedExpression>| {
            for expression in expressions {
                *expression = expression.relabeled_clone(map);
            }
        };
        self.where_ = relabel_where(&self.where_, map);
        if let GroupBy::By(expressions) = &mut self.group_by {
            relabel(expressions);
        }
        relabel(&mut self.select);
        for expression in self.annotations.values_mut() {
            *expression = expression.relabeled_clone(map);
        }
        for old in order {
            let Some(new) = map.get(old) else { continue };
            let Some(join) = self.alias_map.get(old) else { continue };
            let join = join.relabeled_clone(map);
            if let Some(aliases) = self.table_map.get_mut(&join.table_name)
                && let Some(alias) = aliases.iter_mut().find(|alias| *alias == old)
            {
                *alias = new.clone();
            }
            let count = self.alias_refcount.shift_remove(old).unwrap_or(0);
            self.alias_refcount.insert(new.clone(), count);
            self.alias_map.shift_remove(old);
            self.alias_map.insert(new.clone(), join);
        }
        self.external_aliases =
            self.external_aliases.iter().map(|alias| map.get(alias).unwrap_or(alias).clone()).collect();
        for query in &mut self.combined_queries {
            let external: ChangeMap = map
                .iter()
                .filter(|(alias, _)| query.external_aliases.contains(*alias))
                .map(|(old, new)| (old.clone(), new.clone()))
                .collect();
            let order: Vec<Alias> = query.alias_map.keys().cloned().collect();
            query.change_aliases(&external, &order);
        }
    }

    /// The same query between renamed tables. Mirrors `relabeled_clone`.
    pub fn relabeled_clone(&self, map: &ChangeMap) -> Query {
        let mut clone = self.clone();
        let order: Vec<Alias> = self.alias_map.keys().cloned().collect();
        clone.change_aliases(map, &order);
        clone
    }

    /// Gives this query's tables the next free letter. Mirrors `bump_prefix`.
    pub(crate) fn bump_prefix(&mut self, other: &Query, exclude: &[Alias]) -> Result<()> {
        if self.alias_prefix != other.alias_prefix {
            return Ok(());
        }
        let taken = self.subq_aliases.borrow().clone();
        let prefix = prefixes(&self.alias_prefix)
            .take(MAX_PREFIXES + 1)
            .find(|prefix| !taken.contains(prefix))
            .ok_or_else(|| Error::Recursion("Maximum recursion depth exceeded: too many subqueries.".into()))?;
        self.alias_prefix = prefix.clone();
        self.subq_aliases.borrow_mut().insert(prefix.clone());
        let own: BTreeSet<Rc<str>> = self.subq_aliases.borrow().clone();
        other.subq_aliases.borrow_mut().extend(own);
        let order: Vec<Alias> = self.alias_map.keys().cloned().collect();
        let map: ChangeMap = order
            .iter()
            .enumerate()
            .filter(|(_, alias)| !exclude.contains(alias))
            .map(|(place, alias)| (alias.clone(), Alias::from(format!("{prefix}{place}"))))
            .collect();
        self.change_aliases(&map, &order);
        Ok(())
    }
}

/// The conditions between renamed tables.
pub(crate) fn relabel_where(node: &WhereNode, map: &ChangeMap) -> WhereNode {
    WhereNode { children: node.children.iter().map(|child| child.relabeled_clone(map)).collect(), ..node.clone() }
}

/// `U`, `V`, ... `Z`, then `AA`, `AB`, ... as Django makes them.
fn prefixes(current: &str) -> impl Iterator<Item = Rc<str>> {
    let first = current.bytes().next().map_or(b'A', |letter| letter.saturating_add(1).min(b'Z'));
    let single = (first..=b'Z').map(|letter| Rc::from((letter as char).to_string()));
    let double =
        (b'A'..=b'Z').flat_map(|a| (b'A'..=b'Z').map(move |b| Rc::from(format!("{}{}", a as char, b as char))));
    single.chain(double)
}
