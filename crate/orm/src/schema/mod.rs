//! The schema: models, their fields, the relations between them, and the constraints on them.
//!
//! Mirrors `django.db.models.options`, `fields` and `fields.related`. A [`Registry`] owns the
//! models; everything else holds them through [`ModelRef`] or, inside a model, weakly.

mod constraint;
mod convert;
mod ddl;
mod field;
mod kind;
mod model;
mod path;
mod prepare;
mod registry;
mod relation;

pub use constraint::{Constraint, Index, IndexColumn};
pub use convert::Converter;
pub use ddl::{create_model, delete_model};
pub use field::{Field, FieldBuilder, FieldHooks, FieldRef, Generated};
pub use kind::FieldKind;
pub use model::{Model, ModelBuilder, ModelField, ModelRef, OrderItem, WeakModel};
pub use path::{FilteredRelation, PathInfo};
pub use registry::Registry;
pub use relation::{ExtraRestriction, OnDelete, Rel, RelRef, Relation, RelationKind, Through};
