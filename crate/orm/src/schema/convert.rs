//! From a fetched cell to a value of the field. Mirrors `get_db_converters` of operations and fields.

use std::rc::Rc;

use super::{Field, FieldRef};
use crate::{Result, Value, dialect::Dialect};

/// How a column's cells become values.
#[derive(Clone, Debug, Default)]
pub struct Converter {
    /// What must be done to a cell, by the field's kind; `None` leaves it as it is.
    pub field: Option<FieldRef>,
}

impl Converter {
    /// Nothing to do.
    pub fn is_identity(&self) -> bool {
        self.field.is_none()
    }

    /// A cell as a value.
    pub fn convert(&self, cell: Value, _dialect: &Dialect) -> Result<Value> {
        Ok(cell)
    }
}

impl Field {
    /// How cells of this type become values.
    pub fn converter(self: &Rc<Self>, _dialect: &Dialect) -> Converter {
        Converter::default()
    }
}
