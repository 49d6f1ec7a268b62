//! The native modules of Python's standard library that a playground needs.
//!
//! The crate rustpython-stdlib has them all and no way to choose: the others (CJK codecs, bzip2, xz, zlib, XML, sockets)
//! would be a quarter of what the browser loads. So `build.rs` names the wanted source files of that crate, as cargo has
//! fetched it, and this crate compiles them.

// The files are compiled as they are.
#![allow(warnings, clippy::all)]

#[macro_use]
extern crate rustpython_derive;
extern crate alloc;

use rustpython_common as common;
use rustpython_vm as vm;
use vm::builtins;

/// A mark for a profiler that is not here.
macro_rules! flame_guard {
    ($name:expr) => {};
}

include!(concat!(env!("OUT_DIR"), "/modules.rs"));
