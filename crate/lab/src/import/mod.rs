//! A person's own data: SQLite files and CSV, and the models that fit them.

mod csv;
mod inspect;

pub use self::{
    csv::{Imported, import_csv},
    inspect::models_source,
};
