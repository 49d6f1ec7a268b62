//! Querysets.

use arbitrary::{Result, Unstructured};

use super::{
    column::{self, Column},
    condition, expression,
    scope::{Annotation, Scope},
};
use crate::case::{
    Aggregate, AggregateFunction, Expression, Kind, Lookup, Op, Order, Q, QuerySet, Rhs, Schema, SetOperator,
};

/// A queryset of its own, and what it ended up with.
pub(super) fn whole(u: &mut Unstructured<'_>, schema: &Schema) -> Result<(QuerySet, Scope)> {
    let model = u.choose_index(schema.models.len())?;
    let mut scope = Scope::new(model, None, 0);
    if u.ratio(1, 8)? {
        let set = combined(u, schema, &mut scope)?;
        return Ok((set, scope));
    }
    let mut ops = Vec::new();
    for _ in 0..u.int_in_range(0..=4)? {
        ops.push(match u.int_in_range(0..=5)? {
            0 | 1 => Op::Filter(condition::filter(u, schema, &scope)?),
            2 => Op::Exclude(condition::exclude(u, schema, &scope)?),
            3 | 4 => annotate(u, schema, &mut scope, false)?,
            _ => annotate(u, schema, &mut scope, true)?,
        });
    }
    if u.ratio(2, 5)? {
        ops.push(values(u, schema, &mut scope)?);
        if u.ratio(1, 2)? {
            ops.push(annotate(u, schema, &mut scope, true)?);
            if u.ratio(1, 3)? {
                ops.push(Op::Filter(condition::filter(u, schema, &scope)?));
            }
        }
    }
    if u.ratio(1, 6)? {
        ops.push(Op::Distinct);
    }
    scope.sliced = u.ratio(1, 4)?;
    if scope.sliced || u.ratio(1, 2)? {
        ops.push(order(u, schema, &scope)?);
        if u.ratio(1, 5)? {
            ops.push(Op::Reverse);
        }
    }
    if scope.sliced {
        ops.push(slice(u)?);
    }
    Ok((QuerySet { model, ops }, scope))
}

fn slice(u: &mut Unstructured<'_>) -> Result<Op> {
    let low = u.int_in_range(0..=2)?;
    let high = if u.ratio(3, 4)? { Some(low + u.int_in_range(0..=3)?) } else { None };
    Ok(Op::Slice(low, high))
}

fn annotate(u: &mut Unstructured<'_>, schema: &Schema, scope: &mut Scope, aggregate: bool) -> Result<Op> {
    let typed = expression::annotation(u, schema, scope, aggregate)?;
    let name = format!("x{}", scope.annotations.len() + 1);
    let selected = u.ratio(5, 6)?;
    scope.annotations.push(Annotation { name: name.clone(), kind: typed.kind, aggregates: typed.aggregates, selected });
    Ok(if selected { Op::Annotate(name, typed.value) } else { Op::Alias(name, typed.value) })
}

