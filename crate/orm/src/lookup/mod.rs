//! Lookups and transforms: what stands after the last `__`. Mirrors `lookups.py`, `fields/json.py`
//! and `fields/related_lookups.py`.

mod builtin;
mod close_matches;
mod compile;
mod lookup;
mod registry;

pub use close_matches::get_close_matches;
pub use compile::compile;
pub use builtin::{BuiltinLookup, BuiltinTransform};
pub use lookup::{Lookup, Rhs};
pub use registry::{apply_transform, build, get_lookup, get_transform, lookup_names};

use std::{fmt, rc::Rc};

use crate::{
    Result, Value,
    compiler::{Compiler, Sql},
    expression::ResolvedExpression,
    schema::FieldRef,
};

/// A lookup or transform class.
#[derive(Clone, Debug)]
pub enum LookupClass {
    /// A built-in lookup.
    Lookup(BuiltinLookup),
    /// A built-in transform.
    Transform(BuiltinTransform),
    /// A user's own.
    Host(Rc<dyn HostLookup>),
}

/// A user's own `Lookup` or `Transform` subclass.
pub trait HostLookup: fmt::Debug {
    /// `lookup_name`.
    fn lookup_name(&self) -> String;
    /// For a transform: the resolved expression over `lhs`. `None` for a lookup.
    fn transform(&self, lhs: &ResolvedExpression) -> Option<Result<ResolvedExpression>>;
    /// Whether it is a transform.
    fn is_transform(&self) -> bool;
    /// The built-in lookup that it derives from, if it does; it then prepares its values likewise.
    fn base(&self) -> Option<BuiltinLookup>;
    /// `prepare_rhs`, `can_use_none_as_rhs` and the like.
    fn prepare_rhs(&self) -> bool {
        true
    }
    /// `can_use_none_as_rhs`.
    fn can_use_none_as_rhs(&self) -> bool {
        false
    }
    /// `get_prep_lookup`, if overridden.
    fn get_prep_lookup(&self, _lhs: &ResolvedExpression, _rhs: &Value) -> Option<Result<Value>> {
        None
    }
    /// `as_sql` / `as_<vendor>`, if overridden. `None` takes the way of the base.
    fn compile(&self, lookup: &Lookup, compiler: &mut Compiler<'_>) -> Option<Result<Sql>>;
    /// Whether it is the same class.
    fn equals(&self, other: &dyn HostLookup) -> bool;
    /// The type, for lookups used as expressions.
    fn output_field(&self) -> Option<FieldRef> {
        None
    }
    /// Lets the host find its own type again.
    fn as_any(&self) -> &dyn std::any::Any;
}

impl PartialEq for LookupClass {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Lookup(a), Self::Lookup(b)) => a == b,
            (Self::Transform(a), Self::Transform(b)) => a == b,
            (Self::Host(a), Self::Host(b)) => a.equals(b.as_ref()),
            _ => false,
        }
    }
}
