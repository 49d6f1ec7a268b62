//! Runs SQL on SQLite, observes it, and reports what an approach cost.

pub mod report;
