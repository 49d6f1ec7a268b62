//! Tables of a query and how they are joined. Mirrors `sql/datastructures.py` and the join methods
//! of `Query`.

use std::rc::Rc;

use super::{Alias, Query};
use crate::{
    Result,
    expression::{AliasSet, ChangeMap, ResolvedExpression},
    schema::{FilteredRelation, ModelField},
};

/// How a table is joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinType {
    /// `INNER JOIN`.
    Inner,
    /// `LEFT OUTER JOIN`.
    LeftOuter,
}

impl JoinType {
    /// The SQL keywords.
    pub fn sql(self) -> &'static str {
        match self {
            Self::Inner => "INNER JOIN",
            Self::LeftOuter => "LEFT OUTER JOIN",
        }
    }
}

/// A table in `FROM`: the base table, or one joined to another.
#[derive(Clone, Debug)]
pub struct Join {
    /// The table.
    pub table_name: Rc<str>,
    /// Its alias; equal to the table's name where it needs none.
    pub table_alias: Alias,
    /// The alias that it is joined to; `None` for the base table.
    pub parent_alias: Option<Alias>,
    /// How; `None` for the base table.
    pub join_type: Option<JoinType>,
    /// Over which field or reverse relation; `None` for the base table.
    pub join_field: Option<ModelField>,
    /// Whether the join may find nothing.
    pub nullable: bool,
    /// The `FilteredRelation` that it belongs to, and its condition once resolved.
    pub filtered_relation: Option<(Rc<FilteredRelation>, Option<ResolvedExpression>)>,
}

impl Join {
    /// The base table.
    pub fn base(table_name: Rc<str>, alias: Alias) -> Self {
        Self {
            table_name,
            table_alias: alias,
            parent_alias: None,
            join_type: None,
            join_field: None,
            nullable: false,
            filtered_relation: None,
        }
    }

    /// Whether both join the same table over the same field to the same alias. Mirrors `identity`.
    pub fn is_same_join(&self, other: &Self) -> bool {
        if self.join_field.is_none() && other.join_field.is_none() {
            return self.table_name == other.table_name && self.table_alias == other.table_alias;
        }
        self.table_name == other.table_name
            && self.parent_alias == other.parent_alias
            && self.join_field == other.join_field
            && match (&self.filtered_relation, &other.filtered_relation) {
                (None, None) => true,
                (Some((a, _)), Some((b, _))) => Rc::ptr_eq(a, b) || a.alias == b.alias,
                _ => false,
            }
    }

    /// The same between renamed tables.
    pub fn relabeled_clone(&self, map: &ChangeMap) -> Self {
        let renamed = |alias: &Alias| map.get(alias).unwrap_or(alias).clone();
        Self {
            table_alias: renamed(&self.table_alias),
            parent_alias: self.parent_alias.as_ref().map(renamed),
            filtered_relation: self.filtered_relation.as_ref().map(|(relation, condition)| {
                (relation.clone(), condition.as_ref().map(|condition| condition.relabeled_clone(map)))
            }),
            ..self.clone()
        }
    }
}

impl Query {
    /// An alias for the table. Mirrors `table_alias`.
    pub(crate) fn table_alias(&mut self, table: &Rc<str>, create: bool, relation: Option<&FilteredRelation>) -> Alias {
        let next = self.alias_map.len() + 1;
        let prefix = self.alias_prefix.clone();
        let alias = match self.table_map.get_mut(table) {
            Some(aliases) if !create && !aliases.is_empty() => {
                let alias = aliases[0].clone();
                *self.alias_refcount.entry(alias.clone()).or_default() += 1;
                return alias;
            }
            Some(aliases) if !aliases.is_empty() => {
                let alias: Alias = format!("{prefix}{next}").into();
                aliases.push(alias.clone());
                alias
            }
            _ => {
                let alias = relation.map_or_else(|| table.clone(), |relation| relation.alias.clone());
                self.table_map.insert(table.clone(), vec![alias.clone()]);
                alias
            }
        };
        self.alias_refcount.insert(alias.clone(), 1);
        alias
    }

    /// Counts one more use.
    pub(crate) fn ref_alias(&mut self, alias: &str) {
        if let Some(count) = self.alias_refcount.get_mut(alias) {
            *count += 1;
        }
    }

    /// Counts one use less.
    pub(crate) fn unref_alias(&mut self, alias: &str) {
        if let Some(count) = self.alias_refcount.get_mut(alias) {
            *count -= 1;
        }
    }

    /// Sets the counts back to an earlier state. Mirrors `reset_refcounts`.
    pub(crate) fn reset_refcounts(&mut self, to: &indexmap::IndexMap<Alias, i32>) {
        for (alias, count) in &mut self.alias_refcount {
            *count = to.get(alias).copied().unwrap_or(0);
        }
    }

