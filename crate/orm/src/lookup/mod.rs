//! Lookups and transforms: what stands after the last `__`. Mirrors `lookups.py`, `fields/json.py`
//! and `fields/related_lookups.py`.
//!
//! | stage | module |
//! |---|---|
//! | by name, for a left side | `registry`, `registered` |
//! | over a left and a right side, the right prepared | `build`, `related`, `tuple` |
//! | as SQL | `compile`, `operands`, and one file for each kind that differs |

mod build;
mod builtin;
mod class;
mod close_matches;
mod compile;
mod in_list;
mod json;
mod json_key;
#[allow(clippy::module_inception)]
mod lookup;
mod operands;
mod pattern;
mod registered;
mod registry;
mod related;
#[cfg(test)]
mod tests;
mod tuple;
mod year;

pub use build::build;
pub use builtin::{BuiltinLookup, BuiltinTransform, Family};
pub use class::{HostLookup, LookupClass};
pub use close_matches::get_close_matches;
pub use compile::compile;
pub use json_key::{KEY_TEXT_TRANSFORM, KEY_TRANSFORM, compile_key_transform, key_text};
pub use lookup::{Lookup, Rhs};
pub use operands::{process_lhs, process_rhs};
pub use registered::{LookupOwner, clear_registered_lookups, register_lookup, unregister_lookup};
pub use registry::{apply_transform, get_lookup, get_transform, lookup_names};
