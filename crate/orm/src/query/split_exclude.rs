//! `exclude()` over a multi-valued relation: a subquery. Mirrors `split_exclude` and `trim_start`.

use std::rc::Rc;

use super::{Alias, Join, JoinType, NamesWithPath, Query, filter::FilterOptions};
use crate::{
    Error, Result, Value,
    expression::{
        AliasSet, Connective, Expression, Node, OuterName, QChild, ResolvedExpression, SubqueryKind, WhereNode,
    },
    lookup::Rhs,
    schema::ModelField,
};

impl Query {
    /// The condition as `EXISTS (...)` over the relation.
    pub(super) fn split_exclude(
        &mut self,
        name: &Rc<str>,
        value: &Expression,
        reuse: Option<&mut AliasSet>,
        names_with_path: &NamesWithPath,
    ) -> Result<(WhereNode, Vec<Alias>)> {
        let mut query = Query::new(&self.model);
        query.filtered_relations.clone_from(&self.filtered_relations);
        let value = match value {
            Expression::OuterRef(name) => Expression::OuterRef(OuterName::Outer(Box::new(name.clone()))),
            Expression::F(name) => Expression::OuterRef(OuterName::Name(name.clone())),
            value => value.clone(),
        };
        query.add_filter(name, value)?;
        query.clear_ordering(true, true);
        let (prefix, contains_louter) = query.trim_start(names_with_path)?;
        let col = query.select[0].clone();
        let Node::Col { alias: Some(alias), target, .. } = col.node() else {
            return Err(Error::NotImplemented("exclude() over a relation without columns".into()));
        };
        let reusable = reuse.as_ref().is_some_and(|reuse| reuse.contains(alias));
        if reusable {
            // The conditions of the query around must hold within, too.
            let Some(pk) = target.model().and_then(|model| model.pk()) else {
                return Err(Error::NotImplemented("exclude() on a model without a primary key".into()));
            };
            query.bump_prefix(self, &[])?;
            let Node::Col { alias: Some(inner), .. } = query.select[0].node() else {
                return Err(Error::NotImplemented("exclude() over a relation without columns".into()));
            };
            let lookup = query.lookup_expression(
                &pk.get_col(Some(inner), None),
                "exact",
                Rhs::Expression(pk.get_col(Some(alias), None)),
            )?;
            query.where_.add(lookup, Connective::And);
            query.external_aliases.insert(alias.clone());
        } else {
            let outer = Node::OuterRef(OuterName::Name(prefix.clone()));
            let lookup = query.lookup_expression(&col, "exact", Rhs::Expression(outer.into()))?;
            query.where_.add(lookup, Connective::And);
        }
        let exists = Expression::Subquery(SubqueryKind::Exists, Rc::new(query), None);
        let (mut condition, needed_inner) =
            self.build_filter(&QChild::Expression(exists), None, FilterOptions::default())?;
        if contains_louter {
            let name: Rc<str> = format!("{prefix}__isnull").into();
            let options = FilterOptions { current_negated: true, branch_negated: true, ..FilterOptions::default() };
            let (null, _) =
                self.build_filter(&QChild::Lookup(name, Expression::value(Value::Bool(true))), reuse, options)?;
            condition.add(null.into(), Connective::Or);
        }
        Ok((condition, needed_inner))
    }

    /// Leaves out the joins before the first multi-valued one. Gives the name by which the query
    /// around compares, and whether an outer join was among those left out. Mirrors `trim_start`.
    fn trim_start(&mut self, names_with_path: &NamesWithPath) -> Result<(Rc<str>, bool)> {
        let unsupported = || Error::NotImplemented("exclude() over this relation".into());
        let all: Vec<_> = names_with_path.iter().flat_map(|(_, steps)| steps.iter()).collect();
        let base = self.base_table().cloned();
        let tables: Vec<Alias> = self
            .alias_map
            .keys()
            .filter(|alias| self.lookup_joins.contains(alias) || base.as_ref() == Some(alias))
            .cloned()
            .collect();
        let is_outer = |query: &Self, alias: Option<&Alias>| {
            alias
                .and_then(|alias| query.alias_map.get(alias))
                .is_some_and(|join| join.join_type == Some(JoinType::LeftOuter))
        };
        let mut contains_louter = false;
        let mut trimmed = 0;
        for (position, step) in all.iter().enumerate() {
            trimmed = position;
            if step.m2m {
                break;
            }
            contains_louter |= is_outer(self, tables.get(position + 1));
            let alias = tables.get(position).ok_or_else(unsupported)?.clone();
            self.unref_alias(&alias);
        }
        let join_field = match &all.get(trimmed).ok_or_else(unsupported)?.join_field {
            ModelField::Rel(rel) => rel.field.clone(),
            ModelField::Field(field) => field.clone(),
        };
        let mut left = trimmed;
        let mut prefix: Vec<Rc<str>> = Vec::new();
        for (name, steps) in names_with_path {
            let Some(rest) = left.checked_sub(steps.len()) else { break };
            prefix.push(name.clone());
            left = rest;
        }
        let foreign = join_field.foreign_related_fields();
        prefix.push(foreign.first().ok_or_else(unsupported)?.name());
        let first = tables.get(trimmed + 1).ok_or_else(unsupported)?.clone();
        let start = tables.get(trimmed).ok_or_else(unsupported)?.clone();
        let filtered = self.alias_map.get(&first).is_some_and(|join| join.filtered_relation.is_some());
        let (fields, alias) = if !is_outer(self, Some(&first)) && !filtered {
            self.unref_alias(&start);
            let restriction = join_field.relation.as_ref();
            let restriction = restriction.and_then(|relation| relation.extra_restriction.borrow().clone());
            if let Some(restriction) = restriction
                && let Some(condition) = restriction.restriction(None, Some(&first))?
            {
                self.where_.add(condition, Connective::And);
            }
            (join_field.local_related_fields(), first)
        } else {
            (foreign, start)
        };
        // What comes first in FROM cannot be a join.
        let used = self.alias_map.keys().find(|alias| self.alias_refcount.get(*alias).is_some_and(|count| *count > 0));
        let used = used.cloned();
        if let Some(alias) = used {
            let table = self.alias_map[&alias].table_name.clone();
            self.alias_map[&alias] = Join::base(table, alias.clone());
        }
        let cols: Vec<ResolvedExpression> = fields.iter().map(|field| field.get_col(Some(&alias), None)).collect();
        self.set_select(cols);
        Ok((prefix.join("__").into(), contains_louter))
    }
}
