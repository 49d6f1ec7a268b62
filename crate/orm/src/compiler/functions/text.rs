//! Concatenation and ends of text. Mirrors `functions/text.py`.

use super::call_of;
use crate::{
    Result,
    compiler::{
        Compiler, Sql,
        expression::{Overrides, call, generic, with_cast},
    },
    dialect::Vendor,
    expression::{
        Connector, Func, Node, ResolvedExpression,
        functions::{
            comparison::{CAST, COALESCE},
            text::SUBSTR,
        },
    },
    schema::{Field, FieldKind},
};

/// `a || b`, where an empty text stands for a null; MySQL's `CONCAT_WS` passes over nulls by itself.
pub(super) fn concat_pair(compiler: &mut Compiler<'_>, func: &Func<ResolvedExpression>) -> Result<Sql> {
    if compiler.dialect.vendor == Vendor::Mysql {
        return generic(compiler, func, Overrides::default());
    }
    let mut copy = func.clone();
    for arg in &mut copy.args {
        if compiler.dialect.vendor == Vendor::Postgresql {
            let kind = arg.output_field()?.kind;
            if kind != FieldKind::Text && !kind.is_char() {
                let text = Some(Field::output(FieldKind::Text));
                *arg = Node::Func(call_of(&CAST, vec![arg.clone()], text)).into();
            }
        }
        let empty = ResolvedExpression::value("", None);
        *arg = Node::Func(call_of(&COALESCE, vec![arg.clone(), empty], None)).into();
    }
    let overrides =
        Overrides { template: Some("(%(expressions)s)".into()), arg_joiner: Some(" || "), ..Overrides::default() };
    generic(compiler, &copy, overrides)
}

/// SQLite has neither; there it is a substring.
pub(super) fn left_or_right(compiler: &mut Compiler<'_>, func: &Func<ResolvedExpression>) -> Result<Sql> {
    let [source, length] = func.args.as_slice() else {
        return with_cast(compiler, func, Overrides::default());
    };
    if compiler.dialect.vendor != Vendor::Sqlite {
        return with_cast(compiler, func, Overrides::default());
    }
    let number = |number: i64| ResolvedExpression::value(number, None);
    let start = if func.def.name == "Left" {
        number(1)
    } else {
        Node::Combined { lhs: length.clone(), connector: Connector::Mul, rhs: number(-1), output_field: None }.into()
    };
    call(compiler, &call_of(&SUBSTR, vec![source.clone(), start, length.clone()], None))
}
