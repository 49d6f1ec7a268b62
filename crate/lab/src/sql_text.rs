//! Reading SQL as text: as little as the lab needs, and no parser. Statements come from the ORM or from a person's
//! `raw()`, so quoted names, strings and comments are respected.

use std::ops::Range;

use crate::report::QueryKind;

/// One piece of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'s> {
    /// A bare word: a keyword, or a name without quotes.
    Word(&'s str),
    /// A quoted name, without its quotes.
    Name(&'s str),
    /// A string literal, with its quotes.
    Text(&'s str),
    /// A number.
    Number(&'s str),
    /// `%s` or `?`.
    Placeholder,
    /// Any other character.
    Sign(char),
}

impl Token<'_> {
    /// Whether this is the keyword, in any case of letters.
    pub fn is_word(&self, word: &str) -> bool {
        matches!(self, Self::Word(found) if found.eq_ignore_ascii_case(word))
    }
}

/// The tokens of a statement, each with where it begins and ends, in bytes, as they are asked for. Comments and space
/// are left out.
pub fn tokens(sql: &str) -> Tokens<'_> {
    Tokens { sql, at: 0 }
}

/// What [`tokens`] gives.
#[derive(Clone, Debug)]
pub struct Tokens<'s> {
    sql: &'s str,
    at: usize,
}

impl<'s> Iterator for Tokens<'s> {
    type Item = (Token<'s>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let sql = self.sql;
        let bytes = sql.as_bytes();
        let mut at = self.at;
        while at < bytes.len() {
            let start = at;
            let token = match bytes[at] {
                byte if byte.is_ascii_whitespace() => {
                    at += 1;
                    continue;
                }
                b'-' if bytes.get(at + 1) == Some(&b'-') => {
                    at = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| at + length);
                    continue;
                }
                b'/' if bytes.get(at + 1) == Some(&b'*') => {
                    at = sql[at..].find("*/").map_or(bytes.len(), |length| at + length + 2);
                    continue;
                }
                quote @ (b'"' | b'`' | b'\'') => {
                    at = end_of_quoted(bytes, at, quote);
                    if quote == b'\'' {
                        Token::Text(&sql[start..at])
                    } else {
                        Token::Name(sql[start + 1..at].strip_suffix(quote as char).unwrap_or(&sql[start + 1..at]))
                    }
                }
                b'%' if bytes.get(at + 1) == Some(&b's') => {
                    at += 2;
                    Token::Placeholder
                }
                b'?' => {
                    at += 1;
                    Token::Placeholder
                }
                byte if byte.is_ascii_digit() => {
                    at = bytes[at..]
                        .iter()
                        .position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'.'))
                        .map_or(bytes.len(), |length| at + length);
                    Token::Number(&sql[start..at])
                }
                byte if byte == b'_' || byte.is_ascii_alphabetic() || byte >= 0x80 => {
                    at = bytes[at..]
                        .iter()
                        .position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80))
                        .map_or(bytes.len(), |length| at + length);
                    Token::Word(&sql[start..at])
                }
                byte => {
                    at += 1;
                    Token::Sign(byte as char)
                }
            };
            self.at = at;
            return Some((token, start..at));
        }
        self.at = at;
        None
    }
}

/// Where a quoted piece that begins at `start` ends; a doubled quote is part of it.
fn end_of_quoted(bytes: &[u8], start: usize, quote: u8) -> usize {
    let mut at = start + 1;
    while at < bytes.len() {
        if bytes[at] == quote {
            if bytes.get(at + 1) != Some(&quote) {
                return at + 1;
            }
            at += 1;
        }
        at += 1;
    }
    bytes.len()
}

/// What a statement does, by its first word; after `WITH`, by the first verb outside the parentheses.
pub fn kind(sql: &str) -> QueryKind {
    let mut with = false;
    let mut depth = 0_i32;
    for (token, _) in tokens(sql) {
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') => depth -= 1,
            Token::Word(word) if !with || depth == 0 => match word.to_ascii_uppercase().as_str() {
                "SELECT" | "VALUES" => return QueryKind::Select,
                "INSERT" | "REPLACE" => return QueryKind::Insert,
                "UPDATE" => return QueryKind::Update,
                "DELETE" => return QueryKind::Delete,
                "WITH" => with = true,
                _ if with => {}
                _ => return QueryKind::Other,
            },
            _ => {}
        }
    }
    QueryKind::Other
}

