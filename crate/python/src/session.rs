//! [`Session`]: one Python interpreter with a person's files in it.

use std::rc::Rc;

use outerref_lab::report::{ApproachSource, Budget, RunError, SourceFile};
use rustpython_vm::{
    Interpreter, PyObjectRef, PyResult, Settings, VirtualMachine,
    builtins::{PyBaseExceptionRef, PyDictRef},
    scope::Scope,
};

use crate::{
    approach, budget, clocks, django, errors, frozen,
    garbage::BETWEEN_RUNS,
    importer, memory,
    output::{self, Output},
    state::{Clock, State},
};

/// How deep Python calls may nest. Native code between two Python frames takes stack, of which a
/// browser grants little.
pub(crate) const RECURSION_LIMIT: usize = if cfg!(target_arch = "wasm32") { 300 } else { 1000 };

/// One Python interpreter. It is made once and serves many runs; between two of them
/// [`forget_user_modules`](Self::forget_user_modules) drops what the person's code made.
pub struct Session {
    interpreter: Interpreter,
    state: Rc<State>,
}

/// What a run of one approach gave.
#[derive(Debug)]
pub struct Outcome {
    /// The result, if the code gives one and ended well.
    pub value: Option<PyObjectRef>,
    /// What it printed.
    pub stdout: String,
    /// How many characters the budget cut off.
    pub stdout_cut: u64,
    /// Why it ended early, if it did.
    pub error: Option<RunError>,
    /// Wall time, in microseconds.
    pub micros: f64,
}

/// How a run is held to its budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watch {
    /// A loop without end is stopped at its line. Costs time in each round of a loop.
    Closely,
    /// Only statements and native code look at the clock: for timing what has ended in time before.
    AtQueries,
}

impl Session {
    /// A new interpreter that reads time from `clock`.
    pub fn new(clock: Clock) -> Self {
        Self::with_modules(clock, false)
    }

    /// A session that has what Django's own tests import.
    #[cfg(feature = "conformance")]
    pub(crate) fn for_conformance(clock: Clock) -> Self {
        Self::with_modules(clock, true)
    }

    fn with_modules(clock: Clock, conformance: bool) -> Self {
        let mut settings = Settings::default();
        settings.install_signal_handlers = false;
        settings.import_site = false;
        settings.user_site_directory = false;
        settings.ignore_environment = true;
        settings.isolated = true;
        settings.write_bytecode = false;
        settings.allow_external_library = false;
        // A fixed seed: two runs go through a set in the same order.
        settings.hash_seed = Some(0);
        let builder = Interpreter::builder(settings);
        let mut modules = outerref_stdlib::module_defs(&builder.ctx);
        modules.extend(django::modules(&builder.ctx));
        let interpreter = builder.add_native_modules(&modules).add_frozen_modules(frozen::modules(conformance)).build();
        let session = Self { interpreter, state: State::new(clock) };
        session.enter(|vm, _| {
            vm.recursion_limit.set(RECURSION_LIMIT);
            memory::install(vm);
            let installed =
                [output::install, importer::install, budget::install, clocks::install].map(|install| install(vm));
            for result in installed {
                vm.expect_pyresult(result, "a new interpreter takes its parts");
            }
        });
        session
    }

    /// The state that native modules share.
    pub fn state(&self) -> &Rc<State> {
        &self.state
    }

    /// Runs native code in the interpreter.
    pub fn enter<R>(&self, action: impl FnOnce(&VirtualMachine, &Rc<State>) -> R) -> R {
        self.state.enter(|| self.interpreter.enter(|vm| action(vm, &self.state)))
    }

    /// Runs native code that may raise; the exception is told as a [`RunError`].
    pub fn try_enter<R>(&self, action: impl FnOnce(&VirtualMachine, &Rc<State>) -> PyResult<R>) -> Result<R, RunError> {
        self.enter(|vm, state| action(vm, state).map_err(|exception| errors::run_error(vm, state, &exception)))
    }

    /// Replaces the person's files; what was imported from the earlier ones is dropped.
    pub fn set_files(&self, files: &[SourceFile]) {
        self.forget_user_modules();
        self.state.files.borrow_mut().replace(files);
    }

    /// Sources that come before the frozen modules, and are not the person's: for work on the package
    /// `django` without building it in. Set before anything is imported.
    pub fn set_overlay(&self, files: &[SourceFile]) {
        self.state.files.borrow_mut().set_overlay(files);
    }

    /// Sources of modules that are neither frozen nor the person's.
    #[cfg(feature = "conformance")]
    pub(crate) fn set_library(&self, files: &[SourceFile]) {
        self.state.files.borrow_mut().set_library(files);
    }

