//! Annotations.

use arbitrary::{Result, Unstructured};

use super::{column, condition, queryset, scope::Scope};
use crate::case::{Aggregate, AggregateFunction, Arithmetic, Expression, Kind, Schema};

/// An expression, its type and whether it aggregates.
pub(super) struct Typed {
    pub(super) value: Expression,
    pub(super) kind: Kind,
    pub(super) aggregates: bool,
}

/// The expression of an annotation. `aggregate` asks for one that aggregates.
pub(super) fn annotation(u: &mut Unstructured<'_>, schema: &Schema, scope: &Scope, aggregate: bool) -> Result<Typed> {
    if aggregate {
        let typed = call(u, schema, scope)?;
        if typed.kind == Kind::Integer && u.ratio(1, 5)? {
            return combined(u, schema, scope, typed);
        }
        return Ok(typed);
    }
    match u.int_in_range(0..=6)? {
        0 | 1 => {
            // Seldom over relations to many: it multiplies rows.
            let many = u.ratio(1, 3)?;
            match column::column(u, schema, scope.model, many, |kind| kind.to().is_none())? {
                Some(column) => Ok(Typed { value: Expression::F(column.name), kind: column.kind, aggregates: false }),
                None => number(u, schema, scope),
            }
        }
        2 if scope.depth < 2 => {
            let value = Expression::Exists(Box::new(queryset::related(u, schema, scope)?));
            Ok(Typed { value, kind: Kind::Boolean, aggregates: false })
        }
        3 if scope.depth < 2 => {
            let (set, kind) = queryset::scalar(u, schema, scope)?;
            Ok(Typed { value: Expression::Subquery(Box::new(set)), kind, aggregates: false })
        }
        _ => {
            let first = number(u, schema, scope)?;
            combined(u, schema, scope, first)
        }
    }
}

fn combined(u: &mut Unstructured<'_>, schema: &Schema, scope: &Scope, first: Typed) -> Result<Typed> {
    let second = number(u, schema, scope)?;
    let operator = *u.choose(&[Arithmetic::Add, Arithmetic::Sub, Arithmetic::Mul])?;
    Ok(Typed {
        value: Expression::Combined(Box::new(first.value), operator, Box::new(second.value)),
        kind: Kind::Integer,
        aggregates: first.aggregates || second.aggregates,
    })
}

/// A whole number: a column, an annotation or a constant.
fn number(u: &mut Unstructured<'_>, schema: &Schema, scope: &Scope) -> Result<Typed> {
    let known: Vec<_> =
        scope.annotations.iter().filter(|annotation| annotation.kind == Kind::Integer).cloned().collect();
    if !known.is_empty() && u.ratio(1, 3)? {
        let annotation = u.choose(&known)?;
        let value = Expression::F(annotation.name.clone());
        return Ok(Typed { value, kind: Kind::Integer, aggregates: annotation.aggregates });
    }
    let many = u.ratio(1, 4)?;
    let value = match column::column(u, schema, scope.model, many, |kind| kind == Kind::Integer)? {
        Some(column) => Expression::F(column.name),
        None => Expression::Number(u.int_in_range(-2..=3)?),
    };
    Ok(Typed { value, kind: Kind::Integer, aggregates: false })
}

fn call(u: &mut Unstructured<'_>, schema: &Schema, scope: &Scope) -> Result<Typed> {
    use AggregateFunction::{Count, Max, Min, Sum};
    let mut function = *u.choose(&[Count, Count, Sum, Min, Max])?;
    let column = column::column(u, schema, scope.model, true, |kind| match function {
        Count => true,
        Sum => kind == Kind::Integer,
        _ => matches!(kind, Kind::Integer | Kind::Text | Kind::Date),
    })?;
    let annotated =
        scope.annotations.iter().find(|annotation| !annotation.aggregates && annotation.kind == Kind::Integer);
    let (argument, kind) = match (annotated, column) {
        (Some(annotation), _) if u.ratio(1, 4)? => (Some(Expression::F(annotation.name.clone())), annotation.kind),
        (_, Some(column)) => (Some(Expression::F(column.name)), column.kind),
        (_, None) => {
            function = Count;
            (None, Kind::Integer)
        }
    };
    let kind = if function == Count { Kind::Integer } else { kind };
    let distinct = matches!(function, Count | Sum) && argument.is_some() && u.ratio(1, 3)?;
    let filter = if argument.is_some() && u.ratio(1, 3)? {
        Some(Box::new(condition::of_aggregate(u, schema, scope)?))
    } else {
        None
    };
    let aggregate = Aggregate { function, argument: argument.map(Box::new), distinct, filter };
    Ok(Typed { value: Expression::Aggregate(aggregate), kind, aggregates: true })
}
