//! [`Report`]: everything a person is shown about a run, as data.
//!
//! The page, the widget, the command line and the prerendered lessons read this one type; the
//! TypeScript types in `www/src/engine/types.ts` are generated from it.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use ts_rs::TS;

mod approach;
mod query;
mod request;
#[cfg(test)]
mod typescript;

pub use approach::{
    Approach, ChecklistItem, Difference, Finding, Group, Growth, GrowthClass, GrowthMeasure, GrowthRow, Question,
    ResultTable, RunError, Severity, Timing, Totals, TracebackFrame, Verdict,
};
pub use query::{ClauseSpan, PlanNode, Query, QueryKind, SourceSpan};
pub use request::{ApproachSource, Budget, Dialect, GrowthRequest, Repeat, RunRequest, SourceFile};

/// What one run of several approaches told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The version of this format. Readers refuse a newer one.
    pub version: u32,
    /// One entry for each way of writing the same thing, in the order given.
    pub approaches: Vec<Approach>,
    /// Whether all approaches that ended without error gave equal results. `None` with fewer than two.
    pub same_result: Option<bool>,
    /// Where the results part, if they do.
    pub difference: Option<Difference>,
    /// The dialect in which the SQL is shown. SQLite executes.
    pub dialect: Dialect,
    /// The scale that the data was loaded at, if the data has one.
    #[ts(type = "number | null")]
    pub scale: Option<u64>,
    /// An error in the models or the data, which keeps every approach from running.
    pub setup_error: Option<RunError>,
    /// What loading the models and the data printed.
    pub setup_stdout: String,
    /// Tables and how many rows each holds before an approach runs.
    pub tables: Vec<TableSize>,
    /// The smallest step of the clock that timed the run, in microseconds.
    pub clock_micros: f64,
}

/// A table and its number of rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TableSize {
    /// The table's name in SQL.
    pub table: String,
    /// The model's label, as `shop.Book`.
    pub model: String,
    /// How many rows it holds.
    #[ts(type = "number")]
    pub rows: u64,
}

impl Report {
    /// The format version that this code writes.
    pub const VERSION: u32 = 1;
}

/// JSON of any shape.
pub(crate) type AnyJson = Json;
