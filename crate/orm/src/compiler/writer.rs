//! Writes sea-query's trees in Django's spelling.
//!
//! Django's cursor takes `%s` placeholders and its limits are part of the text, so this is a
//! [`SqlWriter`] of our own, and a [`QueryBuilder`] that changes what sea-query's builders spell
//! differently: `FROM "city" "T2"` without `AS`, `{}` templates, and compound queries.

use std::fmt::{self, Write};

use sea_query::*;

use crate::{
    Statement, Value,
    dialect::{Dialect, Vendor},
};

/// Text and parameters as they are written.
struct Writer {
    sql: String,
    params: Vec<Value>,
    mysql: bool,
}

impl Write for Writer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.sql.push_str(text);
        Ok(())
    }
}

impl fmt::Display for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sql)
    }
}

impl SqlWriter for Writer {
    fn push_param<T: QueryBuilder>(&mut self, value: sea_query::Value, _: &T) {
        // Only limits and offsets are of this type, and Django writes them into the text.
        if let sea_query::Value::BigUnsigned(Some(number)) = value {
            // No limit: SQLite writes -1, MySQL the largest number.
            let _ = match number {
                u64::MAX if !self.mysql => write!(self.sql, "-1"),
                _ => write!(self.sql, "{number}"),
            };
            return;
        }
        self.sql.push_str("%s");
        self.params.push(from_sea(value));
    }

    fn as_writer(&mut self) -> &mut dyn Write {
        self
    }
}

const BIG_INT: char = '\u{10FFFF}';

/// A parameter as sea-query's value.
pub fn to_sea(value: Value) -> sea_query::Value {
    use sea_query::Value as Sea;
    match value {
        Value::Bool(value) => Sea::Bool(Some(value)),
        Value::Int(value) => Sea::BigInt(Some(value)),
        Value::Float(value) => Sea::Double(Some(value)),
        Value::Text(value) => Sea::String(Some(value.to_string())),
        Value::Bytes(value) => Sea::Bytes(Some(value.to_vec())),
        Value::BigInt(digits) => Sea::String(Some(format!("{BIG_INT}{digits}"))),
        Value::Null => Sea::String(None),
        other => Sea::String(Some(other.display())),
    }
}

fn from_sea(value: sea_query::Value) -> Value {
    use sea_query::Value as Sea;
    match value {
        Sea::Bool(Some(value)) => Value::Bool(value),
        Sea::BigInt(Some(value)) => Value::Int(value),
        Sea::Double(Some(value)) => Value::Float(value),
        Sea::String(Some(value)) => match value.strip_prefix(BIG_INT) {
            Some(digits) => Value::BigInt(digits.into()),
            None => Value::Text(value.into()),
        },
        Sea::Bytes(Some(value)) => Value::Bytes(value.into()),
        _ => Value::Null,
    }
}

/// A builder for one vendor.
struct Spelling {
    vendor: Vendor,
    /// `INSERT OR IGNORE`.
    ignore: bool,
}

impl QuotedBuilder for Spelling {
    fn quote(&self) -> Quote {
        let mark = if self.vendor == Vendor::Mysql { b'`' } else { b'"' };
        Quote::new(mark)
    }
}

impl EscapeBuilder for Spelling {}

impl TableRefBuilder for Spelling {
    fn prepare_table_ref_iden(&self, table_ref: &TableRef, sql: &mut impl SqlWriter) {
        let TableRef::Table(TableName(_, table), alias) = table_ref else { return };
        self.prepare_iden(table, sql);
        if let Some(alias) = alias {
            let _ = sql.write_str(" ");
            self.prepare_iden(alias, sql);
        }
    }
}

impl PrecedenceDecider for Spelling {
    fn inner_expr_well_known_greater_precedence(&self, _: &Expr, _: &Oper) -> bool {
        false
    }
}

impl OperLeftAssocDecider for Spelling {
    fn well_known_left_associative(&self, _: &BinOper) -> bool {
        false
    }
}

