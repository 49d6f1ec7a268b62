//! The SQL functions that Django registers on SQLite (`django.db.backends.sqlite3._functions`), under the same
//! names, so that the SQL reads the same and gives the same.
//!
//! SQLite's own mathematical functions are compiled in, as they are where the reference was recorded, so Django's
//! substitutes for them are not registered.

mod aggregate;
mod argument;
mod bits;
mod datetime;
mod delta;
mod exact;
mod hash;
mod python_timestamp;
mod random;
mod regexp;
#[cfg(test)]
mod tests;
mod text;

use rusqlite::{
    Connection, Error,
    functions::{Context, FunctionFlags},
    types::Value,
};

use crate::clock::Clock;

/// Registers everything on a connection.
pub(crate) fn register(connection: &Connection, clock: Clock) -> rusqlite::Result<()> {
    datetime::register(connection)?;
    delta::register(connection)?;
    regexp::register(connection)?;
    text::register(connection)?;
    hash::register(connection)?;
    bits::register(connection)?;
    random::register(connection, clock)?;
    aggregate::register(connection)
}

/// A function that raised: the text that `sqlite3` gives every exception inside one.
fn raised() -> Error {
    Error::UserFunctionError("user-defined function raised exception".into())
}

/// A function that raised `OverflowError`, which `sqlite3` tells apart.
fn overflowed() -> Error {
    use rusqlite::ffi;

    Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_TOOBIG), Some("string or blob too big".into()))
}

/// Registers a deterministic function.
fn pure<F>(connection: &Connection, name: &str, arguments: i32, function: F) -> rusqlite::Result<()>
where
    F: Fn(&Context<'_>) -> rusqlite::Result<Value> + Send + 'static,
{
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function(name, arguments, flags, function)
}
