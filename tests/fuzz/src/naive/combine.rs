//! Set operations over the rows of plans.

use super::{
    Skip,
    database::Database,
    evaluate::Scope,
    listing::{Listing, Sorted},
    plan::Plan,
    rows,
};
use crate::case::{Cell, SetOperator};

/// The rows of a set operation, sorted by names of the first part's columns.
pub(super) fn list(database: &Database<'_>, plan: &Plan, outer: Option<&Scope<'_>>) -> Result<Listing, Skip> {
    let (operator, parts) = plan.combined.as_ref().ok_or(Skip::Unknown)?;
    let mut lists = Vec::new();
    for part in parts {
        lists.push(rows::list(database, part, outer)?.settled()?);
    }
    if leaves_one(*operator, &lists) {
        return Err(Skip::Unknown);
    }
    let names: Vec<String> = parts[0].selected(database).into_iter().map(|(name, _)| name).collect();
    let mut places = Vec::new();
    for order in &plan.order {
        let name = if order.name == "pk" { "id" } else { &order.name };
        places.push(names.iter().position(|known| known == name).ok_or(Skip::Unknown)?);
    }
    let key = |row: &[Cell]| places.iter().map(|place| row[*place].clone()).collect();
    let sorted = combined(*operator, lists).into_iter().map(|cells| Sorted { key: key(&cells), cells }).collect();
    let descending = plan.order.iter().map(|order| order.descending ^ plan.reversed).collect();
    Ok(Listing::new(sorted, descending, plan.low, plan.high))
}

/// Whether Django may leave the operator out, as all parts but one are empty, where it would have dropped equal rows.
fn leaves_one(operator: SetOperator, lists: &[Vec<Vec<Cell>>]) -> bool {
    let full: Vec<_> = lists.iter().filter(|list| !list.is_empty()).collect();
    let repeats = |list: &Vec<Vec<Cell>>| list.iter().enumerate().any(|(at, row)| list[..at].contains(row));
    let drops = matches!(operator, SetOperator::Union | SetOperator::Difference);
    drops && matches!(full[..], [only] if repeats(only))
}

fn combined(operator: SetOperator, lists: Vec<Vec<Vec<Cell>>>) -> Vec<Vec<Cell>> {
    if operator == SetOperator::UnionAll {
        return lists.concat();
    }
    let mut lists = lists.into_iter();
    let mut out = lists.next().unwrap_or_default();
    for list in lists {
        match operator {
            SetOperator::Union | SetOperator::UnionAll => out.extend(list),
            SetOperator::Intersection => out.retain(|row| list.contains(row)),
            SetOperator::Difference => out.retain(|row| !list.contains(row)),
        }
    }
    out.sort();
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(cells: &[i64]) -> Vec<Vec<Cell>> {
        cells.iter().map(|cell| vec![Cell::Int(*cell)]).collect()
    }

    #[test]
    fn only_union_all_keeps_equal_rows() {
        let lists = || vec![rows(&[1, 1, 2]), rows(&[2, 3])];
        assert_eq!(combined(SetOperator::UnionAll, lists()), rows(&[1, 1, 2, 2, 3]));
        assert_eq!(combined(SetOperator::Union, lists()), rows(&[1, 2, 3]));
        assert_eq!(combined(SetOperator::Intersection, lists()), rows(&[2]));
        assert_eq!(combined(SetOperator::Difference, lists()), rows(&[1]));
    }
}
