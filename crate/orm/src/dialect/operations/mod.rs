//! How a database spells dates, casts, operators and the like. Mirrors `DatabaseOperations`.

mod bounds;
mod combine;
mod datetime;
pub(crate) mod json_path;
mod operators;
mod trunc;
mod values;

pub use bounds::IntegerRange;
