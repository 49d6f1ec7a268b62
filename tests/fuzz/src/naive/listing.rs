//! [`Listing`]: rows in an order that may leave some of them equal.

use std::cmp::Ordering;

use super::Skip;
use crate::case::Cell;

/// A row and what it is sorted by.
#[derive(Clone, Debug)]
pub(super) struct Sorted {
    pub(super) key: Vec<Cell>,
    pub(super) cells: Vec<Cell>,
}

/// Sorted rows, of which a slice is wanted. Rows with equal keys may stand in any order.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Rows of equal keys, one set after the other.
    ties: Vec<Vec<Vec<Cell>>>,
    low: usize,
    high: usize,
}

impl Listing {
    pub(super) fn new(mut rows: Vec<Sorted>, descending: Vec<bool>, low: u64, high: Option<u64>) -> Self {
        let compare = |a: &Sorted, b: &Sorted| {
            let pairs = a.key.iter().zip(&b.key).zip(&descending);
            let each = pairs.map(|((a, b), descending)| if *descending { b.cmp(a) } else { a.cmp(b) });
            each.fold(Ordering::Equal, Ordering::then)
        };
        rows.sort_by(compare);
        let total = rows.len();
        let mut ties: Vec<Vec<Vec<Cell>>> = Vec::new();
        let mut last: Option<Vec<Cell>> = None;
        for row in rows {
            if last.as_ref() == Some(&row.key)
                && let Some(tie) = ties.last_mut()
            {
                tie.push(row.cells);
            } else {
                last = Some(row.key);
                ties.push(vec![row.cells]);
            }
        }
        let high = high.map_or(total, |high| usize::try_from(high).unwrap_or(total).min(total));
        let low = usize::try_from(low).unwrap_or(total).min(high);
        Self { ties, low, high }
    }

    /// How many rows are wanted.
    pub(super) fn len(&self) -> usize {
        self.high - self.low
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows wanted; they are not known where the slice parts rows that are unlike but sorted as equal.
    pub(super) fn settled(&self) -> Result<Vec<Vec<Cell>>, Skip> {
        let mut out = Vec::new();
        for (start, tie) in self.placed() {
            let (from, to) = (self.low.max(start), self.high.min(start + tie.len()));
            if from >= to {
                continue;
            }
            if to - from < tie.len() && tie.iter().any(|row| *row != tie[0]) {
                return Err(Skip::Ambiguous);
            }
            out.extend_from_slice(&tie[..to - from]);
        }
        Ok(out)
    }

    /// Whether these rows are the ones wanted, in an order that fits.
    pub fn fits(&self, rows: &[Vec<Cell>]) -> bool {
        if rows.len() != self.len() {
            return false;
        }
        self.placed().all(|(start, tie)| {
            let (from, to) = (self.low.max(start), self.high.min(start + tie.len()));
            if from >= to {
                return true;
            }
            let mut left = tie.clone();
            rows[from - self.low..to - self.low].iter().all(|row| {
                let found = left.iter().position(|other| other == row);
                found.map(|at| left.swap_remove(at)).is_some()
            })
        })
    }

    fn placed(&self) -> impl Iterator<Item = (usize, &Vec<Vec<Cell>>)> {
        self.ties.iter().scan(0, |start, tie| {
            let place = *start;
            *start += tie.len();
            Some((place, tie))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(key: i64, cell: i64) -> Sorted {
        Sorted { key: vec![Cell::Int(key)], cells: vec![Cell::Int(cell)] }
    }

    fn rows(cells: &[i64]) -> Vec<Vec<Cell>> {
        cells.iter().map(|cell| vec![Cell::Int(*cell)]).collect()
    }

    #[test]
    fn rows_sorted_as_equal_may_change_places_and_others_may_not() {
        let listing = Listing::new(vec![row(2, 30), row(1, 10), row(1, 20)], vec![false], 0, None);
        assert!(listing.fits(&rows(&[10, 20, 30])) && listing.fits(&rows(&[20, 10, 30])));
        assert!(!listing.fits(&rows(&[30, 10, 20])) && !listing.fits(&rows(&[10, 10, 30])));
        assert!(!listing.fits(&rows(&[10, 20])));
    }

    #[test]
    fn a_slice_through_equal_rows_may_have_any_of_them() {
        let listing = Listing::new(vec![row(1, 10), row(1, 20), row(0, 5)], vec![true], 0, Some(1));
        assert!(listing.fits(&rows(&[10])) && listing.fits(&rows(&[20])) && !listing.fits(&rows(&[5])));
        assert!(listing.settled().is_err());
        let whole = Listing::new(vec![row(1, 10), row(1, 20), row(0, 5)], vec![false], 0, Some(1));
        assert_eq!(whole.settled().ok(), Some(rows(&[5])));
    }
}
