//! The Python modules that are compiled at build time and stored as bytecode (see `build.rs`).
//! Importing one decodes it; the others cost nothing but their bytes.

use rustpython_vm::frozen::FrozenLib;

/// The standard library's pure-Python part and the Python part of the package `django`.
pub(crate) static FROZEN: &FrozenLib = include!(concat!(env!("OUT_DIR"), "/frozen.rs"));
