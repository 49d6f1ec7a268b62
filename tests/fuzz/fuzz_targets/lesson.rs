//! The file of a lesson, an exercise or a pack is read, or what is wrong with it is told.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| outerref_fuzz::lesson::check(bytes));
