//! A lookup over a left and a right side, the right side prepared. Mirrors `Lookup.__init__` and `get_prep_lookup`.

use std::rc::Rc;

use super::{BuiltinLookup, Family, Lookup, LookupClass, Rhs, json_key, registry, related, tuple};
use crate::{
    Error, Result, Value,
    expression::{Node, ResolvedExpression},
    query::Query,
    schema::{ModelField, json_dumps},
};

/// The lookup over a left and right side, the right side prepared.
///
/// # Errors
///
/// What the field raises of a value that is none of its own, and `ValueError` for queries that do not fit.
pub fn build(class: LookupClass, lhs: ResolvedExpression, rhs: Rhs) -> Result<Lookup> {
    let mut lhs = lhs;
    // Lookups of text are over a JSON key's text.
    if class.family() == Family::JsonKey && class.builtin().is_some_and(|lookup| lookup.is_pattern() || is_text(lookup))
    {
        lhs = json_key::as_text(&lhs);
    }
    let given_query = matches!(&rhs, Rhs::Expression(expression) if matches!(expression.node(), Node::Query(_)));
    let rhs = prepare(&class, &lhs, rhs.simplified())?;
    if given_query && !registry::bilateral_transforms(&lhs).is_empty() {
        return Err(Error::NotImplemented("Bilateral transformations on nested querysets are not implemented.".into()));
    }
    Ok(Lookup { class, lhs, rhs })
}

fn is_text(lookup: BuiltinLookup) -> bool {
    matches!(lookup, BuiltinLookup::IExact | BuiltinLookup::Regex | BuiltinLookup::IRegex)
}

fn prepare(class: &LookupClass, lhs: &ResolvedExpression, rhs: Rhs) -> Result<Rhs> {
    if let LookupClass::Host(host) = class
        && let Rhs::Value(value) = &rhs
        && let Some(prepared) = host.get_prep_lookup(lhs, value)
    {
        return prepared.map(Rhs::Value);
    }
    let Some(lookup) = class.builtin() else { return prepare_plain(class, lhs, rhs) };
    match class.family() {
        Family::Tuple => return tuple::prepare(lookup, lhs, rhs),
        Family::Related => {
            let rhs = related::prepare(lookup, lhs, rhs)?;
            // A relation seen from the other end is no field, so it prepares nothing.
            if matches!((lhs.node(), &rhs), (Node::ColPairs { field: ModelField::Rel(_), .. }, Rhs::Value(_))) {
                return Ok(rhs);
            }
            return prepare_builtin(class, lookup, lhs, rhs);
        }
        // A float is compared with whole numbers by the next one that counts.
        Family::Integer if matches!(lookup, BuiltinLookup::Gte | BuiltinLookup::Lt) => {
            if let Rhs::Value(Value::Float(number)) = rhs {
                return prepare_plain(class, lhs, Rhs::Value(Value::Float(number.ceil())));
            }
        }
        _ => {}
    }
    prepare_builtin(class, lookup, lhs, rhs)
}

fn prepare_builtin(class: &LookupClass, lookup: BuiltinLookup, lhs: &ResolvedExpression, rhs: Rhs) -> Result<Rhs> {
    match lookup {
        BuiltinLookup::Exact => prepare_plain(class, lhs, with_query(rhs, |query| exact_query(lhs, query))?),
        BuiltinLookup::In | BuiltinLookup::Range => {
            let rhs = if lookup == BuiltinLookup::In { with_query(rhs, |query| in_query(lhs, query))? } else { rhs };
            prepare_iterable(class, lhs, rhs)
        }
        BuiltinLookup::HasKeys | BuiltinLookup::HasAnyKeys => match rhs {
            Rhs::Value(value) => {
                let items = iterate(&value)?;
                Ok(Rhs::Value(Value::list(items.iter().map(|item| Value::text(item.display())))))
            }
            other => Ok(other),
        },
        _ => prepare_plain(class, lhs, rhs),
    }
}

