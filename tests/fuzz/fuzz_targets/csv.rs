//! A CSV file is imported and reads back, or is refused.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| outerref_fuzz::import::check_csv(bytes));
