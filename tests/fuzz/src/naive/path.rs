//! From a name with `__` to the steps between tables that it takes.

use super::database::{Database, Place};
use crate::case::Kind;

/// From a row to rows of another table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// To the one row that a column names.
    Forward { column: usize, table: usize },
    /// To the rows whose column names this one; `many` unless there is at most one.
    Reverse { table: usize, column: usize, many: bool },
}

impl Step {
    pub(super) fn table(self) -> usize {
        match self {
            Self::Forward { table, .. } | Self::Reverse { table, .. } => table,
        }
    }

    pub(super) fn is_many(self) -> bool {
        matches!(self, Self::Reverse { many: true, .. })
    }
}

/// Where a name leads.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Target {
    pub(super) steps: Vec<Step>,
    /// The table of the column.
    pub(super) table: usize,
    pub(super) column: usize,
}

impl Target {
    pub(super) fn is_many(&self) -> bool {
        self.steps.iter().any(|step| step.is_many())
    }
}

/// Where a name leads from a model; `None` if it names no field.
pub(super) fn target(database: &Database<'_>, model: usize, name: &str) -> Option<Target> {
    let mut steps = Vec::new();
    let mut at = model;
    let mut column = 0;
    for part in name.split("__") {
        if column != 0 {
            return None;
        }
        if part == "id" || part == "pk" {
            continue;
        }
        let fields = &database.schema.models[at].fields;
        if let Some(field) = fields.iter().position(|field| field.name == part) {
            match (database.place(at, field), fields[field].kind.to()) {
                (Place::Column(place), None) => column = place,
                (Place::Column(place), Some(to)) => {
                    steps.push(Step::Forward { column: place, table: to });
                    at = to;
                }
                (Place::Between(table), to) => {
                    let to = to?;
                    steps.push(Step::Reverse { table, column: 1, many: true });
                    steps.push(Step::Forward { column: 2, table: to });
                    at = to;
                }
            }
            continue;
        }
        let (owner, field, kind) = back(database, at, part)?;
        match database.place(owner, field) {
            Place::Column(place) => {
                let many = !matches!(kind, Kind::OneToOne(_));
                steps.push(Step::Reverse { table: owner, column: place, many });
            }
            Place::Between(table) => {
                steps.push(Step::Reverse { table, column: 2, many: true });
                steps.push(Step::Forward { column: 1, table: owner });
            }
        }
        at = owner;
    }
    let mut table = at;
    // The key of a row is what the column that leads to it holds.
    while column == 0
        && let Some(Step::Forward { column: before, .. }) = steps.last().copied()
    {
        steps.pop();
        column = before;
        table = steps.last().map_or(model, |step| step.table());
    }
    Some(Target { steps, table, column })
}

fn back(database: &Database<'_>, to: usize, name: &str) -> Option<(usize, usize, Kind)> {
    database.schema.models.iter().enumerate().find_map(|(owner, model)| {
        let field =
            model.fields.iter().position(|field| field.kind.to() == Some(to) && field.related_name() == name)?;
        Some((owner, field, model.fields[field].kind))
    })
}
