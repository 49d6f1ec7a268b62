//! Aggregates over cells.

use super::{Skip, evaluate::Scope, node::Aggregate, truth::Truth};
use crate::case::{AggregateFunction, Cell};

/// An aggregate over the rows of a scope.
pub(super) fn over(aggregate: &Aggregate, scope: &Scope<'_>) -> Result<Cell, Skip> {
    let mut cells = Vec::new();
    for binding in scope.bindings {
        let row = scope.of(binding);
        if let Some(filter) = &aggregate.filter
            && row.truth(filter)? != Truth::True
        {
            continue;
        }
        cells.push(match &aggregate.argument {
            Some(argument) => row.cell(argument)?,
            None => Cell::Int(1),
        });
    }
    Ok(of(aggregate.function, aggregate.distinct, cells))
}

/// An aggregate of these cells.
pub(super) fn of(function: AggregateFunction, distinct: bool, mut cells: Vec<Cell>) -> Cell {
    cells.retain(|cell| *cell != Cell::Null);
    if distinct {
        cells.sort();
        cells.dedup();
    }
    match function {
        AggregateFunction::Count => Cell::Int(cells.len() as i64),
        AggregateFunction::Min => cells.into_iter().min().unwrap_or(Cell::Null),
        AggregateFunction::Max => cells.into_iter().max().unwrap_or(Cell::Null),
        AggregateFunction::Sum if cells.is_empty() => Cell::Null,
        AggregateFunction::Sum => {
            let numbers =
                cells.into_iter().filter_map(|cell| if let Cell::Int(value) = cell { Some(value) } else { None });
            Cell::Int(numbers.sum())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AggregateFunction::{Count, Max, Min, Sum};

    #[test]
    fn null_counts_for_nothing() {
        let cells = || vec![Cell::Int(2), Cell::Null, Cell::Int(2), Cell::Int(-1)];
        assert_eq!(of(Count, false, cells()), Cell::Int(3));
        assert_eq!(of(Count, true, cells()), Cell::Int(2));
        assert_eq!(of(Sum, true, cells()), Cell::Int(1));
        assert_eq!(of(Min, false, cells()), Cell::Int(-1));
        assert_eq!(of(Max, false, Vec::new()), Cell::Null);
        assert_eq!(of(Sum, false, vec![Cell::Null]), Cell::Null);
    }
}