    /// Drops the modules that came from the person's files, so that the next import makes them afresh.
    pub fn forget_user_modules(&self) {
        let names = self.state.files.borrow_mut().take_imported();
        self.enter(|vm, _| {
            if let Ok(modules) = vm.sys_module.get_attr("modules", vm) {
                for name in names.into_iter().chain(["__main__".to_owned()]) {
                    // A module that removed itself is no error.
                    let _ = modules.del_item(name.as_str(), vm);
                }
            }
        });
    }

    /// Frees what is in reference cycles, if that is much: before a timed run, not in it.
    pub fn collect_garbage(&self) {
        self.enter(|vm, state| {
            vm.state.gc.enable();
            state.garbage.collect_beyond(BETWEEN_RUNS, vm);
        });
    }

    /// Imports a module.
    pub fn import(&self, name: &str) -> Result<PyObjectRef, RunError> {
        self.try_enter(|vm, _| import(vm, name))
    }

    /// Runs one approach in a fresh `__main__` that holds `names`.
    pub fn run(
        &self,
        source: &ApproachSource,
        budget: &Budget,
        watch: Watch,
        names: &[(String, PyObjectRef)],
    ) -> Outcome {
        self.enter(|vm, state| {
            state.files.borrow_mut().add(&source.name, &source.source);
            *state.output.borrow_mut() = Output::new(budget.output as usize);
            let start = (state.clock)();
            state.limits.start(start, budget.micros, budget.queries);
            let result = execute(vm, source, watch, names);
            let micros = (state.clock)() - start;
            state.limits.stop();
            let (value, error) = match result {
                Ok(value) => (value, None),
                Err(exception) => (None, Some(errors::run_error(vm, state, &exception))),
            };
            let (stdout, stdout_cut) = state.output.borrow_mut().take();
            Outcome { value, stdout, stdout_cut, error, micros }
        })
    }

    /// Does something with a person's objects within the limits of a run.
    pub(crate) fn limited<T>(
        &self,
        budget: &Budget,
        watch: Watch,
        action: impl FnOnce(&VirtualMachine, &Rc<State>) -> PyResult<T>,
    ) -> Result<T, RunError> {
        self.try_enter(|vm, state| {
            state.limits.start((state.clock)(), budget.micros, budget.queries);
            let watched = watch == Watch::Closely;
            let done = if watched { budget::watch(vm, true) } else { Ok(()) }.and_then(|()| action(vm, state));
            state.limits.stop();
            if watched {
                budget::watch(vm, false)?;
            }
            done
        })
    }
}

/// Imports a module by its dotted name, and gives that module rather than its root.
pub fn import(vm: &VirtualMachine, name: &str) -> PyResult {
    vm.import(vm.ctx.intern_str(name), 0)?;
    let modules = vm.sys_module.get_attr("modules", vm)?;
    modules.get_item(name, vm)
}

fn execute(
    vm: &VirtualMachine,
    source: &ApproachSource,
    watch: Watch,
    names: &[(String, PyObjectRef)],
) -> PyResult<Option<PyObjectRef>> {
    let compiled = approach::compile(vm, &source.source, &source.name)?;
    let namespace = fresh_main(vm, names)?;
    let watched = watch == Watch::Closely;
    if watched {
        budget::watch(vm, true)?;
    }
    let ran: Result<PyObjectRef, PyBaseExceptionRef> =
        vm.run_code_obj(compiled.code.clone(), Scope::with_builtins(None, namespace.clone(), vm));
    if watched {
        budget::watch(vm, false)?;
    }
    ran?;
    compiled.result(&namespace, vm)
}

/// A new module `__main__` in `sys.modules`, with these names in it.
fn fresh_main(vm: &VirtualMachine, names: &[(String, PyObjectRef)]) -> PyResult<PyDictRef> {
    let namespace = vm.ctx.new_dict();
    for (name, value) in names {
        namespace.set_item(name.as_str(), value.clone(), vm)?;
    }
    let module = vm.new_module("__main__", namespace.clone(), None);
    let modules = vm.sys_module.get_attr("modules", vm)?;
    modules.set_item("__main__", module.into(), vm)?;
    Ok(namespace)
}

/// Runs `action` on a thread with a stack that deep recursion does not exhaust.
#[cfg(not(target_arch = "wasm32"))]
pub fn with_large_stack<R: Send>(action: impl FnOnce() -> R + Send) -> R {
    const STACK: usize = 256 << 20;
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, action);
        match thread.expect("the system starts a thread").join() {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// A clock from the system's monotonic one.
#[cfg(not(target_arch = "wasm32"))]
pub fn system_clock() -> Clock {
    let start = std::time::Instant::now();
    Rc::new(move || start.elapsed().as_secs_f64() * 1e6)
}

#[cfg(test)]
mod native_tests;
#[cfg(test)]
mod tests;
