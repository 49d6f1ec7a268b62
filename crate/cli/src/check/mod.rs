//! `outerref check`: lessons and exercises hold what they say.
//!
//! A lesson's approaches do what it expects of them, and its prerendered figures are those of a run. An exercise's
//! starter fails at least one check, and each of its solutions passes all. Everything that is wrong is told as
//! `FILE:LINE: what`.

mod exercise;
pub(crate) mod fresh;
mod judge;
mod lesson;

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Mutex,
    thread,
    time::Instant,
};

use clap::Args;

use crate::{
    bench::Bench,
    content::{self, Item, Kind},
    format::{Problems, exercise::Exercise, lesson::Lesson, read_text},
};

/// Check lessons, exercises and packs: by the format, and by running them.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Where the prerendered reports of the lessons lie [default: ../public/prerendered beside their folder, if it is there]
    #[arg(long, value_name = "DIR")]
    prerendered: Option<PathBuf>,
    /// Read the files only, run nothing.
    #[arg(long)]
    format_only: bool,
    /// How many run at the same time [default: one for each processor, four at most]
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Lessons, exercises, folders of lessons, packs (folders with a pack.md).
    #[arg(required = true)]
    paths: Vec<PathBuf>,
}

pub(crate) fn run(arguments: Arguments) -> Result<ExitCode, String> {
    let begin = Instant::now();
    let mut items = Vec::new();
    for path in &arguments.paths {
        content::find(path, &mut items)?;
    }
    if items.is_empty() {
        return Err("there is no lesson and no exercise".into());
    }
    let jobs = arguments.jobs.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from).min(4));
    let waiting = Mutex::new(items.iter().enumerate());
    let told = Mutex::new(vec![None; items.len()]);
    thread::scope(|scope| {
        for _ in 0..jobs.clamp(1, items.len()) {
            scope.spawn(|| {
                outerref_python::session::with_large_stack(|| work(&arguments, &waiting, &told));
            });
        }
    });
    let told = told.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    // A worker that could not start leaves its items untold.
    let failed = told.iter().filter(|problems| problems.as_ref().is_none_or(|each| !each.is_empty())).count();
    println!("{} checked, {failed} failed, {:.1} s", items.len(), begin.elapsed().as_secs_f64());
    Ok(ExitCode::from(u8::from(failed > 0)))
}

/// Takes one item after the other; results are printed in the order of the items.
fn work(
    arguments: &Arguments,
    waiting: &Mutex<std::iter::Enumerate<std::slice::Iter<'_, Item>>>,
    told: &Mutex<Vec<Option<Problems>>>,
) {
    let bench = match Bench::new() {
        Ok(bench) => bench,
        Err(message) => {
            eprintln!("outerref: {message}");
            return;
        }
    };
    loop {
        let Some((at, item)) = waiting.lock().ok().and_then(|mut waiting| waiting.next()) else { return };
        let problems = check(item, arguments, &bench);
        let mut out = std::io::stdout().lock();
        let path = item.path.display();
        // A reader that is gone wants to know nothing more.
        let _ = match problems.is_empty() {
            true => writeln!(out, "ok    {path}"),
            false => writeln!(out, "FAIL  {path}"),
        };
        for (line, message) in &problems.0 {
            let _ = writeln!(out, "{path}:{line}: {message}");
        }
        if let Ok(mut told) = told.lock() {
            told[at] = Some(problems);
        }
    }
}

/// What is wrong with one file, in the order of its lines.
fn check(item: &Item, arguments: &Arguments, bench: &Bench) -> Problems {
    let mut problems = Problems::default();
    match (item.kind, read_text(&item.path)) {
        (_, Err(message)) => problems.add(1, message),
        (Kind::Pack, _) => {
            crate::format::pack::read(item.folder(), &mut problems);
        }
        (Kind::Lesson, Ok(text)) => {
            let lesson = Lesson::read(&text, &item.shared(), &mut problems);
            if let Some(lesson) = lesson.filter(|_| problems.is_empty() && !arguments.format_only) {
                lesson::check(&lesson, prerendered(item, arguments).as_deref(), bench, &mut problems);
            }
        }
        (Kind::Exercise, Ok(text)) => {
            let exercise = Exercise::read(&text, &item.shared(), &mut problems);
            if let Some(exercise) = exercise.filter(|_| problems.is_empty() && !arguments.format_only) {
                exercise::check(&exercise, bench, &mut problems);
            }
        }
    }
    problems.0.sort();
    problems.0.dedup();
    problems
}

/// Where the report of a lesson should lie, if figures are kept at all.
fn prerendered(item: &Item, arguments: &Arguments) -> Option<PathBuf> {
    let folder = match &arguments.prerendered {
        Some(folder) => folder.clone(),
        None => Some(item.folder().join("../public/prerendered")).filter(|folder| Path::is_dir(folder))?,
    };
    Some(folder.join(item.slug()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `tests/lessons/wrong`: each file follows the format and says what is not so.
    #[test]
    fn what_is_not_so_is_told_at_its_line() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/lessons/wrong");
        let expected = std::fs::read_to_string(folder.join("expected.txt")).expect("is there");
        let arguments = Arguments { prerendered: None, format_only: false, jobs: None, paths: Vec::new() };
        let told = outerref_python::session::with_large_stack(|| {
            let bench = Bench::new().expect("starts");
            let mut items = Vec::new();
            for name in expected.lines().filter_map(|line| line.split(':').next()) {
                if !items.iter().any(|item: &Item| item.path.ends_with(name)) {
                    content::find(&folder.join(name), &mut items).expect("is there");
                }
            }
            let mut told = String::new();
            for item in &items {
                let name = item.path.file_name().unwrap_or_default().to_string_lossy();
                for (line, message) in check(item, &arguments, &bench).0 {
                    told.push_str(&format!("{name}:{line}: {message}\n"));
                }
            }
            told
        });
        assert_eq!(told, expected);
    }

    /// `tests/lessons/bad`: each file is wrong in one way, at the line that `expected.txt` names.
    #[test]
    fn each_bad_file_is_refused_at_its_line() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/lessons/bad");
        let expected = std::fs::read_to_string(folder.join("expected.txt")).expect("is there");
        for line in expected.lines() {
            let (name, line) = line.split_once(':').expect("is FILE:LINE");
            let mut items = Vec::new();
            content::find(&folder.join(name), &mut items).expect("is there");
            let text = read_text(&items[0].path).expect("reads");
            let mut problems = Problems::default();
            match items[0].kind {
                Kind::Exercise => drop(Exercise::read(&text, &[], &mut problems)),
                _ => drop(Lesson::read(&text, &[], &mut problems)),
            }
            assert_eq!(items[0].kind == Kind::Exercise, name.starts_with("exercise"), "{name}");
            let line: u32 = line.parse().expect("is a number");
            assert!(problems.0.iter().any(|(at, _)| *at == line), "{name}:{line}: {:?}", problems.0);
        }
    }
}
