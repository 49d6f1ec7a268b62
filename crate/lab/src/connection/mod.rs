//! [`Connection`]: SQLite as Django's backend sees it. The same code natively and on wasm32.
//!
//! It takes statements with Django's placeholders, gives rows of [`Value`], and raises what Python's
//! `sqlite3` raises. It knows nothing of recordings; [`Recorder`](crate::recorder::Recorder) wraps it.

mod cell;
mod constraints;
mod error;
mod guard;
mod placeholder;
#[cfg(test)]
mod tests;

use outerref_orm::{Rows, Statement, Value};

pub(crate) use self::constraints::quote_name;
pub use self::{
    cell::cell_bytes,
    error::{DatabaseError, ErrorClass},
    guard::Guard,
};
use crate::{clock::Clock, functions};

/// Statements kept prepared: more than any approach has shapes.
const CACHED_STATEMENTS: usize = 256;

/// A SQLite database in memory.
pub struct Connection {
    pub(crate) raw: rusqlite::Connection,
    guard: Guard,
    clock: Clock,
    rows_limit: std::cell::Cell<u64>,
}

impl Connection {
    /// An empty database with everything that Django sets up on a new connection. `clock` serves the deadline.
    pub fn open_in_memory(clock: Clock) -> Result<Self, DatabaseError> {
        let guard = Guard::default();
        let raw = Self::opened(&guard, clock)?;
        let connection = Self { raw, guard, clock, rows_limit: std::cell::Cell::new(u64::MAX) };
        connection.set_up()?;
        Ok(connection)
    }

    fn opened(guard: &Guard, clock: Clock) -> Result<rusqlite::Connection, DatabaseError> {
        let mut raw = rusqlite::Connection::open_in_memory()?;
        raw.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
        functions::register(&raw, clock)?;
        guard.install(&mut raw, clock)?;
        Ok(raw)
    }

    /// Leaves the database for an empty one, under the same guard.
    pub(crate) fn reopen(&mut self) -> Result<(), DatabaseError> {
        self.raw = Self::opened(&self.guard, self.clock)?;
        self.set_up()
    }

    /// The settings that Django's backend makes, a cache that holds any database this lab restores, and SQLite's own
    /// for all others that a statement may change.
    pub(crate) fn set_up(&self) -> Result<(), DatabaseError> {
        let settings = "PRAGMA foreign_keys = ON; PRAGMA legacy_alter_table = OFF; PRAGMA recursive_triggers = ON;
             PRAGMA cache_size = -262144; PRAGMA temp_store = MEMORY; PRAGMA automatic_index = ON;
             PRAGMA defer_foreign_keys = OFF; PRAGMA ignore_check_constraints = OFF;
             PRAGMA reverse_unordered_selects = OFF;";
        Ok(self.guard.trusting(|| self.raw.execute_batch(settings))?)
    }

    /// What stops statements from outside.
    pub fn guard(&self) -> &Guard {
        &self.guard
    }

    /// At most so many rows may one statement fetch; more end it with [`ErrorClass::BudgetExceeded`].
    pub fn set_rows_limit(&self, rows: u64) {
        self.rows_limit.set(rows);
    }

    /// Runs a statement with parameters: `%s` is a placeholder and `%%` a percent sign, also if there are none
    /// (`cursor.execute(sql, ())`).
    pub fn execute(&self, statement: &Statement) -> Result<Rows, DatabaseError> {
        self.run(&placeholder::to_qmark(&statement.sql), &statement.params)
    }

    /// Runs a statement as it stands (`cursor.execute(sql)`).
    pub fn execute_verbatim(&self, sql: &str) -> Result<Rows, DatabaseError> {
        self.run(sql, &[])
    }

