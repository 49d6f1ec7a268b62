//! What a page sends is read or refused.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| outerref_fuzz::request::check(bytes));
