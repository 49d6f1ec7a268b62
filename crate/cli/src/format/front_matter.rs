//! Front matter: a small part of YAML, line by line.

use super::Problems;

/// What a key holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Whole,
    Truth,
    List,
}

/// A key that is known, what it holds, and whether it must be there.
pub(crate) type Key = (&'static str, Kind, bool);

enum Value {
    Scalar(String),
    List(Vec<(u32, String)>),
}

/// The keys of a file with their lines.
#[derive(Default)]
pub(crate) struct FrontMatter {
    entries: Vec<(&'static str, u32, Value)>,
}

impl FrontMatter {
    /// Reads the lines of a file from its first `---`. Gives the number of lines that the front matter takes, with
    /// both of its `---`; `None` when there is none.
    pub(crate) fn read(lines: &[&str], keys: &[Key], problems: &mut Problems) -> (Self, Option<usize>) {
        let end = lines.iter().skip(1).position(|line| *line == "---").map(|at| at + 1);
        let (Some(&"---"), Some(end)) = (lines.first(), end) else {
            problems.add(1, "there is no front matter: the first line is '---', and so is the one that ends it");
            return (Self::default(), None);
        };
        let mut front = Self::default();
        let mut open_list = false;
        for (number, line) in (2u32..).zip(&lines[1..end]) {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(item) = line.strip_prefix("  - ") {
                match front.entries.last_mut() {
                    Some((_, _, Value::List(items))) if open_list => items.push((number, scalar(item))),
                    _ => problems.add(number, "an item without a list above it"),
                }
                continue;
            }
            open_list = front.read_pair(number, line, keys, problems);
        }
        for (key, _, required) in keys {
            if *required && !front.has(key) {
                problems.add(1, format!("there is no '{key}'"));
            }
        }
        (front, Some(end + 1))
    }

    /// Whether the line opened a list.
    fn read_pair(&mut self, number: u32, line: &str, keys: &[Key], problems: &mut Problems) -> bool {
        let pair = line.split_once(':').filter(|(key, value)| {
            !key.is_empty()
                && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
                && (value.is_empty() || value.starts_with(' '))
        });
        let Some((key, value)) = pair else {
            problems.add(number, format!("not a line of front matter: '{line}'"));
            return false;
        };
        let value = value.trim();
        let Some((key, kind, _)) = keys.iter().find(|(known, ..)| *known == key) else {
            problems.add(number, format!("unknown key '{key}'"));
            return value.is_empty();
        };
        if self.has(key) {
            problems.add(number, format!("'{key}' is given twice"));
            return false;
        }
        match kind {
            Kind::List if value.is_empty() => {
                self.entries.push((key, number, Value::List(Vec::new())));
                return true;
            }
            Kind::List => problems.add(number, format!("'{key}' is a list: items below it, each behind '  - '")),
            _ if value.is_empty() => problems.add(number, format!("'{key}' has no value")),
            Kind::Whole if value.parse::<u64>().is_err() => {
                problems.add(number, format!("'{key}' is a whole number, not '{value}'"));
            }
            Kind::Truth if value != "true" && value != "false" => {
                problems.add(number, format!("'{key}' is true or false, not '{value}'"));
            }
            _ => self.entries.push((key, number, Value::Scalar(scalar(value)))),
        }
        false
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(known, ..)| *known == key)
    }

    /// The line of a key; 1 where it is not there.
    pub(crate) fn line(&self, key: &str) -> u32 {
        self.entries.iter().find(|(known, ..)| *known == key).map_or(1, |(_, line, _)| *line)
    }

    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.entries.iter().find_map(|(known, _, value)| match value {
            Value::Scalar(text) if *known == key => Some(text.as_str()),
            _ => None,
        })
    }

    pub(crate) fn whole(&self, key: &str) -> Option<u64> {
        self.text(key)?.parse().ok()
    }

    /// The items of a list with their lines.
    pub(crate) fn list(&self, key: &str) -> &[(u32, String)] {
        let found = self.entries.iter().find_map(|(known, _, value)| match value {
            Value::List(items) if *known == key => Some(items.as_slice()),
            _ => None,
        });
        found.unwrap_or_default()
    }

    /// A list of whole numbers.
    pub(crate) fn wholes(&self, key: &str, problems: &mut Problems) -> Vec<u64> {
        let mut numbers = Vec::new();
        for (line, item) in self.list(key) {
            match item.parse() {
                Ok(number) => numbers.push(number),
                Err(_) => problems.add(*line, format!("'{key}' is a list of whole numbers, and '{item}' is none")),
            }
        }
        numbers
    }
}

/// A value, out of its double quotes if it stands in some.
fn scalar(text: &str) -> String {
    let text = text.trim();
    match text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => unescape(inner),
        None => text.to_owned(),
    }
}

/// `\"` as `"` and `\\` as `\`.
pub(crate) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match characters.peek() {
            Some(&next @ ('"' | '\\')) if character == '\\' => {
                out.push(next);
                characters.next();
            }
            _ => out.push(character),
        }
    }
    out
}
