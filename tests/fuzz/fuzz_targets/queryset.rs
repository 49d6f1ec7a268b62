//! A schema, its rows and a queryset: the SQL runs, and its rows are those of the naive evaluation.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    outerref_fuzz::queryset::check_bytes(bytes);
});
