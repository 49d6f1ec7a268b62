//! [`Engine`]: runs approaches on the same data and reports. What the page, the widget and the
//! command line all call.

use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};

use outerref_lab::{
    assemble::{self, Around, Ran},
    clock::{self, Clock},
    connection::{Connection, DatabaseError},
    recorder::Recording,
    report::{ApproachSource, Budget, Dialect, Report, RunError, RunRequest, TableSize},
    snapshot::Snapshot,
    timing::Schedule,
};
use outerref_orm::dialect::Vendor;
use rustpython_vm::{
    Py, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyDict, PyStr},
};

use crate::{
    Session,
    errors::plain_error,
    growth, observe,
    orm::{self, Executed, Listener, Workspace},
    present::{self, Shown},
    services,
    session::{Outcome, Watch, import},
};

/// Python's part of a session: `django/apps/session.py`.
const SESSION: &str = "django.apps.session";

/// Tells how far a run is: a stage, and how many of how many steps.
pub type Progress<'a> = dyn FnMut(&str, u32, u32) + 'a;

/// A Python session with a database.
pub struct Engine {
    pub(crate) session: Session,
    pub(crate) workspace: Rc<Workspace>,
    pub(crate) clock: Clock,
    pub(crate) kept: services::Kept,
}

/// The models and the data of a run, before any approach.
pub(crate) struct Setup {
    snapshot: Snapshot,
    /// Nothing ran since the models were imported: no data file, and no app that fills its own tables.
    models_unused: bool,
}

/// What an approach finds when it starts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    /// The models as they were prepared; nothing has used them.
    PreparedModels,
    /// Models imported anew.
    FreshModels,
    /// Those of its last run: it is timed once more.
    Again,
}

/// What one run of an approach gave.
struct Once {
    outcome: Outcome,
    shown: Shown,
    ran: Unread,
    db_micros: f64,
}

/// The statements of a run, before anything is said of them.
#[derive(Default)]
struct Unread {
    records: Vec<Executed>,
    origin: f64,
    instances: u64,
    micros: f64,
}

impl Engine {
    /// An engine that reads time, in microseconds, from `clock`.
    pub fn new(clock: Clock) -> Result<Self, DatabaseError> {
        let session = Session::new(Rc::new(clock));
        let workspace = Workspace::new(Connection::open_in_memory(clock)?);
        session.state().set_extension(workspace.clone());
        session.state().hooks.set(Some(orm::hooks()));
        Ok(Self { session, workspace, clock, kept: services::Kept::default() })
    }

    /// Tells `listener` of work within a stage from now on, as rows are generated: what, how many of how many.
    pub fn listen(&self, listener: Option<Listener>) {
        *self.workspace.listener.borrow_mut() = listener;
    }

    /// The session.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The models, the data, the approaches: one report.
    pub fn run(&self, request: &RunRequest, progress: &mut Progress<'_>) -> Report {
        let samples = self.samples(request, progress);
        let mut report = self.run_at_scale(request, progress);
        growth::add(&mut report, samples);
        report
    }

