//! A case in the ORM's own types, as the Python layer would hand it over.

mod queryset;
mod schema;

pub use queryset::{Asked, ask};
pub use schema::Models;
