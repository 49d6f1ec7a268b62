//! SQLite, for statements of the ORM.

use outerref_orm::{Statement, Value};
use rusqlite::{Connection, types};

use crate::case::Cell;

/// A database in memory.
pub struct Sqlite(Connection);

impl Sqlite {
    /// An empty one.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub fn new() -> rusqlite::Result<Self> {
        Ok(Self(Connection::open_in_memory()?))
    }

    /// Runs statements, all in one transaction.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub fn execute(&self, statements: &[Statement]) -> rusqlite::Result<()> {
        self.0.execute_batch("BEGIN")?;
        for statement in statements {
            self.0.execute(&placeholders(&statement.sql), params(&statement.params))?;
        }
        self.0.execute_batch("COMMIT")
    }

    /// The rows of a statement.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub fn rows(&self, statement: &Statement) -> rusqlite::Result<Vec<Vec<Cell>>> {
        let mut prepared = self.0.prepare(&placeholders(&statement.sql))?;
        let columns = prepared.column_count();
        let mut rows = prepared.query(params(&statement.params))?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            out.push((0..columns).map(|column| Ok(cell(row.get(column)?))).collect::<rusqlite::Result<_>>()?);
        }
        Ok(out)
    }
}

fn cell(value: types::Value) -> Cell {
    match value {
        types::Value::Null => Cell::Null,
        types::Value::Integer(value) => Cell::Int(value),
        types::Value::Text(text) => Cell::Text(text),
        // No case has these; their text is unlike any other cell.
        types::Value::Real(value) => Cell::Text(format!("real {value}")),
        types::Value::Blob(bytes) => Cell::Text(format!("blob {bytes:?}")),
    }
}

fn params(values: &[Value]) -> impl rusqlite::Params + '_ {
    rusqlite::params_from_iter(values.iter().map(|value| match value {
        Value::Null => types::Value::Null,
        Value::Bool(value) => types::Value::Integer(i64::from(*value)),
        Value::Int(value) => types::Value::Integer(*value),
        Value::Float(value) => types::Value::Real(*value),
        other => types::Value::Text(other.display()),
    }))
}

/// `%s` as `?`, and `%%` as `%`.
fn placeholders(sql: &str) -> String {
    sql.split("%%").map(|part| part.replace("%s", "?")).collect::<Vec<_>>().join("%")
}
