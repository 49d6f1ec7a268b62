//! A lesson.

use std::path::PathBuf;

use outerref_lab::report::GrowthRequest;

use super::{
    Problems,
    asked::whole,
    document::{Document, Named},
    figure,
    front_matter::{
        Key,
        Kind::{List, Text, Truth, Whole},
    },
    sources::Sources,
};

const KEYS: [Key; 14] = [
    ("title", Text, true),
    ("summary", Text, true),
    ("shared", Text, false),
    ("models", Text, true),
    ("data", Text, false),
    ("scale", Whole, false),
    ("scales", List, false),
    ("question", Text, true),
    ("predict", Text, false),
    ("choices", List, false),
    ("answer", Text, false),
    ("same-result", Truth, false),
    ("differs", List, false),
    ("expect", List, true),
];

/// What an approach must be seen to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    Queries(u64),
    Rows(u64),
    Instances(u64),
    Constant,
    Grows,
    Error(String),
}

/// The item of `expect` for one approach.
pub(crate) struct Expectation {
    pub(crate) name: String,
    pub(crate) figures: Vec<Expected>,
    pub(crate) line: u32,
}

/// A lesson that can be run.
pub(crate) struct Lesson {
    pub(crate) document: Document,
    pub(crate) sources: Sources,
    pub(crate) approaches: Vec<Named>,
    pub(crate) tries: Vec<Named>,
    pub(crate) scale: Option<u64>,
    pub(crate) scales: Vec<u64>,
    pub(crate) expect: Vec<Expectation>,
    /// Whether the results must be the same, if they are compared.
    pub(crate) same_result: Option<bool>,
    /// Approaches whose result is not the others'.
    pub(crate) differs: Vec<String>,
}

impl Lesson {
    /// Reads a lesson; `None` where it is no document at all.
    pub(crate) fn read(text: &str, shared: &[PathBuf], problems: &mut Problems) -> Option<Self> {
        let document = Document::read(text, &KEYS, problems)?;
        document.allow_attributes(&["approach", "try", "file"], problems);
        let approaches = document.named("approach", problems);
        let tries = document.named("try", problems);
        let _files = document.named("file", problems);
        if approaches.is_empty() {
            problems.add(1, "there is no approach");
        }
        for change in tries.iter().filter(|change| approaches.iter().any(|each| each.name == change.name)) {
            problems.add(change.line, format!("an approach is named \"{}\" too", change.name));
        }
        let sources = Sources::gather(&document, shared, problems);
        let front = &document.front;
        let mut lesson = Self {
            scale: front.whole("scale"),
            scales: front.wholes("scales", problems),
            same_result: front.text("same-result").map(|text| text == "true"),
            differs: front.list("differs").iter().map(|(_, name)| name.clone()).collect(),
            expect: Vec::new(),
            sources,
            approaches,
            tries,
            document,
        };
        lesson.read_expectations(problems);
        lesson.check_figures(problems);
        lesson.check_differs(problems);
        Some(lesson)
    }

    /// At which scales growth is measured: those asked for, the lesson's own, or parts of its scale. Nothing where it
    /// has neither.
    pub(crate) fn growth(&self, asked: &[u64]) -> Option<GrowthRequest> {
        let scales = if asked.is_empty() { self.scales.clone() } else { asked.to_vec() };
        (self.scale.is_some() || !scales.is_empty()).then_some(GrowthRequest { scales })
    }

    /// Approaches, then changes to try.
    pub(crate) fn scripts(&self) -> impl Iterator<Item = &Named> {
        self.approaches.iter().chain(&self.tries)
    }

    fn names(&self) -> Vec<&str> {
        self.scripts().map(|script| script.name.as_str()).collect()
    }

    fn read_expectations(&mut self, problems: &mut Problems) {
        let front = &self.document.front;
        let names = self.names();
        let mut found: Vec<Expectation> = Vec::new();
        for (line, item) in front.list("expect") {
            let (name, rest) = item.rsplit_once(" = ").unwrap_or((item, ""));
            let name = name.trim();
            if !names.contains(&name) {
                problems.add(*line, format!("no approach is named \"{name}\""));
                continue;
            }
            if found.iter().any(|known| known.name == name) {
                problems.add(*line, format!("a second item for \"{name}\""));
                continue;
            }
            let mut figures = Vec::new();
            for figure in rest.split(',').map(str::trim) {
                match expected(figure) {
                    Some(figure) => figures.push(figure),
                    None => problems.add(*line, format!("not a figure that can be expected: '{figure}'")),
                }
            }
            let counted = |each: &Expected| matches!(each, Expected::Queries(_) | Expected::Error(_));
            if !figures.iter().any(counted) {
                problems.add(*line, format!("no number of queries is expected of \"{name}\""));
            }
            if !front.has("scales") && figures.iter().any(|each| matches!(each, Expected::Constant | Expected::Grows)) {
                problems.add(front.line("expect"), format!("the growth of \"{name}\" needs 'scales'"));
            }
            found.push(Expectation { name: name.to_owned(), figures, line: *line });
        }
        for name in names.iter().filter(|name| !found.iter().any(|known| known.name == **name)) {
            problems.add(front.line("expect"), format!("nothing is expected of \"{name}\""));
        }
        self.expect = found;
    }

    fn check_figures(&self, problems: &mut Problems) {
        let names = self.names();
        let front = &self.document.front;
        for (line, placeholder) in self.document.placeholders() {
            if let Some(message) = figure::problem(&placeholder, &names) {
                problems.add(line, message);
            }
        }
        let Some(answer) = front.text("answer") else {
            if front.has("predict") {
                problems.add(front.line("predict"), "'predict' without 'answer'");
            }
            return;
        };
        if front.has("choices") {
            if !front.list("choices").iter().any(|(_, choice)| choice == answer) {
                problems.add(front.line("answer"), "the answer is not one of the choices");
            }
        } else if let Some(message) = figure::problem(&figure::words(answer), &names) {
            problems.add(front.line("answer"), message);
        }
    }

    fn check_differs(&self, problems: &mut Problems) {
        let front = &self.document.front;
        for (line, name) in front.list("differs") {
            if !self.approaches.iter().any(|each| each.name == *name) {
                problems.add(*line, format!("no approach is named \"{name}\""));
            }
        }
        if front.has("differs") && self.same_result != Some(false) {
            problems.add(front.line("differs"), "'differs' needs 'same-result: false'");
        }
    }

    /// The figure that the reader is asked for, if the answer is one.
    pub(crate) fn answer(&self) -> Option<figure::Placeholder> {
        let front = &self.document.front;
        front.text("answer").filter(|_| !front.has("choices")).map(figure::words)
    }
}

fn expected(text: &str) -> Option<Expected> {
    Some(match text.split_once(' ') {
        None if text == "constant" => Expected::Constant,
        None if text == "grows" => Expected::Grows,
        Some(("error", name)) if !name.is_empty() && name.chars().all(|each| each.is_alphanumeric() || each == '_') => {
            Expected::Error(name.into())
        }
        Some((number, "query" | "queries")) => Expected::Queries(whole(number)?),
        Some((number, "row" | "rows")) => Expected::Rows(whole(number)?),
        Some((number, "instance" | "instances")) => Expected::Instances(whole(number)?),
        _ => return None,
    })
}
