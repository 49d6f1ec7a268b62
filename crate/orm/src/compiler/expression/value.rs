//! SQL of constants. Mirrors `Value.as_sql` and `Value.as_sqlite`.

use crate::{
    Result, Value,
    compiler::{
        Compiler, Sql,
        sql::{param, raw, template, text},
    },
    dialect::Vendor,
    expression::value_type,
    schema::{FieldKind, FieldRef},
};

pub(super) fn compile(compiler: &mut Compiler<'_>, value: &Value, field: Option<&FieldRef>) -> Result<Sql> {
    let dialect = compiler.dialect;
    let Some(field) = field.cloned().or_else(|| value_type(value)) else {
        return Ok(match value {
            Value::Null => text("NULL"),
            other => param(dialect.adapt_unknown(other)?),
        });
    };
    let prepared = field.get_db_prep_value(value, dialect, false)?;
    let kind = field.internal_kind();
    let sql = match field.hooks.as_ref().and_then(|hooks| hooks.placeholder(&prepared)) {
        Some(placeholder) => raw(&placeholder, [prepared]),
        None if kind == FieldKind::Binary && prepared.is_null() => param(prepared),
        None if kind == FieldKind::Binary && dialect.vendor == Vendor::Mysql => {
            template("_binary {}", [param(prepared)])
        }
        None if prepared.is_null() => text("NULL"),
        None => param(prepared),
    };
    if dialect.vendor != Vendor::Sqlite || kind != FieldKind::Decimal {
        return Ok(sql);
    }
    // A `Decimal` is bound as text, which SQLite compares with numbers only after a cast.
    let shape = if matches!(value, Value::Decimal(_)) { "(CAST({} AS REAL))" } else { "(CAST({} AS NUMERIC))" };
    Ok(template(shape, [sql]))
}
