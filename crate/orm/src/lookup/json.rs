//! Lookups of JSON documents and their keys. Mirrors the lookups of `fields/json.py`.

use super::{
    BuiltinLookup, Family, Lookup, LookupClass, Rhs,
    compile::{plain, with_operator},
    in_list,
    json_key::{self, as_key},
    operands::{process_lhs, process_rhs},
    pattern,
};
use crate::{
    Error, Result, Value,
    compiler::{
        Compiler, Sql,
        sql::{join, param, raw, template, text},
        writer,
    },
    dialect::Vendor,
    expression::{Node, ResolvedExpression},
    schema::{FieldKind, json_dumps, json_quote},
};

/// What `JSON_EXTRACT` cannot give back; these words stand for themselves.
const WORDS: [&str; 3] = ["null", "true", "false"];

/// A lookup of the JSON families.
pub(super) fn compile(lookup: &Lookup, builtin: BuiltinLookup, compiler: &mut Compiler<'_>) -> Result<Sql> {
    let vendor = compiler.dialect.vendor;
    let of_key = lookup.class.family() == Family::JsonKey;
    match builtin {
        BuiltinLookup::DataContains | BuiltinLookup::ContainedBy => contains(lookup, builtin, compiler),
        BuiltinLookup::HasKey | BuiltinLookup::HasKeys | BuiltinLookup::HasAnyKeys => {
            has_keys(lookup, builtin, compiler)
        }
        BuiltinLookup::Exact => {
            let lhs = process_lhs(lookup, compiler)?;
            let rhs = exact_rhs(lookup, of_key, compiler)?;
            Ok(with_operator(lhs, builtin, rhs, compiler))
        }
        BuiltinLookup::In => {
            let lhs = in_lhs(lookup, compiler)?;
            let rhs = in_list::in_rhs(lookup, compiler, &mut |item, compiler| in_item(lookup, item, compiler))?;
            Ok(template("{} IN {}", [lhs, rhs]))
        }
        BuiltinLookup::IsNull if of_key && vendor == Vendor::Sqlite => key_is_null(lookup, compiler),
        BuiltinLookup::IExact if of_key && lookup.rhs.is_none() => {
            let class = LookupClass::Of(Family::JsonKey, BuiltinLookup::Exact);
            let exact = Lookup { class, lhs: json_key::as_json(&lookup.lhs), rhs: lookup.rhs.clone() };
            compile(&exact, BuiltinLookup::Exact, compiler)
        }
        _ if builtin.is_order() && of_key => {
            let lhs = process_lhs(lookup, compiler)?;
            let rhs = number(lookup, compiler)?;
            Ok(with_operator(lhs, builtin, rhs, compiler))
        }
        _ if builtin.ignores_case() && vendor == Vendor::Mysql => insensitive(lookup, builtin, compiler),
        _ => plain(lookup, builtin, compiler),
    }
}

/// MySQL compares the text within JSON by its bytes.
fn insensitive(lookup: &Lookup, builtin: BuiltinLookup, compiler: &mut Compiler<'_>) -> Result<Sql> {
    let lhs = template("LOWER({})", [process_lhs(lookup, compiler)?]);
    match builtin {
        BuiltinLookup::IExact => {
            let rhs = template("LOWER({})", [pattern::iexact_rhs(lookup, compiler)?]);
            Ok(with_operator(lhs, builtin, rhs, compiler))
        }
        BuiltinLookup::IRegex => {
            let rhs = template("LOWER({})", [process_rhs(lookup, compiler)?]);
            Ok(template("REGEXP_LIKE({}, {}, '{}')", [lhs, rhs, text("i")]))
        }
        _ => {
            // The pattern is made as for any text; its two sides are then lowered.
            let made = plain(lookup, builtin, compiler)?;
            let statement = writer::expression(&made, compiler.dialect);
            let plain_lhs = writer::expression(&process_lhs(lookup, compiler)?, compiler.dialect);
            let taken = plain_lhs.params.len();
            let rest = statement.sql[plain_lhs.sql.len()..].replacen("%s", "LOWER(%s)", 1);
            Ok(template("{}{}", [lhs, raw(&rest, statement.params.into_iter().skip(taken))]))
        }
    }
}

