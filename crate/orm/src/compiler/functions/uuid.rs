//! Random UUIDs, as far as a database makes them. Mirrors `functions/uuid.py`.

use crate::{
    Error, Result,
    compiler::{
        Compiler, Sql,
        expression::{Overrides, generic},
    },
    dialect::Vendor,
    expression::{Func, ResolvedExpression},
};

pub(super) fn compile(compiler: &mut Compiler<'_>, func: &Func<ResolvedExpression>) -> Result<Sql> {
    let refuse = |text: &str| Err(Error::NotSupported(text.into()));
    match (func.def.name, compiler.dialect.vendor) {
        ("UUID4", Vendor::Sqlite) => generic(compiler, func, Overrides::default()),
        ("UUID4", Vendor::Postgresql) => {
            generic(compiler, func, Overrides { function: Some("GEN_RANDOM_UUID"), ..Overrides::default() })
        }
        ("UUID4", Vendor::Mysql) => refuse("UUID4 is not supported on MySQL."),
        (_, Vendor::Sqlite) => refuse("UUID7 on SQLite requires Python version 3.14 or later."),
        (_, Vendor::Postgresql) => refuse("UUID7 requires PostgreSQL version 18 or later."),
        (_, Vendor::Mysql) => refuse("UUID7 is not supported on MySQL."),
    }
}