fn values(u: &mut Unstructured<'_>, schema: &Schema, scope: &mut Scope) -> Result<Op> {
    let mut names: Vec<String> = Vec::new();
    for _ in 0..u.int_in_range(1..=3)? {
        let selected: Vec<_> = scope.annotations.iter().filter(|annotation| annotation.selected).collect();
        let name = if !selected.is_empty() && u.ratio(1, 3)? {
            u.choose(&selected)?.name.clone()
        } else {
            let many = u.ratio(1, 4)?;
            column::any(u, schema, scope.model, many)?.name
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    for annotation in &mut scope.annotations {
        annotation.selected &= names.contains(&annotation.name);
    }
    Ok(Op::Values(names, u.ratio(1, 2)?))
}

fn order(u: &mut Unstructured<'_>, schema: &Schema, scope: &Scope) -> Result<Op> {
    let mut orders: Vec<Order> = Vec::new();
    for _ in 0..u.int_in_range(0..=2)? {
        let name = if !scope.annotations.is_empty() && u.ratio(1, 3)? {
            u.choose(&scope.annotations)?.name.clone()
        } else {
            let many = !scope.sliced && u.ratio(1, 6)?;
            column::any(u, schema, scope.model, many)?.name
        };
        orders.push(Order { name, descending: u.arbitrary()? });
    }
    if orders.is_empty() || u.ratio(1, 2)? {
        orders.push(Order { name: "pk".into(), descending: u.arbitrary()? });
    }
    Ok(Op::OrderBy(orders))
}

/// A set operation: of rows of one model, or of values of one type.
fn combined(u: &mut Unstructured<'_>, schema: &Schema, scope: &mut Scope) -> Result<QuerySet> {
    let kind = if u.ratio(1, 2)? { Some(column::any(u, schema, scope.model, false)?.kind) } else { None };
    let (mut first, names) = part(u, schema, scope.model, kind)?;
    let mut others = Vec::new();
    for _ in 0..u.int_in_range(1..=2)? {
        let model = if kind.is_none() { scope.model } else { u.choose_index(schema.models.len())? };
        others.push(part(u, schema, model, kind)?.0);
    }
    let operators = [SetOperator::Union, SetOperator::UnionAll, SetOperator::Intersection, SetOperator::Difference];
    first.ops.push(Op::Combine(*u.choose(&operators)?, others));
    if !names.is_empty() && u.ratio(1, 2)? {
        let name = u.choose(&names)?.clone();
        first.ops.push(Op::OrderBy(vec![Order { name, descending: u.arbitrary()? }]));
        if u.ratio(1, 4)? {
            first.ops.push(Op::Reverse);
        }
    }
    if u.ratio(1, 3)? {
        first.ops.push(slice(u)?);
    }
    scope.combined = true;
    Ok(first)
}

/// One side of a set operation, and the names of its columns that it may be ordered by.
fn part(
    u: &mut Unstructured<'_>,
    schema: &Schema,
    model: usize,
    kind: Option<Kind>,
) -> Result<(QuerySet, Vec<String>)> {
    let scope = Scope::new(model, None, 1);
    let mut ops = conditions(u, schema, &scope)?;
    let Some(kind) = kind else {
        let fields = schema.models[model].fields.iter().filter(|field| field.kind.to().is_none());
        let names = fields.map(|field| field.name.clone()).chain(["id".to_owned()]).collect();
        return Ok((QuerySet { model, ops }, names));
    };
    let found = column::column(u, schema, model, false, |other| other == kind)?;
    let name = found.map_or_else(|| "id".to_owned(), |column| column.name);
    let names = if name.contains("__") || name == "pk" { Vec::new() } else { vec![name.clone()] };
    ops.push(Op::Values(vec![name], u.ratio(1, 2)?));
    Ok((QuerySet { model, ops }, names))
}

fn conditions(u: &mut Unstructured<'_>, schema: &Schema, scope: &Scope) -> Result<Vec<Op>> {
    let mut ops = Vec::new();
    for _ in 0..u.int_in_range(0..=2)? {
        ops.push(if u.ratio(3, 4)? {
            Op::Filter(condition::filter(u, schema, scope)?)
        } else {
            Op::Exclude(condition::exclude(u, schema, scope)?)
        });
    }
    Ok(ops)
}

/// A query for `Exists` within another.
pub(super) fn related(u: &mut Unstructured<'_>, schema: &Schema, outer: &Scope) -> Result<QuerySet> {
    let (mut set, _) = inner(u, schema, outer, None)?;
    if u.ratio(1, 8)? {
        set.ops.push(Op::OrderBy(vec![Order { name: "pk".into(), descending: false }]));
        set.ops.push(Op::Slice(0, Some(u.int_in_range(0..=2)?)));
    }
    Ok(set)
}

/// A query within another with one column of this type.
pub(super) fn of_kind(
    u: &mut Unstructured<'_>,
    schema: &Schema,
    outer: &Scope,
    kind: Kind,
) -> Result<Option<QuerySet>> {
    if let Some(to) = kind.to() {
        return Ok(Some(inner(u, schema, outer, Some(to))?.0));
    }
    let (mut set, scope) = inner(u, schema, outer, None)?;
    let column = column::column(u, schema, scope.model, false, |other| other == kind)?;
    Ok(column.map(|column| {
        set.ops.push(Op::Values(vec![column.name], true));
        set
    }))
}

/// A query within another that gives one value: the first by some order, or a count by what it is correlated by.
pub(super) fn scalar(u: &mut Unstructured<'_>, schema: &Schema, outer: &Scope) -> Result<(QuerySet, Kind)> {
    if u.ratio(1, 3)?
        && let Some((model, name)) = leading_to(u, schema, outer.model)?
    {
        let count = Aggregate { function: AggregateFunction::Count, argument: None, distinct: false, filter: None };
        let correlated = Rhs::Expression(Expression::OuterRef("pk".into()));
        let ops = vec![
            Op::Filter(Q::Lookup(name.clone(), Lookup::Exact, correlated)),
            Op::Values(vec![name], false),
            Op::Annotate("n".into(), Expression::Aggregate(count)),
            Op::Values(vec!["n".into()], false),
        ];
        return Ok((QuerySet { model, ops }, Kind::Integer));
    }
    let (mut set, scope) = inner(u, schema, outer, None)?;
    let column = column::column(u, schema, scope.model, false, |kind| kind.to().is_none())?;
    let column = column.unwrap_or(Column { name: "pk".into(), kind: Kind::ForeignKey(scope.model) });
    let order = Order { name: column.name.clone(), descending: u.arbitrary()? };
    set.ops.push(Op::OrderBy(vec![order, Order { name: "pk".into(), descending: false }]));
    set.ops.push(Op::Values(vec![column.name], false));
    set.ops.push(Op::Slice(0, Some(1)));
    Ok((set, column.kind))
}

/// A model with a foreign key to this one, and the key's name.
fn leading_to(u: &mut Unstructured<'_>, schema: &Schema, to: usize) -> Result<Option<(usize, String)>> {
    let found: Vec<(usize, String)> = schema
        .models
        .iter()
        .enumerate()
        .flat_map(|(place, model)| model.fields.iter().map(move |field| (place, field)))
        .filter(|(_, field)| field.kind == Kind::ForeignKey(to))
        .map(|(place, field)| (place, field.name.clone()))
        .collect();
    if found.is_empty() { Ok(None) } else { Ok(Some(u.choose(&found)?.clone())) }
}

fn inner(u: &mut Unstructured<'_>, schema: &Schema, outer: &Scope, model: Option<usize>) -> Result<(QuerySet, Scope)> {
    let model = match model {
        Some(model) => model,
        None => u.choose_index(schema.models.len())?,
    };
    let scope = Scope::new(model, Some(outer.model), outer.depth + 1);
    let ops = conditions(u, schema, &scope)?;
    Ok((QuerySet { model, ops }, scope))
}
