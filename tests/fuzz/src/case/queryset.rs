//! Querysets, as a person would chain them.

use super::{Cell, Kind};

/// A queryset over a model.
#[derive(Clone, Debug)]
pub struct QuerySet {
    /// The model, by its place.
    pub model: usize,
    /// The methods called, in order.
    pub ops: Vec<Op>,
}

/// A method of querysets.
#[derive(Clone, Debug)]
pub enum Op {
    /// `filter(q)`.
    Filter(Q),
    /// `exclude(q)`.
    Exclude(Q),
    /// `annotate(name=expression)`.
    Annotate(String, Expression),
    /// `alias(name=expression)`.
    Alias(String, Expression),
    /// `values(*names)`, or `values_list`.
    Values(Vec<String>, bool),
    /// `distinct()`.
    Distinct,
    /// `order_by(*names)`.
    OrderBy(Vec<Order>),
    /// `reverse()`.
    Reverse,
    /// `[low:high]`.
    Slice(u64, Option<u64>),
    /// `union(*others)` and its kin.
    Combine(SetOperator, Vec<QuerySet>),
}

/// A term of `order_by`.
#[derive(Clone, Debug)]
pub struct Order {
    /// The name.
    pub name: String,
    /// `-name`.
    pub descending: bool,
}

/// A set operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum SetOperator {
    Union,
    UnionAll,
    Intersection,
    Difference,
}

/// A condition.
#[derive(Clone, Debug)]
pub enum Q {
    /// `path__lookup=value`.
    Lookup(String, Lookup, Rhs),
    /// `a & b`.
    And(Box<Q>, Box<Q>),
    /// `a | b`.
    Or(Box<Q>, Box<Q>),
    /// `~a`.
    Not(Box<Q>),
    /// `Q(Exists(queryset))`.
    Exists(Box<QuerySet>),
}

/// A lookup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Lookup {
    Exact,
    Gt,
    Gte,
    Lt,
    Lte,
    In,
    Range,
    IsNull,
    Contains,
    IContains,
    StartsWith,
    EndsWith,
    IExact,
}

impl Lookup {
    /// Its name in a path.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Gt => "gt",
            Self::Gte => "gte",
            Self::Lt => "lt",
            Self::Lte => "lte",
            Self::In => "in",
            Self::Range => "range",
            Self::IsNull => "isnull",
            Self::Contains => "contains",
            Self::IContains => "icontains",
            Self::StartsWith => "startswith",
            Self::EndsWith => "endswith",
            Self::IExact => "iexact",
        }
    }
}

/// What a lookup compares with.
#[derive(Clone, Debug)]
pub enum Rhs {
    /// A constant of this type.
    Value(Cell, Kind),
    /// Constants of this type.
    List(Vec<Cell>, Kind),
    /// An expression.
    Expression(Expression),
    /// `in` a queryset.
    QuerySet(Box<QuerySet>),
}

/// An expression.
#[derive(Clone, Debug)]
pub enum Expression {
    /// `F(name)`.
    F(String),
    /// `OuterRef(name)`.
    OuterRef(String),
    /// `Value(number)`.
    Number(i64),
    /// `a + b`.
    Combined(Box<Expression>, Arithmetic, Box<Expression>),
    /// An aggregate.
    Aggregate(Aggregate),
    /// `Exists(queryset)`.
    Exists(Box<QuerySet>),
    /// `Subquery(queryset)`.
    Subquery(Box<QuerySet>),
}

/// An operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Arithmetic {
    Add,
    Sub,
    Mul,
}

/// An aggregate.
#[derive(Clone, Debug)]
pub struct Aggregate {
    /// Which.
    pub function: AggregateFunction,
    /// Its argument; `None` is `"*"`.
    pub argument: Option<Box<Expression>>,
    /// `distinct`.
    pub distinct: bool,
    /// `filter`.
    pub filter: Option<Box<Q>>,
}

/// An aggregate function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum AggregateFunction {
    Count,
    Sum,
    Min,
    Max,
}

/// What is asked of a queryset.
#[derive(Clone, Debug)]
pub enum Ask {
    /// Its rows.
    Rows,
    /// `count()`.
    Count,
    /// `exists()`.
    Exists,
    /// `aggregate(name=expression)`.
    Aggregate(Vec<(String, Expression)>),
}
