//! A file is imported, and the models that were written for it read its rows.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| outerref_fuzz::source::check_imported(bytes));
