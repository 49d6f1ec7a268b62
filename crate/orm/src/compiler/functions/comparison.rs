//! `Cast` and `Collate`. Mirrors `functions/comparison.py`.

use crate::{
    Result, Value,
    compiler::{
        Compiler, Sql,
        expression::{Overrides, generic, with_cast},
        sql::{column, param, text},
    },
    dialect::Vendor,
    expression::{Func, ResolvedExpression},
    schema::FieldKind,
};

pub(super) fn cast(compiler: &mut Compiler<'_>, func: &Func<ResolvedExpression>) -> Result<Sql> {
    let Some(field) = &func.output_field else { return generic(compiler, func, Overrides::default()) };
    let kind = field.internal_kind();
    let db_type = field.cast_db_type(compiler.dialect).unwrap_or_else(|| "None".into());
    let mut overrides = Overrides { extra: vec![("db_type", text(db_type))], ..Overrides::default() };
    match (compiler.dialect.vendor, kind) {
        // `datetime()` and `time()` of SQLite drop fractions of a second.
        (Vendor::Sqlite, FieldKind::DateTime | FieldKind::Time) => {
            let format = if kind == FieldKind::Time { "%H:%M:%f" } else { "%Y-%m-%d %H:%M:%f" };
            overrides.template = Some("strftime(%(format)s, %(expressions)s)".into());
            overrides.extra.push(("format", param(Value::text(format))));
        }
        (Vendor::Sqlite, FieldKind::Date) => overrides.template = Some("date(%(expressions)s)".into()),
        (Vendor::Mysql, FieldKind::Float) => overrides.template = Some("(%(expressions)s + 0.0)".into()),
        _ => {}
    }
    generic(compiler, func, overrides)
}

pub(super) fn collate(compiler: &mut Compiler<'_>, func: &Func<ResolvedExpression>) -> Result<Sql> {
    let collation = func.options.value("collation").map(Value::display).unwrap_or_default();
    let extra = vec![("collation", column(None, &collation))];
    with_cast(compiler, func, Overrides { extra, ..Overrides::default() })
}
