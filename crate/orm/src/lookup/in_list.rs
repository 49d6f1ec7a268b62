//! `IN` and `BETWEEN`. Mirrors `In` and `Range`.

use std::collections::HashSet;

use super::{
    Lookup, Rhs,
    operands::{one, process_lhs, process_rhs},
};
use crate::{
    Error, Result, Value,
    compiler::{
        Compiler, Sql,
        sql::{join, template},
    },
    decimal::Decimal,
};

/// `lhs IN (a, b)` or `lhs IN (SELECT ...)`.
pub(super) fn compile_in(lookup: &Lookup, compiler: &mut Compiler<'_>) -> Result<Sql> {
    let lhs = process_lhs(lookup, compiler)?;
    let rhs = in_rhs(lookup, compiler, &mut |item, compiler| item_of(lookup, item, compiler))?;
    Ok(template("{} IN {}", [lhs, rhs]))
}

/// The list or query of `IN`, each item made by `each`.
pub(super) fn in_rhs(
    lookup: &Lookup,
    compiler: &mut Compiler<'_>,
    each: &mut dyn FnMut(&Rhs, &mut Compiler<'_>) -> Result<Sql>,
) -> Result<Sql> {
    let items: Vec<Rhs> = match &lookup.rhs {
        Rhs::Value(Value::List(values)) => distinct(values).into_iter().map(Rhs::Value).collect(),
        Rhs::List(items) => distinct_items(items),
        _ => return process_rhs(lookup, compiler),
    };
    // NULL equals nothing, so an empty list matches nothing.
    if items.is_empty() {
        return Err(Error::EmptyResultSet);
    }
    let mut out = Vec::with_capacity(items.len());
    for item in &items {
        out.push(each(item, compiler)?);
    }
    Ok(template("({})", [join(out, ", ")]))
}

/// One item of a list. An expression is not put in parentheses of its own.
pub(super) fn item_of(lookup: &Lookup, item: &Rhs, compiler: &mut Compiler<'_>) -> Result<Sql> {
    match item {
        Rhs::Expression(expression) => compiler.compile(expression),
        other => one(lookup, other, compiler),
    }
}

/// Without `None` and duplicates, in the given order. Mirrors `OrderedSet`, which compares as Python does.
fn distinct(values: &[Value]) -> Vec<Value> {
    let values: Vec<Value> = values.iter().filter(|value| !value.is_null()).cloned().collect();
    let mut seen = HashSet::new();
    let keys: Option<Vec<String>> = values.iter().map(hash_key).collect();
    let Some(keys) = keys else { return values };
    values.into_iter().zip(keys).filter(|(_, key)| seen.insert(key.clone())).map(|(value, _)| value).collect()
}

fn distinct_items(items: &[Rhs]) -> Vec<Rhs> {
    let mut out: Vec<Rhs> = Vec::new();
    for item in items {
        if !item.is_none() && !out.contains(item) {
            out.push(item.clone());
        }
    }
    out
}

/// The same for values that are equal in Python; `None` for those that it cannot hash.
fn hash_key(value: &Value) -> Option<String> {
    let number = |text: &str| {
        let plain = Decimal::parse(text)?.plain();
        let trimmed = if plain.contains('.') { plain.trim_end_matches('0').trim_end_matches('.') } else { &plain };
        Some(format!("number {}", if trimmed == "-0" { "0" } else { trimmed }))
    };
    match value {
        Value::Bool(truth) => number(if *truth { "1" } else { "0" }),
        Value::Int(integer) => number(&integer.to_string()),
        Value::BigInt(digits) | Value::Decimal(digits) => number(digits),
        Value::Float(float) if float.is_finite() => number(&float.to_string()),
        Value::List(_) | Value::Json(_) => None,
        Value::Foreign(foreign) => Some(format!("foreign {:p}", std::rc::Rc::as_ptr(foreign))),
        other => Some(format!("{} {}", other.type_name(), other.repr())),
    }
}

/// `lhs BETWEEN a AND b`.
pub(super) fn compile_range(lookup: &Lookup, compiler: &mut Compiler<'_>) -> Result<Sql> {
    let items: Vec<Rhs> = match &lookup.rhs {
        Rhs::Value(Value::List(values)) => values.iter().cloned().map(Rhs::Value).collect(),
        Rhs::List(items) => items.clone(),
        _ => Vec::new(),
    };
    let [first, last, ..] = &items[..] else {
        return Err(Error::Value(format!("not enough values to unpack (expected 2, got {})", items.len())));
    };
    let lhs = process_lhs(lookup, compiler)?;
    let first = item_of(lookup, first, compiler)?;
    Ok(template("{} BETWEEN {} AND {}", [lhs, first, item_of(lookup, last, compiler)?]))
}
