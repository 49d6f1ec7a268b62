//! Calls that the ORM itself makes.

use super::{aggregates, comparison, math};
use crate::expression::{Expression, Func, Node, ResolvedExpression, value_type};

/// `Count("*")`.
pub fn count_star() -> Expression {
    Func::new(&aggregates::COUNT, vec![Expression::Star]).into()
}

/// `Random()`.
pub fn random() -> Expression {
    Func::new(&math::RANDOM, Vec::new()).into()
}

/// `Mod(lhs, rhs)`.
pub fn modulo(lhs: ResolvedExpression, rhs: ResolvedExpression) -> ResolvedExpression {
    Node::Func(Func::new(&math::MOD, vec![lhs, rhs])).into()
}

/// `Cast(value, value.output_field)`: a constant that says its type. One without a type stays as it is.
pub fn cast_to_own_type(value: Expression) -> Expression {
    let field = match &value {
        Expression::Value(value, field) => field.clone().or_else(|| value_type(value)),
        Expression::Resolved(resolved) => resolved.output_field_or_none().ok().flatten(),
        _ => None,
    };
    match field {
        Some(field) => {
            let mut cast = Func::new(&comparison::CAST, vec![value]);
            cast.output_field = Some(field);
            cast.into()
        }
        None => value,
    }
}
