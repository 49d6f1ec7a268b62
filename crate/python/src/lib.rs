//! Typed Django code, run by RustPython on the Rust ORM.
//!
//! [`Session`] is one Python interpreter: it holds a person's files, runs their code and keeps
//! what it printed, where it failed and how long it may go on. `django/` puts the ORM in front of
//! it. No SQL is made here.
//!
//! | stage | file |
//! |---|---|
//! | source text to code | [`approach`] |
//! | imports of a person's files | [`importer`] |
//! | limits while it runs | [`budget`], [`output`], [`memory`] |
//! | who asked for this query | [`lines`] |
//! | Python values to and from ORM values | [`convert`] |
//! | exceptions to [`RunError`](outerref_lab::report::RunError) | [`errors`], [`traceback`] |
//! | the result as JSON, text and table | [`present`] |
//! | what is asked besides a run | [`services`] |

pub mod approach;
pub mod budget;
mod clocks;
#[cfg(feature = "conformance")]
pub mod conformance;
pub mod convert;
pub mod django;
pub mod engine;
pub mod errors;
mod frozen;
mod garbage;
mod growth;
mod importer;
pub mod lines;
pub mod memory;
mod observe;
pub mod orm;
pub mod output;
pub mod present;
pub mod services;
pub mod session;
pub mod state;
mod traceback;
pub mod words;

pub use engine::Engine;
pub use session::Session;
