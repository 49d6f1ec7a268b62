//! A person's own data: SQLite files and CSV, and the models that fit them.

mod csv;
mod csv_types;
mod file;
mod inspect;

pub use self::{
    csv::{Imported, import_csv},
    file::{ImportedFile, import_file},
    inspect::models_source,
};
