//! Conditions.

use arbitrary::{Result, Unstructured};

use super::{column, queryset, rows, scope::Scope};
use crate::case::{Expression, Kind, Lookup, Q, Rhs, Schema};

/// Where names may pass relations to many.
///
/// Not in both places of one condition: there Django tells by the name of an alias whether a subquery is about the row
/// already joined, and another table may have that name.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Many {
    Nowhere,
    Anywhere,
    OutsideNegations,
    InsideNegations,
}

#[derive(Clone, Copy)]
struct Place {
    many: Many,
    negated: bool,
    /// Whether annotations that aggregate may be named; then no subqueries.
    aggregates: bool,
    /// Whether any annotation may be named.
    annotations: bool,
    depth: u8,
}

/// The condition of `filter()`.
pub(super) fn filter(u: &mut Unstructured<'_>, schema: &Schema, scope: &Scope) -> Result<Q> {
    let aggregates = scope.aggregates() && u.ratio(2, 3)?;
    let many = match u.int_in_range(0..=2)? {
        _ if aggregates => Many::Nowhere,
        0 | 1 => Many::OutsideNegations,
        _ => Many::InsideNegations,
    };
    q(u, schema, scope, Place { many, negated: false, aggregates, annotations: true, depth: 0 })
}

/// The condition of `exclude()`.
pub(super) fn exclude(u: &mut Unstructured<'_>, schema: &Schema, scope: &Scope) -> Result<Q> {
    let aggregates = scope.aggregates() && u.ratio(2, 3)?;
    let many = if aggregates { Many::Nowhere } else { Many::InsideNegations };
    q(u, schema, scope, Place { many, negated: true, aggregates, annotations: true, depth: 0 })
}

/// The condition of an aggregate's `filter`.
pub(super) fn of_aggregate(u: &mut Unstructured<'_>, schema: &Schema, scope: &Scope) -> Result<Q> {
    let place = Place { many: Many::Anywhere, negated: false, aggregates: false, annotations: false, depth: 1 };
    q(u, schema, scope, place)
}

fn q(u: &mut Unstructured<'_>, schema: &Schema, scope: &Scope, place: Place) -> Result<Q> {
    let deeper = Place { depth: place.depth + 1, ..place };
    match u.int_in_range(0..=9)? {
        0 | 1 if place.depth < 3 => {
            let (a, b) = (q(u, schema, scope, deeper)?, q(u, schema, scope, deeper)?);
            Ok(Q::And(Box::new(a), Box::new(b)))
        }
        2 | 3 if place.depth < 3 => {
            let (a, b) = (q(u, schema, scope, deeper)?, q(u, schema, scope, deeper)?);
            Ok(Q::Or(Box::new(a), Box::new(b)))
        }
        4 if place.depth < 3 => {
            let inner = q(u, schema, scope, Place { negated: true, ..deeper })?;
            // Two negations with nothing between them are none.
            Ok(if let Q::Not(inner) = inner { *inner } else { Q::Not(Box::new(inner)) })
        }
        5 if scope.depth < 2 && !place.aggregates && place.annotations => {
            Ok(Q::Exists(Box::new(queryset::related(u, schema, scope)?)))
        }
        6 | 7 if place.annotations => of_annotation(u, schema, scope, place),
        _ => of_column(u, schema, scope, place),
    }
}

fn of_annotation(u: &mut Unstructured<'_>, schema: &Schema, scope: &Scope, place: Place) -> Result<Q> {
    let usable = |annotation: &&super::scope::Annotation| {
        annotation.kind.to().is_none() && (place.aggregates || !annotation.aggregates)
    };
    let known: Vec<_> = scope.annotations.iter().filter(usable).cloned().collect();
    if known.is_empty() {
        return of_column(u, schema, scope, place);
    }
    let annotation = u.choose(&known)?.clone();
    let (lookup, rhs) = plain(u, annotation.kind, false)?;
    Ok(Q::Lookup(annotation.name, lookup, rhs))
}

