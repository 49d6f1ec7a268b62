//! A year compared by its first and last day, so that an index on the date serves. Mirrors `YearLookup`.

use super::{BuiltinLookup, Lookup, Rhs, compile::plain, compile::with_operator, operands::lhs_of};
use crate::{
    Result, Value,
    compiler::{
        Compiler, Sql,
        sql::{param, template},
    },
    expression::Node,
    schema::FieldKind,
};

/// The comparison of the date itself with the year's bounds.
pub(super) fn compile(lookup: &Lookup, builtin: BuiltinLookup, compiler: &mut Compiler<'_>) -> Result<Sql> {
    let (Node::Func(func), Rhs::Value(Value::Int(year))) = (lookup.lhs.node(), &lookup.rhs) else {
        return plain(lookup, builtin, compiler);
    };
    let Some(date) = func.args.first() else { return plain(lookup, builtin, compiler) };
    let iso = func.def.name == "ExtractIsoYear";
    let moments = date.output_field()?.value_kind() == FieldKind::DateTime;
    let lhs = lhs_of(lookup, date, compiler)?;
    let (first, last) = compiler.dialect.year_bounds(*year, iso, moments)?;
    Ok(match builtin {
        BuiltinLookup::Exact => template("{} BETWEEN {} AND {}", [lhs, param(first), param(last)]),
        BuiltinLookup::Gt | BuiltinLookup::Lte => with_operator(lhs, builtin, param(last), compiler),
        _ => with_operator(lhs, builtin, param(first), compiler),
    })
}
