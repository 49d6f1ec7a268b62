//! SQL of function calls. Mirrors `Func.as_sql`.

use super::{argument, cast_decimal, fill};
use crate::{
    Result,
    compiler::{
        Compiler, Sql, functions,
        sql::{self, concat, text},
    },
    expression::{Func, ResolvedExpression},
};

/// What a dialect's variant passes to [`generic`] in place of the call's own. Mirrors the arguments
/// of `as_sql`.
#[derive(Default)]
pub(in crate::compiler) struct Overrides {
    pub(in crate::compiler) function: Option<&'static str>,
    pub(in crate::compiler) template: Option<String>,
    pub(in crate::compiler) arg_joiner: Option<&'static str>,
    /// Further names of the template.
    pub(in crate::compiler) extra: Vec<(&'static str, Sql)>,
}

/// A call, in the way of the dialect.
pub(in crate::compiler) fn call(compiler: &mut Compiler<'_>, func: &Func<ResolvedExpression>) -> Result<Sql> {
    let host = func.host.clone();
    if let Some(sql) = host.and_then(|host| host.compile(func, compiler)) {
        return sql;
    }
    functions::compile(compiler, func)
}

/// The call by its template, cast on SQLite if it is decimal.
pub(in crate::compiler) fn with_cast(
    compiler: &mut Compiler<'_>,
    func: &Func<ResolvedExpression>,
    overrides: Overrides,
) -> Result<Sql> {
    let sql = generic(compiler, func, overrides)?;
    Ok(cast_decimal(compiler, || func.internal_kind(), sql))
}

/// What most functions look like.
const CALL: &str = "%(function)s(%(expressions)s)";

/// [`CALL`] filled in.
fn call_of(function: String, args: Vec<Sql>, joiner: &str) -> Sql {
    let mut shape = String::from("{}(");
    for at in 0..args.len() {
        shape.push_str(if at > 0 { joiner } else { "" });
        shape.push_str("{}");
    }
    shape.push(')');
    sql::template(shape, std::iter::once(text(function)).chain(args))
}

/// The call by its template.
pub(in crate::compiler) fn generic(
    compiler: &mut Compiler<'_>,
    func: &Func<ResolvedExpression>,
    overrides: Overrides,
) -> Result<Sql> {
    let mut args = Vec::with_capacity(func.args.len());
    for arg in &func.args {
        args.push(argument(compiler, arg)?);
    }
    let spelling = func.def.spelling(compiler.dialect.vendor);
    let extra =
        |name: &str| func.options.extra.iter().find(|(key, _)| **key == *name).map(|(_, value)| value.to_string());
    let function = overrides
        .function
        .or(spelling.function)
        .map(str::to_owned)
        .or_else(|| extra("function"))
        .or_else(|| func.function.as_deref().map(str::to_owned))
        .or_else(|| func.def.function.map(str::to_owned));
    let template = overrides
        .template
        .or_else(|| spelling.template.map(str::to_owned))
        .or_else(|| extra("template"))
        .or_else(|| func.template.as_deref().map(str::to_owned))
        .unwrap_or_else(|| func.def.template.to_owned());
    let joiner = overrides
        .arg_joiner
        .map(str::to_owned)
        .or_else(|| extra("arg_joiner"))
        .or_else(|| func.arg_joiner.as_deref().map(str::to_owned))
        .unwrap_or_else(|| func.def.arg_joiner.to_owned());
    if template == CALL && !joiner.contains('{') {
        return Ok(call_of(function.unwrap_or_else(|| "None".into()), args, &joiner));
    }
    let mut pieces = Vec::with_capacity(args.len() * 2);
    for (at, arg) in args.into_iter().enumerate() {
        if at > 0 {
            pieces.push(text(joiner.clone()));
        }
        pieces.push(arg);
    }
    let expressions = concat(pieces);
    fill(&template, |name| match name {
        "expressions" | "field" => Some(expressions.clone()),
        // Python shows an absent name so.
        "function" => Some(text(function.clone().unwrap_or_else(|| "None".into()))),
        name => overrides
            .extra
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, sql)| sql.clone())
            .or_else(|| extra(name).map(text)),
    })
}