fn of_column(u: &mut Unstructured<'_>, schema: &Schema, scope: &Scope, place: Place) -> Result<Q> {
    let many = match place.many {
        Many::Nowhere => false,
        Many::Anywhere => true,
        Many::OutsideNegations => !place.negated,
        Many::InsideNegations => place.negated,
    };
    let left = column::any(u, schema, scope.model, many)?;
    let same = |kind: Kind| kind == left.kind;
    // `in` an empty list leaves no SQL; inside an expression Django then puts 0 for the whole of it.
    let empty = scope.depth == 0 && place.annotations;
    let (lookup, rhs) = match u.int_in_range(0..=7)? {
        0 | 1 if left.kind.to().is_none() => {
            // The right side is joined before the subquery of a negation, so it stays with one row there.
            let wide = many && !place.negated;
            match column::column(u, schema, scope.model, wide, same)? {
                Some(right) => (comparison(u, left.kind)?, Rhs::Expression(Expression::F(right.name))),
                None => plain(u, left.kind, empty)?,
            }
        }
        2 | 3 => match outer(u, schema, scope, left.kind)? {
            Some(name) => (Lookup::Exact, Rhs::Expression(Expression::OuterRef(name))),
            None => plain(u, left.kind, empty)?,
        },
        // Not where Django makes a subquery of the lookup: an OuterRef would then name that one.
        4 if scope.depth < 2 && !place.aggregates && place.annotations && !(many && place.negated) => {
            match queryset::of_kind(u, schema, scope, left.kind)? {
                Some(set) => (Lookup::In, Rhs::QuerySet(Box::new(set))),
                None => plain(u, left.kind, empty)?,
            }
        }
        _ => plain(u, left.kind, empty)?,
    };
    Ok(Q::Lookup(left.name, lookup, rhs))
}

/// A column of the query around with this type.
pub(super) fn outer(u: &mut Unstructured<'_>, schema: &Schema, scope: &Scope, kind: Kind) -> Result<Option<String>> {
    let Some(model) = scope.outer else { return Ok(None) };
    let many = u.ratio(1, 4)?;
    let found = column::column(u, schema, model, many, |other| other == kind)?;
    Ok(match (found, kind) {
        (Some(found), _) => Some(found.name),
        (None, Kind::ForeignKey(to)) if to == model => Some("pk".into()),
        (None, _) => None,
    })
}

fn comparison(u: &mut Unstructured<'_>, kind: Kind) -> Result<Lookup> {
    let ordered = [Lookup::Exact, Lookup::Exact, Lookup::Gt, Lookup::Gte, Lookup::Lt, Lookup::Lte];
    if kind == Kind::Boolean { Ok(Lookup::Exact) } else { u.choose(&ordered).copied() }
}

/// A lookup with a constant. `empty` says whether a list may be.
fn plain(u: &mut Unstructured<'_>, kind: Kind, empty: bool) -> Result<(Lookup, Rhs)> {
    let lookups: &[Lookup] = match kind {
        Kind::Text => &[
            Lookup::Exact,
            Lookup::Gt,
            Lookup::Lte,
            Lookup::In,
            Lookup::IsNull,
            Lookup::Range,
            Lookup::Contains,
            Lookup::IContains,
            Lookup::StartsWith,
            Lookup::EndsWith,
            Lookup::IExact,
        ],
        Kind::Boolean => &[Lookup::Exact, Lookup::Exact, Lookup::In, Lookup::IsNull],
        Kind::Integer | Kind::Date => &[
            Lookup::Exact,
            Lookup::Gt,
            Lookup::Gte,
            Lookup::Lt,
            Lookup::Lte,
            Lookup::In,
            Lookup::Range,
            Lookup::IsNull,
        ],
        _ => &[Lookup::Exact, Lookup::Exact, Lookup::In, Lookup::IsNull, Lookup::Gt, Lookup::Lte],
    };
    let lookup = *u.choose(lookups)?;
    let rhs = match lookup {
        Lookup::IsNull => Rhs::Value(crate::case::Cell::Int(u.int_in_range(0..=1)?), Kind::Boolean),
        Lookup::In | Lookup::Range => {
            let length = if lookup == Lookup::Range { 2 } else { u.int_in_range(usize::from(!empty)..=3)? };
            let cells: Result<Vec<_>> = (0..length).map(|_| rows::constant(u, kind)).collect();
            Rhs::List(cells?, kind)
        }
        _ => Rhs::Value(rows::constant(u, kind)?, kind),
    };
    Ok((lookup, rhs))
}