    /// Runs one statement for each list of parameters (`cursor.executemany`). The rows changed are added up.
    pub fn execute_many<P: AsRef<[Value]>>(
        &self,
        sql: &str,
        params: impl IntoIterator<Item = P>,
    ) -> Result<Rows, DatabaseError> {
        let sql = placeholder::to_qmark(sql);
        let mut all = Rows::default();
        let mut params = params.into_iter();
        let Some(first) = params.next() else { return Ok(all) };
        all.changed = self.run(&sql, first.as_ref())?.changed;
        drop(first);
        if crate::sql_text::tokens(&sql).next().is_some() {
            let mut statement = self.raw.prepare_cached(&sql)?;
            let changes = changes_rows(&statement, &sql);
            for params in params {
                self.step(&mut statement, params.as_ref(), |_| Ok(()))?;
                all.changed += if changes { self.raw.changes() } else { 0 };
            }
        }
        all.last_insert_id = self.raw.last_insert_rowid();
        Ok(all)
    }

    /// Runs several statements, as they stand, without rows (`cursor.executescript`).
    pub fn execute_script(&self, sql: &str) -> Result<(), DatabaseError> {
        Ok(self.raw.execute_batch(sql)?)
    }

    /// Rows changed by the last INSERT, UPDATE or DELETE.
    pub fn changes(&self) -> u64 {
        self.raw.changes()
    }

    /// The row id of the last insert.
    pub fn last_insert_rowid(&self) -> i64 {
        self.raw.last_insert_rowid()
    }

    /// Whether no transaction is open.
    pub fn is_autocommit(&self) -> bool {
        self.raw.is_autocommit()
    }

    /// The clock of this connection.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// The declared type of each column that a statement gives, in lower case, for the converters of `detect_types`;
    /// `None` for an expression.
    pub fn declared_types(&self, sql: &str) -> Result<Vec<Option<String>>, DatabaseError> {
        let statement = self.raw.prepare_cached(&placeholder::to_qmark(sql))?;
        Ok(statement.columns().map(|column| column.decl_type().map(str::to_ascii_lowercase)).collect())
    }

    fn run(&self, sql: &str, params: &[Value]) -> Result<Rows, DatabaseError> {
        if sql.contains('\0') {
            return Err(DatabaseError::new(ErrorClass::ProgrammingError, "the query contains a null character"));
        }
        let mut tokens = crate::sql_text::tokens(sql);
        let Some((first, _)) = tokens.next() else { return Ok(Rows::default()) };
        if first.is_word("VACUUM") && !tokens.any(|(token, _)| token.is_word("INTO")) {
            return self.guard.vacuuming(|| self.fetch(sql, params));
        }
        self.fetch(sql, params)
    }

    fn fetch(&self, sql: &str, params: &[Value]) -> Result<Rows, DatabaseError> {
        let mut statement = self.raw.prepare_cached(sql)?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut cells = Vec::new();
        self.step(&mut statement, params, |row| {
            for (index, column) in columns.iter().enumerate() {
                cells.push(cell::from_sqlite(row.get_ref(index)?, column)?);
            }
            Ok(())
        })?;
        let changed = if changes_rows(&statement, sql) { self.raw.changes() } else { 0 };
        Ok(Rows { columns, cells, changed, last_insert_id: self.raw.last_insert_rowid() })
    }

    /// Runs a statement to its end and hands out each row.
    fn step(
        &self,
        statement: &mut rusqlite::Statement<'_>,
        params: &[Value],
        mut take: impl FnMut(&rusqlite::Row<'_>) -> Result<(), DatabaseError>,
    ) -> Result<(), DatabaseError> {
        let wanted = statement.parameter_count();
        if wanted != params.len() {
            return Err(DatabaseError::binding_count(wanted, params.len()));
        }
        for (position, value) in (1..).zip(params) {
            statement.raw_bind_parameter(position, cell::to_sqlite(value, position)?)?;
        }
        let mut fetched: u64 = 0;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            fetched += 1;
            if fetched > self.rows_limit.get() {
                return Err(DatabaseError::new(
                    ErrorClass::BudgetExceeded,
                    format!("One statement fetched more than {} rows.", self.rows_limit.get()),
                ));
            }
            take(row)?;
        }
        Ok(())
    }
}

/// Whether a statement is one after which SQLite counts changes anew.
fn changes_rows(statement: &rusqlite::Statement<'_>, sql: &str) -> bool {
    use crate::report::QueryKind;

    let changes = || matches!(crate::sql_text::kind(sql), QueryKind::Insert | QueryKind::Update | QueryKind::Delete);
    !statement.readonly() && changes()
}
