//! [`Error`]: what can go wrong while a query is built or compiled, with Django's classes and texts.

use std::{any::Any, fmt, rc::Rc};

/// The result of ORM work.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of the ORM. The variants carry the names of Django's (or Python's) exception classes.
#[derive(Clone)]
pub enum Error {
    /// `django.core.exceptions.FieldError`.
    FieldError(String),
    /// `django.db.models.expressions.OutputFieldIsNoneError`, a `FieldError`.
    OutputFieldIsNone,
    /// `django.core.exceptions.FieldDoesNotExist`.
    FieldDoesNotExist(String),
    /// `django.core.exceptions.ValidationError`, with its message.
    ValidationError(String),
    /// `django.core.exceptions.ImproperlyConfigured`.
    ImproperlyConfigured(String),
    /// `django.db.NotSupportedError`.
    NotSupported(String),
    /// `django.db.DatabaseError`.
    DatabaseError(String),
    /// `django.db.transaction.TransactionManagementError`.
    TransactionManagement(String),
    /// `ValueError`.
    Value(String),
    /// `TypeError`.
    Type(String),
    /// `AttributeError`.
    Attribute(String),
    /// `NotImplementedError`.
    NotImplemented(String),
    /// `RecursionError`.
    Recursion(String),
    /// `OverflowError`.
    Overflow(String),
    /// `django.core.exceptions.EmptyResultSet`: the query can match no row. Never reaches a user.
    EmptyResultSet,
    /// `django.core.exceptions.FullResultSet`: a condition that every row meets. Never reaches a user.
    FullResultSet,
    /// A multi-valued relation was met where none is allowed; `exclude()` then uses a subquery.
    /// Holds the names of the path walked so far, each with its steps. Never reaches a user.
    MultiJoin(Box<crate::query::NamesWithPath>),
    /// An exception of the host language, raised inside a callback.
    Host(Rc<dyn HostError>),
}

/// An exception of the host language on its way through the ORM.
pub trait HostError: fmt::Debug + fmt::Display {
    /// Lets the host find its own type again.
    fn as_any(&self) -> &dyn Any;
    /// Whether the host's exception is a `FieldError`, which some paths recover from.
    fn is_field_error(&self) -> bool {
        false
    }
}

impl Error {
    /// The name of the exception class.
    pub fn class(&self) -> &'static str {
        match self {
            Self::FieldError(_) => "FieldError",
            Self::OutputFieldIsNone => "OutputFieldIsNoneError",
            Self::FieldDoesNotExist(_) => "FieldDoesNotExist",
            Self::ValidationError(_) => "ValidationError",
            Self::ImproperlyConfigured(_) => "ImproperlyConfigured",
            Self::NotSupported(_) => "NotSupportedError",
            Self::DatabaseError(_) => "DatabaseError",
            Self::TransactionManagement(_) => "TransactionManagementError",
            Self::Value(_) => "ValueError",
            Self::Type(_) => "TypeError",
            Self::Attribute(_) => "AttributeError",
            Self::NotImplemented(_) => "NotImplementedError",
            Self::Recursion(_) => "RecursionError",
            Self::Overflow(_) => "OverflowError",
            Self::EmptyResultSet => "EmptyResultSet",
            Self::FullResultSet => "FullResultSet",
            Self::MultiJoin(_) => "MultiJoin",
            Self::Host(_) => "Exception",
        }
    }

    /// Whether it is a `FieldError`, of ours or of the host's.
    pub fn is_field_error(&self) -> bool {
        match self {
            Self::FieldError(_) | Self::OutputFieldIsNone => true,
            Self::Host(error) => error.is_field_error(),
            _ => false,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FieldError(text)
            | Self::FieldDoesNotExist(text)
            | Self::ValidationError(text)
            | Self::ImproperlyConfigured(text)
            | Self::NotSupported(text)
            | Self::DatabaseError(text)
            | Self::TransactionManagement(text)
            | Self::Value(text)
            | Self::Type(text)
            | Self::Attribute(text)
            | Self::NotImplemented(text)
            | Self::Recursion(text)
            | Self::Overflow(text) => f.write_str(text),
            Self::OutputFieldIsNone => f.write_str("Cannot resolve expression type, unknown output_field"),
            Self::EmptyResultSet | Self::FullResultSet | Self::MultiJoin(_) => f.write_str(self.class()),
            Self::Host(error) => write!(f, "{error}"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {self}", self.class())
    }
}

impl std::error::Error for Error {}
