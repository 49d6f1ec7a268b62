//! `BITXOR`, `SIGN` and `COT`, which SQLite lacks or which Django registers over SQLite's own.

use rusqlite::{
    Connection,
    types::{Value, ValueRef},
};

use super::{
    argument::{any_null, int},
    pure, raised,
};

pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    pure(connection, "BITXOR", 2, |context| {
        if any_null(context) {
            return Ok(Value::Null);
        }
        Ok(Value::Integer(int(context, 0)? ^ int(context, 1)?))
    })?;
    pure(connection, "SIGN", 1, |context| {
        Ok(match context.get_raw(0) {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(value) => Value::Integer(value.signum()),
            ValueRef::Real(value) => Value::Integer(i64::from(value > 0.0) - i64::from(value < 0.0)),
            _ => return Err(raised()),
        })
    })?;
    pure(connection, "COT", 1, |context| {
        let tangent = match context.get_raw(0) {
            ValueRef::Null => return Ok(Value::Null),
            ValueRef::Integer(value) => (value as f64).tan(),
            ValueRef::Real(value) if value.is_finite() => value.tan(),
            _ => return Err(raised()),
        };
        if tangent == 0.0 { Err(raised()) } else { Ok(Value::Real(1.0 / tangent)) }
    })
}
