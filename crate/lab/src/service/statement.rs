//! `whatIf` and `subquery`: trials with a statement of a run. The database is left as it was.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::report::{AnyJson, PlanNode, ResultTable};

/// A statement, and an index to try it with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WhatIfRequest {
    /// The SQL of a [`Query`](crate::report::Query).
    pub sql: String,
    /// Its parameters.
    #[ts(type = "unknown[]")]
    pub params: Vec<AnyJson>,
    /// The table to index.
    pub table: String,
    /// The columns of the index.
    pub columns: Vec<String>,
}

/// The statement without the index and with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WhatIfAnswer {
    /// Without it.
    pub before: WhatIfSide,
    /// With it.
    pub with: WhatIfSide,
    /// Microseconds that making the index took.
    pub build_micros: f64,
    /// The statement that makes the index.
    pub create_index: String,
    /// The same for a model's `Meta`.
    pub meta: String,
    /// Whether the plan with the index uses it.
    pub used: bool,
}

/// A statement's plan and time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WhatIfSide {
    /// The plan.
    pub plan: Vec<PlanNode>,
    /// The time of one run, in microseconds.
    pub micros: f64,
    /// Between how many runs the clock was read: it is wrong by at most a tick divided by them.
    pub runs: u32,
}

/// Which subquery of a statement, and which row of the query around it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SubqueryRequest {
    /// The SQL of a [`Query`](crate::report::Query).
    pub sql: String,
    /// Its parameters.
    #[ts(type = "unknown[]")]
    pub params: Vec<AnyJson>,
    /// Which of its subqueries, from 0, in the order of their text.
    #[serde(default)]
    pub subquery: u32,
    /// Which row of the table around it, from 0.
    #[serde(default)]
    #[ts(type = "number")]
    pub row: u64,
}

/// A subquery by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SubqueryAnswer {
    /// How many subqueries the statement has.
    pub count: u32,
    /// Where the subquery stands in the statement's SQL: UTF-16 units, begin and end.
    pub span: (u32, u32),
    /// The subquery, with a placeholder for each column of the outer row.
    pub sql: String,
    /// Its parameters.
    #[ts(type = "unknown[]")]
    pub params: Vec<AnyJson>,
    /// The columns of the outer row and their values: what `OuterRef` stood for.
    pub bound: Vec<BoundColumn>,
    /// What it gave.
    pub result: ResultTable,
    /// How SQLite goes about it.
    pub plan: Vec<PlanNode>,
    /// The time of one run, in microseconds.
    pub micros: f64,
    /// Between how many runs the clock was read: it is wrong by at most a tick divided by them.
    pub runs: u32,
}

/// A column of the outer row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BoundColumn {
    /// As the SQL names it, as `"geo_state"."id"`.
    pub column: String,
    /// Its value as JSON.
    #[ts(type = "unknown")]
    pub value: AnyJson,
}
