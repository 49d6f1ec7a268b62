//! [`State`]: what a session's native functions share, outside the Python heap.
//!
//! A session makes its state current on the thread while it runs Python code, so that a native
//! function finds it without holding a reference.

use std::{
    any::Any,
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
};

use outerref_orm::{Foreign, Value};
use rustpython_vm::{PyObject, PyObjectRef, PyResult, VirtualMachine};

use crate::{budget::Limits, convert::Classes, garbage::Garbage, importer::Files, output::Output};

/// Microseconds since any fixed moment. Handed in, because a browser has its own clock.
pub type Clock = Rc<dyn Fn() -> f64>;

/// A row's cells, named.
pub type Cells = Vec<(String, PyObjectRef)>;

/// What the layer of models and querysets knows of its objects, and this one must ask.
#[derive(Clone, Copy)]
pub struct Hooks {
    /// The ORM's value for an object that is no plain value: a model instance, an expression.
    pub value_of: fn(&VirtualMachine, &PyObject) -> PyResult<Option<Value>>,
    /// The object behind a foreign value that this layer made.
    pub object_of: fn(&VirtualMachine, &dyn Foreign) -> PyResult<Option<PyObjectRef>>,
    /// The rows of a queryset, for showing them.
    pub rows_of: fn(&VirtualMachine, &PyObject) -> PyResult<Option<Vec<PyObjectRef>>>,
    /// The named cells of a model instance, for showing them. Does not count as reading them.
    pub cells_of: fn(&VirtualMachine, &PyObject) -> PyResult<Option<Cells>>,
}

/// What native code needs of the session that runs.
pub struct State {
    /// The clock.
    pub clock: Clock,
    /// The person's files, importable.
    pub(crate) files: RefCell<Files>,
    /// What was printed.
    pub output: RefCell<Output>,
    /// Where a run must stop.
    pub limits: Limits,
    /// What other layers keep with the session (a database connection, a registry), by type.
    extensions: RefCell<HashMap<std::any::TypeId, Rc<dyn Any>>>,
    /// Set once, by the layer of models and querysets.
    pub hooks: Cell<Option<Hooks>>,
    pub(crate) classes: Classes,
    pub(crate) ticks: Cell<u32>,
    pub(crate) garbage: Garbage,
}

thread_local! {
    static CURRENT: RefCell<Option<Rc<State>>> = const { RefCell::new(None) };
}

impl State {
    pub(crate) fn new(clock: Clock) -> Rc<Self> {
        Rc::new(Self {
            clock,
            files: RefCell::default(),
            output: RefCell::default(),
            limits: Limits::default(),
            extensions: RefCell::default(),
            hooks: Cell::new(None),
            classes: Classes::default(),
            ticks: Cell::new(0),
            garbage: Garbage::default(),
        })
    }

    /// The state of the session that runs on this thread, if one does.
    pub fn current() -> Option<Rc<Self>> {
        CURRENT.with_borrow(Clone::clone)
    }

    /// Keeps a value with the session, in the place of an earlier one of its type.
    pub fn set_extension<T: 'static>(&self, value: Rc<T>) {
        self.extensions.borrow_mut().insert(std::any::TypeId::of::<T>(), value);
    }

    /// The value of this type that was kept with the session.
    pub fn extension<T: 'static>(&self) -> Option<Rc<T>> {
        let value = self.extensions.borrow().get(&std::any::TypeId::of::<T>())?.clone();
        value.downcast().ok()
    }

    /// Runs `action` with this state current.
    pub(crate) fn enter<R>(self: &Rc<Self>, action: impl FnOnce() -> R) -> R {
        struct Restore(Option<Rc<State>>);
        impl Drop for Restore {
            fn drop(&mut self) {
                CURRENT.set(self.0.take());
            }
        }
        let _restore = Restore(CURRENT.replace(Some(self.clone())));
        action()
    }
}
