//! [`Workspace`]: what a session's ORM works on: the connection, the models, the log of statements.

use std::{
    cell::{Cell, Ref, RefCell, RefMut},
    collections::HashMap,
    rc::Rc,
};

use outerref_lab::{
    connection::{Connection, DatabaseError, cell_bytes},
    recorder::{QueryRecord, UsedCells},
    report::{QueryKind, TracebackFrame},
    sql_text,
};
use outerref_orm::{
    Error, Rows, Statement, Value,
    dialect::{Dialect, Vendor},
    schema::ModelRef,
};
use rustpython_vm::{
    AsObject, Py, PyResult, VirtualMachine,
    builtins::{PyType, PyTypeRef},
};

use super::{
    exceptions::OrRaise,
    init_plan::InitPlan,
    query_log::{Parameters, QueryLog},
    rows::Usage,
};
use crate::{
    garbage::WITHIN_A_RUN,
    lines::{Place, user_place, user_stack},
    observe::Told,
    session::import,
    state::State,
};

/// A statement that was run.
#[derive(Clone, Debug)]
pub struct Executed {
    /// The SQL with `%s` placeholders.
    pub sql: Rc<str>,
    /// The parameters; of `executemany` those of the first run.
    pub params: Rc<[Value]>,
    /// How often `executemany` ran it.
    pub times: Option<u64>,
    /// Rows fetched or changed.
    pub rows: u64,
    /// The names of the columns fetched.
    pub columns: Vec<String>,
    /// Whether the database refused it.
    pub failed: bool,
    /// Bytes fetched.
    pub bytes: u64,
    /// Microseconds, when it began.
    pub start: f64,
    /// Microseconds that it took.
    pub micros: f64,
    /// The lines that caused it, outermost first.
    pub stack: Vec<TracebackFrame>,
    /// The expression that caused it.
    pub place: Option<Place>,
    /// What is known of it.
    pub told: Told,
    /// Which cells were read.
    pub usage: Rc<Usage>,
}

impl Executed {
    /// As the lab takes it, with its beginning counted from `origin`.
    pub fn into_record(self, origin: f64) -> QueryRecord {
        let width = self.columns.len();
        let rows = if width == 0 { 0 } else { self.rows as usize };
        let mut used = UsedCells::new(rows, width);
        self.usage.each_used(|cell| used.mark(cell / width.max(1), cell % width.max(1)));
        QueryRecord {
            kind: sql_text::kind(&self.sql),
            sql: (*self.sql).to_owned(),
            params: self.params.to_vec(),
            times: self.times,
            written: self.told.written,
            rows: self.rows,
            columns: self.columns,
            bytes: self.bytes,
            start_micros: (self.start - origin).max(0.0),
            micros: self.micros,
            stack: self.stack,
            used,
            clauses: self.told.clauses,
            shown: self.told.shown,
            failed: self.failed,
        }
    }
}

/// Hears of work that takes long: what, and how many of how many.
pub type Listener = Rc<dyn Fn(&str, u32, u32)>;

/// The connection, the models and the log of one session.
pub struct Workspace {
    connection: RefCell<Connection>,
    /// Whether something was written since the data was last restored.
    pub dirty: Cell<bool>,
    /// How SQL is written for it.
    pub dialect: RefCell<Rc<Dialect>>,
    /// The database whose SQL is to be shown, if it is another one.
    pub shown_in: Cell<Option<Vendor>>,
    /// Statements run since the log was last taken.
    pub records: RefCell<Vec<Executed>>,
    /// How many statements were logged before those.
    logged_before: Cell<u32>,
    /// Whether statements are logged: not while data is loaded.
    pub recording: Cell<bool>,
    /// Instances made since the log was last taken.
    pub instances: Cell<u64>,
    /// What `connection.queries` lists.
    pub(crate) query_log: QueryLog,
    models: RefCell<HashMap<usize, (ModelRef, PyTypeRef)>>,
    model_state: RefCell<Option<PyTypeRef>>,
    init_plans: RefCell<HashMap<usize, Rc<InitPlan>>>,
    /// Whether the transaction was marked for rollback, so that nothing may run in it.
    pub broken: Cell<bool>,
    /// Who hears of progress.
    pub listener: RefCell<Option<Listener>>,
}

