//! Function calls and names that the compiler itself makes.

use crate::{
    dialect::{Dialect, Vendor},
    expression::{Connector, Expression, Func, Node, ResolvedExpression, functions::math::RANDOM},
};

/// A random number, for `order_by("?")`.
pub(crate) fn random() -> Expression {
    Func::new(&RANDOM, Vec::new()).into()
}

/// A constant in `ORDER BY`, cast to its own type so that it does not mean a position.
pub(crate) fn cast_to_own_type(expression: Expression) -> Expression {
    expression
}

/// `a % b`.
pub(crate) fn modulo(lhs: ResolvedExpression, rhs: ResolvedExpression) -> ResolvedExpression {
    Node::Combined { lhs, connector: Connector::Mod, rhs, output_field: None }.into()
}

/// A name in quotes.
pub(crate) fn quote_name(dialect: &Dialect, name: &str) -> String {
    match dialect.vendor {
        Vendor::Mysql => format!("`{name}`"),
        _ => format!("\"{name}\""),
    }
}
