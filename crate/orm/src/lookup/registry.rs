//! Which lookups and transforms an expression has, and how they are made.

use super::{BuiltinLookup, Lookup, LookupClass, Rhs};
use crate::{Result, expression::ResolvedExpression, schema::FieldRef};

/// The lookup of this name for this left side. Mirrors `get_lookup`.
pub fn get_lookup(_lhs: &ResolvedExpression, _name: &str) -> Result<Option<LookupClass>> {
    Ok(None)
}

/// The transform of this name for this left side. Mirrors `get_transform`.
pub fn get_transform(_lhs: &ResolvedExpression, _name: &str) -> Result<Option<LookupClass>> {
    Ok(None)
}

/// The names of all lookups of a field, for suggestions. Mirrors `get_lookups`.
pub fn lookup_names(_field: &FieldRef) -> Vec<String> {
    Vec::new()
}

/// The transform's expression.
pub fn apply_transform(_class: &LookupClass, lhs: ResolvedExpression) -> Result<ResolvedExpression> {
    Ok(lhs)
}

/// The lookup over a left and right side, the right side prepared. Mirrors `Lookup.__init__`.
pub fn build(class: LookupClass, lhs: ResolvedExpression, rhs: Rhs) -> Result<Lookup> {
    Ok(Lookup { class, lhs, rhs })
}

impl LookupClass {
    /// `lookup_name`.
    pub fn lookup_name(&self) -> String {
        String::new()
    }

    /// Whether `None` may stand on the right.
    pub fn can_use_none_as_rhs(&self) -> bool {
        false
    }

    /// The built-in lookup that it is or derives from.
    pub fn builtin(&self) -> Option<BuiltinLookup> {
        match self {
            Self::Lookup(lookup) => Some(*lookup),
            Self::Transform(_) => None,
            Self::Host(host) => host.base(),
        }
    }
}
