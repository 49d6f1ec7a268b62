//! [`LookupClass`]: a built-in lookup or transform, or a user's own.

use std::{fmt, rc::Rc};

use super::{BuiltinLookup, BuiltinTransform, Family, Lookup};
use crate::{
    Result, Value,
    compiler::{Compiler, Sql},
    expression::ResolvedExpression,
    schema::FieldRef,
};

/// A lookup or transform class.
#[derive(Clone, Debug)]
pub enum LookupClass {
    /// A built-in lookup, as `Field` has it.
    Lookup(BuiltinLookup),
    /// A built-in lookup, as a field or transform has it for itself.
    Of(Family, BuiltinLookup),
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
    /// Which class of `base` it derives from: `YearExact` is of [`Family::Year`].
    fn family(&self) -> Family {
        Family::Field
    }
    /// `prepare_rhs`.
    fn prepare_rhs(&self) -> bool {
        self.base().is_none_or(BuiltinLookup::prepares_rhs)
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

impl LookupClass {
    /// `lookup_name`.
    pub fn lookup_name(&self) -> String {
        match self {
            Self::Lookup(lookup) | Self::Of(_, lookup) => lookup.name().into(),
            Self::Transform(BuiltinTransform::JsonKey(key)) => key.clone(),
            Self::Transform(BuiltinTransform::Function(name)) => {
                crate::expression::functions::by_name(name).and_then(|def| def.lookup_name).unwrap_or(name).into()
            }
            Self::Host(host) => host.lookup_name(),
        }
    }

    /// The name of Django's class, for messages.
    pub fn class_name(&self) -> String {
        match (self, self.builtin()) {
            (Self::Lookup(_), Some(BuiltinLookup::Gt)) => "GreaterThan".into(),
            (Self::Lookup(_), Some(BuiltinLookup::Gte)) => "GreaterThanOrEqual".into(),
            (Self::Lookup(_), Some(BuiltinLookup::Lt)) => "LessThan".into(),
            (Self::Lookup(_), Some(BuiltinLookup::Lte)) => "LessThanOrEqual".into(),
            (Self::Lookup(_), Some(BuiltinLookup::Exact)) => "Exact".into(),
            (Self::Lookup(_), Some(BuiltinLookup::In)) => "In".into(),
            (Self::Lookup(_), Some(BuiltinLookup::IsNull)) => "IsNull".into(),
            _ => self.lookup_name(),
        }
    }

    /// Whether `None` may stand on the right.
    pub fn can_use_none_as_rhs(&self) -> bool {
        match self {
            Self::Of(Family::Json, BuiltinLookup::Exact)
            | Self::Of(Family::JsonKey, BuiltinLookup::Exact | BuiltinLookup::IExact) => true,
            Self::Host(host) => host.can_use_none_as_rhs(),
            _ => false,
        }
    }

    /// The built-in lookup that it is or derives from.
    pub fn builtin(&self) -> Option<BuiltinLookup> {
        match self {
            Self::Lookup(lookup) | Self::Of(_, lookup) => Some(*lookup),
            Self::Transform(_) => None,
            Self::Host(host) => host.base(),
        }
    }

    /// Which class of the built-in lookup.
    pub fn family(&self) -> Family {
        match self {
            Self::Of(family, _) => *family,
            Self::Host(host) => host.family(),
            Self::Lookup(_) | Self::Transform(_) => Family::Field,
        }
    }

    /// Whether it is a transform.
    pub fn is_transform(&self) -> bool {
        match self {
            Self::Transform(_) => true,
            Self::Host(host) => host.is_transform(),
            Self::Lookup(_) | Self::Of(..) => false,
        }
    }

    /// `prepare_rhs`.
    pub fn prepares_rhs(&self) -> bool {
        match self {
            Self::Host(host) => host.prepare_rhs(),
            _ => self.builtin().is_none_or(BuiltinLookup::prepares_rhs),
        }
    }
}

impl PartialEq for LookupClass {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Lookup(a), Self::Lookup(b)) => a == b,
            (Self::Of(a, b), Self::Of(c, d)) => a == c && b == d,
            (Self::Transform(a), Self::Transform(b)) => a == b,
            (Self::Host(a), Self::Host(b)) => a.equals(b.as_ref()),
            _ => false,
        }
    }
}
