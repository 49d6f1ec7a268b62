//! [`Statement`]: one SQL statement as it is handed to a database.

use crate::Value;

/// SQL text with its parameters apart, as Django hands them to a cursor: each `%s` stands for the
/// next parameter, and where there are parameters a literal percent sign is doubled.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The text with `%s` placeholders.
    pub sql: String,
    /// The parameters, already adapted: `Null`, `Bool`, `Int`, `BigInt`, `Float`, `Text`, `Bytes`.
    pub params: Vec<Value>,
}

impl Statement {
    /// A statement.
    pub fn new(sql: impl Into<String>, params: Vec<Value>) -> Self {
        Self { sql: sql.into(), params }
    }
}

/// Rows as they come from a database, before any field converts them: row after row in one list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// The column names, in order.
    pub columns: Vec<String>,
    /// All cells, row after row; its length is a multiple of the number of columns.
    pub cells: Vec<Value>,
    /// Rows changed by an INSERT, UPDATE or DELETE.
    pub changed: u64,
    /// The row id of the last insert.
    pub last_insert_id: i64,
}

impl Rows {
    /// How many rows.
    pub fn len(&self) -> usize {
        self.cells.len().checked_div(self.columns.len()).unwrap_or(0)
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The rows, each a slice of cells.
    pub fn iter(&self) -> impl Iterator<Item = &[Value]> {
        self.cells.chunks_exact(self.columns.len().max(1))
    }
}
