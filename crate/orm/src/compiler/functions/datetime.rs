//! `Extract` and `Trunc`. Mirrors `functions/datetime.py`; the spelling is the dialect's.

use crate::{
    Error, Result,
    compiler::{Compiler, Sql},
    dialect::Dialect,
    expression::{Func, Node, ResolvedExpression, functions::datetime::unit},
    schema::FieldKind,
};

/// The zone that a moment is shown in. Mirrors `TimezoneMixin.get_tzname`.
fn tzname(dialect: &Dialect, func: &Func<ResolvedExpression>) -> Option<String> {
    dialect.use_tz.then(|| func.options.tzname.as_deref().unwrap_or(&dialect.time_zone).to_owned())
}

fn refuse_tzinfo(func: &Func<ResolvedExpression>) -> Result<()> {
    match &func.options.tzname {
        Some(_) => Err(Error::Value("tzinfo can only be used with DateTimeField.".into())),
        None => Ok(()),
    }
}

fn source(func: &Func<ResolvedExpression>) -> Result<&ResolvedExpression> {
    let missing = || Error::Type(format!("'{}' takes exactly 1 argument (0 given)", func.class_name()));
    func.args.first().ok_or_else(missing)
}

pub(super) fn extract(compiler: &mut Compiler<'_>, func: &Func<ResolvedExpression>) -> Result<Sql> {
    let source = source(func)?;
    let sql = compiler.compile(source)?;
    let dialect = compiler.dialect;
    let part = unit(func.def, &func.options);
    match source.output_field()?.internal_kind() {
        FieldKind::DateTime => dialect.datetime_extract_sql(part, sql, tzname(dialect, func).as_deref()),
        kind => {
            refuse_tzinfo(func)?;
            match kind {
                FieldKind::Date => dialect.date_extract_sql(part, sql),
                FieldKind::Duration if !dialect.features.has_native_duration_field => {
                    Err(Error::Value("Extract requires native DurationField database support.".into()))
                }
                _ => dialect.time_extract_sql(part, sql),
            }
        }
    }
}

pub(super) fn trunc(compiler: &mut Compiler<'_>, func: &Func<ResolvedExpression>) -> Result<Sql> {
    let source = source(func)?;
    let sql = compiler.compile(source)?;
    let dialect = compiler.dialect;
    match func.def.name {
        "TruncDate" => return Ok(dialect.datetime_cast_date_sql(sql, tzname(dialect, func).as_deref())),
        "TruncTime" => return Ok(dialect.datetime_cast_time_sql(sql, tzname(dialect, func).as_deref())),
        _ => {}
    }
    let zone = if source.output_field()?.internal_kind() == FieldKind::DateTime {
        tzname(dialect, func)
    } else {
        refuse_tzinfo(func)?;
        None
    };
    let whole: ResolvedExpression = Node::Func(func.clone()).into();
    let unit = unit(func.def, &func.options);
    match whole.output_field()?.internal_kind() {
        FieldKind::DateTime => Ok(dialect.datetime_trunc_sql(unit, sql, zone.as_deref())),
        FieldKind::Date => Ok(dialect.date_trunc_sql(unit, sql, zone.as_deref())),
        FieldKind::Time => Ok(dialect.time_trunc_sql(unit, sql, zone.as_deref())),
        _ => Err(Error::Value("Trunc only valid on DateField, TimeField, or DateTimeField.".into())),
    }
}
