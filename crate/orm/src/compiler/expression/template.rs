//! Templates as Django's classes and its users write them: `%(function)s(%(expressions)s)`.

use crate::{
    Error, Result,
    compiler::{
        Sql,
        sql::{concat, text},
    },
};

/// The template with each `%(name)s` replaced and each `%%` made one sign. Mirrors `template % data`.
pub(in crate::compiler) fn fill(template: &str, mut piece: impl FnMut(&str) -> Option<Sql>) -> Result<Sql> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut rest = template;
    while let Some(at) = rest.find('%') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('%') {
            plain.push('%');
            rest = after;
            continue;
        }
        let named = rest.strip_prefix('(').and_then(|rest| rest.split_once(')'));
        let Some((name, after)) = named else {
            return Err(Error::Type("not enough arguments for format string".into()));
        };
        let Some(after) = after.strip_prefix(['s', 'd']) else {
            let character = after.chars().next().map_or_else(String::new, |c| c.to_string());
            return Err(Error::Value(format!("unsupported format character '{character}'")));
        };
        let found = piece(name).ok_or_else(|| Error::Value(format!("'{name}'")))?;
        pieces.push(text(std::mem::take(&mut plain)));
        pieces.push(found);
        rest = after;
    }
    plain.push_str(rest);
    pieces.push(text(plain));
    Ok(concat(pieces))
}

#[cfg(test)]
mod tests {
    use super::fill;
    use crate::{
        compiler::{sql::param, writer},
        dialect::Dialect,
    };

    #[test]
    fn names_are_replaced_and_doubled_signs_halved() {
        let sql = fill("F(%(a)s, '%%%%Y', %(a)s)", |name| (name == "a").then(|| param(1.into()))).expect("valid");
        let statement = writer::expression(&sql, &Dialect::sqlite());
        assert_eq!(statement.sql, "F(%s, '%%Y', %s)");
        assert_eq!(statement.params, [1.into(), 1.into()]);
    }

    #[test]
    fn a_template_that_asks_for_too_much_is_an_error() {
        assert_eq!(fill("%(b)s", |_| None).expect_err("unknown").to_string(), "'b'");
        assert!(fill("%d", |_| None).is_err());
        assert!(fill("%(a", |_| None).is_err());
    }
}
