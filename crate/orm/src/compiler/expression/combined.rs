//! SQL of arithmetic. Mirrors `CombinedExpression`, `DurationExpression` and `TemporalSubtraction`.

use crate::{
    Error, Result,
    compiler::{Compiler, Sql, sql::parentheses},
    dialect::Vendor,
    expression::{Connector, ResolvedExpression},
    schema::FieldKind,
};

pub(super) fn combined(
    compiler: &mut Compiler<'_>,
    lhs: &ResolvedExpression,
    connector: Connector,
    rhs: &ResolvedExpression,
) -> Result<Sql> {
    let left = compiler.compile(lhs)?;
    let right = compiler.compile(rhs)?;
    Ok(parentheses(compiler.dialect.combine_expression(connector, left, right)))
}

pub(super) fn duration(
    compiler: &mut Compiler<'_>,
    lhs: &ResolvedExpression,
    connector: Connector,
    rhs: &ResolvedExpression,
) -> Result<Sql> {
    if compiler.dialect.features.has_native_duration_field {
        return combined(compiler, lhs, connector, rhs);
    }
    let left = duration_side(compiler, lhs)?;
    let right = duration_side(compiler, rhs)?;
    let sql = compiler.dialect.combine_duration_expression(connector, left, right)?;
    if compiler.dialect.vendor == Vendor::Sqlite && matches!(connector, Connector::Mul | Connector::Div) {
        let fits = |side: &ResolvedExpression| {
            side.internal_kind().map(|kind| {
                matches!(kind, FieldKind::Decimal | FieldKind::Duration | FieldKind::Float | FieldKind::Integer)
            })
        };
        if let (Some(left), Some(right)) = (fits(lhs), fits(rhs))
            && !(left && right)
        {
            return Err(Error::DatabaseError(format!("Invalid arguments for operator {}.", connector.sql())));
        }
    }
    Ok(parentheses(sql))
}

fn duration_side(compiler: &mut Compiler<'_>, side: &ResolvedExpression) -> Result<Sql> {
    let sql = compiler.compile(side)?;
    Ok(match side.internal_kind() {
        Some(FieldKind::Duration) => compiler.dialect.format_for_duration_arithmetic(sql),
        _ => sql,
    })
}

pub(super) fn subtraction(
    compiler: &mut Compiler<'_>,
    lhs: &ResolvedExpression,
    rhs: &ResolvedExpression,
) -> Result<Sql> {
    let left = compiler.compile(lhs)?;
    let right = compiler.compile(rhs)?;
    let kind = lhs.output_field()?.internal_kind();
    Ok(compiler.dialect.subtract_temporals(kind, left, right))
}
