//! Stands in for `dialect::operations` and `Field::cast_db_type` until they are here; remove it then.

mod combine;
mod datetime;
mod trunc;

use crate::{Result, Value, dialect::Dialect, schema::Field};

impl Dialect {
    pub(crate) fn adapt_unknown(&self, value: &Value) -> Result<Value> {
        Ok(value.clone())
    }
}

impl Field {
    pub(crate) fn cast_db_type(&self, _dialect: &Dialect) -> Option<String> {
        None
    }
}
