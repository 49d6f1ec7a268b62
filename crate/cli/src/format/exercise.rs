//! An exercise.

use std::path::PathBuf;

use pulldown_cmark::{Event, Parser, Tag};

use super::{
    Problems,
    asked::Asked,
    document::{Document, Named},
    front_matter::{
        Key,
        Kind::{List, Text, Whole},
    },
    sources::Sources,
};

const KEYS: [Key; 9] = [
    ("title", Text, true),
    ("summary", Text, true),
    ("shared", Text, false),
    ("models", Text, true),
    ("data", Text, false),
    ("scale", Whole, false),
    ("scales", List, false),
    ("level", Whole, false),
    ("checks", List, true),
];

/// An exercise that can be run.
pub(crate) struct Exercise {
    pub(crate) document: Document,
    pub(crate) sources: Sources,
    pub(crate) starter: Named,
    pub(crate) solutions: Vec<Named>,
    /// Read-back code for a second run.
    pub(crate) after: Option<String>,
    pub(crate) scale: Option<u64>,
    pub(crate) scales: Vec<u64>,
    /// What is judged, as it is written and as it is understood.
    pub(crate) checks: Vec<(String, Asked)>,
}

impl Exercise {
    /// Reads an exercise; `None` where it lacks what it takes to run it.
    pub(crate) fn read(text: &str, shared: &[PathBuf], problems: &mut Problems) -> Option<Self> {
        let document = Document::read(text, &KEYS, problems)?;
        document.allow_attributes(&["starter", "solution", "after", "file"], problems);
        let _files = document.named("file", problems);
        check_sections(&document, problems);
        let starter = only(&document, "starter", problems);
        let after = only(&document, "after", problems).map(|named| named.code);
        let solutions = document.named("solution", problems);
        if starter.is_none() {
            problems.add(1, "there is no starter: a fence 'python starter'");
        }
        if solutions.is_empty() {
            problems.add(1, "there is no solution: a fence 'python solution=\"...\"'");
        }
        let front = &document.front;
        let mut checks = Vec::new();
        for (line, item) in front.list("checks") {
            match Asked::read(item) {
                Some(Asked::ConstantQueries) if !front.has("scales") => {
                    problems.add(*line, "'constant queries' needs 'scales'");
                }
                Some(asked) => checks.push((item.clone(), asked)),
                None => problems.add(*line, format!("not a check: '{item}'")),
            }
        }
        if front.has("checks") && front.list("checks").is_empty() {
            problems.add(front.line("checks"), "there are no checks");
        }
        if front.whole("level").is_some_and(|level| !(1..=5).contains(&level)) {
            problems.add(front.line("level"), "'level' is 1 to 5");
        }
        let sources = Sources::gather(&document, shared, problems);
        let scales = front.wholes("scales", problems);
        let scale = front.whole("scale");
        Some(Self { starter: starter?, solutions, after, scale, scales, checks, sources, document })
    }
}

fn only(document: &Document, attribute: &str, problems: &mut Problems) -> Option<Named> {
    let mut found = document.blocks.iter().filter(|block| block.has(attribute));
    let first = found.next();
    for block in found {
        problems.add(block.line, format!("only one '{attribute}' is allowed"));
    }
    first.map(|block| Named { name: attribute.into(), code: block.code.clone(), line: block.line })
}

/// Headings mean something, and what stands below them can be shown.
fn check_sections(document: &Document, problems: &mut Problems) {
    let mut afters = 0;
    let mut section: Option<(u32, String, String)> = None;
    let end = [(u32::MAX, "## ".to_owned())];
    let mut task = String::new();
    for (line, text) in document.prose.iter().chain(&end) {
        let Some(heading) = text.strip_prefix("## ") else {
            let into = section.as_mut().map_or(&mut task, |(_, _, below)| below);
            into.push_str(text);
            into.push('\n');
            continue;
        };
        match section.take() {
            None => check_text("the task", 1, &task, problems),
            Some((line, heading, below)) => check_text(&format!("'## {heading}'"), line, &below, problems),
        }
        let heading = heading.trim();
        if *line != u32::MAX && heading != "Hint" && heading != "After" {
            problems.add(*line, format!("a heading that means nothing here: '## {heading}'"));
        }
        afters += u32::from(heading == "After");
        if heading == "After" && afters > 1 {
            problems.add(*line, "only one '## After' is allowed");
        }
        section = Some((*line, heading.to_owned(), String::new()));
    }
}

/// The page shows Markdown without raw HTML and without pictures: what it cannot show is told here.
fn check_text(what: &str, line: u32, text: &str, problems: &mut Problems) {
    let mut says = false;
    for event in Parser::new(text) {
        match event {
            Event::Text(_) | Event::Code(_) => says = true,
            Event::Html(html) | Event::InlineHtml(html) => {
                problems.add(line, format!("{what} holds raw HTML, which is shown as text: {}", html.trim()));
            }
            Event::Start(Tag::Image { .. }) => {
                problems.add(line, format!("{what} holds a picture, which is not shown"))
            }
            _ => {}
        }
    }
    if !says {
        problems.add(line, format!("{what} is empty"));
    }
}
