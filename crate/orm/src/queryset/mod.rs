//! [`QuerySet`]: the lazy, chainable public API. Mirrors `QuerySet` as far as it builds queries.

mod queryset;

pub use queryset::QuerySet;
