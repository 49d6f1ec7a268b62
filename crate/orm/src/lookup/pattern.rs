//! `LIKE`. Mirrors `PatternLookup`, `IExact` and `UUIDTextMixin`.

use super::{
    BuiltinLookup, Lookup, Rhs,
    compile::{plain, with_operator},
    operands::{process_lhs, process_rhs, wrapped},
    registry,
};
use crate::{
    Result, Value,
    compiler::{
        Compiler, Sql,
        sql::{param, raw, template, text},
        writer,
    },
    dialect::Dialect,
    expression::ResolvedExpression,
};

/// `LIKE` with wildcards around the value, or around an expression by concatenation.
pub(super) fn compile_pattern(lookup: &Lookup, builtin: BuiltinLookup, compiler: &mut Compiler<'_>) -> Result<Sql> {
    let lhs = process_lhs(lookup, compiler)?;
    if let Rhs::Value(value) = &lookup.rhs
        && registry::bilateral_transforms(&lookup.lhs).is_empty()
    {
        let pattern = around(builtin, &like_text(value));
        return Ok(with_operator(lhs, builtin, param(Value::text(pattern)), compiler));
    }
    let rhs = process_rhs(lookup, compiler)?;
    Ok(by_concatenation(lhs, builtin, rhs, compiler))
}

fn by_concatenation(lhs: Sql, builtin: BuiltinLookup, rhs: Sql, compiler: &Compiler<'_>) -> Sql {
    let (open, close) = compiler.dialect.pattern_escape();
    let (before, after) = compiler.dialect.pattern_operator(builtin.name());
    template("{} {}{}{}{}{}", [lhs, text(before), text(open), rhs, text(close), text(after)])
}

/// The value's text with `LIKE`'s wildcards escaped.
fn like_text(value: &Value) -> String {
    Dialect::prepare_for_like(&value.display())
}

fn around(builtin: BuiltinLookup, text: &str) -> String {
    match builtin {
        BuiltinLookup::StartsWith | BuiltinLookup::IStartsWith => format!("{text}%"),
        BuiltinLookup::EndsWith | BuiltinLookup::IEndsWith => format!("%{text}"),
        _ => format!("%{text}%"),
    }
}

/// Equality without regard to case.
pub(super) fn compile_iexact(lookup: &Lookup, compiler: &mut Compiler<'_>) -> Result<Sql> {
    let lhs = process_lhs(lookup, compiler)?;
    let rhs = iexact_rhs(lookup, compiler)?;
    Ok(with_operator(lhs, BuiltinLookup::IExact, rhs, compiler))
}

/// The right side with its first parameter escaped, whatever it belongs to.
pub(super) fn iexact_rhs(lookup: &Lookup, compiler: &mut Compiler<'_>) -> Result<Sql> {
    let rhs = process_rhs(lookup, compiler)?;
    Ok(escape_first(rhs, compiler))
}

fn escape_first(sql: Sql, compiler: &Compiler<'_>) -> Sql {
    let mut statement = writer::expression(&sql, compiler.dialect);
    let Some(first) = statement.params.first_mut() else { return sql };
    *first = Value::text(compiler.dialect.prepare_for_iexact(&first.display()));
    raw(&statement.sql, statement.params)
}

/// Lookups of a UUID's text, which is stored without hyphens.
pub(super) fn compile_uuid(lookup: &Lookup, builtin: BuiltinLookup, compiler: &mut Compiler<'_>) -> Result<Sql> {
    if compiler.dialect.features.has_native_uuid_field {
        return plain(lookup, builtin, compiler);
    }
    let lhs = process_lhs(lookup, compiler)?;
    let rhs = match &lookup.rhs {
        Rhs::Value(value) => compiler.compile(&ResolvedExpression::value(value.clone(), None))?,
        _ => {
            let rhs = process_rhs(lookup, compiler)?;
            wrapped(rhs, compiler.dialect)
        }
    };
    let rhs = template("(REPLACE({}, {}, {}))", [rhs, param("-".into()), param("".into())]);
    if builtin == BuiltinLookup::IExact {
        let rhs = escape_first(rhs, compiler);
        return Ok(with_operator(lhs, builtin, rhs, compiler));
    }
    Ok(by_concatenation(lhs, builtin, rhs, compiler))
}
