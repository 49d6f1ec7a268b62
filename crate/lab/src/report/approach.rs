//! One approach's part of a [`Report`](super::Report).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AnyJson, Query};

/// One way of writing it: what it gave and what it cost.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Approach {
    /// The name that the person gave it.
    pub name: String,
    /// The result as JSON, if it can be said in JSON; otherwise `null`.
    #[ts(type = "unknown")]
    pub result: AnyJson,
    /// `repr()` of the result, cut to a readable length. `None` when there is no result.
    pub result_repr: Option<String>,
    /// The result as a table, if it is a list of rows, of dictionaries or of model instances.
    pub result_table: Option<ResultTable>,
    /// What the code printed, cut at the output budget.
    pub stdout: String,
    /// How many characters of output the budget cut off.
    #[ts(type = "number")]
    pub stdout_cut: u64,
    /// Why the approach ended early, if it did.
    pub error: Option<RunError>,
    /// Every statement, in order, as Django hands it to the cursor. Transaction control is not listed.
    pub queries: Vec<Query>,
    /// Sums over `queries`.
    pub totals: Totals,
    /// Measured time over repeated runs.
    pub timing: Timing,
    /// Statements that have the same shape or are wholly the same.
    pub groups: Vec<Group>,
    /// What the run shows about the code, worst first.
    pub findings: Vec<Finding>,
    /// How the cost grows with the data, when it was measured.
    pub growth: Option<Growth>,
    /// The article's three questions, answered. Empty in a Report of an earlier version.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<ChecklistItem>>")]
    pub checklist: Vec<ChecklistItem>,
}

/// A result as rows and columns, every cell as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResultTable {
    /// The headings.
    pub columns: Vec<String>,
    /// The first rows; a missing value is `null`.
    pub rows: Vec<Vec<Option<String>>>,
    /// How many rows the whole result has.
    #[ts(type = "number")]
    pub total_rows: u64,
}

/// An exception, or a budget that was reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunError {
    /// The exception's class, as `FieldError`, or `BudgetExceeded`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its message.
    pub message: String,
    /// The file in which the last frame of the person's own code lies.
    pub file: Option<String>,
    /// The line in that file, from 1.
    pub line: Option<u32>,
    /// The column, from 1, for a syntax error.
    pub column: Option<u32>,
    /// The frames of the person's own code, outermost first.
    pub frames: Vec<TracebackFrame>,
    /// The traceback as Python prints it.
    pub traceback: String,
    /// What would be right, when that can be said.
    pub hint: Option<String>,
}

/// One frame of the person's code.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TracebackFrame {
    /// The file, as `models.py`, or the approach's name.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The function, or `<module>`.
    pub function: String,
}

/// Sums over an approach's queries. All times are of one run, the last.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    /// How many statements.
    #[ts(type = "number")]
    pub queries: u64,
    /// Rows fetched.
    #[ts(type = "number")]
    pub rows_fetched: u64,
    /// Columns fetched, summed over statements.
    #[ts(type = "number")]
    pub columns_fetched: u64,
    /// Cells fetched: rows times columns of each statement.
    #[ts(type = "number")]
    pub cells_fetched: u64,
    /// Of them, those that the code read.
    #[ts(type = "number")]
    pub cells_used: u64,
    /// Bytes of the cells fetched, text and blobs by length, numbers at 8.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Model instances made.
    #[ts(type = "number")]
    pub instances: u64,
    /// Microseconds in the database.
    pub db_micros: f64,
    /// Microseconds elsewhere.
    pub python_micros: f64,
    /// Modelled: microseconds that the same statements and instances would take Django 6.1 on CPython.
    #[serde(default)]
    #[ts(optional)]
    pub django_micros: Option<f64>,
}

/// Measured wall time over repeated, interleaved runs after a warm-up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Timing {
    /// How many runs were timed.
    pub runs: u32,
    /// The median, in microseconds.
    pub median_micros: f64,
    /// Half the distance between the quartiles, in microseconds: the number after the ±.
    pub spread_micros: f64,
    /// The fastest run.
    pub min_micros: f64,
    /// The slowest run.
    pub max_micros: f64,
    /// The median of the time in the database.
    pub db_median_micros: f64,
}

