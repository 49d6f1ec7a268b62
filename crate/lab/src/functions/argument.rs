//! Reading a function's arguments as Python receives them.

use rusqlite::{functions::Context, types::ValueRef};

use super::raised;

/// Whether any argument is `NULL`.
pub(super) fn any_null(context: &Context<'_>) -> bool {
    (0..context.len()).any(|index| matches!(context.get_raw(index), ValueRef::Null))
}

/// The text of a `str`; any other type of value raises.
pub(super) fn text<'c>(context: &'c Context<'_>, index: usize) -> rusqlite::Result<&'c str> {
    text_of(context.get_raw(index)).ok_or_else(raised)
}

/// The text, if it is a `str`.
pub(super) fn text_of(value: ValueRef<'_>) -> Option<&str> {
    match value {
        ValueRef::Text(bytes) => std::str::from_utf8(bytes).ok(),
        _ => None,
    }
}

/// The text, or `None` for `NULL`; any other type of value raises.
pub(super) fn optional_text<'c>(context: &'c Context<'_>, index: usize) -> rusqlite::Result<Option<&'c str>> {
    match context.get_raw(index) {
        ValueRef::Null => Ok(None),
        _ => text(context, index).map(Some),
    }
}

/// An `int`; any other type of value raises.
pub(super) fn int(context: &Context<'_>, index: usize) -> rusqlite::Result<i64> {
    match context.get_raw(index) {
        ValueRef::Integer(value) => Ok(value),
        _ => Err(raised()),
    }
}
