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

    /// The text with the parameters put in as Python's `sql % params` does: what `str(query)` shows.
    /// It is for reading; text is not quoted.
    pub fn interpolated(&self) -> String {
        self.filled(Value::display)
    }

    /// The text with the parameters put in as SQL literals: what `connection.queries` shows.
    pub fn inlined(&self) -> String {
        self.filled(literal)
    }

    fn filled(&self, show: impl Fn(&Value) -> String) -> String {
        if self.params.is_empty() {
            return self.sql.clone();
        }
        let mut params = self.params.iter();
        let mut out = String::with_capacity(self.sql.len() + 16 * self.params.len());
        let mut rest = &self.sql[..];
        while let Some(at) = rest.find('%') {
            out.push_str(&rest[..at]);
            match rest.as_bytes().get(at + 1) {
                Some(b's') => out.push_str(&params.next().map_or_else(|| "%s".into(), &show)),
                Some(b'%') => out.push('%'),
                _ => {
                    out.push('%');
                    rest = &rest[at + 1..];
                    continue;
                }
            }
            rest = &rest[at + 2..];
        }
        out.push_str(rest);
        out
    }
}

/// A value as SQLite's `QUOTE()` writes it.
fn literal(value: &Value) -> String {
    match value {
        Value::Null => "NULL".into(),
        Value::Bool(value) => u8::from(*value).to_string(),
        Value::Int(_) | Value::BigInt(_) | Value::Float(_) => value.display(),
        Value::Bytes(bytes) => {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
            format!("X'{hex}'")
        }
        other => format!("'{}'", other.display().replace('\'', "''")),
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
