//! Python text as tokens, tolerantly: a text that is being typed ends in the middle of anything.

use std::ops::Range;

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// A name or a keyword.
    Name,
    /// A number.
    Number,
    /// A text; its quotes belong to it. Whether it is closed.
    Text(bool),
    /// `(`, `[` or `{`.
    Open(u8),
    /// `)`, `]` or `}`.
    Close(u8),
    /// Any other sign.
    Sign(u8),
    /// The end of a line outside brackets. What follows has so many columns of indentation.
    Line(u32),
}

/// A token and where it stands, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spanned {
    pub(crate) token: Token,
    pub(crate) range: Range<usize>,
}

/// A source's tokens. Comments are left out, and kept as ranges.
#[derive(Debug)]
pub(crate) struct Tokens<'s> {
    pub(crate) source: &'s str,
    pub(crate) tokens: Vec<Spanned>,
    pub(crate) comments: Vec<Range<usize>>,
}

impl<'s> Tokens<'s> {
    /// Reads a source. A line that begins like a new statement in the first column ends brackets left open, so that
    /// one unfinished line does not swallow the rest.
    pub(crate) fn of(source: &'s str) -> Self {
        let bytes = source.as_bytes();
        let mut out = Self { source, tokens: vec![], comments: vec![] };
        out.push(Token::Line(indentation(bytes, 0)), 0..0);
        let (mut at, mut depth) = (0, 0_u32);
        while at < bytes.len() {
            let start = at;
            match bytes[at] {
                b'\n' => {
                    at += 1;
                    if depth > 0 && begins_statement(&source[at..]) {
                        depth = 0;
                    }
                    if depth == 0 && !blank(bytes, at) {
                        out.push(Token::Line(indentation(bytes, at)), start..at);
                    }
                }
                b' ' | b'\t' | b'\r' | b'\x0c' | b'\\' => at += 1,
                b'#' => {
                    at = source[at..].find('\n').map_or(bytes.len(), |end| at + end);
                    out.comments.push(start..at);
                }
                sign @ (b'(' | b'[' | b'{') => {
                    depth += 1;
                    at += 1;
                    out.push(Token::Open(sign), start..at);
                }
                sign @ (b')' | b']' | b'}') => {
                    depth = depth.saturating_sub(1);
                    at += 1;
                    out.push(Token::Close(sign), start..at);
                }
                b'"' | b'\'' => {
                    let closed = text_end(bytes, &mut at);
                    out.push(Token::Text(closed), start..at);
                }
                byte if byte.is_ascii_digit() => {
                    while at < bytes.len() && (bytes[at].is_ascii_alphanumeric() || b"._".contains(&bytes[at])) {
                        at += 1;
                    }
                    out.push(Token::Number, start..at);
                }
                byte if is_name(byte) => {
                    while at < bytes.len() && is_name(bytes[at]) {
                        at += 1;
                    }
                    // `f"..."` and its like are texts.
                    if at - start <= 2
                        && bytes.get(at).is_some_and(|next| b"\"'".contains(next))
                        && source[start..at].bytes().all(|byte| b"rbfuRBFU".contains(&byte))
                    {
                        let closed = text_end(bytes, &mut at);
                        out.push(Token::Text(closed), start..at);
                    } else {
                        out.push(Token::Name, start..at);
                    }
                }
                sign => {
                    at += 1;
                    out.push(Token::Sign(sign), start..at);
                }
            }
        }
        out
    }

    fn push(&mut self, token: Token, range: Range<usize>) {
        self.tokens.push(Spanned { token, range });
    }

