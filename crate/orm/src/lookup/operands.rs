//! The two sides of a lookup as SQL. Mirrors `process_lhs` and `process_rhs`.

use super::{Lookup, Rhs, registry};
use crate::{
    Error, Result, Value,
    compiler::{
        Compiler, Sql,
        sql::{param, parentheses, template},
        writer,
    },
    dialect::Dialect,
    expression::{Node, ResolvedExpression},
};

/// The left side, cast as the lookup needs it.
///
/// # Errors
///
/// Those of compiling it.
pub fn process_lhs(lookup: &Lookup, compiler: &mut Compiler<'_>) -> Result<Sql> {
    lhs_of(lookup, &lookup.lhs, compiler)
}

pub(super) fn lhs_of(lookup: &Lookup, lhs: &ResolvedExpression, compiler: &mut Compiler<'_>) -> Result<Sql> {
    // `process_lhs` resolves its side once more.
    let mut sql = compiler.compile(&lhs.resolved_again())?;
    if matches!(lhs.node(), Node::Lookup(_)) {
        sql = parentheses(sql);
    }
    let Some(builtin) = lookup.class.builtin() else { return Ok(sql) };
    let kind = lookup.lhs.output_field_or_none()?.map(|field| field.value_kind());
    let (before, after) = compiler.dialect.lookup_cast(builtin.name(), kind);
    Ok(if before.is_empty() && after.is_empty() { sql } else { template(format!("{before}{{}}{after}"), [sql]) })
}

/// The right side: a parameter, or an expression in parentheses.
///
/// # Errors
///
/// Those of compiling or adapting it.
pub fn process_rhs(lookup: &Lookup, compiler: &mut Compiler<'_>) -> Result<Sql> {
    one(lookup, &lookup.rhs, compiler)
}

/// One value or expression of the right side.
pub(super) fn one(lookup: &Lookup, rhs: &Rhs, compiler: &mut Compiler<'_>) -> Result<Sql> {
    let transforms = registry::bilateral_transforms(&lookup.lhs);
    let expression = match rhs {
        Rhs::Value(value) if transforms.is_empty() => return Ok(param(adapted(lookup, value, compiler.dialect)?)),
        Rhs::Value(value) => ResolvedExpression::value(value.clone(), lookup.lhs.output_field_or_none()?),
        Rhs::Expression(expression) => expression.clone(),
        Rhs::List(_) => return Err(Error::Value("A list of expressions cannot stand alone.".into())),
    };
    let mut expression = expression;
    for transform in &transforms {
        expression = registry::apply_transform(transform, expression)?;
    }
    let sql = compiler.compile(&expression)?;
    match expression.node() {
        Node::ColPairs { .. } => Err(Error::Value("CompositePrimaryKey cannot be used as a lookup value.".into())),
        Node::Value(..) => Ok(sql),
        _ => Ok(wrapped(sql, compiler.dialect)),
    }
}

/// A value as the parameter that the lookup compares with. Mirrors `get_db_prep_lookup`.
pub(super) fn adapted(lookup: &Lookup, value: &Value, dialect: &Dialect) -> Result<Value> {
    if !lookup.class.builtin().is_some_and(|builtin| builtin.adapts_with_field()) {
        return dialect.adapt_unknown(value);
    }
    match lookup.lhs.output_field_or_none()? {
        Some(field) => field.target().get_db_prep_value(value, dialect, true),
        None => dialect.adapt_unknown(value),
    }
}

/// In parentheses, unless it begins with one: some databases read two pairs as something else.
pub(super) fn wrapped(sql: Sql, dialect: &Dialect) -> Sql {
    let text = writer::expression(&sql, dialect).sql;
    if text.is_empty() || text.starts_with('(') { sql } else { parentheses(sql) }
}
