//! Comparisons and conversions. Mirrors `functions/comparison.py`.

use super::aggregates::defs;
use crate::expression::{EmptyValue, FuncDef, Spelling};

defs! {
    // The type is the call's `output_field`.
    CAST = FuncDef {
        template: "%(function)s(%(expressions)s AS %(db_type)s)",
        postgresql: Spelling::template("(%(expressions)s)::%(db_type)s"),
        ..FuncDef::func("Cast", "CAST").takes(1)
    };
    COALESCE = FuncDef { empty: EmptyValue::FirstKnown, ..FuncDef::func("Coalesce", "COALESCE") };
    // The collation is the option `collation`.
    COLLATE = FuncDef {
        template: "%(expressions)s %(function)s %(collation)s",
        ..FuncDef::func("Collate", "COLLATE").takes(1)
    };
    GREATEST = FuncDef { sqlite: Spelling::function("MAX"), ..FuncDef::func("Greatest", "GREATEST") };
    LEAST = FuncDef { sqlite: Spelling::function("MIN"), ..FuncDef::func("Least", "LEAST") };
    NULL_IF = FuncDef::func("NullIf", "NULLIF").takes(2);
}