fn contains(lookup: &Lookup, builtin: BuiltinLookup, compiler: &mut Compiler<'_>) -> Result<Sql> {
    if !compiler.dialect.features.supports_json_field_contains {
        return Err(Error::NotSupported(format!(
            "{} lookup is not supported on this database backend.",
            builtin.name()
        )));
    }
    let lhs = process_lhs(lookup, compiler)?;
    let rhs = process_rhs(lookup, compiler)?;
    let within = builtin == BuiltinLookup::ContainedBy;
    Ok(match (compiler.dialect.vendor, within) {
        (Vendor::Postgresql, true) => template("{} <@ {}", [lhs, rhs]),
        (Vendor::Postgresql, false) => template("{} @> {}", [lhs, rhs]),
        (_, true) => template("JSON_CONTAINS({}, {})", [rhs, lhs]),
        (_, false) => template("JSON_CONTAINS({}, {})", [lhs, rhs]),
    })
}

/// The right side of `exact`: a document's text, read as JSON where the left side is a part of one.
fn exact_rhs(lookup: &Lookup, of_key: bool, compiler: &mut Compiler<'_>) -> Result<Sql> {
    let rhs = process_rhs(lookup, compiler)?;
    let is_key = matches!(&lookup.rhs, Rhs::Expression(expression) if as_key(expression).is_some());
    let is_value = matches!(&lookup.rhs, Rhs::Expression(expression) if matches!(expression.node(), Node::Value(..)));
    match compiler.dialect.vendor {
        _ if of_key && is_key => Ok(rhs),
        Vendor::Mysql if !is_value => Ok(around_params(&rhs, compiler, |_| true)),
        Vendor::Sqlite if of_key => Ok(around_params(&rhs, compiler, |value| !is_word(value))),
        _ => Ok(rhs),
    }
}

fn is_word(value: &Value) -> bool {
    value.as_text().is_some_and(|text| WORDS.contains(&text))
}

/// `JSON_EXTRACT(%s, '$')` around the parameters that are wanted.
fn around_params(sql: &Sql, compiler: &Compiler<'_>, wanted: impl Fn(&Value) -> bool) -> Sql {
    let statement = writer::expression(sql, compiler.dialect);
    let mut out = String::new();
    let mut rest = &statement.sql[..];
    for value in &statement.params {
        let Some(at) = rest.find("%s") else { break };
        out.push_str(&rest[..at]);
        out.push_str(if wanted(value) { "JSON_EXTRACT(%s, '$')" } else { "%s" });
        rest = &rest[at + 2..];
    }
    out.push_str(rest);
    raw(&out, statement.params)
}

/// A number, or another scalar, as itself: it is compared with what was extracted.
fn number(lookup: &Lookup, compiler: &mut Compiler<'_>) -> Result<Sql> {
    match &lookup.rhs {
        Rhs::Value(value) if !compiler.dialect.features.has_native_json_field => {
            // What JSON has no form for is refused, as when it is written out.
            json_dumps(value)?;
            Ok(param(compiler.dialect.adapt_unknown(value)?))
        }
        _ => process_rhs(lookup, compiler),
    }
}

/// The left side of `in`: the document as the value that it holds.
fn in_lhs(lookup: &Lookup, compiler: &mut Compiler<'_>) -> Result<Sql> {
    let lhs = process_lhs(lookup, compiler)?;
    if as_key(&lookup.lhs).is_some() {
        return Ok(lhs);
    }
    Ok(match compiler.dialect.vendor {
        Vendor::Sqlite => json_key::sqlite_extract(&lhs, "$"),
        Vendor::Mysql => template("JSON_EXTRACT({}, {})", [lhs, param("$".into())]),
        Vendor::Postgresql => lhs,
    })
}

fn in_item(lookup: &Lookup, item: &Rhs, compiler: &mut Compiler<'_>) -> Result<Sql> {
    let value = match item {
        Rhs::Value(value) => value.clone(),
        Rhs::Expression(expression) => match expression.node() {
            Node::Value(Value::Null, field)
                if field.as_ref().is_none_or(|field| field.value_kind() != FieldKind::Json) =>
            {
                return compiler.compile(expression);
            }
            Node::Value(value, Some(field)) if field.value_kind() != FieldKind::Json => field.get_prep_value(value)?,
            Node::Value(value, _) => value.clone(),
            _ => return compiler.compile(expression),
        },
        Rhs::List(_) => return in_list::item_of(lookup, item, compiler),
    };
    let document = Value::text(json_dumps(&value)?);
    Ok(match compiler.dialect.vendor {
        Vendor::Postgresql => param(document),
        Vendor::Sqlite if is_word(&document) => param(document),
        Vendor::Sqlite | Vendor::Mysql => template("JSON_EXTRACT({}, '$')", [param(document)]),
    })
}

