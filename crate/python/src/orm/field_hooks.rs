//! [`PyFieldHooks`]: what a Python field class overrides.
//!
//! Of Django's own classes nothing is asked: their kind says all. Of a person's class it is noted once
//! which methods it overrides, and only these are called.

use std::{any::Any, fmt, rc::Rc};

use outerref_orm::{
    Result, Value,
    lookup::LookupClass,
    schema::{FieldHooks, FieldRef},
};
use rustpython_vm::{
    AsObject, Py, PyObjectRef, PyResult, VirtualMachine, builtins::PyType, vm::thread::with_current_vm,
};

use super::expressions::{
    class::{is_builtin, overridden},
    host::in_python,
    python_of, registry, text, value_of,
};
use crate::{convert::to_value_as_is, session::import};

/// A method that a person's field class may override.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Method {
    /// `get_prep_value`.
    Prepare = 1,
    /// `get_db_prep_value`.
    Adapt = 2,
    /// `to_python`.
    ToPython = 4,
    /// `from_db_value`.
    FromDb = 8,
    /// `db_type`.
    DbType = 16,
    /// `get_placeholder`.
    Placeholder = 32,
    /// `get_lookup` or `get_transform`.
    Lookups = 64,
}

const NAMES: [(Method, &[&str]); 7] = [
    (Method::Prepare, &["get_prep_value"]),
    (Method::Adapt, &["get_db_prep_value"]),
    (Method::ToPython, &["to_python"]),
    (Method::FromDb, &["from_db_value"]),
    (Method::DbType, &["db_type"]),
    (Method::Placeholder, &["get_placeholder"]),
    (Method::Lookups, &["get_lookup", "get_transform"]),
];

/// Links a field of the ORM to its Python object.
pub(crate) struct PyFieldHooks {
    pub(crate) object: PyObjectRef,
    class_name: Rc<str>,
    builtin: bool,
    overrides: u8,
}

impl PyFieldHooks {
    pub(crate) fn new(object: PyObjectRef, vm: &VirtualMachine) -> PyResult<Self> {
        let class = object.class();
        let builtin = is_builtin(class, vm);
        let mut overrides = if builtin { 0 } else { overrides(class, vm) };
        // A JSONField that is told how to write and read documents does so itself.
        for (name, method) in [("encoder", Method::Adapt), ("decoder", Method::FromDb)] {
            if vm.get_attribute_opt(&object, vm.ctx.intern_str(name))?.is_some_and(|given| !vm.is_none(&given)) {
                overrides |= method as u8;
            }
        }
        let class_name = class.name().to_string().into();
        Ok(Self { class_name, builtin, overrides, object })
    }

    fn overrides(&self, method: Method) -> bool {
        self.overrides & method as u8 != 0
    }
}

fn overrides(class: &Py<PyType>, vm: &VirtualMachine) -> u8 {
    let found = NAMES.iter().filter(|(_, names)| names.iter().any(|name| overridden(class, name, vm).is_some()));
    found.fold(0, |all, (method, _)| all | *method as u8)
}

fn connection(vm: &VirtualMachine) -> PyResult {
    import(vm, "django.db")?.get_attr("connection", vm)
}

impl fmt::Debug for PyFieldHooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.class_name)
    }
}

impl FieldHooks for PyFieldHooks {
    fn class_name(&self) -> String {
        self.class_name.to_string()
    }

    fn is_builtin(&self) -> bool {
        self.builtin
    }

    fn get_prep_value(&self, value: &Value) -> Option<Result<Value>> {
        self.overrides(Method::Prepare).then(|| {
            in_python(|vm| {
                let prepared = vm.call_method(&self.object, "get_prep_value", (python_of(value, vm)?,))?;
                value_of(&prepared, vm)
            })
        })
    }

