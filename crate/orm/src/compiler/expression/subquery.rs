//! SQL of subqueries. Mirrors `Query.as_sql`, `Subquery.as_sql` and `Exists.as_sql`.

use super::fill;
use crate::{
    Error, Result,
    compiler::{
        Compiler, Sql, compile_query,
        sql::{parentheses, template},
    },
    expression::{ResolvedExpression, SubqueryKind},
    query::Query,
};

/// A query in an expression's place, in parentheses.
pub(super) fn query(compiler: &mut Compiler<'_>, query: &Query) -> Result<Sql> {
    Ok(parentheses(compile_query(query, compiler.dialect, true)?))
}

pub(super) fn compile(compiler: &mut Compiler<'_>, kind: &SubqueryKind, inner: &Query) -> Result<Sql> {
    let sql = compile_query(inner, compiler.dialect, true);
    match kind {
        SubqueryKind::Scalar => Ok(parentheses(sql?)),
        SubqueryKind::Exists => match sql {
            Ok(sql) => Ok(template("EXISTS({})", [sql])),
            Err(Error::EmptyResultSet) => compiler.compile(&ResolvedExpression::value(false, None)),
            Err(error) => Err(error),
        },
        SubqueryKind::Array => Ok(template("ARRAY({})", [sql?])),
        SubqueryKind::Template(shape) => {
            let sql = sql?;
            fill(shape, |name| (name == "subquery").then(|| sql.clone()))
        }
    }
}
