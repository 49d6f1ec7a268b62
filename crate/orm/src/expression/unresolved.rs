//! [`Expression`]: what the user wrote, with names not yet resolved against a query.

use std::{fmt, rc::Rc};

use super::{Connector, Func, Q, ResolvedExpression, Window, resolve::ResolveContext};
use crate::{
    Error, Result, Value,
    compiler::{Compiler, Sql},
    lookup::LookupClass,
    query::Query,
    schema::FieldRef,
};

/// An expression as written.
#[derive(Clone, Debug)]
pub enum Expression {
    /// `F("name")`: a field, annotation or transform, by name.
    F(Rc<str>),
    /// `F("name")[start:stop]`: a part of a text or array, positions from 0.
    SlicedF(Box<Expression>, u64, Option<u64>),
    /// `OuterRef("name")`: as `F`, of the query around this one.
    OuterRef(OuterName),
    /// A constant.
    Value(Value, Option<FieldRef>),
    /// `*`, in `Count("*")`.
    Star,
    /// `lhs + rhs` and its kin.
    Combined(Box<Expression>, Connector, Box<Expression>, Option<FieldRef>),
    /// `~condition` of an expression other than a `Q`.
    Negated(Box<Expression>),
    /// A function or aggregate.
    Func(Box<Func<Expression>>),
    /// `Case(When(...), default=...)`.
    Case(Box<Case<Expression>>),
    /// `Window(...)`.
    Window(Box<Window<Expression>>),
    /// `expression.asc()`, `.desc()`.
    OrderBy(Box<OrderBy<Expression>>),
    /// `ExpressionWrapper(expression, output_field=...)`.
    Wrapper(Box<Expression>, FieldRef),
    /// Several expressions separated by commas; `true` puts parentheses around them (a tuple).
    List(Vec<Expression>, bool),
    /// `RawSQL(sql, params)`: text with `%s` placeholders.
    RawSql(Rc<str>, Vec<Value>, Option<FieldRef>),
    /// `Subquery(queryset)` or `Exists(queryset)`.
    Subquery(SubqueryKind, Rc<Query>, Option<FieldRef>),
    /// A `Q` in an expression's place.
    Q(Q),
    /// A lookup as an expression: `GreaterThan(F("a"), 1)`.
    Lookup(LookupClass, Box<Expression>, Box<Expression>),
    /// A transform by name over an expression.
    Transform(LookupClass, Box<Expression>),
    /// A model instance's or queryset's place in a filter: the query itself.
    Query(Rc<Query>),
    /// Values that hold expressions: `[F("a"), 3]`.
    Values(Vec<Expression>),
    /// An expression that is resolved already.
    Resolved(ResolvedExpression),
    /// An expression class of the host's with methods of its own.
    Host(Rc<dyn HostExpression>),
}

/// What an `OuterRef` names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum OuterName {
    /// A name of the query around this one.
    Name(Rc<str>),
    /// `OuterRef(OuterRef("name"))`: a name of the query around that one.
    Outer(Box<OuterName>),
}

/// Which kind of subquery.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SubqueryKind {
    /// One value.
    Scalar,
    /// Whether it has rows.
    Exists,
    /// `ArraySubquery` (PostgreSQL).
    Array,
    /// A user's own template over `%(subquery)s`.
    Template(Rc<str>),
}

/// `Case`.
#[derive(Clone, Debug, PartialEq)]
pub struct Case<E> {
    /// The branches, in order.
    pub whens: Vec<When<E>>,
    /// `default`; `NULL` when absent.
    pub default: Option<E>,
    /// `output_field`.
    pub output_field: Option<FieldRef>,
    /// What was in `extra` of a user's subclass.
    pub template: Option<Rc<str>>,
}

/// `When`.
#[derive(Clone, Debug, PartialEq)]
pub struct When<E> {
    /// The condition: a `Q` or a conditional expression.
    pub condition: E,
    /// The result.
    pub then: E,
}

