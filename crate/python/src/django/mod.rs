//! The package `django`: one file here for each native module, and frozen Python in
//! `crate/python/django/` where a module only names what others hold.

use rustpython_vm::{Context, builtins::PyModuleDef};

/// The native modules. A new one is one line here.
pub(crate) fn modules(context: &Context) -> Vec<&'static PyModuleDef> {
    vec![crate::orm::module_def(context)]
}
