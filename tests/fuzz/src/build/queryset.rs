//! From a described queryset to one of the ORM's, and from that to the statement that answers what is asked.

use std::rc::Rc;

use outerref_orm::{
    Error, Result, Statement, Value,
    compiler::SelectCompiler,
    dialect::Dialect,
    expression::{
        AggregateParts, Connector, Expression, FuncDef, FuncOptions, Q, QChild, SubqueryKind,
        functions::{self, aggregates},
    },
    query::Combinator,
    queryset::QuerySet,
    schema::OrderItem,
    temporal::Date,
};

use super::Models;
use crate::case::{self, Arithmetic, Ask, Case, Cell, Kind, Op, Rhs, SetOperator};

/// What is to be run, or what is known without running.
pub enum Asked {
    /// A statement, and how many of its columns count; those behind serve the order alone.
    Statement(Statement, usize),
    /// The query can match no row: no statement, and these are the aggregates.
    Empty(Vec<Value>),
}

/// The statement that answers what a case asks.
///
/// # Errors
///
/// What the ORM refuses.
pub fn ask(models: &Models, case: &Case, dialect: &Dialect) -> Result<Asked> {
    let set = queryset(models, &case.queryset)?;
    let (compiled, empty) = match &case.ask {
        Ask::Rows => (set.compile(dialect), Vec::new()),
        Ask::Exists => (SelectCompiler::new(&set.exists()?, dialect, true).compile(), Vec::new()),
        Ask::Count | Ask::Aggregate(_) => {
            let aggregation = match &case.ask {
                Ask::Aggregate(items) => {
                    let items: Result<Vec<_>> =
                        items.iter().map(|(name, item)| Ok((Rc::from(&**name), expression(models, item)?))).collect();
                    set.aggregate(&items?)?
                }
                _ => set.count()?,
            };
            let query = &aggregation.query;
            let empty = query
                .annotation_selects()
                .map(|(_, annotation)| annotation.empty_result_set_value().unwrap_or(Value::Null))
                .collect();
            (SelectCompiler::new(query, dialect, aggregation.elide_empty).compile(), empty)
        }
    };
    match compiled {
        Ok(compiled) => Ok(Asked::Statement(compiled.statement, compiled.columns.len())),
        Err(Error::EmptyResultSet) => Ok(Asked::Empty(empty)),
        Err(error) => Err(error),
    }
}

fn queryset(models: &Models, set: &case::QuerySet) -> Result<QuerySet> {
    set.ops.iter().try_fold(QuerySet::new(models.model_at(set.model)), |before, op| apply(models, &before, op))
}

fn apply(models: &Models, set: &QuerySet, op: &Op) -> Result<QuerySet> {
    match op {
        Op::Filter(condition) => set.filter(Q::all([QChild::Q(q(models, condition)?)])),
        Op::Exclude(condition) => set.exclude(Q::all([QChild::Q(q(models, condition)?)])),
        Op::Annotate(name, value) => set.annotate(vec![(Rc::from(&**name), expression(models, value)?)]),
        Op::Alias(name, value) => set.alias(vec![(Rc::from(&**name), expression(models, value)?)]),
        Op::Values(names, _) => {
            let names: Vec<Rc<str>> = names.iter().map(|name| Rc::from(&**name)).collect();
            set.values(&names, Vec::new())
        }
        Op::Distinct => set.distinct(Vec::new()),
        Op::OrderBy(orders) => {
            let item = |order: &case::Order| {
                let sign = if order.descending { "-" } else { "" };
                OrderItem::Name(format!("{sign}{}", order.name).into())
            };
            set.order_by(orders.iter().map(item).collect())
        }
        Op::Reverse => set.reverse(),
        Op::Slice(low, high) => Ok(set.slice(*low, *high)),
        Op::Combine(operator, others) => {
            let others: Result<Vec<_>> = others.iter().map(|other| queryset(models, other)).collect();
            let (combinator, all) = match operator {
                SetOperator::Union => (Combinator::Union, false),
                SetOperator::UnionAll => (Combinator::Union, true),
                SetOperator::Intersection => (Combinator::Intersection, false),
                SetOperator::Difference => (Combinator::Difference, false),
            };
            Ok(set.combinator(combinator, all, &others?))
        }
    }
}

