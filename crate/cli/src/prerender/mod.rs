//! `outerref prerender`: runs lessons, or what a documentation builder hands over, and writes what a page shows before
//! anything runs: Reports as JSON, and their figures as HTML that needs no script.

pub(crate) mod figures;
pub(crate) mod kept;
mod lesson;
mod numbers;
mod request;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use outerref_lab::report::Report;

use crate::{
    bench::{Bench, TIMED, line_of, sentence},
    content::{self, Item, Kind},
    format::{Problems, lesson::Lesson, read_text},
};

/// Run lessons once and keep what they showed, for pages that show figures before anything runs.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Where <slug>.json is written.
    #[arg(long, value_name = "DIR", required_unless_present = "requests")]
    out: Option<PathBuf>,
    /// Write <slug>.html too: the lesson as HTML, its figures in the text.
    #[arg(long)]
    html: bool,
    /// Read run requests from standard input, one in JSON a line, and answer each with a line: {"report", "html"}.
    #[arg(long, conflicts_with_all = ["paths", "out", "html"])]
    requests: bool,
    /// Lessons, or folders of lessons.
    #[arg(required_unless_present = "requests")]
    paths: Vec<PathBuf>,
}

pub(crate) fn run(arguments: Arguments) -> Result<ExitCode, String> {
    if arguments.requests {
        return request::answer_all();
    }
    let out = arguments.out.as_deref().ok_or("--out is missing")?;
    let mut items = Vec::new();
    for path in &arguments.paths {
        content::find(path, &mut items)?;
    }
    fs::create_dir_all(out).map_err(|error| format!("{}: {error}", out.display()))?;
    let bench = Bench::new()?;
    let (mut written, mut failed) = (0, 0);
    for item in items.iter().filter(|item| item.kind == Kind::Lesson) {
        let problems = prerender(item, out, arguments.html, &bench);
        for (line, message) in &problems.0 {
            eprintln!("{}:{line}: {message}", item.path.display());
        }
        if problems.is_empty() {
            written += 1;
        } else {
            failed += 1;
        }
    }
    println!("{written} prerendered, {failed} failed");
    Ok(ExitCode::from(u8::from(failed > 0 || written == 0)))
}

fn prerender(item: &Item, out: &Path, html: bool, bench: &Bench) -> Problems {
    let mut problems = Problems::default();
    let lesson = match read_text(&item.path) {
        Ok(text) => Lesson::read(&text, &item.shared(), &mut problems),
        Err(message) => {
            problems.add(1, message);
            None
        }
    };
    let Some(lesson) = lesson.filter(|_| problems.is_empty()) else { return problems };
    let report = bench.lesson(&lesson, TIMED);
    if let Some(error) = &report.setup_error {
        problems.add(line_of(error, &lesson.document), format!("the models or the data: {}", sentence(error)));
        return problems;
    }
    let slug = item.slug();
    let page = html.then(|| lesson::html(&lesson, &report));
    let (own, tries) = kept::split(report, &lesson);
    let mut write = |name: String, text: String| {
        let path = out.join(name);
        if let Err(error) = fs::write(&path, text) {
            problems.add(1, format!("{}: {error}", path.display()));
        }
    };
    write(format!("{slug}.json"), json(&own));
    if let Some(tries) = tries {
        write(format!("{slug}.tries.json"), json(&tries));
    }
    if let Some(page) = page {
        write(format!("{slug}.html"), page);
    }
    problems
}

fn json(report: &Report) -> String {
    serde_json::to_string(report).unwrap_or_default() + "\n"
}
