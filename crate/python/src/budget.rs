//! Limits on a run: time, statements. Reaching one raises `BudgetExceeded`, which derives from
//! `BaseException`, so that a person's `except Exception` does not swallow it.
//!
//! The interpreter asks no one whether it may go on: outside of signals, which a browser has not,
//! its loop has no hook. So while a run is watched, the monitoring events (PEP 669) of backward jumps
//! and function starts call [`tick`], which looks at the clock now and then. A loop inside one
//! native call (`sum(itertools.count())`) raises no event; there the host must end the worker.

use std::cell::Cell;

use rustpython_vm::{
    PyObjectRef, PyRef, PyResult, VirtualMachine,
    builtins::{PyBaseExceptionRef, PyType},
    function::FuncArgs,
};

use crate::{garbage::WITHIN_A_RUN, session::RECURSION_LIMIT, state::State};

/// How many events pass between two looks at the clock.
const EVENTS_PER_LOOK: u32 = 32;
/// The monitoring tool's number: the one that PEP 669 leaves to no particular kind of tool.
const TOOL: i32 = 3;
/// `PY_START` and `JUMP`.
const EVENTS: [i32; 2] = [1 << 0, 1 << 7];

/// Where a run must stop.
#[derive(Debug)]
pub struct Limits {
    deadline: Cell<f64>,
    seconds: Cell<f64>,
    /// The time is known to be over: from then on every event raises, so that code which catches
    /// the error does not come far.
    over: Cell<bool>,
    queries_left: Cell<u32>,
    queries: Cell<u32>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            deadline: Cell::new(f64::INFINITY),
            seconds: Cell::new(f64::INFINITY),
            over: Cell::new(false),
            queries_left: Cell::new(u32::MAX),
            queries: Cell::new(u32::MAX),
        }
    }
}

impl Limits {
    /// Starts counting: `micros` from `now`, and so many statements.
    pub fn start(&self, now: f64, micros: f64, queries: u32) {
        self.deadline.set(now + micros);
        self.seconds.set(micros / 1e6);
        self.over.set(false);
        self.queries_left.set(queries);
        self.queries.set(queries);
    }

    /// No limits.
    pub fn stop(&self) {
        self.start(0.0, f64::INFINITY, u32::MAX);
    }

    /// Lets the time run out now: a Stop from outside.
    pub fn expire(&self) {
        self.deadline.set(f64::NEG_INFINITY);
        self.over.set(true);
    }

    /// Counts one statement; an error when it is one too many. Called before a statement is run.
    pub fn count_query(&self, vm: &VirtualMachine) -> PyResult<()> {
        match self.queries_left.get() {
            0 => {
                let limit = self.queries.get();
                let statements = if limit == 1 { "statement" } else { "statements" };
                Err(exceeded(vm, format!("Stopped after {limit} {statements}, the limit for one run.")))
            }
            u32::MAX => Ok(()),
            left => {
                self.queries_left.set(left - 1);
                Ok(())
            }
        }
    }

    /// An error when the time is over.
    pub fn check_time(&self, state: &State, vm: &VirtualMachine) -> PyResult<()> {
        if self.deadline.get() == f64::INFINITY || (state.clock)() < self.deadline.get() {
            return Ok(());
        }
        self.over.set(true);
        let seconds = self.seconds.get();
        let message = if self.deadline.get() == f64::NEG_INFINITY {
            "Stopped.".to_owned()
        } else {
            let unit = if seconds == 1.0 { "second" } else { "seconds" };
            format!("Stopped after {seconds} {unit}, the time limit for one run.")
        };
        Err(exceeded(vm, message))
    }
}

/// A `BudgetExceeded` with this message.
pub fn exceeded(vm: &VirtualMachine, message: impl Into<String>) -> PyBaseExceptionRef {
    let message: String = message.into();
    vm.new_exception_msg(exception_class(vm), message.into())
}

/// The class `BudgetExceeded`.
pub fn exception_class(vm: &VirtualMachine) -> PyRef<PyType> {
    let known: Option<PyObjectRef> = vm.sys_module.get_attr("_outerref_budget_exceeded", vm).ok();
    known.and_then(|class| class.downcast().ok()).unwrap_or_else(|| {
        let bases = vec![vm.ctx.exceptions.base_exception_type.to_owned()];
        vm.ctx.new_exception_type("outerref", "BudgetExceeded", Some(bases))
    })
}

fn tick(_event: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
    let Some(state) = State::current() else { return Ok(()) };
    let ticks = state.ticks.get().wrapping_add(1);
    state.ticks.set(ticks);
    if ticks.is_multiple_of(EVENTS_PER_LOOK) || state.limits.over.get() {
        state.limits.check_time(&state, vm)?;
        state.garbage.collect_beyond(WITHIN_A_RUN, vm);
    }
    Ok(())
}

/// `sys.setrecursionlimit`, no higher than the stack is deep.
fn set_recursion_limit(limit: i32, vm: &VirtualMachine) -> PyResult<()> {
    match usize::try_from(limit) {
        Ok(limit) if limit > 0 => {
            vm.recursion_limit.set(limit.min(RECURSION_LIMIT));
            Ok(())
        }
        _ => Err(vm.new_value_error("recursion limit must be greater or equal than one")),
    }
}

/// Makes the exception class and registers [`tick`].
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    vm.sys_module.set_attr("_outerref_budget_exceeded", exception_class(vm), vm)?;
    let set_limit = vm.new_function("setrecursionlimit", set_recursion_limit);
    vm.sys_module.set_attr("setrecursionlimit", set_limit, vm)?;
    let monitoring = vm.sys_module.get_attr("monitoring", vm)?;
    vm.call_method(&monitoring, "use_tool_id", (TOOL, "budget"))?;
    let callback = vm.new_function("tick", tick);
    for event in EVENTS {
        vm.call_method(&monitoring, "register_callback", (TOOL, event, callback.clone()))?;
    }
    Ok(())
}

/// Turns the events on or off.
pub(crate) fn watch(vm: &VirtualMachine, on: bool) -> PyResult<()> {
    let monitoring = vm.sys_module.get_attr("monitoring", vm)?;
    let events: i32 = if on { EVENTS.iter().sum() } else { 0 };
    vm.call_method(&monitoring, "set_events", (TOOL, events)).map(drop)
}
