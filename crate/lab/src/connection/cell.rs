//! One cell or parameter on its way between SQLite and the ORM. The only place where the two types of value meet.

use std::rc::Rc;

use outerref_orm::Value;
use rusqlite::{
    ToSql,
    types::{ToSqlOutput, ValueRef},
};

use super::{DatabaseError, ErrorClass};

/// A fetched cell. `column` is named if the text is not UTF-8.
pub(super) fn from_sqlite(cell: ValueRef<'_>, column: &str) -> Result<Value, DatabaseError> {
    Ok(match cell {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(value) => Value::Int(value),
        ValueRef::Real(value) => Value::Float(value),
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Value::Text(Rc::from(text)),
            Err(_) => {
                return Err(DatabaseError::new(
                    ErrorClass::OperationalError,
                    format!(
                        "Could not decode to UTF-8 column '{column}' with text '{}'",
                        String::from_utf8_lossy(bytes)
                    ),
                ));
            }
        },
        ValueRef::Blob(bytes) => Value::Bytes(Rc::from(bytes)),
    })
}

/// The bytes that a cell counts for: text and blobs by length, numbers at 8, `NULL` at none.
pub fn cell_bytes(cell: &Value) -> u64 {
    match cell {
        Value::Null => 0,
        Value::Text(text) | Value::BigInt(text) | Value::Decimal(text) | Value::Json(text) => text.len() as u64,
        Value::Bytes(bytes) => bytes.len() as u64,
        _ => 8,
    }
}

/// A parameter that SQLite can hold.
pub(super) enum Param<'v> {
    Borrowed(ValueRef<'v>),
    Text(String),
}

impl ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Borrowed(value) => *value,
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

/// A parameter as `sqlite3` with Django's adapters binds it. `position` counts from 1.
pub(super) fn to_sqlite(value: &Value, position: usize) -> Result<Param<'_>, DatabaseError> {
    Ok(match value {
        Value::Null => Param::Borrowed(ValueRef::Null),
        Value::Bool(value) => Param::Borrowed(ValueRef::Integer(i64::from(*value))),
        Value::Int(value) => Param::Borrowed(ValueRef::Integer(*value)),
        Value::Float(value) => Param::Borrowed(ValueRef::Real(*value)),
        Value::Text(text) | Value::Decimal(text) | Value::Json(text) => {
            Param::Borrowed(ValueRef::Text(text.as_bytes()))
        }
        Value::Bytes(bytes) => Param::Borrowed(ValueRef::Blob(bytes)),
        Value::Date(_) | Value::DateTime(_) => Param::Text(value.display()),
        Value::BigInt(_) => {
            return Err(DatabaseError::new(
                ErrorClass::OverflowError,
                "Python int too large to convert to SQLite INTEGER",
            ));
        }
        Value::Time(_) => return Err(DatabaseError::binding_type(position, "datetime.time")),
        Value::Duration(_) => return Err(DatabaseError::binding_type(position, "datetime.timedelta")),
        Value::Uuid(_) => return Err(DatabaseError::binding_type(position, "UUID")),
        Value::List(values) => return Err(DatabaseError::binding_type(position, values.kind().name())),
        Value::Foreign(value) => return Err(DatabaseError::binding_type(position, &value.type_name())),
    })
}
