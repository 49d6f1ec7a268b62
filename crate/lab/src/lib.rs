//! Runs SQL on SQLite, observes it, and reports what an approach cost.
//!
//! | stage | type | module |
//! |---|---|---|
//! | a statement is run | [`connection::Connection`] | [`connection`] |
//! | what was run is remembered | [`recorder::Recorder`] | [`recorder`], [`events`] |
//! | the recording is read | groups, findings, plans, growth, the article's questions | [`groups`], [`findings`], [`plan`], [`growth`], [`checklist`] |
//! | all of it is told | [`report::Report`] | [`assemble`], [`report`] |
//!
//! No Python and no browser: the caller brings the clock, the stack of the code that ran, and what it did with the
//! rows.

pub mod assemble;
pub mod browse;
pub mod checklist;
pub mod clause_map;
pub mod clock;
pub mod complete;
pub mod connection;
#[cfg(test)]
mod corpus_tests;
pub mod cost_model;
pub mod datasets;
pub mod describe;
pub mod events;
pub mod findings;
mod functions;
pub mod groups;
pub mod growth;
pub mod import;
pub mod introspection;
pub mod outline;
pub mod plan;
pub mod recorder;
pub mod report;
pub mod same_result;
pub mod script;
pub mod service;
pub mod snapshot;
pub mod sql_text;
pub mod subquery;
#[cfg(test)]
mod testing;
pub mod timing;
pub mod trial;
pub mod what_if;
pub mod zones;
