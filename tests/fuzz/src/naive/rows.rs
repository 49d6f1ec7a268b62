//! The rows of a [`Plan`].

use super::{
    Skip, combine,
    database::Database,
    evaluate::Scope,
    joins::Binding,
    listing::{Listing, Sorted},
    node::{Condition, Node},
    plan::{Group, Plan},
    truth::Truth,
};
use crate::case::Cell;

/// A row: what is selected, what else was asked for, and what it is sorted by.
pub(super) struct Made {
    pub(super) cells: Vec<Cell>,
    pub(super) extra: Vec<Cell>,
    pub(super) order: Vec<Cell>,
}

/// What of a query counts besides its conditions. `exists()` drops the rest, which then neither joins nor groups.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    SelectAndOrder,
    Select,
    Neither,
}

/// The rows as a listing.
pub(super) fn list(database: &Database<'_>, plan: &Plan, outer: Option<&Scope<'_>>) -> Result<Listing, Skip> {
    if plan.combined.is_some() {
        return combine::list(database, plan, outer);
    }
    let rows = all(database, plan, outer, &[], Kept::SelectAndOrder)?;
    let rows = rows.into_iter().map(|row| Sorted { key: row.order, cells: row.cells }).collect();
    let descending = plan.order.iter().map(|order| order.descending ^ plan.reversed).collect();
    Ok(Listing::new(rows, descending, plan.low, plan.high))
}

/// Whether there is any row.
pub(super) fn any(database: &Database<'_>, plan: &Plan, outer: Option<&Scope<'_>>) -> Result<bool, Skip> {
    if plan.combined.is_some() {
        // What is left of the columns decides how many rows the offset passes over.
        return if plan.low == 0 { Ok(!list(database, plan, outer)?.is_empty()) } else { Err(Skip::Unknown) };
    }
    let kept = if plan.distinct && plan.is_sliced() { Kept::Select } else { Kept::Neither };
    let rows = all(database, plan, outer, &[], kept)?.len() as u64;
    Ok(rows > plan.low && plan.high.is_none_or(|high| high > plan.low))
}

/// All rows before slicing, in no order. `extra` is selected too, behind the rest.
pub(super) fn all(
    database: &Database<'_>,
    plan: &Plan,
    outer: Option<&Scope<'_>>,
    extra: &[Node],
    kept: Kept,
) -> Result<Vec<Made>, Skip> {
    let mut plan = plan.clone();
    // Without values() the columns are what the rows of one instance are grouped by.
    let selects = kept != Kept::Neither || matches!(plan.group, Group::Model);
    let selected = if selects { plan.selected(database) } else { Vec::new() };
    let (mut order, mut grouping) = (Vec::new(), extra.to_vec());
    if kept == Kept::SelectAndOrder {
        for item in plan.order.clone() {
            let node = match plan.annotation(&item.name) {
                Some(node) => node.clone(),
                None => plan.field(database, &item.name)?,
            };
            // What is selected is referred to, and groups by itself or not at all.
            if !selected.iter().any(|(name, _)| *name == item.name) {
                grouping.push(node.clone());
            }
            order.push(node);
        }
    }
    let (on_rows, on_groups) = split(&plan.conditions);
    let bindings = bindings(database, &plan, outer, &on_rows)?;
    let key = group_key(&plan, &selected, &grouping, &on_groups);
    let selected: Vec<Node> = selected.into_iter().map(|(_, node)| node).collect();
    let groups = match &key {
        None => bindings.into_iter().map(|binding| vec![binding]).collect(),
        Some(key) => grouped(database, &plan, outer, bindings, key)?,
    };
    let mut out: Vec<Made> = Vec::new();
    for group in &groups {
        let scope = Scope { database, bindings: group, outer, model: plan.model };
        let cells = |nodes: &[Node]| nodes.iter().map(|node| scope.cell(node)).collect::<Result<Vec<_>, _>>();
        if !holds(&scope, &on_groups)? {
            continue;
        }
        let row = Made { cells: cells(&selected)?, extra: cells(extra)?, order: cells(&order)? };
        let same = |other: &Made| other.cells == row.cells && other.extra == row.extra && other.order == row.order;
        if !plan.distinct || !out.iter().any(same) {
            out.push(row);
        }
    }
    Ok(out)
}

/// What of the conditions rows, and what groups, have to meet.
pub(super) fn split(conditions: &[Condition]) -> (Vec<Condition>, Vec<Condition>) {
    let (mut on_rows, mut on_groups) = (Vec::new(), Vec::new());
    for condition in conditions {
        let (rows, groups) = condition.clone().split(false);
        on_rows.extend(rows);
        on_groups.extend(groups);
    }
    (on_rows, on_groups)
}

/// What the rows of the base are bound to, as far as they meet the conditions.
pub(super) fn bindings(
    database: &Database<'_>,
    plan: &Plan,
    outer: Option<&Scope<'_>>,
    conditions: &[Condition],
) -> Result<Vec<Binding>, Skip> {
    let mut out = Vec::new();
    for row in 0..database.tables[plan.model].rows.len() {
        for binding in plan.joins.bindings(database, row)? {
            let scope = Scope { database, bindings: std::slice::from_ref(&binding), outer, model: plan.model };
            if holds(&scope, conditions)? {
                out.push(binding);
            }
        }
    }
    Ok(out)
}

fn holds(scope: &Scope<'_>, conditions: &[Condition]) -> Result<bool, Skip> {
    for condition in conditions {
        if scope.truth(condition)? != Truth::True {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What rows are grouped by: at least what the plan says, and whatever is selected, sorted by (`others`) or asked of
/// groups.
fn group_key(plan: &Plan, selected: &[(String, Node)], others: &[Node], on_groups: &[Condition]) -> Option<Vec<Node>> {
    let (mut key, named) = match &plan.group {
        Group::None => return None,
        Group::Model => (Vec::new(), Vec::new()),
        Group::By(nodes, named) => (nodes.clone(), named.clone()),
    };
    for (name, node) in selected {
        if !named.contains(name) {
            key.extend(node.group_columns());
        }
    }
    key.extend(others.iter().flat_map(Node::group_columns));
    key.extend(on_groups.iter().flat_map(Condition::group_columns));
    Some(key)
}

fn grouped(
    database: &Database<'_>,
    plan: &Plan,
    outer: Option<&Scope<'_>>,
    bindings: Vec<Binding>,
    key: &[Node],
) -> Result<Vec<Vec<Binding>>, Skip> {
    let mut groups: Vec<(Vec<Cell>, Vec<Binding>)> = Vec::new();
    if key.is_empty() {
        // SQL without GROUP BY: one row or as many as there are, by what else is in it.
        return Err(Skip::Unknown);
    }
    for binding in bindings {
        let scope = Scope { database, bindings: std::slice::from_ref(&binding), outer, model: plan.model };
        let cells = key.iter().map(|node| scope.cell(node)).collect::<Result<Vec<_>, _>>()?;
        match groups.iter_mut().find(|(known, _)| *known == cells) {
            Some((_, group)) => group.push(binding),
            None => groups.push((cells, vec![binding])),
        }
    }
    Ok(groups.into_iter().map(|(_, group)| group).collect())
}
