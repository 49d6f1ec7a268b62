//! What is asked of a run.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A run: the models, the data, and the approaches to compare.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunRequest {
    /// Python files, importable by the code. The models are those of `modelsModule`.
    pub files: Vec<SourceFile>,
    /// The module or package that holds the models: `models`, or `shop` for `shop/models.py`.
    pub models_module: String,
    /// The file that fills the tables, if any: its top level, or its `load()` or `load(scale)`.
    pub data_file: Option<String>,
    /// The name of imported data to begin with. Models that are not managed find their tables there; the data file,
    /// if there is one as well, adds to it.
    #[serde(default)]
    #[ts(optional)]
    pub imported: Option<String>,
    /// What to compare.
    pub approaches: Vec<ApproachSource>,
    /// Given to `load(scale)`.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub scale: Option<u64>,
    /// The dialect in which to show the SQL.
    #[serde(default)]
    pub dialect: Dialect,
    /// How often to run for the timing.
    #[serde(default)]
    pub repeat: Repeat,
    /// Where to stop.
    #[serde(default)]
    pub budget: Budget,
    /// Also run at other scales, to see what grows.
    #[serde(default)]
    #[ts(optional)]
    pub growth: Option<GrowthRequest>,
}

/// At which scales growth is measured.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct GrowthRequest {
    /// The scales; if there are none, an eighth, a quarter, a half and the whole of the run's own.
    #[ts(type = "number[]")]
    pub scales: Vec<u64>,
}

impl GrowthRequest {
    /// The scales in ascending order, each once, for a run at this one.
    pub fn scales(&self, own: Option<u64>) -> Vec<u64> {
        let own = own.unwrap_or(100);
        let mut scales =
            if self.scales.is_empty() { [8, 4, 2, 1].map(|part| own / part).to_vec() } else { self.scales.clone() };
        scales.iter_mut().for_each(|scale| *scale = (*scale).max(1));
        scales.sort_unstable();
        scales.dedup();
        scales
    }
}

/// A Python file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SourceFile {
    /// Its path, as `models.py` or `shop/models.py`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// One way of writing it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApproachSource {
    /// The name shown.
    pub name: String,
    /// Its code.
    pub source: String,
}

/// A database whose SQL can be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// SQLite, which also executes.
    #[default]
    Sqlite,
    /// PostgreSQL.
    Postgresql,
    /// MySQL.
    Mysql,
}

/// How often to repeat an approach for its timing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Repeat {
    /// Untimed runs first.
    pub warm_up: u32,
    /// At most so many timed runs of each approach.
    pub max_runs: u32,
    /// Enough, when an approach has been timed for so long in all, in microseconds.
    pub enough_micros: f64,
}

impl Default for Repeat {
    fn default() -> Self {
        Self { warm_up: 1, max_runs: 7, enough_micros: 400_000.0 }
    }
}

/// Limits on one run of an approach. Reaching one ends it with a message and a partial report.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Budget {
    /// Wall time, in microseconds.
    pub micros: f64,
    /// Statements.
    pub queries: u32,
    /// Characters printed.
    pub output: u32,
    /// Rows of a result that are shown.
    pub rows_shown: u32,
    /// Rows that one statement may fetch.
    pub rows_fetched: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Self { micros: 30_000_000.0, queries: 20_000, output: 100_000, rows_shown: 1_000, rows_fetched: 2_000_000 }
    }
}
