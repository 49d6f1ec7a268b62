//! SQL of expressions. Mirrors the `as_sql` methods of `expressions.py`.

use super::{Compiler, Sql};
use crate::{Error, Result, expression::ResolvedExpression};

/// Compiles a node by its kind.
pub(super) fn compile(_compiler: &mut Compiler<'_>, _expression: &ResolvedExpression) -> Result<Sql> {
    Err(Error::NotImplemented("compile".into()))
}
