//! Lookups over cells.

use super::truth::Truth;
use crate::case::{Cell, Lookup};

/// Whether a cell meets a lookup. `in` has all values, `range` two, the rest one.
pub(super) fn meets(cell: &Cell, lookup: Lookup, right: &[Cell]) -> Truth {
    let other = right.first().unwrap_or(&Cell::Null);
    match lookup {
        Lookup::IsNull => ((*cell == Cell::Null) == (*other == Cell::Int(1))).into(),
        Lookup::In => right.iter().map(|other| equal(cell, other)).fold(Truth::False, Truth::or),
        Lookup::Range => {
            let high = right.get(1).unwrap_or(&Cell::Null);
            ordered(cell, other, |a, b| a >= b).and(ordered(cell, high, |a, b| a <= b))
        }
        Lookup::Exact => equal(cell, other),
        Lookup::Gt => ordered(cell, other, |a, b| a > b),
        Lookup::Gte => ordered(cell, other, |a, b| a >= b),
        Lookup::Lt => ordered(cell, other, |a, b| a < b),
        Lookup::Lte => ordered(cell, other, |a, b| a <= b),
        Lookup::Contains | Lookup::IContains => text(cell, other, |a, b| a.contains(b)),
        Lookup::StartsWith => text(cell, other, |a, b| a.starts_with(b)),
        Lookup::EndsWith => text(cell, other, |a, b| a.ends_with(b)),
        Lookup::IExact => text(cell, other, |a, b| a == b),
    }
}

fn equal(a: &Cell, b: &Cell) -> Truth {
    ordered(a, b, |a, b| a == b)
}

fn ordered(a: &Cell, b: &Cell, holds: impl Fn(&Cell, &Cell) -> bool) -> Truth {
    if *a == Cell::Null || *b == Cell::Null { Truth::Unknown } else { holds(a, b).into() }
}

/// SQLite's LIKE does not tell letters of ASCII by their case.
fn text(a: &Cell, b: &Cell, holds: impl Fn(&str, &str) -> bool) -> Truth {
    match (a, b) {
        (Cell::Text(a), Cell::Text(b)) => holds(&a.to_ascii_lowercase(), &b.to_ascii_lowercase()).into(),
        _ => Truth::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_cell(text: &str) -> Cell {
        Cell::Text(text.into())
    }

    #[test]
    fn null_is_unknown_and_in_nothing_is_false() {
        assert_eq!(meets(&Cell::Null, Lookup::Exact, &[Cell::Int(1)]), Truth::Unknown);
        assert_eq!(meets(&Cell::Null, Lookup::In, &[]), Truth::False);
        assert_eq!(meets(&Cell::Int(1), Lookup::In, &[Cell::Null, Cell::Int(1)]), Truth::True);
        assert_eq!(meets(&Cell::Int(2), Lookup::In, &[Cell::Null, Cell::Int(1)]), Truth::Unknown);
        assert_eq!(meets(&Cell::Null, Lookup::IsNull, &[Cell::Int(1)]), Truth::True);
        assert_eq!(meets(&Cell::Int(0), Lookup::IsNull, &[Cell::Int(0)]), Truth::True);
    }

    #[test]
    fn text_is_matched_without_case_and_without_wildcards() {
        assert_eq!(meets(&text_cell("aB_"), Lookup::Contains, &[text_cell("b")]), Truth::True);
        assert_eq!(meets(&text_cell("ab"), Lookup::Contains, &[text_cell("_")]), Truth::False);
        assert_eq!(meets(&text_cell("Ab"), Lookup::Exact, &[text_cell("ab")]), Truth::False);
        assert_eq!(meets(&Cell::Int(2), Lookup::Range, &[Cell::Int(1), Cell::Int(2)]), Truth::True);
    }
}