/// Statements that repeat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// What `similarGroup` or `duplicateGroup` of a query refers to.
    pub id: u32,
    /// Whether the statements are wholly the same, parameters too; otherwise only in shape.
    pub duplicate: bool,
    /// The SQL of its first statement, with placeholders.
    pub sql: String,
    /// How many statements.
    pub count: u32,
    /// Time of all of them, in microseconds.
    pub micros: f64,
    /// The lines that they come from, each with its count.
    pub lines: Vec<(TracebackFrame, u32)>,
}

/// Where two results part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// The two approaches' names.
    pub between: (String, String),
    /// One sentence: "51 rows against 48".
    pub message: String,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// Costs much, or gives a wrong answer.
    High,
    /// Costs something.
    Medium,
    /// Worth knowing.
    Low,
}

/// Something that the run shows about the code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Which finding, as `n_plus_one`.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// Where: file and line.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<u32>,
    /// One sentence: what was seen.
    pub title: String,
    /// What it costs and why.
    pub explanation: String,
    /// What to do, in words.
    pub suggestion: String,
    /// The relation it is about, as `state.cities`.
    pub relation: Option<String>,
    /// Code that would do better.
    pub rewrite: Option<String>,
    /// The queries that it speaks of, by index.
    pub queries: Vec<u32>,
}

/// One of the article's questions about code that uses models.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Question {
    /// Does the number of queries stay the same when the data grows?
    ConstantQueries,
    /// Is only the data fetched that is needed?
    OnlyNeededData,
    /// Is the only loop over models where the result is shown?
    NoLoopOverModels,
}

/// What is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// Yes, as it should be.
    Yes,
    /// In part: nothing speaks against it, but it could be better.
    Partly,
    /// No.
    No,
    /// Nothing that was seen answers it.
    Open,
}

/// The answer to one of the questions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChecklistItem {
    /// Which question.
    pub question: Question,
    /// The question in words.
    pub text: String,
    /// The answer.
    pub verdict: Verdict,
    /// What was seen.
    pub because: String,
    /// The findings that are the reason for a "no", by index.
    pub findings: Vec<u32>,
}

/// Growth of an approach's cost with the data, from runs at several scales.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Growth {
    /// The scales run.
    #[ts(type = "number[]")]
    pub scales: Vec<u64>,
    /// Statements at each scale.
    #[ts(type = "number[]")]
    pub queries: Vec<u64>,
    /// Rows fetched at each scale.
    #[ts(type = "number[]")]
    pub rows: Vec<u64>,
    /// Median time at each scale, in microseconds.
    pub micros: Vec<f64>,
    /// In words: "constant", "grows linearly with State".
    pub verdict: String,
    /// How statements, rows and time each grow, with the fit that decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub table: Option<Vec<GrowthRow>>,
}

/// How one measure grows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GrowthRow {
    /// What was measured.
    pub measure: GrowthMeasure,
    /// How it grows.
    pub class: GrowthClass,
    /// In words, with the model whose number of rows it follows.
    pub words: String,
    /// For each unit of the scale so much more, if it grows linearly.
    pub slope: Option<f64>,
    /// The power of the scale that it follows, if it is another than 0 or 1.
    pub exponent: Option<f64>,
    /// The share of the variation that the fit explains, from 0 to 1.
    pub r_squared: f64,
}

/// What growth is measured of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum GrowthMeasure {
    /// Statements.
    Queries,
    /// Rows fetched.
    Rows,
    /// The median time.
    Time,
}

/// How something grows with the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum GrowthClass {
    /// It stays the same.
    Constant,
    /// Twice the data, twice as much.
    Linear,
    /// Less than that.
    LessThanLinear,
    /// More than that.
    WorseThanLinear,
    /// It follows no power of the scale.
    Unclear,
}