/// Whether a statement only controls a transaction, and is therefore neither listed nor counted.
pub fn is_transaction_control(sql: &str) -> bool {
    matches!(
        tokens(sql).next(),
        Some((Token::Word(word), _)) if ["BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"]
            .iter()
            .any(|control| word.eq_ignore_ascii_case(control))
    )
}

/// The shape of a statement: lists of placeholders or of literals in `IN (...)` and rows of `VALUES` shortened to
/// one, so that `IN (%s, %s)` and `IN (%s, %s, %s)` are alike.
pub fn shape(sql: &str) -> String {
    let tokens: Vec<_> = tokens(sql).collect();
    let mut out = String::with_capacity(sql.len());
    let mut copied = 0;
    let mut index = 0;
    while index < tokens.len() {
        if tokens[index].0.is_word("IN")
            && let Some(close) = list_of_values(&tokens, index + 1)
        {
            out.push_str(&sql[copied..tokens[index + 1].1.start]);
            out.push_str("(...)");
            copied = tokens[close].1.end;
            index = close;
        } else if tokens[index].0.is_word("VALUES")
            && let Some(mut close) = list_of_values(&tokens, index + 1)
        {
            let first = close;
            while matches!(tokens.get(close + 1), Some((Token::Sign(','), _)))
                && let Some(next) = list_of_values(&tokens, close + 2)
            {
                close = next;
            }
            out.push_str(&sql[copied..tokens[first].1.end]);
            if close > first {
                out.push_str(", ...");
            }
            copied = tokens[close].1.end;
            index = close;
        }
        index += 1;
    }
    out.push_str(&sql[copied..]);
    out
}

/// If a parenthesis with nothing but values and commas opens at `index`: where it closes.
fn list_of_values(tokens: &[(Token<'_>, std::ops::Range<usize>)], index: usize) -> Option<usize> {
    if !matches!(tokens.get(index)?.0, Token::Sign('(')) {
        return None;
    }
    for (offset, (token, _)) in tokens[index + 1..].iter().enumerate() {
        match token {
            Token::Sign(')') => return Some(index + 1 + offset),
            Token::Placeholder | Token::Number(_) | Token::Text(_) | Token::Sign(',' | '-') => {}
            token if token.is_word("NULL") => {}
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kind_looks_past_comments_and_common_table_expressions() {
        assert_eq!(kind("-- hi\nSELECT 1"), QueryKind::Select);
        assert_eq!(kind("WITH a AS (SELECT 1) SELECT * FROM a"), QueryKind::Select);
        assert_eq!(kind("WITH a (x) AS (VALUES (1)) DELETE FROM b"), QueryKind::Delete);
        assert_eq!(kind("(SELECT 1)"), QueryKind::Select);
        assert_eq!(kind("insert INTO a VALUES (1)"), QueryKind::Insert);
        assert_eq!(kind("PRAGMA foreign_keys"), QueryKind::Other);
        assert_eq!(kind("CREATE TABLE a AS SELECT 1"), QueryKind::Other);
        assert_eq!(kind(""), QueryKind::Other);
    }

    #[test]
    fn shape_forgets_how_long_a_list_is() {
        assert_eq!(shape("a IN (%s, %s) AND b = 'IN (1)'"), "a IN (...) AND b = 'IN (1)'");
        assert_eq!(shape("a in (1, 2, -3)"), "a in (...)");
        assert_eq!(shape("a IN (SELECT %s)"), "a IN (SELECT %s)");
        assert_eq!(shape("INSERT INTO t (a) VALUES (%s, %s), (%s, %s)"), "INSERT INTO t (a) VALUES (%s, %s), ...");
        assert_eq!(shape("VALUES (%s, LOWER(%s))"), "VALUES (%s, LOWER(%s))");
    }

    #[test]
    fn transaction_control_is_known_by_its_first_word() {
        assert!(is_transaction_control("SAVEPOINT \"s1\""));
        assert!(is_transaction_control(" rollback"));
        assert!(!is_transaction_control("SELECT 'BEGIN'"));
        assert!(!is_transaction_control("BEGINNING"));
    }

    #[test]
    fn unfinished_text_ends_with_the_statement() {
        assert_eq!(tokens("'abc").count(), 1);
        assert_eq!(tokens("\"").count(), 1);
        assert_eq!(tokens("/* é").count(), 0);
        assert_eq!(tokens("\"é\"").next(), Some((Token::Name("é"), 0..4)));
    }
}
