//! The right-hand side of each lookup. Mirrors `operators`, `pattern_ops`, `pattern_esc` and `lookup_cast`.

use crate::dialect::{Dialect, Vendor};
use crate::schema::FieldKind;

const SQLITE_LIKE: &str = "LIKE %s ESCAPE '\\'";

impl Dialect {
    /// What follows the left side, over `%s`, by the lookup's name. `None` for lookups that are no operator.
    pub fn operator(&self, lookup: &str) -> Option<&'static str> {
        let plain = match lookup {
            "exact" => "= %s",
            "gt" => "> %s",
            "gte" => ">= %s",
            "lt" => "< %s",
            "lte" => "<= %s",
            _ => "",
        };
        if !plain.is_empty() {
            return Some(plain);
        }
        let by_vendor = match lookup {
            "iexact" => [SQLITE_LIKE, "= UPPER(%s)", "LIKE %s"],
            "contains" | "startswith" | "endswith" => [SQLITE_LIKE, "LIKE %s", "LIKE BINARY %s"],
            "icontains" | "istartswith" | "iendswith" => [SQLITE_LIKE, "LIKE UPPER(%s)", "LIKE %s"],
            "regex" => ["REGEXP %s", "~ %s", ""],
            "iregex" => ["REGEXP '(?i)' || %s", "~* %s", ""],
            _ => return None,
        };
        let operator = match self.vendor {
            Vendor::Sqlite => by_vendor[0],
            Vendor::Postgresql => by_vendor[1],
            Vendor::Mysql => by_vendor[2],
        };
        (!operator.is_empty()).then_some(operator)
    }

    /// As [`Dialect::operator`] for pattern lookups whose right side is an expression: text before and after it.
    pub fn pattern_operator(&self, lookup: &str) -> (String, String) {
        let insensitive = lookup.starts_with('i') && lookup != "in";
        let name = if insensitive { &lookup[1..] } else { lookup };
        let before = name != "startswith";
        let after = name != "endswith";
        if self.vendor == Vendor::Mysql {
            let like = if insensitive { "LIKE CONCAT(" } else { "LIKE BINARY CONCAT(" };
            let start = if before { "'%%', " } else { "" };
            let end = if after { ", '%%')" } else { ")" };
            return (format!("{like}{start}"), end.into());
        }
        let escape = if self.vendor == Vendor::Sqlite { " ESCAPE '\\'" } else { "" };
        let start = if before { "'%%' || " } else { "" };
        let end = if after { " || '%%'" } else { "" };
        let (upper, close) = if insensitive { ("UPPER(", ")") } else { ("", "") };
        (format!("LIKE {start}{upper}"), format!("{close}{end}{escape}"))
    }

    /// Text around an expression that escapes what `LIKE` would read as wildcards.
    pub fn pattern_escape(&self) -> (&'static str, &'static str) {
        match self.vendor {
            Vendor::Sqlite => ("REPLACE(REPLACE(REPLACE(", ", '\\', '\\\\'), '%%', '\\%%'), '_', '\\_')"),
            Vendor::Postgresql => {
                ("REPLACE(REPLACE(REPLACE(", ", E'\\\\', E'\\\\\\\\'), E'%%', E'\\\\%%'), E'_', E'\\\\_')")
            }
            Vendor::Mysql => ("REPLACE(REPLACE(REPLACE(", ", '\\\\', '\\\\\\\\'), '%%', '\\%%'), '_', '\\_')"),
        }
    }

    /// Text around the left side of a lookup. Mirrors `lookup_cast`.
    pub fn lookup_cast(&self, lookup: &str, kind: Option<FieldKind>) -> (&'static str, &'static str) {
        let textual = matches!(
            lookup,
            "iexact"
                | "contains"
                | "icontains"
                | "startswith"
                | "istartswith"
                | "endswith"
                | "iendswith"
                | "regex"
                | "iregex"
        );
        let upper = matches!(lookup, "iexact" | "icontains" | "istartswith" | "iendswith");
        match self.vendor {
            Vendor::Postgresql if textual => match (kind == Some(FieldKind::GenericIpAddress), upper) {
                (true, true) => ("UPPER(HOST(", "))"),
                (true, false) => ("HOST(", ")"),
                (false, true) => ("UPPER(", "::text)"),
                (false, false) => ("", "::text"),
            },
            Vendor::Mysql if textual && kind == Some(FieldKind::Json) => ("JSON_UNQUOTE(", ")"),
            _ => ("", ""),
        }
    }

    /// Escapes wildcards of `LIKE` in a value. Mirrors `prep_for_like_query`.
    pub fn prepare_for_like(text: &str) -> String {
        text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
    }

    /// Mirrors `prep_for_iexact_query`.
    pub fn prepare_for_iexact(&self, text: &str) -> String {
        if self.vendor == Vendor::Postgresql { text.to_owned() } else { Self::prepare_for_like(text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_over_expressions_are_spelt_for_each_vendor() {
        let around = |vendor, lookup| {
            let (before, after) = Dialect::new(vendor).pattern_operator(lookup);
            format!("{before}x{after}")
        };
        for (vendor, lookup, sql) in [
            (Vendor::Sqlite, "contains", "LIKE '%%' || x || '%%' ESCAPE '\\'"),
            (Vendor::Sqlite, "istartswith", "LIKE UPPER(x) || '%%' ESCAPE '\\'"),
            (Vendor::Sqlite, "iendswith", "LIKE '%%' || UPPER(x) ESCAPE '\\'"),
            (Vendor::Postgresql, "icontains", "LIKE '%%' || UPPER(x) || '%%'"),
            (Vendor::Postgresql, "endswith", "LIKE '%%' || x"),
            (Vendor::Mysql, "contains", "LIKE BINARY CONCAT('%%', x, '%%')"),
            (Vendor::Mysql, "istartswith", "LIKE CONCAT(x, '%%')"),
        ] {
            assert_eq!(around(vendor, lookup), sql);
        }
    }
}
