//! SQL of `CASE`. Mirrors `Case.as_sql` and `When.as_sql`.

use super::fill;
use crate::{
    Error, Result,
    compiler::{
        Compiler, Sql,
        sql::{join, template, text},
    },
    dialect::Vendor,
    expression::{Case, Func, Node, ResolvedExpression, functions::comparison},
    schema::FieldKind,
};

pub(super) fn compile(
    compiler: &mut Compiler<'_>,
    expression: &ResolvedExpression,
    case: &Case<ResolvedExpression>,
) -> Result<Sql> {
    let nothing = ResolvedExpression::value(crate::Value::Null, None);
    let mut default = case.default.as_ref().unwrap_or(&nothing);
    if case.whens.is_empty() {
        return compiler.compile(default);
    }
    let mut cases = Vec::with_capacity(case.whens.len());
    for when in &case.whens {
        let branch = compiler.compile(&when.condition).and_then(|condition| {
            let result = compiler.compile(&when.then)?;
            Ok(template("WHEN {} THEN {}", [condition, result]))
        });
        match branch {
            Ok(sql) => cases.push(sql),
            Err(Error::EmptyResultSet) => {}
            Err(Error::FullResultSet) => {
                default = &when.then;
                break;
            }
            Err(error) => return Err(error),
        }
    }
    if cases.is_empty() {
        return compiler.compile(&typed(default));
    }
    let cases = join(cases, " ");
    let default = compiler.compile(default)?;
    let sql = match &case.template {
        None => template("CASE {} ELSE {} END", [cases, default]),
        Some(shape) => fill(shape, |name| match name {
            "cases" => Some(cases.clone()),
            "default" => Some(default.clone()),
            _ => None,
        })?,
    };
    unified(compiler, expression, sql)
}

/// A value that stands alone needs a cast to be of its type.
fn typed(default: &ResolvedExpression) -> ResolvedExpression {
    match (default.node(), default.output_field_or_none()) {
        (Node::Value(..), Ok(Some(field))) => {
            let mut cast = Func::new(&comparison::CAST, vec![default.clone()]);
            cast.output_field = Some(field);
            Node::Func(cast).into()
        }
        _ => default.clone(),
    }
}

/// Mirrors `unification_cast_sql`: PostgreSQL would take branches of unknown type for text.
fn unified(compiler: &Compiler<'_>, expression: &ResolvedExpression, sql: Sql) -> Result<Sql> {
    let Some(field) = expression.output_field_or_none()? else { return Ok(sql) };
    let cast = compiler.dialect.vendor == Vendor::Postgresql
        && matches!(field.internal_kind(), FieldKind::GenericIpAddress | FieldKind::Time | FieldKind::Uuid);
    let db_type = if cast { field.cast_db_type(compiler.dialect) } else { None };
    Ok(match db_type {
        Some(db_type) => {
            let bare = db_type.split('(').next().unwrap_or_default().to_owned();
            template("CAST({} AS {})", [sql, text(bare)])
        }
        None => sql,
    })
}
