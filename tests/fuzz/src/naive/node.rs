//! Expressions and conditions with their names resolved to tables joined.

use std::rc::Rc;

use super::{path::Target, plan::Plan};
use crate::case::{AggregateFunction, Arithmetic, Cell, Lookup};

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// A column of a table joined.
    Column {
        join: usize,
        table: usize,
        column: usize,
    },
    /// A number.
    Number(i64),
    Combined(Box<Node>, Arithmetic, Box<Node>),
    Aggregate(Box<Aggregate>),
    /// Whether a query has rows.
    Exists(Rc<Plan>),
    /// The first cell of a query.
    Scalar(Rc<Plan>),
    /// An expression of the query around.
    Outer(Box<Node>),
}

/// An aggregate.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Aggregate {
    pub(super) function: AggregateFunction,
    pub(super) argument: Option<Node>,
    pub(super) distinct: bool,
    pub(super) filter: Option<Condition>,
}

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Condition {
    /// A lookup. Inside a negation it also asks that these are not NULL, so that the negation is true where they are.
    Compare {
        left: Node,
        lookup: Lookup,
        right: Right,
        not_null: Vec<Node>,
    },
    /// Whether a row at the end of a path meets a lookup, whatever is joined.
    Related {
        target: Target,
        lookup: Lookup,
        right: Right,
    },
    And(Box<Condition>, Box<Condition>),
    Or(Box<Condition>, Box<Condition>),
    Not(Box<Condition>),
    /// The negation that is `exclude()`; its parts stay together.
    Excluded(Box<Condition>),
    Exists(Rc<Plan>),
}

/// What a lookup compares with.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Right {
    Cells(Vec<Cell>),
    Node(Node),
    Plan(Rc<Plan>),
}

impl Node {
    pub(super) fn contains_aggregate(&self) -> bool {
        match self {
            Self::Aggregate(_) => true,
            Self::Combined(a, _, b) => a.contains_aggregate() || b.contains_aggregate(),
            _ => false,
        }
    }

    /// What has to be grouped by where this is selected.
    pub(super) fn group_columns(&self) -> Vec<Node> {
        match self {
            Self::Column { .. } | Self::Outer(_) => vec![self.clone()],
            Self::Number(_) | Self::Aggregate(_) => Vec::new(),
            Self::Combined(a, _, b) if self.contains_aggregate() => [a.group_columns(), b.group_columns()].concat(),
            Self::Combined(..) => vec![self.clone()],
            Self::Exists(plan) | Self::Scalar(plan) => plan.group_columns().unwrap_or_else(|| vec![self.clone()]),
        }
    }
}

impl Condition {
    pub(super) fn contains_aggregate(&self) -> bool {
        match self {
            Self::Compare { left, right, .. } => {
                left.contains_aggregate() || matches!(right, Right::Node(node) if node.contains_aggregate())
            }
            Self::Related { .. } | Self::Exists(_) => false,
            Self::And(a, b) | Self::Or(a, b) => a.contains_aggregate() || b.contains_aggregate(),
            Self::Not(inner) | Self::Excluded(inner) => inner.contains_aggregate(),
        }
    }

    /// What has to be grouped by where this stands in HAVING. The generator keeps subqueries out of it.
    pub(super) fn group_columns(&self) -> Vec<Node> {
        match self {
            Self::Compare { left, right, .. } => {
                let mut columns = left.group_columns();
                if let Right::Node(node) = right {
                    columns.extend(node.group_columns());
                }
                columns
            }
            Self::Related { .. } | Self::Exists(_) => Vec::new(),
            Self::And(a, b) | Self::Or(a, b) => [a.group_columns(), b.group_columns()].concat(),
            Self::Not(inner) | Self::Excluded(inner) => inner.group_columns(),
        }
    }

    /// Parts it into what rows and what groups have to meet.
    pub(super) fn split(self, negated: bool) -> (Option<Self>, Option<Self>) {
        if !self.contains_aggregate() {
            return (Some(self), None);
        }
        let pair = |a: Self, b: Self, join: fn(Box<Self>, Box<Self>) -> Self| {
            let ((a_rows, a_groups), (b_rows, b_groups)) = (a.split(negated), b.split(negated));
            let both = |a: Option<Self>, b: Option<Self>| match (a, b) {
                (Some(a), Some(b)) => Some(join(Box::new(a), Box::new(b))),
                (a, b) => a.or(b),
            };
            (both(a_rows, b_rows), both(a_groups, b_groups))
        };
        match self {
            Self::And(a, b) if !negated => pair(*a, *b, Self::And),
            Self::Or(a, b) if negated => pair(*a, *b, Self::Or),
            Self::Not(inner) => {
                let (rows, groups) = inner.split(!negated);
                let not = |part: Self| Self::Not(Box::new(part));
                (rows.map(not), groups.map(not))
            }
            whole => (None, Some(whole)),
        }
    }
}
