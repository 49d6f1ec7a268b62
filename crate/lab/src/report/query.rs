//! One statement's part of a [`Report`](super::Report).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AnyJson, TracebackFrame};

/// One statement that was run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Query {
    /// The SQL with `%s` placeholders, as Django hands it to the cursor.
    pub sql: String,
    /// The parameters as JSON.
    #[ts(type = "unknown[]")]
    pub params: Vec<AnyJson>,
    /// How often `cursor.executemany()` ran it; `params` are then those of the first time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub times: Option<u64>,
    /// What kind of statement.
    pub kind: QueryKind,
    /// Rows fetched, or changed by a write.
    #[ts(type = "number")]
    pub rows: u64,
    /// Columns of each row fetched.
    pub columns: u32,
    /// Cells that the code read.
    #[ts(type = "number")]
    pub cells_used: u64,
    /// Bytes of the cells fetched.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Microseconds since the approach began.
    pub start_micros: f64,
    /// Microseconds it took.
    pub micros: f64,
    /// The line of the person's code that caused it, innermost, from 1.
    pub line: Option<u32>,
    /// The file of that line: `models.py`, or the approach's name.
    pub file: Option<String>,
    /// All frames of the person's code, outermost first.
    pub stack: Vec<TracebackFrame>,
    /// The group of statements of the same shape, if there are others.
    pub similar_group: Option<u32>,
    /// The group of statements that are wholly the same, if there are others.
    pub duplicate_group: Option<u32>,
    /// How SQLite goes about it, when asked for.
    pub plan: Option<Vec<PlanNode>>,
    /// Which call of the code gave which part of the SQL; told once for statements of one shape from one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub clauses: Option<Vec<ClauseSpan>>,
}

/// A call on a queryset and the parts of the SQL that came with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ClauseSpan {
    /// The call, as `filter`; `[]` for a slice; what the chain begins with, as `City.objects`, for the first.
    pub call: String,
    /// Where it stands.
    pub source: SourceSpan,
    /// The parts, each from a UTF-16 unit of `sql` to the one after its last.
    pub sql: Vec<(u32, u32)>,
}

/// A part of a person's code. Lines and columns count from 1, columns in UTF-16 units; the end is behind the last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SourceSpan {
    /// The file: `models.py`, or the approach's name.
    pub file: String,
    /// The line that it begins in.
    pub line: u32,
    /// The column that it begins at.
    pub column: u32,
    /// The line that it ends in.
    pub end_line: u32,
    /// The column behind its end.
    pub end_column: u32,
}

/// What a statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum QueryKind {
    /// Reads.
    Select,
    /// Adds rows.
    Insert,
    /// Changes rows.
    Update,
    /// Removes rows.
    Delete,
    /// Anything else.
    Other,
}

/// A step of a query plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanNode {
    /// SQLite's own words.
    pub detail: String,
    /// In plain words.
    pub words: String,
    /// The steps within this one.
    pub children: Vec<PlanNode>,
}
