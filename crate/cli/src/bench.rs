//! One engine, on which one document after the other is run.

use outerref_lab::{
    clock,
    report::{ApproachSource, Budget, Dialect, Repeat, Report, RunError, RunRequest},
};
use outerref_python::Engine;

use crate::{
    format::{document::Document, lesson::Lesson, sources::Sources},
    sources::read_overlay,
};

/// Run once, as a check does: counts do not change from run to run.
pub(crate) const ONCE: Repeat = Repeat { warm_up: 0, max_runs: 1, enough_micros: 0.0 };
/// Run until the median means something.
pub(crate) const TIMED: Repeat = Repeat { warm_up: 1, max_runs: 9, enough_micros: 300_000.0 };

pub(crate) struct Bench {
    engine: Engine,
}

impl Bench {
    pub(crate) fn new() -> Result<Self, String> {
        let engine = Engine::new(clock::native).map_err(|error| error.to_string())?;
        engine.session().set_overlay(&read_overlay()?);
        Ok(Self { engine })
    }

    /// Runs scripts, given by name and code, each on the same data.
    pub(crate) fn run<'a>(
        &self,
        sources: &Sources,
        scripts: impl IntoIterator<Item = (&'a str, String)>,
        scale: Option<u64>,
        repeat: Repeat,
    ) -> Report {
        self.request(&request(sources, scripts, scale, repeat))
    }

    /// Runs a lesson's approaches and its changes to try, at the lesson's scale and, to see what grows, at others.
    pub(crate) fn lesson(&self, lesson: &Lesson, repeat: Repeat) -> Report {
        let scripts = lesson.scripts().map(|script| (script.name.as_str(), script.code.clone()));
        let growth = lesson.growth(&[]);
        self.request(&RunRequest { growth, ..request(&lesson.sources, scripts, lesson.scale, repeat) })
    }

    pub(crate) fn request(&self, request: &RunRequest) -> Report {
        self.engine.run(request, &mut |_, _, _| {})
    }
}

/// The request that runs scripts, given by name and code, each on the same data.
pub(crate) fn request<'a>(
    sources: &Sources,
    scripts: impl IntoIterator<Item = (&'a str, String)>,
    scale: Option<u64>,
    repeat: Repeat,
) -> RunRequest {
    let approaches = scripts.into_iter().map(|(name, source)| ApproachSource { name: name.into(), source }).collect();
    RunRequest {
        files: sources.files.clone(),
        models_module: sources.models_module.clone(),
        data_file: sources.data_file.clone(),
        imported: None,
        approaches,
        scale,
        dialect: Dialect::default(),
        repeat,
        budget: Budget::default(),
        growth: None,
    }
}

/// `FieldError: ... (shop/models.py line 3)`.
pub(crate) fn sentence(error: &RunError) -> String {
    let place = match (&error.file, error.line) {
        (Some(file), Some(line)) => format!(" ({file} line {line})"),
        _ => String::new(),
    };
    format!("{}: {}{place}", error.kind, error.message)
}

/// The line of a document at which an error lies in one of its own files, or the line of the key that named it.
pub(crate) fn line_of(error: &RunError, document: &Document) -> u32 {
    let block = document.blocks.iter().find(|block| error.file.is_some() && block.get("file") == error.file.as_deref());
    match block {
        Some(block) => block.line + error.line.unwrap_or(0),
        None if error.file.as_deref() == document.front.text("data") => document.front.line("data"),
        None => document.front.line("models"),
    }
}