    fn get_db_prep_value(&self, value: &Value, prepared: bool) -> Option<Result<Value>> {
        self.overrides(Method::Adapt).then(|| {
            in_python(|vm| {
                let args = (python_of(value, vm)?, connection(vm)?, prepared);
                value_of(&*vm.call_method(&self.object, "get_db_prep_value", args)?, vm)
            })
        })
    }

    fn to_python(&self, value: &Value) -> Option<Result<Value>> {
        self.overrides(Method::ToPython).then(|| {
            in_python(|vm| value_of(&*vm.call_method(&self.object, "to_python", (python_of(value, vm)?,))?, vm))
        })
    }

    fn zoned(&self, value: &Value) -> Option<Result<Value>> {
        let name = with_current_vm(|vm| vm.ctx.intern_str("_zoned"));
        self.object
            .class()
            .has_attr(name)
            .then(|| in_python(|vm| value_of(&*vm.call_method(&self.object, "_zoned", (python_of(value, vm)?,))?, vm)))
    }

    fn has_from_db_value(&self) -> bool {
        self.overrides(Method::FromDb)
    }

    fn from_db_value(&self, value: Value) -> Result<Value> {
        in_python(|vm| {
            let value = match &value {
                // A document that the field's own decoder is to read.
                Value::Json(text) => vm.ctx.new_str(&**text).into(),
                value => python_of(value, vm)?,
            };
            let args = (value, vm.ctx.none(), connection(vm)?);
            to_value_as_is(vm, &*vm.call_method(&self.object, "from_db_value", args)?)
        })
    }

    fn db_type(&self, _vendor: &str) -> Option<String> {
        if !self.overrides(Method::DbType) {
            return None;
        }
        with_current_vm(|vm| {
            let found = vm.call_method(&self.object, "db_type", (connection(vm).ok()?,)).ok()?;
            if vm.is_none(&found) { None } else { text(&found, vm).ok() }
        })
    }

    fn placeholder(&self, value: &Value) -> Option<String> {
        if !self.overrides(Method::Placeholder) {
            return None;
        }
        with_current_vm(|vm| {
            let args = (python_of(value, vm).ok()?, vm.ctx.none(), connection(vm).ok()?);
            text(&*vm.call_method(&self.object, "get_placeholder", args).ok()?, vm).ok()
        })
    }

    fn get_lookup(&self, name: &str) -> Option<LookupClass> {
        with_current_vm(|vm| {
            let found = registry::of_instance(&self.object, name, vm);
            found.or_else(|| self.own(name, vm)).or_else(|| self.asked("get_lookup", name, false, vm))
        })
    }

    fn get_transform(&self, name: &str) -> Option<LookupClass> {
        with_current_vm(|vm| self.asked("get_transform", name, true, vm))
    }

    fn lookup_names(&self) -> Vec<String> {
        with_current_vm(|vm| {
            let names = vm.call_method(&self.object, "get_lookups", ())?;
            vm.extract_elements_with(&names, |name| text(&name, vm))
        })
        .unwrap_or_default()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl PyFieldHooks {
    /// What a person's class has registered.
    fn own(&self, name: &str, vm: &VirtualMachine) -> Option<LookupClass> {
        if self.builtin { None } else { registry::of_class(self.object.class(), name, vm) }
    }

    /// What a person's `get_lookup` or `get_transform` answers.
    fn asked(&self, method: &str, name: &str, transform: bool, vm: &VirtualMachine) -> Option<LookupClass> {
        if !self.overrides(Method::Lookups) {
            return None;
        }
        let found = vm.call_method(&self.object, method, (vm.ctx.new_str(name),)).ok()?;
        if vm.is_none(&found) {
            return None;
        }
        Some(registry::to_class(&found, transform, vm))
    }
}

/// The Python field of a field of the ORM.
pub(crate) fn field_object(field: &FieldRef) -> Option<PyObjectRef> {
    let hooks = field.hooks.as_ref()?;
    Some(hooks.as_any().downcast_ref::<PyFieldHooks>()?.object.clone())
}
