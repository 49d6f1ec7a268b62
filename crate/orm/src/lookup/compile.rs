//! SQL of lookups. Mirrors the `as_sql` methods of `lookups.py`.

use super::Lookup;
use crate::{
    Error, Result,
    compiler::{Compiler, Sql},
};

/// The comparison's SQL.
pub fn compile(_lookup: &Lookup, _compiler: &mut Compiler<'_>) -> Result<Sql> {
    Err(Error::NotImplemented("lookup".into()))
}
