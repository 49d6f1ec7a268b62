//! `CREATE TABLE` and its kin. Mirrors `backends/base/schema.py` and `backends/sqlite3/schema.py`.

use super::ModelRef;
use crate::{Result, Statement, dialect::Dialect};

/// The statements that make a model's table, its many-to-many tables and its indexes, in order.
pub fn create_model(_model: &ModelRef, _dialect: &Dialect) -> Result<Vec<Statement>> {
    Ok(Vec::new())
}

/// The statements that remove them.
pub fn delete_model(_model: &ModelRef, _dialect: &Dialect) -> Result<Vec<Statement>> {
    Ok(Vec::new())
}