/// Lets a query on the right be changed.
pub(super) fn with_query(rhs: Rhs, change: impl FnOnce(&mut Query) -> Result<()>) -> Result<Rhs> {
    let Rhs::Expression(expression) = &rhs else { return Ok(rhs) };
    let Node::Query(query) = expression.node() else { return Ok(rhs) };
    let mut query = (**query).clone();
    change(&mut query)?;
    Ok(Rhs::Expression(Node::Query(Rc::new(query)).into()))
}

/// How many columns the left side is.
pub(super) fn width(lhs: &ResolvedExpression) -> usize {
    match lhs.node() {
        Node::ColPairs { targets, .. } => targets.len(),
        Node::List(items, true) => items.len(),
        _ => 1,
    }
}

/// How many columns a query selects. Mirrors `_subquery_fields_len`.
fn selected_width(query: &Query) -> usize {
    if !query.has_select_fields() || query.select.is_empty() {
        return query.model.pk_fields().len();
    }
    query.select.iter().map(width).sum()
}

pub(super) fn exact_query(lhs: &ResolvedExpression, query: &mut Query) -> Result<()> {
    if !query.has_limit_one() {
        return Err(Error::Value(
            "The QuerySet value for an exact lookup must be limited to one result using slicing.".into(),
        ));
    }
    check_width("exact", lhs, query)?;
    select_pk(query)
}

pub(super) fn in_query(lhs: &ResolvedExpression, query: &mut Query) -> Result<()> {
    check_width("'in'", lhs, query)?;
    query.clear_ordering(false, true);
    select_pk(query)
}

fn check_width(shown: &str, lhs: &ResolvedExpression, query: &Query) -> Result<()> {
    let (left, right) = (width(lhs), selected_width(query));
    if left == right {
        return Ok(());
    }
    Err(Error::Value(format!(
        "The QuerySet value for the {shown} lookup must have {left} selected fields (received {right})"
    )))
}

fn select_pk(query: &mut Query) -> Result<()> {
    if !query.has_select_fields() {
        query.clear_select_clause();
        query.add_fields(&["pk".into()], true)?;
    }
    Ok(())
}

/// Mirrors `Lookup.get_prep_lookup`.
fn prepare_plain(class: &LookupClass, lhs: &ResolvedExpression, rhs: Rhs) -> Result<Rhs> {
    let Rhs::Value(value) = &rhs else { return Ok(rhs) };
    if !class.prepares_rhs() {
        return Ok(rhs);
    }
    if let Node::OuterRef(_) = lhs.node() {
        return Ok(Rhs::Expression(ResolvedExpression::value(value.clone(), None)));
    }
    lhs.output_field()?.get_prep_value(value).map(Rhs::Value)
}

/// Mirrors `FieldGetDbPrepValueIterableMixin.get_prep_lookup`.
fn prepare_iterable(class: &LookupClass, lhs: &ResolvedExpression, rhs: Rhs) -> Result<Rhs> {
    match rhs {
        Rhs::Expression(_) => Ok(rhs),
        Rhs::List(items) => {
            let field = lhs.output_field_or_none()?;
            let item = |item: Rhs| match item {
                Rhs::Value(value) => Rhs::Expression(ResolvedExpression::value(value, field.clone())),
                other => other,
            };
            Ok(Rhs::List(items.into_iter().map(item).collect()))
        }
        Rhs::Value(value) => {
            let items = iterate(&value)?;
            let field = if class.prepares_rhs() { lhs.output_field_or_none()? } else { None };
            let Some(field) = field else { return Ok(Rhs::Value(Value::list(items))) };
            let prepared: Vec<Value> = items.iter().map(|item| field.get_prep_value(item)).collect::<Result<_>>()?;
            Ok(Rhs::Value(Value::list(prepared)))
        }
    }
}

/// What Python's `for` makes of a value.
pub(super) fn iterate(value: &Value) -> Result<Vec<Value>> {
    match value {
        Value::List(items) => Ok(items.to_vec()),
        Value::Text(text) => Ok(text.chars().map(|character| Value::text(character.to_string())).collect()),
        Value::Bytes(bytes) => Ok(bytes.iter().map(|byte| Value::Int(i64::from(*byte))).collect()),
        Value::Json(_) => Ok(vec![Value::text(json_dumps(value)?)]),
        other => Err(Error::Type(format!("'{}' object is not iterable", other.type_name()))),
    }
}
