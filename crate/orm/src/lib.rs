//! The Django ORM's semantics in pure Rust: querysets in, SQL out.
//!
//! No Python, no browser, no clock, no IO. The way of the data, stage by stage, each with its own types:
//!
//! | stage | type | module |
//! |---|---|---|
//! | what the user wrote | [`queryset::QuerySet`], [`expression::Expression`], [`expression::Q`] | [`queryset`], [`expression`] |
//! | names resolved against the schema | [`query::Query`], [`expression::ResolvedExpression`] | [`query`] |
//! | SQL | [`sea_query`] trees, then [`Statement`] | [`compiler`] |
//! | rows | [`Rows`], converted by the fields they came from | [`schema`] |

pub mod compiler;
pub mod decimal;
pub mod dialect;
mod error;
pub mod expression;
#[cfg(test)]
mod fixture;
pub mod lookup;
pub mod query;
pub mod queryset;
pub mod schema;
mod statement;
pub mod temporal;
mod value;

pub use error::{Error, HostError, Result};
pub use statement::{Rows, Statement};
pub use value::{Foreign, ModelInstance, Sequence, SequenceKind, Value, python_float, python_str_repr};
