//! Data: `prepare`, `browse`, imports, `script`.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::report::{RunError, RunRequest, SourceFile, TableSize};

/// At most so many bytes of a file can be imported: the engine holds it twice, and memory in a browser has an end.
pub const MOST_IMPORT_BYTES: u32 = 200_000_000;

/// At most so many rows are shown at once.
pub const MOST_PAGE_ROWS: u32 = 1_000;

/// The models are imported and the data is loaded, or an error kept them from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Prepared {
    /// Tables and how many rows each holds.
    pub tables: Vec<TableSize>,
    /// What loading printed.
    pub stdout: String,
    /// The error in the models or the data.
    pub error: Option<RunError>,
}

/// A page of a table's rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BrowseRequest {
    /// The table's name.
    pub table: String,
    /// Which rows: those with a cell that contains this text, or for which a comparison holds: `population > 5000`,
    /// `name = Salem`, `state_id is null`. Empty for all.
    #[serde(default)]
    pub filter: String,
    /// In which order; otherwise by primary key.
    #[serde(default)]
    pub order: Option<BrowseOrder>,
    /// How many rows to pass over.
    #[serde(default)]
    #[ts(type = "number")]
    pub offset: u64,
    /// How many rows to show; at most [`MOST_PAGE_ROWS`].
    pub limit: u32,
}

/// An order of rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BrowseOrder {
    /// The column.
    pub column: String,
    /// Largest first.
    #[serde(default)]
    pub descending: bool,
}

/// Rows of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BrowsePage {
    /// The table.
    pub table: String,
    /// Its columns.
    pub columns: Vec<BrowseColumn>,
    /// The rows; every cell as text, a missing value as `null`.
    pub rows: Vec<Vec<Option<String>>>,
    /// How many rows the filter lets through.
    #[ts(type = "number")]
    pub matching: u64,
    /// How many rows the table has.
    #[ts(type = "number")]
    pub total: u64,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BrowseColumn {
    /// Its name.
    pub name: String,
    /// Its type, as declared.
    pub declared: String,
    /// Whether it is the primary key, or part of it.
    pub primary_key: bool,
    /// The table that it refers to.
    pub references: Option<String>,
    /// Whether its values are numbers: set at the right.
    pub numeric: bool,
}

/// A file's data, kept for runs. A [`RunRequest`](crate::report::RunRequest) takes it by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Import {
    /// What `imported` of a run names it by.
    pub name: String,
    /// What the file was.
    pub source: ImportKind,
    /// Its size in bytes, as it is kept.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Its tables.
    pub tables: Vec<ImportedTable>,
    /// A `models.py` that fits it.
    pub models: String,
    /// What a person should know: what was repaired, what was left out.
    pub notes: Vec<String>,
}

/// What a file was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ImportKind {
    /// A SQLite database.
    Sqlite,
    /// Rows of text, separated by commas, semicolons, tabs or bars.
    Csv,
}

/// A table that was imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportedTable {
    /// Its name.
    pub table: String,
    /// The model for it; none for a table of Django's own.
    pub model: Option<String>,
    /// How many rows.
    #[ts(type = "number")]
    pub rows: u64,
    /// How many columns.
    pub columns: u32,
}

/// What was imported.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Imports {
    /// In the order of import.
    pub imports: Vec<Import>,
}

/// An import to let go of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ForgetRequest {
    /// Its name.
    pub name: String,
}

/// A run to be written as a Django project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScriptRequest {
    /// The run.
    pub run: RunRequest,
    /// How many queries each approach took, where that is known: what the test asserts.
    #[serde(default)]
    pub queries: Vec<Option<u32>>,
}

/// A Django project as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScriptFiles {
    /// Its files. The first says how to use it.
    pub files: Vec<SourceFile>,
    /// Whether it reads the exported database, to be saved beside it as `data.sqlite3`.
    pub needs_database: bool,
}
