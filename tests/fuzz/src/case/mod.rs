//! A case as plain data: a schema, its rows, a queryset and what is asked of it. It knows neither the ORM nor SQL, so
//! the ORM and the naive evaluator each read it in their own way.

mod queryset;
mod schema;

pub use queryset::{
    Aggregate, AggregateFunction, Arithmetic, Ask, Expression, Lookup, Op, Order, Q, QuerySet, Rhs, SetOperator,
};
pub use schema::{Cell, Field, Kind, Model, Row, Schema};

/// A case.
#[derive(Clone, Debug)]
pub struct Case {
    /// The models.
    pub schema: Schema,
    /// The rows of each model; a row's primary key is its place, from 1.
    pub rows: Vec<Vec<Row>>,
    /// The queryset.
    pub queryset: QuerySet,
    /// What is asked of it.
    pub ask: Ask,
}
