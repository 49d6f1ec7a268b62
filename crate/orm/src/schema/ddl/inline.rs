//! Conditions and expressions as text for DDL: bare columns, parameters as literals.

use crate::{
    Result,
    compiler::Compiler,
    dialect::Dialect,
    expression::{Expression, Q, QChild, ResolveContext, ResolvedExpression},
    query::Query,
    schema::ModelRef,
    statement::Statement,
};

/// The text with its parameters in place. Mirrors `sql % tuple(map(quote_value, params))`.
pub(super) fn interpolate(statement: &Statement, dialect: &Dialect) -> Result<String> {
    let mut out = String::with_capacity(statement.sql.len());
    let mut params = statement.params.iter();
    let mut rest = &statement.sql[..];
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        match rest.as_bytes().get(at + 1) {
            Some(b's') => {
                if let Some(value) = params.next() {
                    out.push_str(&dialect.quote_value(value)?);
                }
                rest = &rest[at + 2..];
            }
            Some(b'%') => {
                out.push('%');
                rest = &rest[at + 2..];
            }
            _ => {
                out.push('%');
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// A resolved expression's text.
pub(super) fn text(expression: &ResolvedExpression, dialect: &Dialect) -> Result<String> {
    interpolate(&Compiler::new(dialect).statement(expression)?, dialect)
}

/// An expression over the model's own columns.
pub(super) fn resolve(model: &ModelRef, expression: &Expression) -> Result<ResolvedExpression> {
    let mut query = Query::without_aliases(model);
    let mut context = ResolveContext { allow_joins: false, ..ResolveContext::annotation() };
    expression.resolve(&mut query, &mut context)
}

/// A condition's text, over the model's own columns.
pub(super) fn condition(model: &ModelRef, condition: &Q, dialect: &Dialect) -> Result<String> {
    let mut query = Query::without_aliases(model);
    let node = query.build_where(condition)?;
    text(&node.into(), dialect)
}

/// A condition of any form as a `Q`.
pub(super) fn as_q(condition: &Expression) -> Q {
    match condition {
        Expression::Q(q) => q.clone(),
        other => Q::all([QChild::Expression(other.clone())]),
    }
}