    /// A run at the request's own scale.
    pub(crate) fn run_at_scale(&self, request: &RunRequest, progress: &mut Progress<'_>) -> Report {
        let steps = 2 + request.approaches.len() as u32;
        progress("models", 0, steps);
        let mut around = Around {
            dialect: request.dialect,
            scale: request.scale,
            clock_micros: clock::tick(self.clock, 5),
            ..Around::default()
        };
        let prepared = self.prepare(request, progress, steps);
        around.setup_stdout = self.session.state().output.borrow_mut().take().0;
        let Setup { snapshot, models_unused } = match prepared {
            Ok(prepared) => prepared,
            Err(error) => {
                around.setup_error = Some(error);
                return assemble::report(Vec::new(), around, &self.workspace.connection());
            }
        };
        around.tables = self.table_sizes();
        let mut runs: Vec<Ran> =
            request.approaches.iter().map(|source| Ran { name: source.name.clone(), ..Ran::default() }).collect();
        let mut schedule = Schedule::new(runs.len(), request.repeat);
        let mut unread: HashMap<usize, Unread> = HashMap::new();
        let mut seen = HashSet::new();
        let mut written: HashMap<usize, Vec<Executed>> = HashMap::new();
        let mut models_unused = models_unused;
        while let Some(due) = schedule.next() {
            let first = seen.insert(due.approach);
            if first {
                // The models are about to be made anew, and what was noted speaks of these.
                self.read(&mut unread, &mut runs);
                progress("approach", 2 + due.approach as u32, steps);
            }
            let source = &request.approaches[due.approach];
            let start = match first {
                true if std::mem::take(&mut models_unused) => Start::PreparedModels,
                true => Start::FreshModels,
                false => Start::Again,
            };
            let mut once = self.run_once(request, source, &snapshot, start);
            match written.get(&due.approach) {
                Some(first) => keep_written(first, &mut once.ran.records),
                None if request.dialect != Dialect::Sqlite => {
                    written.insert(due.approach, once.ran.records.clone());
                }
                None => {}
            }
            schedule.ran(due, once.outcome.micros);
            let run = &mut runs[due.approach];
            if due.timed {
                run.runs.push((once.outcome.micros, once.db_micros));
            }
            if once.outcome.error.is_some() {
                schedule.drop_approach(due.approach);
            }
            run.result = once.shown.json.unwrap_or_default();
            run.result_repr = once.shown.repr;
            run.result_table = once.shown.table;
            run.stdout = once.outcome.stdout;
            run.stdout_cut = once.outcome.stdout_cut;
            run.error = once.outcome.error;
            unread.insert(due.approach, once.ran);
        }
        self.read(&mut unread, &mut runs);
        progress("report", steps, steps);
        around.managers = self.session.enter(|vm, _| observe::filtering_managers(&self.workspace, vm));
        // Plans are asked of the data as it was before any approach changed it.
        self.restore(&snapshot);
        assemble::report(runs, around, &self.workspace.connection())
    }

    /// Imports the models, makes the tables, loads the data.
    pub(crate) fn prepare(
        &self,
        request: &RunRequest,
        progress: &mut Progress<'_>,
        steps: u32,
    ) -> Result<Setup, RunError> {
        self.session.enter(|_, _| self.kept.unprepared());
        self.session.collect_garbage();
        self.session.set_files(&request.files);
        self.workspace.recording.set(false);
        self.undo("refresh")?;
        self.workspace.query_log.clear();
        let cleared = self.workspace.connection_mut().clear();
        cleared.map_err(|error| database_error(&error))?;
        if let Some(name) = &request.imported {
            self.begin_with_import(name)?;
        }
        let there = self.workspace.connection().tables().unwrap_or_default();
        self.begin(request)?;
        let made_rows = self.session.try_enter(|vm, _| {
            let session = import(vm, SESSION)?;
            vm.call_method(&session, "check_relations", ())?;
            let there = there.iter().map(|table| vm.ctx.new_str(table.as_str()).into()).collect();
            vm.call_method(&session, "create_tables", (vm.ctx.new_list(there),))?.try_to_bool(vm)
        })?;
        progress("data", 1, steps);
        if let Some(path) = &request.data_file {
            let name = module_name(path);
            let scale = request.scale;
            self.session.try_enter(|vm, _| {
                let session = import(vm, SESSION)?;
                let scale = scale.map_or_else(|| vm.ctx.none(), |scale| vm.ctx.new_int(scale).into());
                vm.call_method(&session, "load", (vm.ctx.new_str(name), scale))
            })?;
        }
        self.workspace.recording.set(true);
        let snapshot = Snapshot::take(&mut self.workspace.connection_mut());
        if snapshot.is_ok() {
            self.kept.prepared();
        }
        let snapshot = snapshot.map_err(|error| database_error(&error))?;
        Ok(Setup { snapshot, models_unused: request.data_file.is_none() && !made_rows })
    }

    /// Undoes what code changed outside of its modules, by a function of the session: back to before the models were
    /// imported (`refresh`), or to after it (`again`).
    fn undo(&self, how: &str) -> Result<(), RunError> {
        self.session.try_enter(|vm, _| {
            let session = import(vm, SESSION)?;
            vm.call_method(&session, how, ()).map(drop)
        })
    }

