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

use crate::{budget::Limits, importer::Files, output::Output};

/// Microseconds since any fixed moment. Handed in, because a browser has its own clock.
pub type Clock = Rc<dyn Fn() -> f64>;

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
    pub(crate) ticks: Cell<u32>,
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
            ticks: Cell::new(0),
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
