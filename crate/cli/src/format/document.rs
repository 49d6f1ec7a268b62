//! A file as front matter, prose and fences.

use super::{
    Problems,
    figure::{Placeholder, words},
    front_matter::{FrontMatter, Key, unescape},
};

/// A fence.
pub(crate) struct Block {
    pub(crate) language: String,
    /// Words and `name="text"` pairs behind the language; a word has no text.
    pub(crate) attributes: Vec<(String, Option<String>)>,
    /// The code, with a line end after each line.
    pub(crate) code: String,
    /// The line of the opening fence. The code begins on the next one.
    pub(crate) line: u32,
}

impl Block {
    pub(crate) fn has(&self, attribute: &str) -> bool {
        self.attributes.iter().any(|(name, _)| name == attribute)
    }

    pub(crate) fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == attribute).map(|(_, text)| text.as_deref().unwrap_or_default())
    }
}

/// A piece of code by its name.
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) code: String,
    pub(crate) line: u32,
}

/// What lessons and exercises have in common.
pub(crate) struct Document {
    pub(crate) front: FrontMatter,
    /// Lines outside of fences.
    pub(crate) prose: Vec<(u32, String)>,
    pub(crate) blocks: Vec<Block>,
    /// The text behind the front matter as it is written.
    pub(crate) body: String,
}

impl Document {
    pub(crate) fn read(text: &str, keys: &[Key], problems: &mut Problems) -> Option<Self> {
        let lines: Vec<&str> = text.split('\n').collect();
        let (front, taken) = FrontMatter::read(&lines, keys, problems);
        let taken = taken?;
        let mut document = Self { front, prose: Vec::new(), blocks: Vec::new(), body: lines[taken..].join("\n") };
        document.read_body(&lines[taken..], taken as u32 + 1, problems);
        Some(document)
    }

    fn read_body(&mut self, lines: &[&str], first: u32, problems: &mut Problems) {
        let mut open: Option<(usize, Block)> = None;
        for (number, line) in (first..).zip(lines) {
            let ticks = line.bytes().take_while(|byte| *byte == b'`').count();
            let rest = &line[ticks..];
            match &mut open {
                Some((length, block)) => {
                    if ticks >= *length && rest.trim().is_empty() {
                        self.blocks.extend(open.take().map(|(_, block)| block));
                    } else {
                        block.code.push_str(line);
                        block.code.push('\n');
                    }
                }
                None if ticks >= 3 && !rest.contains('`') => {
                    let (language, attributes) = info_string(rest.trim(), number, problems);
                    open = Some((ticks, Block { language, attributes, code: String::new(), line: number }));
                }
                None => self.prose.push((number, (*line).to_owned())),
            }
        }
        if let Some((_, block)) = open {
            problems.add(block.line, "this fence is not closed");
        }
    }

    /// Code by the name that stands in `attribute`, in order.
    pub(crate) fn named(&self, attribute: &str, problems: &mut Problems) -> Vec<Named> {
        let mut found: Vec<Named> = Vec::new();
        for block in &self.blocks {
            let Some(name) = block.get(attribute) else { continue };
            if name.is_empty() {
                problems.add(block.line, format!("'{attribute}' needs a name: {attribute}=\"...\""));
            } else if found.iter().any(|known| known.name == name) {
                problems.add(block.line, format!("a second {attribute} named \"{name}\""));
            } else {
                found.push(Named { name: name.to_owned(), code: block.code.clone(), line: block.line });
            }
        }
        found
    }

    /// Fences carry one of the attributes that are allowed, files may be hidden, and paths stay inside.
    pub(crate) fn allow_attributes(&self, allowed: &[&str], problems: &mut Problems) {
        for block in &self.blocks {
            if block.attributes.is_empty() {
                continue;
            }
            let kinds: Vec<_> = block.attributes.iter().filter(|(name, _)| name != "hidden").collect();
            let names: Vec<_> = block.attributes.iter().map(|(name, _)| name.as_str()).collect();
            if block.language != "python" || kinds.len() != 1 || !allowed.contains(&kinds[0].0.as_str()) {
                problems.add(
                    block.line,
                    format!("'{}' means nothing here", [&[&*block.language], &*names].concat().join(" ")),
                );
            } else if block.has("hidden") && !block.has("file") {
                problems.add(block.line, "only a file can be hidden");
            }
            if let Some(path) = block.get("file")
                && !is_python_path(path)
            {
                problems.add(block.line, format!("not a path of a Python file: \"{path}\""));
            }
        }
    }

    /// The placeholders of the prose with their lines. Between backticks there are none.
    pub(crate) fn placeholders(&self) -> Vec<(u32, Placeholder)> {
        let mut found = Vec::new();
        for (line, text) in &self.prose {
            // An odd last backtick closes nothing.
            let parts: Vec<&str> = text.split('`').collect();
            let last = parts.len() - 1;
            for (at, part) in parts.iter().enumerate() {
                let is_code = at % 2 == 1 && at != last;
                let mut rest = if is_code { "" } else { *part };
                while let Some((_, behind)) = rest.split_once("{{") {
                    let Some((inside, after)) = behind.split_once("}}") else { break };
                    found.push((*line, words(inside)));
                    rest = after;
                }
            }
        }
        found
    }
}

/// `folder/file.py`, of words only.
fn is_python_path(path: &str) -> bool {
    let is_word = |part: &str| !part.is_empty() && part.chars().all(|each| each.is_alphanumeric() || each == '_');
    path.strip_suffix(".py").is_some_and(|stem| stem.split('/').all(is_word))
}

fn info_string(text: &str, line: u32, problems: &mut Problems) -> (String, Vec<(String, Option<String>)>) {
    let (language, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
    let mut attributes = Vec::new();
    let mut rest = rest.trim_start();
    while !rest.is_empty() {
        let Some((attribute, behind)) = attribute(rest) else {
            problems.add(line, format!("cannot read the info string at '{rest}'"));
            break;
        };
        attributes.push(attribute);
        rest = behind.trim_start();
    }
    (language.to_owned(), attributes)
}

/// The first attribute of a text, and what is behind it.
fn attribute(text: &str) -> Option<((String, Option<String>), &str)> {
    let end = text.find(|each: char| !each.is_ascii_lowercase()).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let (value, rest) = match rest.strip_prefix('=') {
        None => (None, rest),
        Some(rest) => match rest.strip_prefix('"') {
            Some(quoted) => {
                let end = closing_quote(quoted)?;
                (Some(unescape(&quoted[..end])), &quoted[end + 1..])
            }
            None => {
                let end = rest.find(|each: char| each.is_whitespace() || each == '"').unwrap_or(rest.len());
                (Some(rest[..end].to_owned()).filter(|value| !value.is_empty()), &rest[end..])
            }
        },
    };
    let ended = rest.is_empty() || rest.starts_with([' ', '\t']);
    (!name.is_empty() && ended).then(|| ((name.to_owned(), value), rest))
}

/// Where the quote that is not behind a backslash stands.
fn closing_quote(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, character)| {
        let closes = character == '"' && !escaped;
        escaped = character == '\\' && !escaped;
        closes.then_some(at)
    })
}