    /// A fresh import of the models.
    fn begin(&self, request: &RunRequest) -> Result<(), RunError> {
        self.session.forget_user_modules();
        self.workspace.forget_models();
        crate::orm::forget_lookups();
        let package = request.models_module.clone();
        let models = models_module(request);
        self.session.try_enter(|vm, _| {
            let session = import(vm, SESSION)?;
            vm.call_method(&session, "begin", (vm.ctx.new_str(package),))?;
            if let Some(models) = &models {
                import(vm, models)?;
            }
            let named = named_apps(request).map(|name| vm.ctx.new_str(name).into()).collect();
            vm.call_method(&session, "complete", (vm.ctx.new_list(named),))?;
            Ok(())
        })
    }

    /// Makes recordings of the statements that the approaches ran.
    fn read(&self, unread: &mut HashMap<usize, Unread>, runs: &mut [Ran]) {
        for (approach, Unread { records, origin, instances, micros }) in unread.drain() {
            let recording =
                self.session.enter(|vm, state| observe::recording(records, origin, &self.workspace, state, vm));
            if let Some(run) = runs.get_mut(approach) {
                run.recording = Recording { instances, micros, ..recording };
            }
        }
    }

    /// Has nothing left of what ran before, but the models: in Python, as `undo` does, and in the database.
    fn rewind(&self, how: &str, snapshot: &Snapshot) -> Result<(), RunError> {
        self.session.collect_garbage();
        self.workspace.recording.set(false);
        let undone = self.undo(how);
        if self.workspace.dirty.replace(false) {
            self.restore(snapshot);
        }
        undone
    }

    fn run_once(&self, request: &RunRequest, source: &ApproachSource, snapshot: &Snapshot, start: Start) -> Once {
        let first = start != Start::Again;
        let ready = match start {
            Start::PreparedModels => {
                // The database is what the snapshot was taken of.
                self.workspace.dirty.set(false);
                Ok(())
            }
            Start::FreshModels => self.rewind("refresh", snapshot).and_then(|()| self.begin(request)),
            Start::Again => self.rewind("again", snapshot),
        };
        self.workspace.recording.set(false);
        let failed = |error: RunError| Once {
            outcome: Outcome { value: None, stdout: String::new(), stdout_cut: 0, error: Some(error), micros: 0.0 },
            shown: Shown::default(),
            ran: Unread::default(),
            db_micros: 0.0,
        };
        if let Err(error) = ready {
            return failed(error);
        }
        let names = self.session.try_enter(|vm, _| shell_names(vm, &source.source));
        let names = match names {
            Ok(names) => names,
            Err(error) => return failed(error),
        };
        self.workspace.recording.set(true);
        self.workspace.take_records();
        self.workspace.query_log.clear();
        let origin = (self.clock)();
        let watch = if first { Watch::Closely } else { Watch::AtQueries };
        // Writing a statement for another database takes time that is not the approach's: once is enough.
        self.workspace.shown_in.set(if first { vendor_of(request.dialect) } else { None });
        self.limit(Some(&request.budget));
        let mut outcome = self.session.run(source, &request.budget, watch, &names);
        let mut shown = Shown::default();
        if let Some(value) = outcome.value.clone() {
            let rows = request.budget.rows_shown as usize;
            self.limit(Some(&request.budget));
            let presented = self.session.limited(&request.budget, watch, |vm, state| {
                let begin = (state.clock)();
                fetch(vm, &value)?;
                let micros = (state.clock)() - begin;
                // What showing it reads or asks is not the approach's.
                self.workspace.recording.set(false);
                Ok((micros, present::present(vm, state, &value, rows)?))
            });
            self.workspace.recording.set(true);
            match presented {
                Ok((micros, result)) => {
                    outcome.micros += micros;
                    shown = result;
                }
                Err(error) => outcome.error = Some(error),
            }
        }
        self.limit(None);
        let instances = self.workspace.instances.get();
        if let Some(value) = &outcome.value {
            observe::mark_shown(&self.workspace, value);
        }
        let records: Vec<Executed> = self.workspace.take_records();
        let db_micros = records.iter().map(|record| record.micros).sum();
        let ran = Unread { records, origin, instances, micros: outcome.micros };
        Once { outcome, shown, ran, db_micros }
    }

