//! Properties that hold for whatever bytes one gives them, each in its own module. `fuzz_targets/` hands them to
//! cargo-fuzz; `src/bin/steady.rs` tries them on seeded random bytes.

pub mod build;
pub mod case;
pub mod generate;
#[cfg(feature = "lab")]
pub mod import;
#[cfg(feature = "lesson")]
pub mod lesson;
pub mod naive;
pub mod python;
pub mod queryset;
pub mod random;
#[cfg(feature = "lab")]
pub mod request;
#[cfg(feature = "python")]
pub mod source;
pub mod sqlite;

// The command's own reader of lessons, exercises and packs, which is in no library.
#[cfg(feature = "lesson")]
#[allow(dead_code)]
#[path = "../../../crate/cli/src/format/mod.rs"]
mod format;
#[cfg(feature = "lesson")]
#[allow(dead_code)]
#[path = "../../../crate/cli/src/sources.rs"]
mod sources;
