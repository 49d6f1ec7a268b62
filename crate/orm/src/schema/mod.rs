//! The schema: models, their fields, the relations between them, and the constraints on them.
//!
//! Mirrors `django.db.models.options`, `fields` and `fields.related`. A [`Registry`] owns the
//! models; everything else holds them through [`ModelRef`] or, inside a model, weakly.

mod constraint;
mod convert;
mod dateparse;
mod db_type;
mod ddl;
mod field;
mod json_text;
mod kind;
pub(crate) mod model;
mod path;
mod prepare;
mod registry;
mod relation;
mod to_python;

pub use constraint::{Constraint, Index, IndexColumn};
pub use convert::Converter;
pub use dateparse::{Parsed, parse_date, parse_datetime, parse_duration, parse_time};
pub use ddl::{create_model, delete_model, index_name, names_digest};
pub use field::{Field, FieldBuilder, FieldHooks, FieldRef, Generated};
pub use json_text::{dumps as json_dumps, is_json, quote as json_quote};
pub use kind::FieldKind;
pub use model::{Model, ModelBuilder, ModelField, ModelRef, OrderItem, WeakModel};
pub use path::{FilteredRelation, PathInfo};
pub use registry::Registry;
pub use relation::{ExtraRestriction, OnDelete, Rel, RelRef, Relation, RelationKind, Through};