/// `key__isnull`: whether the document has the key, as key or as place in a list.
fn key_is_null(lookup: &Lookup, compiler: &mut Compiler<'_>) -> Result<Sql> {
    let Rhs::Value(Value::Bool(null)) = &lookup.rhs else {
        return Err(Error::Value("The QuerySet value for an isnull lookup must be True or False.".into()));
    };
    let (document, path) = document_path(&lookup.lhs, compiler)?;
    let shape = if *null { "JSON_TYPE({}, {}) IS NULL" } else { "JSON_TYPE({}, {}) IS NOT NULL" };
    Ok(template(shape, [document, param(Value::text(path))]))
}

/// A document's SQL and the path within it that the left side stands for.
fn document_path(lhs: &ResolvedExpression, compiler: &mut Compiler<'_>) -> Result<(Sql, String)> {
    match as_key(lhs) {
        Some(func) => {
            let (over, keys) = json_key::path(func);
            let over = over.ok_or_else(|| Error::Type("KeyTransform takes exactly 1 argument (0 given)".into()))?;
            Ok((compiler.compile(over)?, compiler.dialect.json_path(&keys, true)?))
        }
        None => Ok((compiler.compile(lhs)?, "$".into())),
    }
}

/// `has_key`, `has_keys`, `has_any_keys`.
fn has_keys(lookup: &Lookup, builtin: BuiltinLookup, compiler: &mut Compiler<'_>) -> Result<Sql> {
    if compiler.dialect.vendor == Vendor::Postgresql {
        return has_keys_natively(lookup, builtin, compiler);
    }
    let (document, root) = document_path(&lookup.lhs, compiler)?;
    let keys: Vec<Rhs> = match &lookup.rhs {
        Rhs::Value(Value::List(items)) => items.iter().cloned().map(Rhs::Value).collect(),
        Rhs::List(items) => items.clone(),
        other => vec![other.clone()],
    };
    let shape = match compiler.dialect.vendor {
        Vendor::Mysql => "JSON_CONTAINS_PATH({}, 'one', {})",
        _ => "JSON_TYPE({}, {}) IS NOT NULL",
    };
    let mut out = Vec::new();
    for key in &keys {
        let mut path = match key {
            Rhs::Expression(expression) => match as_key(expression) {
                Some(func) => json_key::path(func).1,
                None => return Err(Error::Type("Object of type F is not JSON serializable".into())),
            },
            Rhs::Value(Value::Text(key)) => vec![key.to_string()],
            Rhs::Value(value) => {
                let path = format!("{root}.{}", json_dumps(value)?);
                out.push(template(shape, [document.clone(), param(Value::text(path))]));
                continue;
            }
            Rhs::List(_) => return Err(Error::Type("Object of type list is not a key".into())),
        };
        // The last key is a key even if it is a number.
        let last = path.pop().unwrap_or_default();
        let path = format!("{root}{}.{}", compiler.dialect.json_path(&path, false)?, json_quote(&last));
        out.push(template(shape, [document.clone(), param(Value::text(path))]));
    }
    Ok(match builtin {
        BuiltinLookup::HasKeys => template("({})", [join(out, " AND ")]),
        BuiltinLookup::HasAnyKeys => template("({})", [join(out, " OR ")]),
        _ => join(out, ""),
    })
}

fn has_keys_natively(lookup: &Lookup, builtin: BuiltinLookup, compiler: &mut Compiler<'_>) -> Result<Sql> {
    let mut lhs = lookup.lhs.clone();
    let rhs = match &lookup.rhs {
        Rhs::Expression(expression) if as_key(expression).is_some() => {
            let mut keys = as_key(expression).map(|func| json_key::path(func).1).unwrap_or_default();
            let last = keys.pop().unwrap_or_default();
            for key in keys {
                lhs = json_key::key(&key, lhs);
            }
            param(Value::text(last))
        }
        Rhs::Value(Value::List(items)) => {
            let items: Vec<String> = items.iter().map(Value::display).collect();
            param(Value::text(json_key::text_array(&items)))
        }
        _ => process_rhs(lookup, compiler)?,
    };
    let lhs = compiler.compile(&lhs)?;
    let operator = match builtin {
        BuiltinLookup::HasKeys => "?&",
        BuiltinLookup::HasAnyKeys => "?|",
        _ => "?",
    };
    Ok(template("{} {} {}", [lhs, text(operator), rhs]))
}
