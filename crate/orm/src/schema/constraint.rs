//! Constraints and indexes of `Meta`. Mirrors `constraints.py` and `indexes.py`.

use std::rc::Rc;

use crate::expression::{Expression, Q};

/// `UniqueConstraint` or `CheckConstraint`.
#[derive(Clone, Debug)]
pub enum Constraint {
    /// `CheckConstraint(condition=..., name=...)`.
    Check {
        /// The name.
        name: Rc<str>,
        /// The condition: a `Q` or a conditional expression.
        condition: Expression,
    },
    /// `UniqueConstraint(fields=..., condition=..., name=...)`.
    Unique {
        /// The name.
        name: Rc<str>,
        /// The fields, or none when `expressions` says what is unique.
        fields: Vec<Rc<str>>,
        /// Expressions in place of fields.
        expressions: Vec<Expression>,
        /// Only rows that meet it.
        condition: Option<Q>,
        /// `nulls_distinct`.
        nulls_distinct: Option<bool>,
    },
}

/// One column of an index, with its direction.
#[derive(Clone, Debug)]
pub struct IndexColumn {
    /// The field's name.
    pub field: Rc<str>,
    /// `-` before the name.
    pub descending: bool,
}

/// `Index(fields=..., name=...)`.
#[derive(Clone, Debug)]
pub struct Index {
    /// The name; Django makes one when the user does not.
    pub name: Rc<str>,
    /// The columns.
    pub columns: Vec<IndexColumn>,
    /// Expressions in place of columns.
    pub expressions: Vec<Expression>,
    /// Only rows that meet it.
    pub condition: Option<Q>,
}
