//! What an exercise asks for: the items of `checks`.

/// A check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    SameResult { any_order: bool },
    SameTables,
    Amount { exactly: bool, number: u64, unit: Unit },
    ConstantQueries,
    NoFinding(Option<String>),
    Uses(String),
    Avoids(String),
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Queries,
    Rows,
    Cells,
    Instances,
}

impl Asked {
    /// Reads an item; `None` where it is no check.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split(' ').collect();
        Some(match words[..] {
            ["same", "result"] => Self::SameResult { any_order: false },
            ["same", "result,", "any", "order"] => Self::SameResult { any_order: true },
            ["same", "tables"] => Self::SameTables,
            ["constant", "queries"] => Self::ConstantQueries,
            ["no", "findings"] => Self::NoFinding(None),
            ["no", "finding", code] if is_code(code) => Self::NoFinding(Some(code.into())),
            ["uses", name] if is_word(name) => Self::Uses(name.into()),
            ["avoids", name] if is_word(name) => Self::Avoids(name.into()),
            ["at", "most", number, unit] => {
                Self::Amount { exactly: false, number: whole(number)?, unit: Unit::read(unit)? }
            }
            ["exactly", number, unit] => {
                Self::Amount { exactly: true, number: whole(number)?, unit: Unit::read(unit)? }
            }
            _ => return None,
        })
    }
}

impl Unit {
    fn read(text: &str) -> Option<Self> {
        Some(match text {
            "query" | "queries" => Self::Queries,
            "row" | "rows" => Self::Rows,
            "cell" | "cells" => Self::Cells,
            "instance" | "instances" => Self::Instances,
            _ => return None,
        })
    }

    /// The unit with its number, as `1 query` or `52 queries`.
    pub(crate) fn of(self, number: u64) -> String {
        let (one, many) = match self {
            Self::Queries => ("query", "queries"),
            Self::Rows => ("row", "rows"),
            Self::Cells => ("cell", "cells"),
            Self::Instances => ("instance", "instances"),
        };
        format!("{number} {}", if number == 1 { one } else { many })
    }
}

/// Digits only: no sign, no separator.
pub(crate) fn whole(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|each| each.is_alphanumeric() || each == '_')
}

fn is_code(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|each| each.is_ascii_lowercase() || each.is_ascii_digit() || each == b'_')
}