    /// The base table's alias, counted once more. Mirrors `get_initial_alias`.
    pub fn get_initial_alias(&mut self) -> Result<Alias> {
        if let Some((alias, _)) = self.alias_map.first() {
            let alias = alias.clone();
            self.ref_alias(&alias);
            return Ok(alias);
        }
        let table = self.model.table();
        self.join(Join::base(table.clone(), table), None)
    }

    /// The first alias, if there is one.
    pub(crate) fn base_table(&self) -> Option<&Alias> {
        self.alias_map.keys().next()
    }

    /// Joins a table, or uses a join that is there already. Mirrors `join`.
    pub(crate) fn join(&mut self, mut join: Join, reuse: Option<&AliasSet>) -> Result<Alias> {
        let reusable: Vec<&Alias> = self
            .alias_map
            .iter()
            .filter(|(alias, other)| reuse.is_none_or(|set| set.contains(*alias)) && other.is_same_join(&join))
            .map(|(alias, _)| alias)
            .collect();
        if let Some(last) = reusable.last() {
            let alias = if reusable.contains(&&join.table_alias) { join.table_alias.clone() } else { (*last).clone() };
            self.ref_alias(&alias);
            return Ok(alias);
        }
        let relation = join.filtered_relation.as_ref().map(|(relation, _)| relation.clone());
        let alias = self.table_alias(&join.table_name, true, relation.as_deref());
        if join.join_type.is_some() {
            let parent_is_outer = join
                .parent_alias
                .as_ref()
                .and_then(|parent| self.alias_map.get(parent))
                .is_some_and(|parent| parent.join_type == Some(JoinType::LeftOuter));
            join.join_type = Some(if parent_is_outer || join.nullable { JoinType::LeftOuter } else { JoinType::Inner });
        }
        join.table_alias = alias.clone();
        self.alias_map.insert(alias.clone(), join);
        if let Some(relation) = relation {
            let mut reuse = reuse.cloned();
            if let Some(reuse) = &mut reuse {
                reuse.insert(alias.clone());
            }
            let joined = self.alias_map.len();
            let condition = self.build_filtered_relation_condition(&relation.condition, reuse.as_mut())?;
            if let Some(join) = self.alias_map.get_mut(&alias) {
                join.filtered_relation = Some((relation, Some(condition.into())));
            }
            // Tables joined for the condition must come before the one that the condition belongs to.
            if joined < self.alias_map.len()
                && let Some(join) = self.alias_map.shift_remove(&alias)
            {
                self.alias_map.insert(alias.clone(), join);
            }
        }
        Ok(alias)
    }

    /// Makes joins outer where they may find nothing, and those that hang on them. Mirrors `promote_joins`.
    pub(crate) fn promote_joins(&mut self, aliases: impl IntoIterator<Item = Alias>) {
        let mut todo: std::collections::VecDeque<Alias> = aliases.into_iter().collect();
        while let Some(alias) = todo.pop_front() {
            let Some(join) = self.alias_map.get(&alias) else { continue };
            if join.join_type.is_none() {
                continue;
            }
            let parent_is_outer = join
                .parent_alias
                .as_ref()
                .and_then(|parent| self.alias_map.get(parent))
                .is_some_and(|parent| parent.join_type == Some(JoinType::LeftOuter));
            if (join.nullable || parent_is_outer) && join.join_type != Some(JoinType::LeftOuter) {
                self.alias_map[&alias].join_type = Some(JoinType::LeftOuter);
                for (other, join) in &self.alias_map {
                    if join.parent_alias.as_ref() == Some(&alias) && !todo.contains(other) {
                        todo.push_back(other.clone());
                    }
                }
            }
        }
    }

    /// Makes outer joins inner, and those that they hang on. Mirrors `demote_joins`.
    pub(crate) fn demote_joins(&mut self, aliases: impl IntoIterator<Item = Alias>) {
        let mut todo: std::collections::VecDeque<Alias> = aliases.into_iter().collect();
        while let Some(alias) = todo.pop_front() {
            let Some(join) = self.alias_map.get_mut(&alias) else { continue };
            if join.join_type != Some(JoinType::LeftOuter) {
                continue;
            }
            join.join_type = Some(JoinType::Inner);
            if let Some(parent) = join.parent_alias.clone()
                && self.alias_map.get(&parent).is_some_and(|parent| parent.join_type == Some(JoinType::Inner))
            {
                todo.push_back(parent);
            }
        }
    }

    /// The aliases of inner joins.
    pub(crate) fn inner_joins(&self) -> Vec<Alias> {
        self.alias_map
            .iter()
            .filter(|(_, join)| join.join_type == Some(JoinType::Inner))
            .map(|(alias, _)| alias.clone())
            .collect()
    }
}