    /// The text of a token; nothing beyond the end.
    pub(crate) fn text(&self, index: usize) -> &'s str {
        self.tokens.get(index).map_or("", |token| &self.source[token.range.clone()])
    }

    /// The token with this index.
    pub(crate) fn at(&self, index: usize) -> Option<Token> {
        self.tokens.get(index).map(|token| token.token)
    }

    /// Whether the token is this sign.
    pub(crate) fn is_sign(&self, index: usize, sign: u8) -> bool {
        self.at(index) == Some(Token::Sign(sign))
    }

    /// Whether the token is this name.
    pub(crate) fn is_name(&self, index: usize, name: &str) -> bool {
        self.at(index) == Some(Token::Name) && self.text(index) == name
    }

    /// The index after the bracket that closes the one at `open`, or the end of the statement.
    pub(crate) fn after_group(&self, open: usize) -> usize {
        let mut depth = 0_u32;
        for index in open..self.tokens.len() {
            match self.tokens[index].token {
                Token::Open(_) => depth += 1,
                Token::Close(_) => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return index + 1;
                    }
                }
                Token::Line(_) => return index,
                _ => {}
            }
        }
        self.tokens.len()
    }

    /// The index of the bracket that the one at `close` closes.
    pub(crate) fn group_start(&self, close: usize) -> Option<usize> {
        let mut depth = 0_u32;
        for index in (0..=close).rev() {
            match self.tokens[index].token {
                Token::Close(_) => depth += 1,
                Token::Open(_) => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        return Some(index);
                    }
                }
                Token::Line(_) => return None,
                _ => {}
            }
        }
        None
    }
}

/// The content of a text token: without prefix and quotes.
pub(crate) fn content(text: &str) -> &str {
    let text = text.trim_start_matches(|character: char| character.is_ascii_alphabetic());
    for quote in ["\"\"\"", "'''", "\"", "'"] {
        if let Some(rest) = text.strip_prefix(quote) {
            return rest.strip_suffix(quote).unwrap_or(rest);
        }
    }
    text
}

pub(crate) fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn indentation(bytes: &[u8], at: usize) -> u32 {
    let width = |byte: &u8| if *byte == b'\t' { 8 } else { 1 };
    bytes[at..].iter().take_while(|byte| b" \t".contains(byte)).map(width).sum()
}

/// Whether nothing but space and comment stands on the line.
fn blank(bytes: &[u8], at: usize) -> bool {
    bytes[at..].iter().find(|byte| !b" \t\r".contains(byte)).is_some_and(|byte| b"\n#".contains(byte))
}

/// Whether a line without indentation can only be a new statement.
fn begins_statement(line: &str) -> bool {
    const WORDS: [&str; 10] = ["class", "def", "import", "from", "for", "if", "with", "return", "print", "@"];
    let line = line.split('\n').next().unwrap_or_default();
    if WORDS.iter().any(|word| line.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', '(']) || *word == "@"))
    {
        return true;
    }
    // `name = ...`
    let rest = line.trim_start_matches(|character: char| character.is_alphanumeric() || character == '_');
    rest.len() < line.len() && rest.starts_with(" = ")
}

/// Moves past the text that begins here; whether it is closed.
fn text_end(bytes: &[u8], at: &mut usize) -> bool {
    let quote = bytes[*at];
    let triple = bytes[*at..].starts_with(&[quote; 3]);
    let (end, length): (&[u8], usize) = if triple { (&[quote; 3], 3) } else { (&[quote], 1) };
    *at += length;
    while *at < bytes.len() {
        match bytes[*at] {
            b'\\' => *at += 1,
            b'\n' if !triple => return false,
            _ if bytes[*at..].starts_with(end) => {
                *at += length;
                return true;
            }
            _ => {}
        }
        *at += 1;
    }
    *at = bytes.len();
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<&str> {
        let tokens = Tokens::of(source);
        (0..tokens.tokens.len()).map(|index| tokens.text(index)).collect()
    }

    #[test]
    fn tokens_are_names_texts_and_signs() {
        assert_eq!(texts("a.b(f'x{1}', 2.5) # c"), ["", "a", ".", "b", "(", "f'x{1}'", ",", "2.5", ")"]);
        assert_eq!(texts("a = '''x\ny''' + \"é\\\"\""), ["", "a", "=", "'''x\ny'''", "+", "\"é\\\"\""]);
        assert_eq!(content("rb'x'"), "x");
        assert_eq!(content("\"abc"), "abc");
    }

    #[test]
    fn what_is_open_ends_where_a_statement_begins() {
        let tokens = Tokens::of("a.filter(\nb = 2\ndef f(\n    x='");
        let lines = tokens.tokens.iter().filter(|token| matches!(token.token, Token::Line(_))).count();
        assert_eq!(lines, 3);
        assert_eq!(tokens.tokens.last().expect("is there").token, Token::Text(false));
    }
}
