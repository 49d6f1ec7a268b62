//! Function calls and names that the compiler itself makes.

use crate::dialect::{Dialect, Vendor};
pub(crate) use crate::expression::functions::{cast_to_own_type, modulo, random};

/// A name in quotes.
pub(crate) fn quote_name(dialect: &Dialect, name: &str) -> String {
    match dialect.vendor {
        Vendor::Mysql => format!("`{name}`"),
        _ => format!("\"{name}\""),
    }
}
