//! `outerref conformance`: Django's own tests on this engine.
//!
//! Each app runs in a process of its own, which tells line by line what happens. When it ends before its end or
//! takes too long, the class it was in is given up and the app goes on behind it: a crash costs one class.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    sync::{Mutex, mpsc},
    thread,
    time::{Duration, Instant},
};

use clap::Args;
use outerref_lab::{clock, report::SourceFile};
use outerref_python::conformance::{self, App};
use serde_json::{Map, Value, json};

use crate::sources::{collect, read_overlay};

/// Run tests/APP of an unpacked Django, unmodified.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The unpacked source distribution of Django.
    #[arg(long)]
    django: PathBuf,
    /// Where <app>.json is written.
    #[arg(long, required_unless_present = "one")]
    out: Option<PathBuf>,
    /// Seconds that one class may take.
    #[arg(long, default_value_t = 120)]
    limit: u64,
    /// Apps that run at the same time.
    #[arg(long, default_value_t = 2)]
    jobs: usize,
    /// Run the one app in this process and tell what happens as lines of JSON.
    #[arg(long, hide = true)]
    one: bool,
    /// Only test modules, classes or tests whose dotted name contains this.
    #[arg(long, short = 'k')]
    only: Option<String>,
    /// Classes not to run.
    #[arg(long, hide = true)]
    done: Vec<String>,
    /// Folders of Django's tests.
    #[arg(required = true)]
    apps: Vec<String>,
}

pub(crate) fn run(arguments: Arguments) -> Result<ExitCode, String> {
    if arguments.one {
        return run_here(&arguments);
    }
    let out = arguments.out.clone().ok_or("--out is missing")?;
    fs::create_dir_all(&out).map_err(|error| format!("{}: {error}", out.display()))?;
    let waiting = Mutex::new(arguments.apps.iter());
    thread::scope(|scope| {
        let workers: Vec<_> = (0..arguments.jobs.max(1))
            .map(|_| {
                scope.spawn(|| -> Result<(), String> {
                    loop {
                        let Some(app) = waiting.lock().expect("no worker panics").next() else { return Ok(()) };
                        let report = watch(&arguments, app)?;
                        println!("{}", summary(app, &report));
                        let path = out.join(format!("{app}.json"));
                        let text = serde_json::to_string_pretty(&report).map_err(|error| error.to_string())?;
                        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
                    }
                })
            })
            .collect();
        workers.into_iter().try_for_each(|worker| worker.join().expect("a worker does not panic"))
    })?;
    Ok(ExitCode::SUCCESS)
}

/// What one process told before it ended.
#[derive(Default)]
struct Told {
    rows: Vec<Value>,
    ended: bool,
    class: Option<String>,
}

