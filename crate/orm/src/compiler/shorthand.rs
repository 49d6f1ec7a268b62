//! Function calls and names that the compiler itself makes.

pub(crate) use crate::expression::functions::{cast_to_own_type, random};
use crate::{
    dialect::{Dialect, Vendor},
    expression::{Connector, Node, ResolvedExpression},
};

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
