//! What a run tells besides its statements. While it goes on, little is noted and nothing is judged; afterwards the
//! notes and the source become the lab's [`Event`](outerref_lab::events::Event)s.
//!
//! | what | file |
//! |---|---|
//! | what is noted while code runs | [`notes`] |
//! | notes become events | [`events`] |
//! | which call gave which part of the SQL | [`clauses`] |
//! | what the source says of the loops around a query | [`code`] |

mod clauses;
mod code;
mod events;
mod notes;

pub(crate) use events::{filtering_managers, mark_shown, recording};
pub(crate) use notes::Told;
pub(crate) use notes::{Trace, Via};
