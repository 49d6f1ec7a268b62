//! Building blocks of SQL on top of [`sea_query::Expr`].

use std::borrow::Cow;

use sea_query::{Alias, ColumnName, ColumnRef, DynIden, Expr, IntoIden, TableName};

use crate::Value;

/// A piece of SQL.
pub type Sql = Expr;

/// Text as it is.
pub fn text(text: impl Into<Cow<'static, str>>) -> Sql {
    Expr::Custom(text.into())
}

/// A template: each `{}` stands for the next argument. The template must be our own text; text of
/// users goes in as an argument.
pub fn template(template: impl Into<Cow<'static, str>>, arguments: impl IntoIterator<Item = Sql>) -> Sql {
    Expr::CustomWithExpr(template.into(), arguments.into_iter().collect())
}

/// `name(a, b)`.
pub fn function(name: &str, arguments: impl IntoIterator<Item = Sql>) -> Sql {
    template("{}({})", [text(name.to_owned()), join(arguments, ", ")])
}

/// The pieces with a separator between.
pub fn join(pieces: impl IntoIterator<Item = Sql>, separator: &'static str) -> Sql {
    let pieces: Vec<Sql> = pieces.into_iter().collect();
    let mut shape = String::new();
    for at in 0..pieces.len() {
        if at > 0 {
            shape.push_str(separator);
        }
        shape.push_str("{}");
    }
    template(shape, pieces)
}

/// The pieces one after the other.
pub fn concat(pieces: impl IntoIterator<Item = Sql>) -> Sql {
    join(pieces, "")
}

/// `(piece)`.
pub fn parentheses(piece: Sql) -> Sql {
    template("({})", [piece])
}

/// A parameter.
pub fn param(value: Value) -> Sql {
    Expr::Value(super::writer::to_sea(value))
}

/// A name in quotes.
pub fn identifier(name: &str) -> DynIden {
    Alias::new(name).into_iden()
}

/// `"alias"."column"`, or the bare column.
pub fn column(alias: Option<&str>, column: &str) -> Sql {
    Expr::Column(ColumnRef::Column(ColumnName(
        alias.map(|alias| TableName(None, identifier(alias))),
        identifier(column),
    )))
}

/// SQL text with `%s` placeholders and its parameters, as users and Django's own extension points
/// write it. `%%` stays doubled.
pub fn raw(sql: &str, params: impl IntoIterator<Item = Value>) -> Sql {
    let mut params = params.into_iter();
    let mut pieces = Vec::new();
    let mut rest = sql;
    let mut plain = String::new();
    while let Some(at) = rest.find('%') {
        plain.push_str(&rest[..at]);
        match rest.as_bytes().get(at + 1) {
            Some(b's') => {
                pieces.push(text(std::mem::take(&mut plain)));
                match params.next() {
                    Some(value) => pieces.push(param(value)),
                    None => pieces.push(text("%s")),
                }
                rest = &rest[at + 2..];
            }
            Some(b'%') => {
                plain.push_str("%%");
                rest = &rest[at + 2..];
            }
            _ => {
                plain.push('%');
                rest = &rest[at + 1..];
            }
        }
    }
    plain.push_str(rest);
    pieces.push(text(plain));
    concat(pieces)
}
