//! SQL of lookups. Mirrors the `as_sql` methods of `lookups.py`.

use super::{
    BuiltinLookup, Family, Lookup, LookupClass, Rhs, in_list, json,
    operands::{process_lhs, process_rhs},
    pattern, related, tuple, year,
};
use crate::{
    Error, Result, Value,
    compiler::{
        Compiler, Sql,
        sql::{template, text},
    },
    dialect::Vendor,
    expression::{Node, ResolvedExpression},
    schema::FieldKind,
};

/// The comparison's SQL.
///
/// # Errors
///
/// `EmptyResultSet` and `FullResultSet` when the comparison holds for no row, or for every one.
pub fn compile(lookup: &Lookup, compiler: &mut Compiler<'_>) -> Result<Sql> {
    if let LookupClass::Host(host) = &lookup.class
        && let Some(sql) = host.compile(lookup, compiler)
    {
        return sql;
    }
    let Some(builtin) = lookup.class.builtin() else {
        return Err(Error::NotImplemented(format!("{} has no as_sql()", lookup.class.lookup_name())));
    };
    let pairs = matches!(lookup.lhs.node(), Node::ColPairs { .. });
    match lookup.class.family() {
        Family::Tuple => tuple::compile(builtin, &lookup.lhs, &lookup.rhs, compiler),
        Family::Related if pairs => related::compile_pairs(&lookup.class, builtin, &lookup.lhs, &lookup.rhs, compiler),
        Family::Year if matches!(lookup.rhs, Rhs::Value(_)) => year::compile(lookup, builtin, compiler),
        Family::Integer => {
            check_limits(lookup, builtin, compiler)?;
            plain(lookup, builtin, compiler)
        }
        Family::Uuid => pattern::compile_uuid(lookup, builtin, compiler),
        Family::Json | Family::JsonKey => json::compile(lookup, builtin, compiler),
        _ => plain(lookup, builtin, compiler),
    }
}

/// A lookup as `Field` has it.
pub(super) fn plain(lookup: &Lookup, builtin: BuiltinLookup, compiler: &mut Compiler<'_>) -> Result<Sql> {
    match builtin {
        BuiltinLookup::Exact => exact(lookup, compiler),
        BuiltinLookup::In => in_list::compile_in(lookup, compiler),
        BuiltinLookup::Range => in_list::compile_range(lookup, compiler),
        BuiltinLookup::IsNull => is_null(lookup, compiler),
        BuiltinLookup::IExact => pattern::compile_iexact(lookup, compiler),
        BuiltinLookup::Regex | BuiltinLookup::IRegex => regex(lookup, builtin, compiler),
        _ if builtin.is_pattern() => pattern::compile_pattern(lookup, builtin, compiler),
        _ => operator(lookup, builtin, compiler),
    }
}

/// `lhs OP rhs`.
fn operator(lookup: &Lookup, builtin: BuiltinLookup, compiler: &mut Compiler<'_>) -> Result<Sql> {
    let lhs = process_lhs(lookup, compiler)?;
    let rhs = process_rhs(lookup, compiler)?;
    Ok(with_operator(lhs, builtin, rhs, compiler))
}

/// The two sides with the database's operator between.
pub(super) fn with_operator(lhs: Sql, builtin: BuiltinLookup, rhs: Sql, compiler: &Compiler<'_>) -> Sql {
    let operator = compiler.dialect.operator(builtin.name()).unwrap_or("= %s");
    template(format!("{{}} {}", operator.replacen("%s", "{}", 1)), [lhs, rhs])
}

fn exact(lookup: &Lookup, compiler: &mut Compiler<'_>) -> Result<Sql> {
    if let Rhs::Value(Value::Bool(truth)) = &lookup.rhs
        && lookup.lhs.conditional()
        && compiler.dialect.supports_conditional_in_where(&lookup.lhs)
    {
        let lhs = process_lhs(lookup, compiler)?;
        return Ok(if *truth { lhs } else { template("NOT {}", [lhs]) });
    }
    operator(lookup, BuiltinLookup::Exact, compiler)
}

fn is_null(lookup: &Lookup, compiler: &mut Compiler<'_>) -> Result<Sql> {
    let Rhs::Value(Value::Bool(null)) = &lookup.rhs else {
        return Err(Error::Value("The QuerySet value for an isnull lookup must be True or False.".into()));
    };
    if let Node::Value(value, _) = lookup.lhs.node() {
        return Err(if value.is_null() == *null { Error::FullResultSet } else { Error::EmptyResultSet });
    }
    let lhs = process_lhs(lookup, compiler)?;
    Ok(template(if *null { "{} IS NULL" } else { "{} IS NOT NULL" }, [lhs]))
}

fn regex(lookup: &Lookup, builtin: BuiltinLookup, compiler: &mut Compiler<'_>) -> Result<Sql> {
    if compiler.dialect.vendor != Vendor::Mysql {
        return operator(lookup, builtin, compiler);
    }
    let lhs = process_lhs(lookup, compiler)?;
    let rhs = process_rhs(lookup, compiler)?;
    let flag = if builtin == BuiltinLookup::Regex { "c" } else { "i" };
    Ok(template("REGEXP_LIKE({}, {}, '{}')", [lhs, rhs, text(flag)]))
}

/// A number that the column cannot hold decides the comparison. Mirrors `IntegerFieldOverflow`.
fn check_limits(lookup: &Lookup, builtin: BuiltinLookup, compiler: &Compiler<'_>) -> Result<()> {
    let Some(kind) = lookup.lhs.output_field_or_none()?.map(|field| field.value_kind()) else { return Ok(()) };
    let Some((least, largest)) = compiler.dialect.integer_range(kind) else { return Ok(()) };
    let Rhs::Value(value) = &lookup.rhs else { return Ok(()) };
    let (under, over) = match value {
        Value::Int(number) => (*number < least, u64::try_from(*number).is_ok_and(|number| number > largest)),
        Value::Bool(_) => (false, false),
        Value::BigInt(digits) => (
            digits.starts_with('-'),
            !digits.starts_with('-') && digits.parse::<u64>().map_or(true, |number| number > largest),
        ),
        _ => return Ok(()),
    };
    match builtin {
        _ if !under && !over => Ok(()),
        BuiltinLookup::Gt | BuiltinLookup::Gte if under => Err(Error::FullResultSet),
        BuiltinLookup::Lt | BuiltinLookup::Lte if over => Err(Error::FullResultSet),
        _ => Err(Error::EmptyResultSet),
    }
}

impl crate::dialect::Dialect {
    /// Whether a boolean expression may stand alone in WHERE. Mirrors `conditional_expression_supported_in_where_clause`.
    pub fn supports_conditional_in_where(&self, expression: &ResolvedExpression) -> bool {
        if self.vendor == Vendor::Postgresql {
            return true;
        }
        match expression.node() {
            Node::Lookup(_) | Node::Where(_) => true,
            Node::Subquery(crate::expression::SubqueryKind::Exists, ..) => true,
            Node::Negated(inner) => self.supports_conditional_in_where(inner),
            Node::Wrapper(inner, _) => expression.conditional() && self.supports_conditional_in_where(inner),
            Node::RawSql(_, _, field) => field.as_ref().is_some_and(|field| field.value_kind() == FieldKind::Boolean),
            _ => false,
        }
    }
}
