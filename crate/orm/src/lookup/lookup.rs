//! [`Lookup`]: a comparison of a resolved left side with a value, an expression or a query.

use super::LookupClass;
use crate::{Value, expression::ResolvedExpression};

/// What stands on the right.
#[derive(Clone, Debug, PartialEq)]
pub enum Rhs {
    /// A prepared value.
    Value(Value),
    /// An expression or query.
    Expression(ResolvedExpression),
    /// Several, some of them expressions.
    List(Vec<Rhs>),
}

/// A comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Lookup {
    /// Which.
    pub class: LookupClass,
    /// Left.
    pub lhs: ResolvedExpression,
    /// Right.
    pub rhs: Rhs,
}

impl Rhs {
    /// Whether it is the plain value `None`.
    pub fn is_none(&self) -> bool {
        matches!(self, Self::Value(Value::Null))
    }

    /// Whether an expression is within.
    pub fn has_expressions(&self) -> bool {
        match self {
            Self::Value(_) => false,
            Self::Expression(_) => true,
            Self::List(items) => items.iter().any(Self::has_expressions),
        }
    }

    /// A list without expressions as one value; anything else as it is.
    pub fn simplified(self) -> Self {
        match self {
            Self::List(items) if !items.iter().any(Self::has_expressions) => {
                Self::Value(Value::list(items.into_iter().map(|item| match item.simplified() {
                    Self::Value(value) => value,
                    Self::Expression(_) | Self::List(_) => Value::Null,
                })))
            }
            other => other,
        }
    }

    fn collect<'a>(&'a self, out: &mut Vec<&'a ResolvedExpression>) {
        match self {
            Self::Value(_) => {}
            Self::Expression(expression) => out.push(expression),
            Self::List(items) => items.iter().for_each(|item| item.collect(out)),
        }
    }

    fn try_map<E>(&self, map: &mut dyn FnMut(&ResolvedExpression) -> Result<ResolvedExpression, E>) -> Result<Self, E> {
        Ok(match self {
            Self::Value(value) => Self::Value(value.clone()),
            Self::Expression(expression) => Self::Expression(map(expression)?),
            Self::List(items) => {
                let mut mapped = Vec::with_capacity(items.len());
                for item in items {
                    mapped.push(item.try_map(map)?);
                }
                Self::List(mapped)
            }
        })
    }
}

impl Lookup {
    /// The expressions on both sides.
    pub fn collect_children<'a>(&'a self, out: &mut Vec<&'a ResolvedExpression>) {
        out.push(&self.lhs);
        self.rhs.collect(out);
    }

    /// The same over other expressions.
    ///
    /// # Errors
    ///
    /// What `map` gives.
    pub fn try_map_children<E>(
        &self,
        map: &mut dyn FnMut(&ResolvedExpression) -> Result<ResolvedExpression, E>,
    ) -> Result<Self, E> {
        Ok(Self { class: self.class.clone(), lhs: map(&self.lhs)?, rhs: self.rhs.try_map(map)? })
    }
}
