//! `repl`: one line on the current state.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::report::{AnyJson, ResultTable, RunError};

/// A line of Python, or several. Names that it sets stay until the next run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReplRequest {
    /// The text.
    pub line: String,
}

/// What it gave. What it wrote stays in the database until the next run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReplAnswer {
    /// What it printed.
    pub stdout: String,
    /// `repr()` of its value, unless that is `None`.
    pub repr: Option<String>,
    /// Its value as a table, if it is one.
    pub table: Option<ResultTable>,
    /// The statements that it caused.
    pub queries: Vec<ReplQuery>,
    /// Wall time in microseconds.
    pub micros: f64,
    /// What it raised.
    pub error: Option<RunError>,
}

/// A statement that the line caused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReplQuery {
    /// The SQL with `%s` placeholders.
    pub sql: String,
    /// The parameters as JSON.
    #[ts(type = "unknown[]")]
    pub params: Vec<AnyJson>,
    /// Rows fetched, or changed by a write.
    #[ts(type = "number")]
    pub rows: u64,
    /// Microseconds it took.
    pub micros: f64,
}
