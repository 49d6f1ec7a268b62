//! The Python modules that are compiled at build time and stored as bytecode (see `build.rs`).
//! Importing one decodes it; the others cost nothing but their bytes.
//!
//! In the browser the code of those that few runs import comes with the second half of the engine (tools/bindgen):
//! until then its place is empty, and [`ensure`] has it filled.

use std::ops::Range;

use rustpython_vm::frozen::{FrozenCodeObject, FrozenLib, FrozenModule};

/// What nearly every run imports.
static FIRST: &FrozenLib = FrozenLib::from_ref(include_bytes!(concat!(env!("OUT_DIR"), "/first.bin")));
/// The code of the others, behind a mark.
static REST: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rest.bin"));
/// Their names, their places in it, and whether each is a package.
static INDEX: &[(&str, Range<usize>, bool)] = &include!(concat!(env!("OUT_DIR"), "/rest.rs"));

/// Modules that are there for Django's own tests alone; the browser's engine does not have them.
static CONFORMANCE: &[&str] = &include!(concat!(env!("OUT_DIR"), "/conformance.rs"));

/// A few names of parts of Django that are no ORM, for code that imports them. Its own tests bring the whole parts.
const PARTS: [&str; 4] = ["django.template", "django.template.defaultfilters", "django.urls", "django.utils.html"];

/// The standard library's pure-Python part and the Python part of the package `django`; for Django's own tests what
/// they need on top.
pub(crate) fn modules(conformance: bool) -> impl Iterator<Item = (&'static str, FrozenModule)> {
    let rest = INDEX.iter().map(|(name, place, package)| {
        let code = FrozenCodeObject { bytes: &REST[place.clone()] };
        (*name, FrozenModule { code, package: *package })
    });
    let without: &[&str] = if conformance { &PARTS } else { CONFORMANCE };
    FIRST.decode().chain(rest).filter(move |(name, _)| !without.contains(name))
}

/// Has the code of a module there, if it is one of ours. Called before it is imported.
pub(crate) fn ensure(name: &str) {
    if cfg!(target_arch = "wasm32") && INDEX.binary_search_by_key(&name, |(name, ..)| name).is_ok() && !is_there() {
        outerref_second_half();
    }
}

#[expect(unsafe_code, reason = "the bytes change behind the compiler's back, when the second half arrives")]
fn is_there() -> bool {
    // SAFETY: a byte of a static.
    unsafe { std::ptr::read_volatile(REST.as_ptr()) != 0 }
}

/// A function that tools/bindgen puts into the second half in any case: calling it loads that half.
#[expect(unsafe_code, reason = "tools/bindgen finds it by its name")]
#[unsafe(no_mangle)]
#[inline(never)]
pub(crate) extern "C" fn outerref_second_half() -> bool {
    is_there()
}
