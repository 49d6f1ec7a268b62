//! `REGEXP`: Python's `re.search`.

use std::sync::Arc;

use fancy_regex::Regex;
use rusqlite::{
    Connection,
    functions::Context,
    types::{Value, ValueRef},
};

use super::{argument, pure, raised};

pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    pure(connection, "regexp", 2, |context| {
        if argument::any_null(context) {
            return Ok(Value::Null);
        }
        let pattern: Arc<Pattern> = compiled(context)?;
        let text = python_str(context.get_raw(1));
        pattern.matches(&text).map(|found| Value::Integer(i64::from(found)))
    })
}

/// The compiled pattern; SQLite keeps it while the pattern is the same parameter.
fn compiled(context: &Context<'_>) -> rusqlite::Result<Arc<Pattern>> {
    context
        .get_or_create_aux(0, |pattern| match argument::text_of(pattern) {
            Some(pattern) => Pattern::new(pattern).ok_or_else(|| "invalid pattern".into()),
            None => Err::<_, Box<dyn std::error::Error + Send + Sync>>("not text".into()),
        })
        .map_err(|_| raised())
}

/// Python's `str()` of an argument.
fn python_str(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "None".into(),
        ValueRef::Integer(value) => value.to_string(),
        ValueRef::Real(value) => outerref_orm::python_float(value),
        ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        ValueRef::Blob(bytes) => outerref_orm::Value::Bytes(bytes.into()).repr(),
    }
}

/// A pattern as Python reads it.
struct Pattern {
    plain: Regex,
    /// For texts that end in a line break, before which Python's `$` matches too.
    before_line_break: Option<Regex>,
}

impl Pattern {
    fn new(pattern: &str) -> Option<Self> {
        let plain = Regex::new(&translate(pattern, "$")).ok()?;
        let lenient = translate(pattern, r"(?=\n?\z)");
        let before_line_break = if pattern.contains('$') { Some(Regex::new(&lenient).ok()?) } else { None };
        Some(Self { plain, before_line_break })
    }

    fn matches(&self, text: &str) -> rusqlite::Result<bool> {
        let regex = match &self.before_line_break {
            Some(regex) if text.ends_with('\n') => regex,
            _ => &self.plain,
        };
        regex.is_match(text).map_err(|_| raised())
    }
}

/// From Python's notation to the crate's: `\Z`, literal braces, `{,n}`, what is special inside a class only here,
/// and flags that mean nothing here. `end` replaces `$`, unless a flag makes it the end of a line.
fn translate(pattern: &str, end: &str) -> String {
    let end = if has_flag(pattern, 'm') { "$" } else { end };
    let mut out = String::with_capacity(pattern.len() + 8);
    let mut rest = pattern.char_indices().peekable();
    let mut class_start = None;
    while let Some((at, character)) = rest.next() {
        match (character, class_start) {
            ('\\', _) => {
                out.push('\\');
                match rest.next() {
                    Some((_, 'Z')) if class_start.is_none() => out.push('z'),
                    Some((_, next)) => out.push(next),
                    None => {}
                }
            }
            ('[', None) => {
                class_start = Some(out.len());
                out.push('[');
                if let Some((_, '^')) = rest.peek() {
                    out.push('^');
                    rest.next();
                }
                if let Some((_, ']')) = rest.peek() {
                    out.push_str("\\]");
                    rest.next();
                }
            }
            (']', Some(_)) => {
                class_start = None;
                out.push(']');
            }
            ('[' | '&' | '~', Some(_)) => out.extend(['\\', character]),
            ('-', Some(_)) if out.ends_with('-') && !out.ends_with("\\-") => out.push_str("\\-"),
            ('$', None) => out.push_str(end),
            ('{', None) => match quantifier(&pattern[at..]) {
                Some(("", upper)) => {
                    out.push_str(&format!("{{0,{upper}}}"));
                    rest.nth(upper.len() + 1);
                }
                Some(_) => out.push('{'),
                None => out.push_str("\\{"),
            },
            ('}', None) if !open_quantifier(&out) => out.push_str("\\}"),
            ('(', None) if pattern[at..].starts_with("(?") => {
                out.push('(');
                if let Some(flags) = flag_group(&pattern[at + 2..]) {
                    out.push('?');
                    out.extend(flags.chars().filter(|flag| !matches!(flag, 'a' | 'u' | 'L')));
                    rest.nth(flags.len());
                }
            }
            _ => out.push(character),
        }
    }
    out.replace("(?)", "")
}

/// The letters of a group of flags, without what closes it: `im` of `(?im)` and of `(?im:`.
fn flag_group(after: &str) -> Option<&str> {
    let length = after.find(|character: char| !(character.is_ascii_alphabetic() || character == '-'))?;
    (length > 0 && matches!(after.as_bytes()[length], b')' | b':') && !after.starts_with('P')).then(|| &after[..length])
}

/// Whether any group of flags sets this one.
fn has_flag(pattern: &str, flag: char) -> bool {
    pattern.match_indices("(?").any(|(at, _)| flag_group(&pattern[at + 2..]).is_some_and(|flags| flags.contains(flag)))
}

/// The bounds if `{n}`, `{n,}`, `{,m}` or `{n,m}` begins here.
fn quantifier(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('{')?.split_once('}')?.0;
    let (low, high) = inner.split_once(',').unwrap_or((inner, inner));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    (digits(low) && digits(high) && !(low.is_empty() && high.is_empty())).then_some((low, high))
}

/// Whether a quantifier was opened and not closed yet.
fn open_quantifier(out: &str) -> bool {
    out.rfind('{').is_some_and(|open| {
        !out[..open].ends_with('\\') && out[open + 1..].bytes().all(|byte| byte.is_ascii_digit() || byte == b',')
    })
}
