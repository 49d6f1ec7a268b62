//! SQL of expressions. Mirrors the `as_sql` methods of `expressions.py`.

mod aggregate;
mod case;
mod combined;
mod func;
mod order_by;
mod subquery;
mod template;
mod value;
mod window;

pub(super) use aggregate::aggregate;
pub(super) use func::{Overrides, call, generic, with_cast};
pub(super) use template::fill;

use super::{
    Compiler, Sql,
    sql::{column, join, parentheses, raw, template, text},
};
use crate::{
    Error, Result, Value,
    dialect::Vendor,
    expression::{Node, ResolvedExpression},
    lookup,
    schema::FieldKind,
};

/// Compiles a node by its kind.
pub(super) fn compile(compiler: &mut Compiler<'_>, expression: &ResolvedExpression) -> Result<Sql> {
    match expression.node() {
        Node::Col { alias, target, .. } => Ok(column(alias.as_deref(), &target.column())),
        Node::ColPairs { .. } => {
            let columns: Result<Vec<_>> = expression.cols().iter().map(|col| compiler.compile(col)).collect();
            Ok(join(columns?, ", "))
        }
        Node::Ref(name, _) => Ok(column(None, name)),
        Node::PositionRef(place, ..) => Ok(text(place.to_string())),
        Node::OuterRef(_) => Err(Error::Value(
            "This queryset contains a reference to an outer query and may only be used in a subquery.".into(),
        )),
        Node::Value(value, field) => value::compile(compiler, value, field.as_ref()),
        Node::Star => Ok(text("*")),
        Node::Combined { lhs, connector, rhs, .. } => {
            let sql = combined::combined(compiler, lhs, *connector, rhs)?;
            Ok(cast_decimal(compiler, || expression.internal_kind(), sql))
        }
        Node::Duration { lhs, connector, rhs, subtraction, .. } => {
            let sql = if *subtraction {
                combined::subtraction(compiler, lhs, rhs)?
            } else {
                combined::duration(compiler, lhs, *connector, rhs)?
            };
            Ok(cast_decimal(compiler, || expression.internal_kind(), sql))
        }
        Node::Negated(inner) => match compiler.compile(inner) {
            Ok(sql) if compiler.dialect.supports_conditional_in_where(inner) => Ok(template("NOT {}", [sql])),
            Ok(sql) => Ok(template("CASE WHEN {} = 0 THEN 1 ELSE 0 END", [sql])),
            Err(Error::EmptyResultSet) => compiler.compile(&ResolvedExpression::value(true, None)),
            Err(error) => Err(error),
        },
        Node::Func(func) => call(compiler, func),
        Node::Case(case) => {
            let sql = case::compile(compiler, expression, case)?;
            Ok(cast_decimal(compiler, || expression.internal_kind(), sql))
        }
        Node::Window(window) => window::compile(compiler, expression, window),
        Node::OrderBy(order) => order_by::compile(compiler, order),
        Node::Wrapper(inner, _) => {
            let sql = compiler.compile(inner)?;
            Ok(cast_decimal(compiler, || expression.internal_kind(), sql))
        }
        Node::List(items, in_parentheses) => {
            let items: Result<Vec<_>> = items.iter().map(|item| argument(compiler, item)).collect();
            let list = join(items?, ", ");
            Ok(if *in_parentheses { parentheses(list) } else { list })
        }
        Node::RawSql(sql, params, _) => {
            let params: Result<Vec<Value>> = params.iter().map(|value| compiler.dialect.adapt_unknown(value)).collect();
            Ok(parentheses(raw(sql, params?)))
        }
        Node::Subquery(kind, query, _) => subquery::compile(compiler, kind, query),
        Node::Query(query) => subquery::query(compiler, query),
        Node::Lookup(lookup) => lookup::compile(lookup, compiler),
        Node::Where(node) => super::where_clause::compile(node, compiler),
        Node::Nothing => Err(Error::EmptyResultSet),
        Node::ExtraWhere(clauses, params) => {
            let joined: Vec<String> = clauses.iter().map(|clause| format!("({clause})")).collect();
            let params: Result<Vec<Value>> = params.iter().map(|value| compiler.dialect.adapt_unknown(value)).collect();
            Ok(raw(&joined.join(" AND "), params?))
        }
        Node::Host(host, children) => host.0.compile(children, compiler),
    }
}

/// An argument of a function: one that can match nothing, or matches everything, has a value then.
fn argument(compiler: &mut Compiler<'_>, argument: &ResolvedExpression) -> Result<Sql> {
    match compiler.compile(argument) {
        Err(Error::EmptyResultSet) => match argument.empty_result_set_value() {
            Some(value) => compiler.compile(&ResolvedExpression::value(value, None)),
            None => Err(Error::EmptyResultSet),
        },
        Err(Error::FullResultSet) => compiler.compile(&ResolvedExpression::value(true, None)),
        other => other,
    }
}

/// SQLite keeps decimals as numbers only where it is told to. Mirrors `SQLiteNumericMixin`.
pub(in crate::compiler) fn cast_decimal(
    compiler: &Compiler<'_>,
    kind: impl FnOnce() -> Option<FieldKind>,
    sql: Sql,
) -> Sql {
    if compiler.dialect.vendor == Vendor::Sqlite && kind() == Some(FieldKind::Decimal) {
        template("(CAST({} AS NUMERIC))", [sql])
    } else {
        sql
    }
}