impl Workspace {
    /// A workspace over a connection.
    pub fn new(connection: Connection) -> Rc<Self> {
        Rc::new(Self {
            connection: RefCell::new(connection),
            dirty: Cell::new(false),
            dialect: RefCell::new(Rc::new(Dialect::sqlite())),
            shown_in: Cell::new(None),
            records: RefCell::default(),
            listener: RefCell::default(),
            logged_before: Cell::new(0),
            recording: Cell::new(true),
            instances: Cell::new(0),
            query_log: QueryLog::default(),
            models: RefCell::default(),
            model_state: RefCell::default(),
            init_plans: RefCell::default(),
            broken: Cell::new(false),
        })
    }

    /// The database.
    pub fn connection(&self) -> Ref<'_, Connection> {
        self.connection.borrow()
    }

    /// The database, to restore or to take a snapshot of.
    pub fn connection_mut(&self) -> RefMut<'_, Connection> {
        self.connection.borrow_mut()
    }

    /// The workspace of the session that runs.
    pub(crate) fn of(vm: &VirtualMachine) -> PyResult<Rc<Self>> {
        State::current()
            .and_then(|state| state.extension::<Self>())
            .ok_or_else(|| vm.new_runtime_error("there is no database in this session"))
    }

    pub(crate) fn add_model(&self, model: &ModelRef, class: PyTypeRef) {
        self.models.borrow_mut().insert(address(model), (model.clone(), class));
    }

    /// The Python class of a model.
    pub(crate) fn class_of(&self, model: &ModelRef) -> Option<PyTypeRef> {
        self.models.borrow().get(&address(model)).map(|(_, class)| class.clone())
    }

    /// All models with their classes, in the order of their definition.
    pub fn models(&self) -> Vec<ModelRef> {
        let mut models: Vec<ModelRef> = self.models.borrow().values().map(|(model, _)| model.clone()).collect();
        models.sort_by_key(ModelRef::label);
        models
    }

    pub(crate) fn init_plan(&self, class: &Py<PyType>) -> Option<Rc<InitPlan>> {
        self.init_plans.borrow().get(&class.get_id()).cloned()
    }

    pub(crate) fn keep_init_plan(&self, class: &Py<PyType>, plan: Rc<InitPlan>) {
        self.init_plans.borrow_mut().insert(class.get_id(), plan);
    }

    /// Forgets how instances are made: fields or signal receivers changed.
    pub(crate) fn forget_init_plans(&self) {
        self.init_plans.borrow_mut().clear();
    }

    /// Forgets all models and what hangs on them.
    pub fn forget_models(&self) {
        self.forget_init_plans();
        let models = self.models.take();
        for (model, _) in models.values() {
            model.forget();
        }
    }

    pub(crate) fn set_model_state_class(&self, class: PyTypeRef) {
        *self.model_state.borrow_mut() = Some(class);
    }

    pub(crate) fn model_state_class(&self) -> Option<PyTypeRef> {
        self.model_state.borrow().clone()
    }

    pub(crate) fn set_time_zone(&self, name: &str, use_tz: bool) {
        let mut dialect = (**self.dialect.borrow()).clone();
        dialect.time_zone = name.into();
        dialect.zone = if name == "UTC" { None } else { outerref_lab::zones::zone(name) };
        dialect.use_tz = use_tz;
        *self.dialect.borrow_mut() = Rc::new(dialect);
    }

    /// The dialect.
    pub(crate) fn dialect(&self) -> Rc<Dialect> {
        self.dialect.borrow().clone()
    }

    /// Runs a statement and logs it.
    pub(crate) fn run(&self, statement: &Statement, vm: &VirtualMachine) -> PyResult<(Rows, Rc<Usage>)> {
        let params = Parameters::Once(&statement.params);
        self.logged(&statement.sql, params, vm, || self.connection().execute(statement))
    }

    /// Runs whatever `run` runs, and logs it under this text.
    pub(crate) fn logged(
        &self,
        sql: &str,
        params: Parameters<'_>,
        vm: &VirtualMachine,
        run: impl FnOnce() -> Result<Rows, DatabaseError>,
    ) -> PyResult<(Rows, Rc<Usage>)> {
        let state = State::current();
        if !matches!(sql_text::kind(sql), QueryKind::Select) {
            self.dirty.set(true);
        }
        if let Some(state) = &state {
            state.garbage.collect_beyond(WITHIN_A_RUN, vm);
            state.limits.count_query(vm)?;
        }
        if !self.recording.get() {
            if self.broken.get() {
                validate(vm)?;
            }
            return Ok((run().or_raise(vm)?, Rc::new(Usage::default())));
        }
        let clock = self.connection().clock();
        let stack = state.as_deref().map(user_stack).unwrap_or_default();
        let start = clock();
        // A statement in a broken transaction is handed over and refused.
        let refused = if self.broken.get() { validate(vm).err() } else { None };
        let result = match &refused {
            None => run(),
            Some(_) => Ok(Rows::default()),
        };
        let micros = clock() - start;
        let number = self.logged_before.get() + self.records.borrow().len() as u32 + 1;
        let usage = Rc::new(Usage::new(result.as_ref().map_or(0, |rows| rows.cells.len()), number));
        let (count, columns, bytes) = match &result {
            Ok(rows) if !rows.columns.is_empty() => {
                (rows.len() as u64, rows.columns.clone(), rows.cells.iter().map(cell_bytes).sum())
            }
            Ok(rows) => (rows.changed, Vec::new(), 0),
            Err(_) => (0, Vec::new(), 0),
        };
        let (sql, first): (Rc<str>, Rc<[Value]>) = (sql.into(), params.first().into());
        self.query_log.add(&sql, &first, params, micros);
        self.records.borrow_mut().push(Executed {
            sql,
            params: first,
            times: params.times(),
            rows: count,
            columns,
            failed: refused.is_some() || result.is_err(),
            bytes,
            start,
            micros,
            stack,
            place: state.as_deref().and_then(user_place),
            told: Told::default(),
            usage: usage.clone(),
        });
        match refused {
            Some(error) => Err(error),
            None => Ok((result.or_raise(vm)?, usage)),
        }
    }

    /// The log so far, which begins anew.
    pub fn take_records(&self) -> Vec<Executed> {
        self.instances.set(0);
        let records = self.records.take();
        self.logged_before.set(self.logged_before.get() + records.len() as u32);
        records
    }

    /// Notes the last statement as the database that is to be shown would be sent it. What that one cannot do is a
    /// comment with Django's error.
    pub(crate) fn tell_written(&self, write: impl FnOnce(&Dialect) -> Result<Statement, Error>) {
        let Some(vendor) = self.shown_in.get().filter(|_| self.recording.get()) else { return };
        let ours = self.dialect();
        let dialect = Dialect {
            use_tz: ours.use_tz,
            time_zone: ours.time_zone.clone(),
            zone: ours.zone.clone(),
            ..Dialect::new(vendor)
        };
        let written = write(&dialect).unwrap_or_else(|error| Statement::new(format!("-- {error}"), Vec::new()));
        self.tell_last(|told| told.written = Some(written));
    }

    /// Notes something of the last statement.
    pub(crate) fn tell_last(&self, note: impl FnOnce(&mut Told)) {
        if let Some(record) = self.records.borrow_mut().last_mut() {
            note(&mut record.told);
        }
    }

    /// Notes something of a statement that is in the log, by its number.
    pub(crate) fn tell(&self, number: u32, note: impl FnOnce(&mut Told, &Usage)) {
        let Some(index) = number.checked_sub(self.logged_before.get() + 1) else { return };
        if let Some(record) = self.records.borrow_mut().get_mut(index as usize) {
            note(&mut record.told, &record.usage);
        }
    }
}

/// Raises what a broken transaction raises.
fn validate(vm: &VirtualMachine) -> PyResult<()> {
    let connection = import(vm, "django.db")?.get_attr("connection", vm)?;
    vm.call_method(&connection, "validate_no_broken_transaction", ()).map(drop)
}

fn address(model: &ModelRef) -> usize {
    std::ptr::from_ref::<outerref_orm::schema::Model>(model) as usize
}
