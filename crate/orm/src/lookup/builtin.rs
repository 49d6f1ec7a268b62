//! The built-in lookups and transforms, by name.

/// A built-in lookup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum BuiltinLookup {
    Exact,
    IsNull,
    In,
}

/// A built-in transform that is not a plain function.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum BuiltinTransform {
    /// A key of a JSON document.
    JsonKey(String),
}