impl QueryBuilder for Spelling {
    fn prepare_query_statement(&self, query: &SubQueryStatement, sql: &mut impl SqlWriter) {
        match query {
            SubQueryStatement::SelectStatement(select) => self.prepare_select_statement(select, sql),
            SubQueryStatement::InsertStatement(insert) => self.prepare_insert_statement(insert, sql),
            SubQueryStatement::UpdateStatement(update) => self.prepare_update_statement(update, sql),
            SubQueryStatement::DeleteStatement(delete) => self.prepare_delete_statement(delete, sql),
            SubQueryStatement::WithStatement(with) => self.prepare_with_query(with, sql),
        }
    }

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {}

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}

    fn prepare_value(&self, value: sea_query::Value, sql: &mut impl SqlWriter) {
        sql.push_param(value, self);
    }

    fn prepare_expr(&self, expr: &Expr, sql: &mut impl SqlWriter) {
        let (template, arguments) = match expr {
            Expr::CustomWithExpr(template, arguments) => (template, arguments),
            // A query within writes its own parentheses where it needs them.
            Expr::SubQuery(None, query) => return self.prepare_query_statement(query, sql),
            _ => return self.prepare_expr_common(expr, sql),
        };
        let mut rest: &str = template;
        for argument in arguments {
            let Some(at) = rest.as_bytes().windows(2).position(|two| two == b"{}") else { break };
            let _ = sql.write_str(&rest[..at]);
            self.prepare_expr(argument, sql);
            rest = &rest[at + 2..];
        }
        let _ = sql.write_str(rest);
    }

    fn prepare_insert(&self, _: bool, sql: &mut impl SqlWriter) {
        let _ = sql.write_str(match (self.ignore, self.vendor) {
            (true, Vendor::Mysql) => "INSERT IGNORE",
            (true, _) => "INSERT OR IGNORE",
            (false, _) => "INSERT",
        });
    }

    fn prepare_join_type(&self, join: &JoinType, sql: &mut impl SqlWriter) {
        let _ = sql.write_str(match join {
            JoinType::InnerJoin => "INNER JOIN",
            JoinType::LeftJoin => "LEFT OUTER JOIN",
            // Django's `extra(tables=...)`.
            _ => ",",
        });
    }

    fn prepare_order(&self, order: &OrderExpr, sql: &mut impl SqlWriter) {
        // Django's OrderBy writes its own direction, so ours arrives within the expression.
        let _ = (order, sql);
    }

    fn prepare_table_ref(&self, table_ref: &TableRef, sql: &mut impl SqlWriter) {
        match table_ref {
            TableRef::SubQuery(query, alias) => {
                let _ = sql.write_str("(");
                self.prepare_select_statement(query, sql);
                let _ = sql.write_str(") ");
                // Django gives its wrapping subqueries bare names.
                let _ = sql.write_str(&alias.to_string());
            }
            _ => self.prepare_table_ref_iden(table_ref, sql),
        }
    }
}

fn write(dialect: &Dialect, write: impl FnOnce(&Spelling, &mut Writer)) -> Statement {
    let mut writer =
        Writer { sql: String::with_capacity(256), params: Vec::new(), mysql: dialect.vendor == Vendor::Mysql };
    write(&Spelling { vendor: dialect.vendor, ignore: false }, &mut writer);
    Statement { sql: writer.sql, params: writer.params }
}

/// The text of an expression.
pub fn expression(expression: &Expr, dialect: &Dialect) -> Statement {
    write(dialect, |spelling, writer| spelling.prepare_expr(expression, writer))
}

/// The text of an INSERT, which leaves rows that are there already with `ignore`.
pub fn insert_expression(expression: &Expr, dialect: &Dialect, ignore: bool) -> Statement {
    write(dialect, |spelling, writer| {
        Spelling { vendor: spelling.vendor, ignore }.prepare_expr(expression, writer);
    })
}

/// The text of an UPDATE.
pub fn update(update: &UpdateStatement, dialect: &Dialect) -> Statement {
    write(dialect, |spelling, writer| spelling.prepare_update_statement(update, writer))
}

/// The text of a DELETE.
pub fn delete(delete: &DeleteStatement, dialect: &Dialect) -> Statement {
    write(dialect, |spelling, writer| spelling.prepare_delete_statement(delete, writer))
}
