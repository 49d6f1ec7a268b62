//! JSON values. Mirrors `functions/json.py`.

use super::aggregates::defs;
use crate::{expression::FuncDef, schema::FieldKind};

defs! {
    JSON_ARRAY = FuncDef::func("JSONArray", "JSON_ARRAY").returns(FieldKind::Json);
    // Keys and values in turn.
    JSON_OBJECT = FuncDef::func("JSONObject", "JSON_OBJECT").returns(FieldKind::Json);
}
