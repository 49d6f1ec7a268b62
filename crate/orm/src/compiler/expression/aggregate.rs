//! SQL of aggregates. Mirrors `Aggregate.as_sql`, `AggregateFilter` and `AggregateOrderBy`.

use super::{Overrides, argument, generic};
use crate::{
    Error, Result,
    compiler::{
        Compiler, Sql,
        sql::{join, template, text},
    },
    dialect::Vendor,
    expression::{AggregateParts, Case, Func, Node, ResolvedExpression, When},
    schema::FieldKind,
};

/// The aggregate by its template.
pub(in crate::compiler) fn aggregate(
    compiler: &mut Compiler<'_>,
    func: &Func<ResolvedExpression>,
    parts: &AggregateParts<ResolvedExpression>,
    mut overrides: Overrides,
) -> Result<Sql> {
    check(compiler, func, parts)?;
    if let Some(condition) = &parts.filter
        && !compiler.dialect.features.supports_aggregate_filter_clause
    {
        return generic_of_case(compiler, func, parts, condition, overrides);
    }
    overrides.extra.push(("distinct", text(if parts.distinct { "DISTINCT " } else { "" })));
    let order_by = order_by(compiler, &parts.order_by)?;
    overrides.extra.push(("order_by", order_by));
    let filter = match &parts.filter {
        None => text(""),
        Some(condition) => template(" FILTER (WHERE {})", [argument(compiler, condition)?]),
    };
    overrides.extra.push(("filter", filter));
    generic(compiler, func, overrides)
}

/// Without `FILTER`, the first argument counts only where the condition holds.
fn generic_of_case(
    compiler: &mut Compiler<'_>,
    func: &Func<ResolvedExpression>,
    parts: &AggregateParts<ResolvedExpression>,
    condition: &ResolvedExpression,
    overrides: Overrides,
) -> Result<Sql> {
    let mut copy = func.clone();
    if let Some(first) = copy.args.first_mut() {
        let when = When { condition: condition.clone(), then: first.clone() };
        *first = Node::Case(Case { whens: vec![when], default: None, output_field: None, template: None }).into();
    }
    let parts = AggregateParts { filter: None, ..parts.clone() };
    copy.aggregate = Some(Box::new(parts.clone()));
    aggregate(compiler, &copy, &parts, overrides)
}

fn order_by(compiler: &mut Compiler<'_>, items: &[ResolvedExpression]) -> Result<Sql> {
    if items.is_empty() {
        return Ok(text(""));
    }
    if !compiler.dialect.features.supports_aggregate_order_by_clause {
        return Err(Error::NotSupported(
            "This database backend does not support specifying an order on aggregates.".into(),
        ));
    }
    let items: Result<Vec<_>> = items.iter().map(|item| argument(compiler, item)).collect();
    Ok(template(" ORDER BY {}", [join(items?, ", ")]))
}

/// Mirrors `check_expression_support` of SQLite, and the check of `distinct`.
fn check(
    compiler: &Compiler<'_>,
    func: &Func<ResolvedExpression>,
    parts: &AggregateParts<ResolvedExpression>,
) -> Result<()> {
    if parts.distinct && func.args.len() > 1 && !compiler.dialect.features.supports_aggregate_distinct_multiple_argument
    {
        return Err(Error::NotSupported(format!(
            "{} does not support distinct with multiple expressions on this database backend.",
            func.aggregate_name()
        )));
    }
    if compiler.dialect.vendor != Vendor::Sqlite {
        return Ok(());
    }
    let of_numbers = matches!(func.def.name, "Sum" | "Avg" | "Variance" | "StdDev");
    let temporal = |source: &ResolvedExpression| {
        source
            .output_field()
            .is_ok_and(|field| matches!(field.kind, FieldKind::Date | FieldKind::DateTime | FieldKind::Time))
    };
    if of_numbers && func.args.iter().chain(&parts.filter).chain(&parts.order_by).any(temporal) {
        return Err(Error::NotSupported(format!(
            "SQLite does not support {} on date or time fields, because they are stored as text.",
            func.class_name()
        )));
    }
    Ok(())
}