/// Runs an app in processes of its own until each of its classes ran or was given up.
fn watch(arguments: &Arguments, app: &str) -> Result<Value, String> {
    let begin = Instant::now();
    let (mut tests, mut import_errors) = (Map::new(), Map::new());
    let (mut done, mut ready, mut fatal) = (Vec::new(), Value::Null, Value::Null);
    loop {
        let (told, last_words) = one_process(arguments, app, &done)?;
        for row in &told.rows {
            let text = |key: &str| row.get(key).and_then(Value::as_str).map(str::to_owned);
            if let Some(test) = text("test") {
                let mut row = row.as_object().cloned().unwrap_or_default();
                row.remove("test");
                tests.insert(test, Value::Object(row));
            } else if let (Some(module), Some(detail)) = (text("module"), text("detail")) {
                import_errors.insert(module, detail.into());
            } else if let Some(class) = text("class") {
                done.push(class);
            } else if let Some(seconds) = row.get("ready") {
                ready = seconds.clone();
            }
        }
        if told.ended {
            break;
        }
        let Some(class) = told.class else {
            fatal = last_words.into();
            break;
        };
        tests.insert(class, json!({"status": "error", "detail": format!("given up: {last_words}")}));
    }
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for row in tests.values() {
        *counts.entry(row["status"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
    }
    Ok(json!({
        "app": app, "ran": tests.len(), "counts": counts, "import_errors": import_errors, "fatal": fatal,
        "setup_s": ready, "total_s": (begin.elapsed().as_secs_f64() * 100.0).round() / 100.0, "tests": tests,
    }))
}

/// What a process told, and the end of what it wrote to its standard error.
fn one_process(arguments: &Arguments, app: &str, done: &[String]) -> Result<(Told, String), String> {
    let mut command = Command::new(std::env::current_exe().map_err(|error| error.to_string())?);
    command.args(["conformance", "--one", "--django"]).arg(&arguments.django).arg(app);
    for class in done {
        command.args(["--done", class]);
    }
    if let Some(only) = &arguments.only {
        command.args(["--only", only]);
    }
    let mut process = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    let (stdout, stderr) = (process.stdout.take(), process.stderr.take());
    let (lines, told_lines) = mpsc::channel();
    let reader = thread::spawn(move || {
        for line in stdout.into_iter().flat_map(|stdout| BufReader::new(stdout).lines()) {
            let Ok(line) = line else { break };
            if lines.send(line).is_err() {
                break;
            }
        }
    });
    let errors = thread::spawn(move || {
        let mut last = String::new();
        for line in stderr.into_iter().flat_map(|stderr| BufReader::new(stderr).lines()).map_while(Result::ok) {
            last.push_str(&line);
            last.push('\n');
        }
        last
    });
    let mut told = Told::default();
    let mut late = false;
    let mut class_begin = Instant::now();
    loop {
        let left = Duration::from_secs(arguments.limit).saturating_sub(class_begin.elapsed());
        match told_lines.recv_timeout(left) {
            Ok(line) => {
                let Ok(row) = serde_json::from_str::<Value>(&line) else { continue };
                if let Some(class) = row.get("class").and_then(Value::as_str) {
                    told.class = Some(class.to_owned());
                    class_begin = Instant::now();
                }
                told.ended |= row.get("end").is_some();
                told.rows.push(row);
            }
            Err(mpsc::RecvTimeoutError::Timeout) => {
                late = true;
                let _ = process.kill();
                break;
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
        }
    }
    let status = process.wait().map_err(|error| error.to_string())?;
    let _ = reader.join();
    let mut words = errors.join().unwrap_or_default();
    let cut = words.char_indices().rev().nth(1500).map_or(0, |(at, _)| at);
    words.drain(..cut);
    if late {
        words.push_str(&format!("more than {} s", arguments.limit));
    } else if !told.ended {
        words.push_str(&status.to_string());
    }
    Ok((told, words))
}

fn summary(app: &str, report: &Value) -> String {
    let errors = report["import_errors"].as_object().map_or(0, Map::len);
    let fatal = report["fatal"].as_str().and_then(|text| text.lines().last()).unwrap_or_default();
    format!("{app:30} {} {} s, {errors} modules not loaded {fatal}", report["counts"], report["total_s"])
}

/// The parts of Django that are no ORM. Its tests import them; where this engine has no module of the name, Django's
/// own is taken, from the same source tree. `django_own` has those that the engine has too, for names it lacks.
const LIBRARY: [(&str, &str); 10] = [
    ("forms", "django/forms"),
    ("template", "django/template"),
    ("templatetags", "django/templatetags"),
    ("urls", "django/urls"),
    ("utils", "django/utils"),
    ("utils", "django_own/utils"),
    ("conf", "django/conf"),
    ("core/files", "django/core/files"),
    ("core/serializers", "django/core/serializers"),
    ("contrib/contenttypes", "django/contrib/contenttypes"),
];

/// Runs the one app here.
fn run_here(arguments: &Arguments) -> Result<ExitCode, String> {
    let app = &arguments.apps[0];
    let tests = arguments.django.join("tests");
    let mut files = Vec::new();
    collect(&tests.join(app), app, &mut files)?;
    let mut modules: Vec<String> = files.iter().filter_map(|file| test_module(&file.path)).collect();
    modules.sort();
    if let Some(only) = &arguments.only {
        let chosen: Vec<String> = modules.iter().filter(|module| module.contains(only.as_str())).cloned().collect();
        if !chosen.is_empty() {
            modules = chosen;
        }
    }
    // What tests of several apps import from one another.
    for shared in ["test_runner_apps", "urls"] {
        let path = tests.join(shared);
        if path.is_dir() {
            collect(&path, shared, &mut files)?;
        }
    }
    add_neighbours(&tests, app, &mut files)?;
    let overlay = read_overlay()?;
    let mut library = Vec::new();
    for (part, prefix) in LIBRARY {
        collect(&arguments.django.join("django").join(part), prefix, &mut library)?;
    }
    let app = App {
        name: app,
        files: &files,
        modules: &modules,
        done: &arguments.done,
        overlay: &overlay,
        library: &library,
    };
    match conformance::run(&app, clock::native, emit) {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(error) => Err(error.traceback),
    }
}

/// Apps whose modules this one's import by name.
fn add_neighbours(tests: &Path, app: &str, files: &mut Vec<SourceFile>) -> Result<(), String> {
    let mut names: Vec<String> = Vec::new();
    for file in files.iter() {
        for line in file.text.lines() {
            let Some(rest) = line.trim_start().strip_prefix("from ") else { continue };
            let name = rest.split(['.', ' ']).next().unwrap_or_default();
            if !name.is_empty() && name != app && name != "django" && tests.join(name).join("__init__.py").exists() {
                names.push(name.to_owned());
            }
        }
    }
    names.sort();
    names.dedup();
    names.iter().try_for_each(|name| collect(&tests.join(name), name, files))
}

/// `lookup/test_decimalfield.py` as `lookup.test_decimalfield`, if it holds tests.
fn test_module(path: &str) -> Option<String> {
    let (_, name) = path.rsplit_once('/')?;
    name.starts_with("test").then(|| path.trim_end_matches(".py").replace('/', "."))
}

fn emit(line: &str) {
    let mut out = std::io::stdout().lock();
    // A parent that is gone wants to know nothing more.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
