//! Where the cursor is: in a text, behind a dot, in a call, in `class Meta`.

use super::{
    facts::World,
    infer::{Kind, Set},
    lexer::{Token, Tokens, is_name},
};

/// The cursor's surroundings.
#[derive(Debug)]
pub(super) struct Context {
    /// What has been typed of a name.
    pub(super) word: String,
    pub(super) place: Place,
    /// The calls around the cursor, innermost first.
    pub(super) calls: Vec<Call>,
    /// Whether an argument begins here.
    pub(super) argument: bool,
}

/// What the word is part of.
#[derive(Debug)]
pub(super) enum Place {
    /// Nothing can stand here: a comment, a number, a name that is being given.
    Nowhere,
    /// Behind a dot; the token before the dot.
    Attribute(usize),
    /// In a text, which has this content so far.
    Text(String),
    /// Behind `from` or `import` alone.
    ModuleName,
    /// Behind `from module import`.
    ImportOf(String),
    /// The beginning of a line in `class Meta`.
    Meta,
    /// Anything else.
    Name,
}

/// A call around the cursor.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// The last name of what is called.
    pub(super) name: String,
    /// The index of that name's token.
    pub(super) callee: usize,
    /// The index of the bracket.
    pub(super) open: usize,
}

impl Context {
    /// The surroundings of a byte position in a source.
    pub(super) fn at(tokens: &Tokens<'_>, position: usize) -> Self {
        let source = tokens.source;
        let mut start = position;
        while start > 0 && is_name(source.as_bytes()[start - 1]) {
            start -= 1;
        }
        let word = source[start..position].to_owned();
        // The last token that ends before the word.
        let last = tokens.tokens.iter().rposition(|token| token.range.end <= start && !token.range.is_empty());
        let inside = tokens.tokens.iter().position(|token| {
            let open = !matches!(token.token, Token::Text(true));
            matches!(token.token, Token::Text(_))
                && token.range.start < position
                && (position < token.range.end || open && position <= token.range.end)
        });
        let before = inside.map_or(last, |index| index.checked_sub(1));
        let calls = before.map_or_else(Vec::new, |index| calls_around(tokens, index));
        let starts_argument = before.is_some_and(|index| {
            matches!(tokens.at(index), Some(Token::Open(b'('))) || tokens.is_sign(index, b',') && !calls.is_empty()
        });
        let place = if let Some(index) = inside {
            let begin = tokens.tokens[index].range.start;
            Place::Text(content_so_far(&source[begin..position]).to_owned())
        } else if tokens.comments.iter().any(|range| range.start < position && position <= range.end)
            || word.starts_with(|first: char| first.is_ascii_digit())
        {
            Place::Nowhere
        } else {
            match last {
                Some(dot) if tokens.is_sign(dot, b'.') && dot > 0 => {
                    let line = (0..dot).rev().find(|index| matches!(tokens.at(*index), Some(Token::Line(_))));
                    match line {
                        // `from django.db.`
                        Some(line) if tokens.is_name(line + 1, "from") || tokens.is_name(line + 1, "import") => {
                            Place::ModuleName
                        }
                        _ => Place::Attribute(dot - 1),
                    }
                }
                Some(index) => before_name(tokens, index),
                None => Place::Name,
            }
        };
        Self { word, place, calls, argument: starts_argument }
    }
}

/// The content of a text whose end is the cursor.
fn content_so_far(text: &str) -> &str {
    let text = text.trim_start_matches(|character: char| character.is_ascii_alphabetic());
    let quote = text.chars().next().unwrap_or('"');
    text.strip_prefix(&quote.to_string().repeat(3)).or_else(|| text.strip_prefix(quote)).unwrap_or(text)
}

/// What a name may be after the token at `index`.
fn before_name(tokens: &Tokens<'_>, index: usize) -> Place {
    let line = (0..=index).rev().find(|at| matches!(tokens.at(*at), Some(Token::Line(_)))).unwrap_or(0);
    match tokens.text(index) {
        "def" | "class" | "as" | "for" | "global" | "lambda" => return Place::Nowhere,
        "from" | "import" if line + 1 == index => return Place::ModuleName,
        _ => {}
    }
    if tokens.is_name(line + 1, "from") {
        let import = (line + 2..=index).find(|at| tokens.is_name(*at, "import"));
        if let Some(import) = import {
            let module: String = (line + 2..import).map(|at| tokens.text(at)).collect();
            return Place::ImportOf(module);
        }
    }
    if let (Some(Token::Line(width)), true) = (tokens.at(index), line == index)
        && width > 0
        && in_meta(tokens, index, width)
    {
        return Place::Meta;
    }
    Place::Name
}

/// Whether the line at `line`, with this indentation, is in the body of `class Meta`.
fn in_meta(tokens: &Tokens<'_>, line: usize, width: u32) -> bool {
    let header = (0..line).rev().find(|at| matches!(tokens.at(*at), Some(Token::Line(other)) if other < width));
    header.is_some_and(|at| tokens.is_name(at + 1, "class") && tokens.is_name(at + 2, "Meta"))
}

/// The calls whose arguments hold the token at `index`, innermost first.
fn calls_around(tokens: &Tokens<'_>, index: usize) -> Vec<Call> {
    let mut out = Vec::new();
    let mut depth = 0_u32;
    for at in (0..=index).rev() {
        match tokens.at(at) {
            Some(Token::Close(_)) => depth += 1,
            Some(Token::Open(_)) if depth > 0 => depth -= 1,
            Some(Token::Open(b'(')) if at > 0 && tokens.at(at - 1) == Some(Token::Name) => {
                let is_definition = at > 1 && (tokens.is_name(at - 2, "def") || tokens.is_name(at - 2, "class"));
                if !is_definition {
                    out.push(Call { name: tokens.text(at - 1).to_owned(), callee: at - 1, open: at });
                }
            }
            Some(Token::Line(_)) => break,
            _ => {}
        }
    }
    out
}

impl World<'_> {
    /// What the expression that ends with the token at `last` is.
    pub(super) fn kind_before(&self, source: usize, last: usize) -> Kind {
        let start = chain_start(&self.sources[source], last);
        self.infer(source, start, last + 1)
    }

    /// The queryset that a call is made on.
    pub(super) fn receiver(&self, source: usize, call: &Call) -> Option<Set> {
        let tokens = &self.sources[source];
        if call.callee < 2 || !tokens.is_sign(call.callee - 1, b'.') {
            return None;
        }
        match self.kind_before(source, call.callee - 2) {
            Kind::Set(set) => Some(set),
            _ => None,
        }
    }
}

/// The first token of the chain of names, calls and indexes that ends with the token at `last`.
fn chain_start(tokens: &Tokens<'_>, last: usize) -> usize {
    let mut at = last;
    loop {
        match tokens.at(at) {
            Some(Token::Close(_)) => {
                let Some(open) = tokens.group_start(at) else { return last };
                match open.checked_sub(1).and_then(|before| tokens.at(before)) {
                    Some(Token::Name | Token::Close(_)) if tokens.at(open) != Some(Token::Open(b'{')) => at = open - 1,
                    _ => return open,
                }
            }
            _ if at >= 2 && tokens.is_sign(at - 1, b'.') => at -= 2,
            _ => return at,
        }
    }
}
