//! [`DatabaseError`]: what SQLite refuses, under the class and the text that Python's `sqlite3` and Django give it.

use std::fmt;

use rusqlite::ffi;

/// The exception class: those of `django.db.utils`, and two of Python's own that pass through Django unwrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorClass {
    /// `django.db.DatabaseError`.
    DatabaseError,
    /// `django.db.DataError`.
    DataError,
    /// `django.db.IntegrityError`.
    IntegrityError,
    /// `django.db.InterfaceError`.
    InterfaceError,
    /// `django.db.InternalError`.
    InternalError,
    /// `django.db.NotSupportedError`.
    NotSupportedError,
    /// `django.db.OperationalError`.
    OperationalError,
    /// `django.db.ProgrammingError`.
    ProgrammingError,
    /// Python's `OverflowError`.
    OverflowError,
    /// Python's `MemoryError`.
    MemoryError,
    /// A limit of the run was reached. Not an exception that typed code may catch.
    BudgetExceeded,
}

impl ErrorClass {
    /// The class's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::DatabaseError => "DatabaseError",
            Self::DataError => "DataError",
            Self::IntegrityError => "IntegrityError",
            Self::InterfaceError => "InterfaceError",
            Self::InternalError => "InternalError",
            Self::NotSupportedError => "NotSupportedError",
            Self::OperationalError => "OperationalError",
            Self::ProgrammingError => "ProgrammingError",
            Self::OverflowError => "OverflowError",
            Self::MemoryError => "MemoryError",
            Self::BudgetExceeded => "BudgetExceeded",
        }
    }

    /// The class that `sqlite3` raises for a primary result code (`get_exception_class` in CPython's `_sqlite`).
    fn of_code(code: i32) -> Self {
        match code {
            ffi::SQLITE_INTERNAL | ffi::SQLITE_NOTFOUND => Self::InternalError,
            ffi::SQLITE_NOMEM => Self::MemoryError,
            ffi::SQLITE_ERROR
            | ffi::SQLITE_PERM
            | ffi::SQLITE_ABORT
            | ffi::SQLITE_BUSY
            | ffi::SQLITE_LOCKED
            | ffi::SQLITE_READONLY
            | ffi::SQLITE_INTERRUPT
            | ffi::SQLITE_IOERR
            | ffi::SQLITE_FULL
            | ffi::SQLITE_CANTOPEN
            | ffi::SQLITE_PROTOCOL
            | ffi::SQLITE_EMPTY
            | ffi::SQLITE_SCHEMA => Self::OperationalError,
            ffi::SQLITE_TOOBIG => Self::DataError,
            ffi::SQLITE_CONSTRAINT | ffi::SQLITE_MISMATCH => Self::IntegrityError,
            ffi::SQLITE_MISUSE | ffi::SQLITE_RANGE => Self::InterfaceError,
            _ => Self::DatabaseError,
        }
    }
}

/// An error of the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabaseError {
    /// The exception's class.
    pub class: ErrorClass,
    /// Its message.
    pub message: String,
    /// SQLite's extended result code, if SQLite raised it.
    pub code: Option<i32>,
}

impl DatabaseError {
    /// An error that SQLite itself did not raise.
    pub fn new(class: ErrorClass, message: impl Into<String>) -> Self {
        Self { class, message: message.into(), code: None }
    }

    /// Whether the statement was stopped by [`Guard`](super::Guard).
    pub fn is_interrupt(&self) -> bool {
        self.code.is_some_and(|code| code & 0xff == ffi::SQLITE_INTERRUPT)
    }

    fn sqlite(failure: ffi::Error, message: String) -> Self {
        let code = failure.extended_code;
        Self { class: ErrorClass::of_code(code & 0xff), message, code: Some(code) }
    }
}

impl fmt::Display for DatabaseError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.class.name(), self.message)
    }
}

impl std::error::Error for DatabaseError {}

impl From<rusqlite::Error> for DatabaseError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error;

        match error {
            Error::SqliteFailure(failure, message) => {
                let message = message.unwrap_or_else(|| default_message(failure.extended_code));
                Self::sqlite(failure, message)
            }
            Error::SqlInputError { error: failure, msg, .. } => Self::sqlite(failure, msg),
            Error::MultipleStatement => {
                Self::new(ErrorClass::ProgrammingError, "You can only execute one statement at a time.")
            }
            Error::NulError(_) => Self::new(ErrorClass::ProgrammingError, "the query contains a null character"),
            Error::InvalidParameterCount(given, wanted) => Self::binding_count(wanted, given),
            other => Self::new(ErrorClass::DatabaseError, other.to_string()),
        }
    }
}

impl DatabaseError {
    /// The numbers of placeholders and of parameters differ.
    pub(super) fn binding_count(wanted: usize, given: usize) -> Self {
        Self::new(
            ErrorClass::ProgrammingError,
            format!(
                "Incorrect number of bindings supplied. The current statement uses {wanted}, and there are {given} \
                 supplied."
            ),
        )
    }

    /// A parameter of a type that SQLite cannot hold. `position` counts from 1.
    pub(super) fn binding_type(position: usize, type_name: &str) -> Self {
        Self::new(
            ErrorClass::ProgrammingError,
            format!("Error binding parameter {position}: type '{type_name}' is not supported"),
        )
    }
}

/// SQLite's words for a code that came without any.
fn default_message(code: i32) -> String {
    match code & 0xff {
        ffi::SQLITE_NOMEM => "out of memory",
        ffi::SQLITE_INTERRUPT => "interrupted",
        ffi::SQLITE_TOOBIG => "string or blob too big",
        ffi::SQLITE_FULL => "database or disk is full",
        ffi::SQLITE_AUTH => "not authorized",
        ffi::SQLITE_NOTADB => "file is not a database",
        ffi::SQLITE_CORRUPT => "database disk image is malformed",
        _ => "unknown error",
    }
    .into()
}
