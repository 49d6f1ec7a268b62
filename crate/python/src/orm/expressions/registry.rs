//! Lookups and transforms that are registered on classes and fields. Mirrors `RegisterLookupMixin`,
//! whose tables (`class_lookups`, `instance_lookups`) the Python side keeps.

use std::rc::Rc;

use outerref_orm::{
    expression::functions,
    lookup::{self, LookupClass, LookupOwner},
    schema::FieldKind,
};
use rustpython_vm::{
    Py, PyObject, PyObjectRef, VirtualMachine,
    builtins::{PyDict, PyType},
};

use super::{
    class,
    lookup::{PyLookup, builtin_class, is_transform},
};

/// Forgets what people registered, and their classes.
pub(crate) fn forget_lookups() {
    lookup::clear_registered_lookups();
    class::forget();
}

/// What a class of a person's own, or one it derives from, has registered under this name.
pub(crate) fn of_class(class: &Py<PyType>, name: &str, vm: &VirtualMachine) -> Option<LookupClass> {
    let table = vm.ctx.intern_str("class_lookups");
    for parent in class.mro_collect() {
        // What is registered on Django's own classes, the ORM itself finds.
        if class::is_builtin(&parent, vm) {
            break;
        }
        if let Some(found) = parent.get_direct_attr(table).and_then(|table| entry(&table, name, vm)) {
            return Some(registered(&found, vm));
        }
    }
    None
}

/// What one field has registered under this name.
pub(crate) fn of_instance(object: &PyObject, name: &str, vm: &VirtualMachine) -> Option<LookupClass> {
    let table = object.dict()?.get_item_opt(vm.ctx.intern_str("instance_lookups"), vm).ok()??;
    entry(&table, name, vm).map(|found| registered(&found, vm))
}

fn entry(table: &PyObject, name: &str, vm: &VirtualMachine) -> Option<PyObjectRef> {
    table.downcast_ref::<PyDict>()?.get_item_opt(name, vm).ok()?
}

/// A Python lookup or transform class, or a function that makes one, as the ORM's.
pub(crate) fn to_class(object: &PyObject, transform: bool, vm: &VirtualMachine) -> LookupClass {
    match object.downcast_ref::<PyType>().and_then(|class| builtin_class(class, vm)) {
        Some(class) => class,
        None => LookupClass::Host(Rc::new(PyLookup::new(object, transform, vm))),
    }
}

/// A registered class as the ORM's.
fn registered(object: &PyObject, vm: &VirtualMachine) -> LookupClass {
    to_class(object, is_transform(object, vm), vm)
}

/// Tells the ORM what was registered on one of Django's own classes; `None` takes it back.
pub(super) fn register(owner: &PyObject, name: &str, found: Option<&PyObject>, vm: &VirtualMachine) {
    let Some(class) = owner.downcast_ref::<PyType>() else { return };
    if !class::is_builtin(class, vm) {
        return;
    }
    let class_name = class.name().to_string();
    let owner = if class_name == "Field" {
        LookupOwner::Field
    } else if let Some(kind) = FieldKind::from_class_name(&class_name) {
        LookupOwner::Kind(kind)
    } else if let Some(def) = functions::by_name(&class_name) {
        LookupOwner::Transform(def.name.into())
    } else {
        return;
    };
    match found {
        Some(found) => lookup::register_lookup(owner, name, registered(found, vm)),
        None => {
            lookup::unregister_lookup(&owner, name);
        }
    }
}
