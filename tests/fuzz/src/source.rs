//! The properties of Python: typed code ends in a report within its limits, and an imported file's rows are read by the
//! models that were written for it.

use std::{cell::OnceCell, time::Instant};

use outerref_lab::{
    clock,
    report::{ApproachSource, Budget, Repeat, Report, RunRequest, SourceFile},
    service::{Answer, Import, ImportKind},
};
use outerref_python::Engine;

/// The limits, a small part of a page's: what they end is the same.
const BUDGET: Budget = Budget { micros: 300_000.0, queries: 50, output: 4_000, rows_shown: 20, rows_fetched: 2_000 };

/// For reading all that was imported.
const GENEROUS: Budget = Budget { micros: 10_000_000.0, ..BUDGET };

/// At most so many tables are read.
const MOST_TABLES: usize = 20;

/// How much longer than its limit a run may take, for the models and the report.
const MOST_SECONDS: f64 = 20.0;

const MODELS: &str = include_str!("../../golden/bookshop/models.py");

thread_local! {
    // Never dropped: the interpreter's own thread-local values may be gone before it at the process's end.
    static ENGINE: OnceCell<&'static Engine> = const { OnceCell::new() };
}

fn with_engine<T>(act: impl FnOnce(&Engine) -> T) -> T {
    let start = || &*Box::leak(Box::new(Engine::new(clock::native).expect("the engine starts")));
    act(ENGINE.with(|engine| *engine.get_or_init(start)))
}

fn run(engine: &Engine, models: &str, imported: Option<&str>, source: &str, budget: Budget) -> Report {
    let request = RunRequest {
        files: vec![SourceFile { path: "bookshop/models.py".into(), text: models.into() }],
        models_module: "bookshop".into(),
        data_file: None,
        imported: imported.map(Into::into),
        approaches: vec![ApproachSource { name: "A".into(), source: source.into() }],
        scale: None,
        dialect: Default::default(),
        repeat: Repeat { warm_up: 0, max_runs: 1, enough_micros: 1.0 },
        budget,
        growth: None,
    };
    engine.run(&request, &mut |_, _, _| {})
}

/// Checks these bytes as the code of an approach over the bookshop.
///
/// # Panics
///
/// When the run gives no report of it, the models no longer import, or it takes far longer than it may.
pub fn check(bytes: &[u8]) {
    let Ok(source) = std::str::from_utf8(bytes) else { return };
    with_engine(|engine| {
        let begin = Instant::now();
        let report = run(engine, MODELS, None, source, BUDGET);
        assert!(begin.elapsed().as_secs_f64() < MOST_SECONDS, "took {:?}", begin.elapsed());
        assert!(report.setup_error.is_none(), "{:?}", report.setup_error);
        assert_eq!(report.approaches.len(), 1);
        serde_json::to_string(&report).expect("a report is JSON");
    });
}

/// Checks these bytes as a file to import: its models import, and those of a CSV file read its rows.
///
/// # Panics
///
/// When they do not.
pub fn check_imported(bytes: &[u8]) {
    let name = if bytes.starts_with(b"SQLite format 3\0") { "data.sqlite3" } else { "data.csv" };
    if bytes.len() > 16 * 1024 {
        return;
    }
    with_engine(|engine| {
        let Answer::Import(import) = engine.import_file(name, bytes.to_vec(), None) else { return };
        let report = run(engine, &import.models, Some(&import.name), &reading(&import), GENEROUS);
        assert!(report.setup_error.is_none(), "{:?}\n{}", report.setup_error, import.models);
        // A database may hold what is no value of its column's type; Django's fields raise then, too. CSV may not.
        let error = &report.approaches[0].error;
        assert!(error.is_none() || import.source == ImportKind::Sqlite, "{error:?}\n{}", import.models);
    });
}

/// Code that reads every row by its model, each at most once.
fn reading(import: &Import) -> String {
    let mut code = String::from("from bookshop import models as m\n");
    for table in import.tables.iter().take(MOST_TABLES) {
        if let Some(model) = &table.model {
            let rows = table.rows.min(100);
            code.push_str(&format!("assert len(list(m.{model}.objects.all()[:100])) == {rows}\n"));
        }
    }
    code
}
