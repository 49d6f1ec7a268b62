//! What a queryset means, evaluated over its rows in plain Rust: no SQL, and nothing of the ORM.
//!
//! It is slow and follows the words of Django's documentation and, where they are silent, what Django 6.1.3 does.

mod aggregate;
mod answer;
mod combine;
mod compare;
mod database;
mod evaluate;
mod joins;
mod listing;
mod node;
mod path;
mod plan;
mod resolve;
mod rows;
#[cfg(test)]
mod tests;
mod truth;

pub use answer::{Answer, evaluate};
pub use listing::Listing;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// Several are right, and which one decides about more.
    Ambiguous,
    /// It would take too long.
    TooLarge,
    /// It is not for this evaluator to say.
    Unknown,
}