    /// Has statements end where the budget does.
    fn limit(&self, budget: Option<&Budget>) {
        // A moment later than the run itself, so that its own limit is over when SQLite has stopped.
        const AFTER_THE_RUN: f64 = 1_000.0;
        let connection = self.workspace.connection();
        connection.set_rows_limit(budget.map_or(u64::MAX, |budget| budget.rows_fetched.into()));
        connection.guard().set_deadline(budget.map(|budget| (self.clock)() + budget.micros + AFTER_THE_RUN));
    }

    fn restore(&self, snapshot: &Snapshot) {
        // A snapshot of our own is always a database.
        let _ = snapshot.restore(&mut self.workspace.connection_mut());
    }

    pub(crate) fn table_sizes(&self) -> Vec<TableSize> {
        let connection = self.workspace.connection();
        self.workspace
            .models()
            .iter()
            .filter(|model| model.proxy_for.is_none())
            .filter_map(|model| {
                let table = model.table().to_string();
                let rows = connection.count_rows(&table).ok()?;
                Some(TableSize { table, model: model.label(), rows })
            })
            .collect()
    }
}

/// The database whose SQL is shown, unless it is the one that runs it.
fn vendor_of(dialect: Dialect) -> Option<Vendor> {
    match dialect {
        Dialect::Sqlite => None,
        Dialect::Postgresql => Some(Vendor::Postgresql),
        Dialect::Mysql => Some(Vendor::Mysql),
    }
}

/// Hands on, from the first run to a later one, how the same statements are written for another database.
fn keep_written(first: &[Executed], later: &mut [Executed]) {
    for (before, now) in first.iter().zip(later) {
        if now.sql == before.sql && now.params == before.params {
            now.told.written.clone_from(&before.told.written);
        }
    }
}

/// All names that the code finds without importing them.
pub(crate) fn shell_names(vm: &VirtualMachine, source: &str) -> PyResult<Vec<(String, PyObjectRef)>> {
    let session = import(vm, SESSION)?;
    let names = vm.call_method(&session, "shell_names", (vm.ctx.new_str(source),))?;
    Ok(names.downcast_ref::<PyDict>().map(items_of).unwrap_or_default())
}

/// The items of a dictionary whose keys are text.
pub(crate) fn items_of(dict: &Py<PyDict>) -> Vec<(String, PyObjectRef)> {
    dict.items_vec()
        .into_iter()
        .filter_map(|(name, value)| Some((name.downcast_ref::<PyStr>()?.to_string_lossy().into_owned(), value)))
        .collect()
}

/// Evaluates a queryset, so that showing it takes no further query.
pub(crate) fn fetch(vm: &VirtualMachine, value: &PyObjectRef) -> PyResult<()> {
    let session = import(vm, SESSION)?;
    vm.call_method(&session, "fetch", (value.clone(),)).map(drop)
}

/// `shop/data.py` as `shop.data`.
fn module_name(path: &str) -> String {
    path.trim_end_matches(".py").replace('/', ".")
}

/// The module that holds the models: `shop.models` of the package `shop`, or the module itself.
fn models_module(request: &RunRequest) -> Option<String> {
    let name = &request.models_module;
    let path = name.replace('.', "/");
    let has = |file: String| request.files.iter().any(|source| source.path == file);
    if has(format!("{path}/models.py")) || has(format!("{path}/models/__init__.py")) {
        Some(format!("{name}.models"))
    } else if has(format!("{path}.py")) || has(format!("{path}/__init__.py")) {
        Some(name.clone())
    } else {
        None
    }
}

/// Those of Django's own apps with models that a source names: their tables are made too.
fn named_apps(request: &RunRequest) -> impl Iterator<Item = &'static str> {
    let files = request.files.iter().map(|file| &file.text);
    let sources: Vec<&String> = files.chain(request.approaches.iter().map(|approach| &approach.source)).collect();
    let named = move |name: &&str| sources.iter().any(|source| source.contains(name));
    ["django.contrib.auth", "django.contrib.contenttypes"].into_iter().filter(named)
}

fn database_error(error: &DatabaseError) -> RunError {
    plain_error(error.class.name(), &error.message)
}
