//! [`evaluate`]: what a case asks, answered.

use super::{
    Skip, aggregate,
    database::Database,
    evaluate::Scope,
    listing::{Listing, Sorted},
    node::Node,
    plan::{Group, Plan},
    resolve::Resolver,
    rows::{self, Kept},
};
use crate::case::{Ask, Case, Cell, Expression};

/// What is asked, answered.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Rows.
    Rows(Listing),
    /// A single row: a count or aggregates.
    Cells(Vec<Cell>),
    /// Whether there are rows.
    Exists(bool),
}

/// Answers what a case asks.
///
/// # Errors
///
/// Where the answer is not known, or finding it would take too long.
pub fn evaluate(case: &Case) -> Result<Answer, Skip> {
    let database = Database::new(case);
    let mut plan = Plan::new(&database, &case.queryset, None)?;
    Ok(match &case.ask {
        Ask::Rows => Answer::Rows(rows::list(&database, &plan, None)?),
        Ask::Exists => Answer::Exists(rows::any(&database, &plan, None)?),
        Ask::Count => Answer::Cells(vec![Cell::Int(count(&database, &plan)?)]),
        Ask::Aggregate(items) => Answer::Cells(aggregates(&database, &mut plan, items)?),
    })
}

fn count(database: &Database<'_>, plan: &Plan) -> Result<i64, Skip> {
    if plan.combined.is_some() {
        return Ok(rows::list(database, plan, None)?.len() as i64);
    }
    let rows = rows::all(database, plan, None, &[], what_counts(database, plan)?)?.len() as u64;
    let high = plan.high.map_or(rows, |high| high.min(rows));
    Ok((high - plan.low.min(high)) as i64)
}

/// What has a say in the rows of a query that is counted or aggregated.
fn what_counts(database: &Database<'_>, plan: &Plan) -> Result<Kept, Skip> {
    if plan.is_sliced() {
        return Ok(Kept::SelectAndOrder);
    }
    let Group::By(nodes, _) = &plan.group else { return Ok(Kept::Select) };
    let mut joined = plan.clone();
    for order in &plan.order {
        let node = match plan.annotation(&order.name) {
            Some(node) => node.clone(),
            None => joined.field(database, &order.name)?,
        };
        if !nodes.contains(&node) {
            return Ok(Kept::SelectAndOrder);
        }
    }
    Ok(Kept::Select)
}

fn aggregates(database: &Database<'_>, plan: &mut Plan, items: &[(String, Expression)]) -> Result<Vec<Cell>, Skip> {
    let mut resolved = Vec::new();
    for (_, item) in items {
        let Node::Aggregate(node) = Resolver::new(database, plan, None).expression(item, None)? else {
            return Err(Skip::Unknown);
        };
        resolved.push(node);
    }
    if plan.group == Group::None && !plan.distinct && !plan.is_sliced() {
        let (on_rows, _) = rows::split(&plan.conditions);
        let bindings = rows::bindings(database, plan, None, &on_rows)?;
        let scope = Scope { database, bindings: &bindings, outer: None, model: plan.model };
        return resolved.iter().map(|node| aggregate::over(node, &scope)).collect();
    }
    // Over what the query gives: the arguments are read where its rows are made.
    if resolved.iter().any(|node| node.filter.is_some()) {
        return Err(Skip::Unknown);
    }
    let arguments: Vec<Node> = resolved.iter().map(|node| node.argument.clone().unwrap_or(Node::Number(1))).collect();
    let made = rows::all(database, plan, None, &arguments, what_counts(database, plan)?)?;
    let descending = plan.order.iter().map(|order| order.descending ^ plan.reversed).collect();
    let sorted = made.into_iter().map(|row| Sorted { key: row.order, cells: row.extra }).collect();
    let rows = Listing::new(sorted, descending, plan.low, plan.high).settled()?;
    let column = |at: usize| rows.iter().map(|row| row[at].clone()).collect();
    Ok(resolved.iter().enumerate().map(|(at, node)| aggregate::of(node.function, node.distinct, column(at))).collect())
}
