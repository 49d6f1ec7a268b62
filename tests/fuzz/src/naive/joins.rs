//! [`Joins`]: the tables that a query has joined, and what one row of the base is bound to in them.
//!
//! Every join is an outer one here. Where SQL has an inner join, a condition drops the rows without a match anyway.

use std::collections::BTreeSet;

use super::{
    Skip,
    database::Database,
    path::{Step, Target},
};

/// More bindings than any sound case has.
const MOST_BINDINGS: usize = 4000;

/// A row of each table joined, by its place; the base's first. `None` where there is none.
pub(super) type Binding = Vec<Option<usize>>;

/// Tables joined, each to one before it. The base is number 0 and not in the list.
#[derive(Clone, Debug)]
pub(super) struct Joins {
    base: usize,
    joined: Vec<(usize, Step)>,
}

impl Joins {
    pub(super) fn new(base: usize) -> Self {
        Self { base, joined: Vec::new() }
    }

    /// Joins along a path and gives the number of its last table. One that is there already is used again, the last
    /// made first; one that may find many rows only if it is in `reuse`, or `reuse` is `None`.
    pub(super) fn join(&mut self, target: &Target, mut reuse: Option<&mut BTreeSet<usize>>) -> usize {
        let mut current = 0;
        for step in &target.steps {
            let usable = |number: usize| !step.is_many() || reuse.as_ref().is_none_or(|set| set.contains(&number));
            let known = (1..).zip(&self.joined).filter(|(_, join)| **join == (current, *step));
            let found = known.map(|(number, _)| number).filter(|number| usable(*number)).last();
            current = found.unwrap_or_else(|| {
                self.joined.push((current, *step));
                self.joined.len()
            });
            if let Some(set) = reuse.as_deref_mut() {
                set.insert(current);
            }
        }
        current
    }

    /// How many tables are joined.
    pub(super) fn len(&self) -> usize {
        self.joined.len()
    }

    /// What a row of the base is bound to.
    pub(super) fn bindings(&self, database: &Database<'_>, row: usize) -> Result<Vec<Binding>, Skip> {
        let mut bindings = vec![vec![Some(row)]];
        for (parent, step) in &self.joined {
            let table = parent.checked_sub(1).map_or(self.base, |at| self.joined[at].1.table());
            let mut wider = Vec::new();
            for binding in bindings {
                for found in follow(database, table, binding[*parent], *step) {
                    let mut binding = binding.clone();
                    binding.push(found);
                    wider.push(binding);
                }
            }
            if wider.len() > MOST_BINDINGS {
                return Err(Skip::TooLarge);
            }
            bindings = wider;
        }
        Ok(bindings)
    }
}

/// The rows one step from a row; a single `None` if there is none.
pub(super) fn follow(database: &Database<'_>, table: usize, row: Option<usize>, step: Step) -> Vec<Option<usize>> {
    let Some(row) = row else { return vec![None] };
    let from = &database.tables[table].rows[row];
    let to = &database.tables[step.table()].rows;
    let (near, far) = match step {
        Step::Forward { column, .. } => (column, 0),
        Step::Reverse { column, .. } => (0, column),
    };
    let found: Vec<_> = (0..to.len()).filter(|other| to[*other][far] == from[near]).map(Some).collect();
    if found.is_empty() { vec![None] } else { found }
}