fn q(models: &Models, condition: &case::Q) -> Result<Q> {
    Ok(match condition {
        case::Q::Lookup(path, lookup, rhs) => {
            let name = match lookup {
                case::Lookup::Exact => path.clone(),
                lookup => format!("{path}__{}", lookup.name()),
            };
            Q::new(name, right(models, rhs)?)
        }
        case::Q::And(a, b) => q(models, a)? & q(models, b)?,
        case::Q::Or(a, b) => q(models, a)? | q(models, b)?,
        case::Q::Not(inner) => !q(models, inner)?,
        case::Q::Exists(set) => Q::all([QChild::Expression(exists(models, set)?)]),
    })
}

fn right(models: &Models, rhs: &Rhs) -> Result<Expression> {
    Ok(match rhs {
        Rhs::Value(cell, kind) => Expression::value(constant(cell, *kind)),
        Rhs::List(cells, kind) => Expression::value(Value::list(cells.iter().map(|cell| constant(cell, *kind)))),
        Rhs::Expression(value) => expression(models, value)?,
        Rhs::QuerySet(set) => Expression::Query(Rc::new(queryset(models, set)?.query)),
    })
}

fn exists(models: &Models, set: &case::QuerySet) -> Result<Expression> {
    let mut query = queryset(models, set)?.query;
    query.subquery = true;
    Ok(Expression::Subquery(SubqueryKind::Exists, Rc::new(query), None))
}

fn expression(models: &Models, value: &case::Expression) -> Result<Expression> {
    Ok(match value {
        case::Expression::F(name) => Expression::f(name),
        case::Expression::OuterRef(name) => Expression::outer_ref(name),
        case::Expression::Number(number) => Expression::value(*number),
        case::Expression::Combined(a, operator, b) => {
            let connector = match operator {
                Arithmetic::Add => Connector::Add,
                Arithmetic::Sub => Connector::Sub,
                Arithmetic::Mul => Connector::Mul,
            };
            Expression::Combined(Box::new(expression(models, a)?), connector, Box::new(expression(models, b)?), None)
        }
        case::Expression::Aggregate(aggregate) => call(models, aggregate)?,
        case::Expression::Exists(set) => exists(models, set)?,
        case::Expression::Subquery(set) => {
            let mut query = queryset(models, set)?.query;
            query.subquery = true;
            Expression::Subquery(SubqueryKind::Scalar, Rc::new(query), None)
        }
    })
}

fn call(models: &Models, aggregate: &case::Aggregate) -> Result<Expression> {
    let def: &'static FuncDef = match aggregate.function {
        case::AggregateFunction::Count => &aggregates::COUNT,
        case::AggregateFunction::Sum => &aggregates::SUM,
        case::AggregateFunction::Min => &aggregates::MIN,
        case::AggregateFunction::Max => &aggregates::MAX,
    };
    let argument = match &aggregate.argument {
        Some(argument) => expression(models, argument)?,
        None => Expression::Star,
    };
    let filter = aggregate.filter.as_ref().map(|filter| q(models, filter)).transpose()?;
    let parts =
        AggregateParts { distinct: aggregate.distinct, filter: filter.map(Expression::Q), ..AggregateParts::default() };
    Ok(functions::aggregate(def, vec![argument], parts, None, FuncOptions::default())?.into())
}

fn constant(cell: &Cell, kind: Kind) -> Value {
    match (cell, kind) {
        (Cell::Null, _) => Value::Null,
        (Cell::Int(value), Kind::Boolean) => Value::Bool(*value != 0),
        (Cell::Int(value), _) => Value::Int(*value),
        (Cell::Text(text), Kind::Date) => Date::parse(text).map_or_else(|| Value::text(text), Value::Date),
        (Cell::Text(text), _) => Value::text(text),
    }
}
