//! Errors on their way between the ORM and Python: Django's exception classes, found by name.

use std::{any::Any, fmt, rc::Rc};

use outerref_lab::connection::{DatabaseError, ErrorClass};
use outerref_orm::{Error, HostError};
use rustpython_vm::{
    AsObject, PyResult, VirtualMachine,
    builtins::{PyBaseExceptionRef, PyTypeRef},
};

use crate::{session::import, state::State};

/// A Python exception that a callback raised, passing through the ORM.
pub(crate) struct HostException(pub(crate) PyBaseExceptionRef);

impl fmt::Debug for HostException {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.class().name())
    }
}

impl fmt::Display for HostException {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.class().name())
    }
}

impl HostError for HostException {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn is_field_error(&self) -> bool {
        matches!(&*self.0.class().name(), "FieldError" | "OutputFieldIsNoneError")
    }
}

/// A Python exception as an error of the ORM.
pub(crate) fn host_error(exception: PyBaseExceptionRef) -> Error {
    Error::Host(Rc::new(HostException(exception)))
}

/// Results of the ORM as results of Python.
pub(crate) trait OrRaise<T> {
    /// Raises the error's exception class.
    fn or_raise(self, vm: &VirtualMachine) -> PyResult<T>;
}

impl<T> OrRaise<T> for Result<T, Error> {
    fn or_raise(self, vm: &VirtualMachine) -> PyResult<T> {
        self.map_err(|error| exception(vm, error))
    }
}

impl<T> OrRaise<T> for Result<T, DatabaseError> {
    fn or_raise(self, vm: &VirtualMachine) -> PyResult<T> {
        self.map_err(|error| database_exception(vm, error))
    }
}

/// Results of Python as results of the ORM.
pub(crate) trait OrHost<T> {
    /// Wraps the exception.
    fn or_host(self) -> Result<T, Error>;
}

impl<T> OrHost<T> for PyResult<T> {
    fn or_host(self) -> Result<T, Error> {
        self.map_err(host_error)
    }
}

/// The Python exception for an error of the ORM.
pub(crate) fn exception(vm: &VirtualMachine, error: Error) -> PyBaseExceptionRef {
    let text = error.to_string();
    let module = match &error {
        Error::Host(inner) => match inner.as_any().downcast_ref::<HostException>() {
            Some(inner) => return inner.0.clone(),
            None => return vm.new_runtime_error(text),
        },
        Error::Value(_) => return vm.new_value_error(text),
        Error::Type(_) => return vm.new_type_error(text),
        Error::Attribute(_) => return vm.new_attribute_error(text),
        Error::Overflow(_) => return vm.new_overflow_error(text),
        Error::NotImplemented(_) => return vm.new_not_implemented_error(text),
        Error::Recursion(_) => return vm.new_recursion_error(text),
        Error::NotSupported(_) | Error::DatabaseError(_) => "django.db.utils",
        Error::TransactionManagement(_) => "django.db.transaction",
        Error::OutputFieldIsNone => "django.db.models.expressions",
        _ => "django.core.exceptions",
    };
    named(vm, module, error.class(), &text)
}

fn database_exception(vm: &VirtualMachine, error: DatabaseError) -> PyBaseExceptionRef {
    if error.is_interrupt()
        && let Some(state) = State::current()
        && let Err(exception) = state.limits.check_time(&state, vm)
    {
        return exception;
    }
    match error.class {
        ErrorClass::OverflowError => vm.new_overflow_error(error.message),
        ErrorClass::MemoryError => vm.new_memory_error(error.message),
        ErrorClass::BudgetExceeded => crate::budget::exceeded(vm, &error.message),
        class => named(vm, "django.db.utils", class.name(), &error.message),
    }
}

/// An exception of this class of this module.
pub(crate) fn named(vm: &VirtualMachine, module: &str, class: &str, text: &str) -> PyBaseExceptionRef {
    let found = import(vm, module)
        .and_then(|module| module.get_attr(vm.ctx.intern_str(class), vm))
        .and_then(|class| class.try_into_value::<PyTypeRef>(vm));
    match found {
        Ok(class) => {
            let made = class.as_object().call((vm.ctx.new_str(text),), vm);
            match made.and_then(|made| made.try_into_value::<PyBaseExceptionRef>(vm)) {
                Ok(exception) | Err(exception) => exception,
            }
        }
        Err(exception) => exception,
    }
}
