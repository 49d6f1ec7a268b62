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

    fn collect<'a>(&'a self, out: &mut Vec<&'a ResolvedExpression>) {
        match self {
            Self::Value(_) => {}
            Self::Expression(expression) => out.push(expression),
            Self::List(items) => items.iter().for_each(|item| item.collect(out)),
        }
    }

    fn try_map<E>(
        &self,
        map: &mut dyn FnMut(&ResolvedExpression) -> Result<ResolvedExpression, E>,
    ) -> Result<Self, E> {
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
    pub fn try_map_children<E>(
        &self,
        map: &mut dyn FnMut(&ResolvedExpression) -> Result<ResolvedExpression, E>,
    ) -> Result<Self, E> {
        Ok(Self { class: self.class.clone(), lhs: map(&self.lhs)?, rhs: self.rhs.try_map(map)? })
    }
}