/// `OrderBy`.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderBy<E> {
    /// What to order by.
    pub expression: E,
    /// Direction.
    pub descending: bool,
    /// `nulls_first`.
    pub nulls_first: bool,
    /// `nulls_last`.
    pub nulls_last: bool,
}

/// An expression class of the host's (a user's subclass) that overrides how it is resolved or
/// compiled.
pub trait HostExpression: fmt::Debug {
    /// Resolves it against a query. Mirrors `resolve_expression`.
    fn resolve(&self, query: &mut Query, context: &mut ResolveContext<'_>) -> Result<ResolvedExpression>;
    /// Whether it may stand alone in `filter()`.
    fn conditional(&self) -> bool {
        false
    }
    /// Its class's name.
    fn class_name(&self) -> String;
    /// Lets the host find its own type again.
    fn as_any(&self) -> &dyn std::any::Any;
}

/// A resolved expression whose SQL the host writes. Its children are ordinary nodes, so that aliases
/// are relabelled and aggregates found without asking the host.
pub trait HostNode: fmt::Debug {
    /// Its SQL for the dialect of the compiler. Mirrors `as_sql` / `as_<vendor>`.
    fn compile(&self, children: &[ResolvedExpression], compiler: &mut Compiler<'_>) -> Result<Sql>;
    /// Its type, given its children.
    fn output_field(&self, children: &[ResolvedExpression]) -> Result<Option<FieldRef>>;
    /// Whether it is an aggregate.
    fn contains_aggregate(&self) -> bool {
        false
    }
    /// Whether it may stand alone in `filter()`.
    fn conditional(&self) -> bool {
        false
    }
    /// Its class's name.
    fn class_name(&self) -> String;
    /// Whether it says the same as another with equal children.
    fn equals(&self, other: &dyn HostNode) -> bool;
    /// For a transform: the lookup or transform of this name that is registered on its class.
    fn get_lookup(&self, _name: &str) -> Option<crate::lookup::LookupClass> {
        None
    }
    /// For a transform with `bilateral = True`: its class, which lookups then apply to their right side too.
    fn bilateral_transform(&self) -> Option<crate::lookup::LookupClass> {
        None
    }
    /// Lets the host find its own type again.
    fn as_any(&self) -> &dyn std::any::Any;
}

impl When<Expression> {
    /// `When(condition, then=...)`.
    ///
    /// # Errors
    ///
    /// `TypeError` for a condition that is none, `ValueError` for an empty `Q()`.
    pub fn new(condition: Expression, then: Expression) -> Result<Self> {
        match &condition {
            Expression::Q(q) if q.is_empty() => {
                Err(Error::Value("An empty Q() can't be used as a When() condition.".into()))
            }
            condition if !condition.conditional() => {
                Err(Error::Type("When() supports a Q object, a boolean expression, or lookups as a condition.".into()))
            }
            _ => Ok(Self { condition, then }),
        }
    }
}

impl Expression {
    /// `F(name)`.
    pub fn f(name: impl AsRef<str>) -> Self {
        Self::F(Rc::from(name.as_ref()))
    }

    /// `OuterRef(name)`.
    pub fn outer_ref(name: impl AsRef<str>) -> Self {
        Self::OuterRef(OuterName::Name(Rc::from(name.as_ref())))
    }

    /// `Value(value)`.
    pub fn value(value: impl Into<Value>) -> Self {
        Self::Value(value.into(), None)
    }

    /// `expression.asc()`.
    pub fn asc(self) -> Self {
        Self::order(self, false)
    }

    /// `expression.desc()`.
    pub fn desc(self) -> Self {
        Self::order(self, true)
    }

    fn order(expression: Self, descending: bool) -> Self {
        Self::OrderBy(Box::new(OrderBy { expression, descending, nulls_first: false, nulls_last: false }))
    }
}

impl<T: Into<Value>> From<T> for Expression {
    fn from(value: T) -> Self {
        Self::Value(value.into(), None)
    }
}
