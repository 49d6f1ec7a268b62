//! UUIDs. Mirrors `functions/uuid.py`.

use super::aggregates::defs;
use crate::{expression::FuncDef, schema::FieldKind};

defs! {
    UUID4 = FuncDef::func("UUID4", "UUIDV4").takes(0).returns(FieldKind::Uuid);
    // The shift is an optional argument.
    UUID7 = FuncDef::func("UUID7", "UUIDV7").returns(FieldKind::Uuid);
}
