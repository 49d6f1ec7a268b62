//! From a resolved query to SQL. Mirrors `sql/compiler.py`, one file a clause.
//!
//! Expressions become [`sea_query::Expr`]s; sea-query's statements put them in order; the
//! [`writer`] gives the text in Django's spelling, with `%s` for parameters and literal limits.

mod check;
mod expression;
mod from_clause;
mod functions;
mod group_by_clause;
mod insert;
mod order_by_clause;
mod select;
mod select_clause;
mod select_related;
pub(crate) mod shorthand;
pub mod sql;
mod update;
pub mod where_clause;
pub mod writer;

pub use check::compile_check;
pub use insert::{InsertQuery, InsertValue, OnConflict, compile_insert};
pub use select::{CompiledSelect, KlassInfo, OutputColumn, SelectCompiler, compile_query};
pub use sql::Sql;
pub use update::{UpdatePlan, UpdateQuery, UpdateValue, compile_delete};
pub use where_clause::{join_conditions, split_having_qualify};

use crate::{Result, Statement, dialect::Dialect, expression::ResolvedExpression};

/// Compiles expressions for one dialect.
pub struct Compiler<'a> {
    /// The dialect.
    pub dialect: &'a Dialect,
}

impl<'a> Compiler<'a> {
    /// A compiler for this dialect.
    pub fn new(dialect: &'a Dialect) -> Self {
        Self { dialect }
    }

    /// The SQL of an expression. Mirrors `SQLCompiler.compile`.
    pub fn compile(&mut self, expression: &ResolvedExpression) -> Result<Sql> {
        expression::compile(self, expression)
    }

    /// The SQL of an expression as text with its parameters.
    pub fn statement(&mut self, expression: &ResolvedExpression) -> Result<Statement> {
        Ok(writer::expression(&self.compile(expression)?, self.dialect))
    }
}
