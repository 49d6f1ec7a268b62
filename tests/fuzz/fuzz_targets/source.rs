//! Typed Python ends in a report, whatever it is.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| outerref_fuzz::source::check(bytes));
