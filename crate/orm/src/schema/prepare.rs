//! From a value of the host to a parameter. Mirrors `get_prep_value` and `get_db_prep_value`.

use std::rc::Rc;

use super::Field;
use crate::{Result, Value, dialect::Dialect};

impl Field {
    /// What the user gave, as the field's own kind of value. Mirrors `get_prep_value`.
    pub fn get_prep_value(self: &Rc<Self>, value: &Value) -> Result<Value> {
        Ok(value.clone())
    }

    /// As a parameter of the database. Mirrors `get_db_prep_value`.
    pub fn get_db_prep_value(self: &Rc<Self>, value: &Value, _dialect: &Dialect, _prepared: bool) -> Result<Value> {
        Ok(value.clone())
    }

    /// As a parameter of INSERT or UPDATE. Mirrors `get_db_prep_save`.
    pub fn get_db_prep_save(self: &Rc<Self>, value: &Value, dialect: &Dialect) -> Result<Value> {
        self.get_db_prep_value(value, dialect, false)
    }

    /// Whatever stands for the field's value, as that value. Mirrors `to_python`.
    pub fn to_python(self: &Rc<Self>, value: &Value) -> Result<Value> {
        Ok(value.clone())
    }
}
