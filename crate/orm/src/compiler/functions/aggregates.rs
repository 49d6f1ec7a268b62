//! Aggregates that differ by dialect. Mirrors `aggregates.py`.

use crate::{
    Error, Result, Value,
    compiler::{
        Compiler, Sql,
        expression::{Overrides, aggregate, cast_decimal},
        sql::template,
    },
    dialect::Vendor,
    expression::{AggregateParts, Func, Node, ResolvedExpression},
    schema::FieldKind,
};

pub(super) fn compile(
    compiler: &mut Compiler<'_>,
    func: &Func<ResolvedExpression>,
    parts: &AggregateParts<ResolvedExpression>,
) -> Result<Sql> {
    let vendor = compiler.dialect.vendor;
    match (func.def.name, vendor) {
        ("StringAgg", Vendor::Mysql) => return string_agg_on_mysql(compiler, func, parts),
        ("StringAgg", Vendor::Sqlite) => return string_agg_on_sqlite(compiler, func, parts),
        ("BitAnd" | "BitOr" | "BitXor", Vendor::Mysql) if func.options.value("default").is_some() => {
            return Err(Error::NotSupported(format!(
                "{} does not support the default parameter on mysql.",
                func.aggregate_name()
            )));
        }
        _ => {}
    }
    let sql = aggregate(compiler, func, parts, Overrides::default())?;
    let of_durations = matches!(func.def.name, "Sum" | "Avg") && vendor == Vendor::Mysql;
    if of_durations && func.internal_kind() == Some(FieldKind::Duration) {
        return Ok(template("CAST({} AS SIGNED)", [sql]));
    }
    Ok(cast_decimal(compiler, || func.internal_kind(), sql))
}

/// The separator is a clause of its own, at the end.
fn string_agg_on_mysql(
    compiler: &mut Compiler<'_>,
    func: &Func<ResolvedExpression>,
    parts: &AggregateParts<ResolvedExpression>,
) -> Result<Sql> {
    let mut copy = func.clone();
    let delimiter = if copy.args.len() > 1 { copy.args.pop() } else { None };
    let separator = match delimiter {
        Some(delimiter) => template(" SEPARATOR {}", [compiler.compile(&delimiter)?]),
        None => crate::compiler::sql::text(""),
    };
    let overrides = Overrides {
        function: Some("GROUP_CONCAT"),
        template: Some("%(function)s(%(distinct)s%(expressions)s%(order_by)s%(delimiter)s)".into()),
        extra: vec![("delimiter", separator)],
        ..Overrides::default()
    };
    aggregate(compiler, &copy, parts, overrides)
}

/// SQLite takes `DISTINCT` only with one argument, and the comma is what it separates with by itself.
fn string_agg_on_sqlite(
    compiler: &mut Compiler<'_>,
    func: &Func<ResolvedExpression>,
    parts: &AggregateParts<ResolvedExpression>,
) -> Result<Sql> {
    let comma = matches!(
        func.args.get(1).map(ResolvedExpression::node),
        Some(Node::Value(Value::Text(text), _)) if &**text == ","
    );
    if !(parts.distinct && comma) {
        return aggregate(compiler, func, parts, Overrides::default());
    }
    let mut copy = func.clone();
    copy.args.truncate(1);
    aggregate(compiler, &copy, parts, Overrides { function: Some("GROUP_CONCAT"), ..Overrides::default() })
}
