//! Arithmetic. Mirrors `functions/math.py`.

use super::aggregates::defs;
use crate::expression::{FuncDef, Inference, Spelling};

defs! {
    ABS = FuncDef::transform("Abs", "ABS", "abs");
    ACOS = FuncDef::transform("ACos", "ACOS", "acos").numeric();
    ASIN = FuncDef::transform("ASin", "ASIN", "asin").numeric();
    ATAN = FuncDef::transform("ATan", "ATAN", "atan").numeric();
    ATAN2 = FuncDef::func("ATan2", "ATAN2").takes(2).numeric();
    CEIL = FuncDef::transform("Ceil", "CEILING", "ceil");
    COS = FuncDef::transform("Cos", "COS", "cos").numeric();
    COT = FuncDef::transform("Cot", "COT", "cot").numeric();
    DEGREES = FuncDef::transform("Degrees", "DEGREES", "degrees").numeric();
    EXP = FuncDef::transform("Exp", "EXP", "exp").numeric();
    FLOOR = FuncDef::transform("Floor", "FLOOR", "floor");
    LN = FuncDef::transform("Ln", "LN", "ln").numeric();
    LOG = FuncDef::func("Log", "LOG").takes(2).numeric();
    MOD = FuncDef::func("Mod", "MOD").takes(2).numeric();
    PI = FuncDef::func("Pi", "PI").takes(0).numeric();
    POWER = FuncDef::func("Power", "POWER").takes(2).numeric();
    RADIANS = FuncDef::transform("Radians", "RADIANS", "radians").numeric();
    RANDOM = FuncDef {
        sqlite: Spelling::function("RAND"),
        mysql: Spelling::function("RAND"),
        ..FuncDef::func("Random", "RANDOM").takes(0).numeric()
    };
    // The precision is the second argument.
    ROUND = FuncDef {
        arity: None,
        inference: Inference::First,
        ..FuncDef::transform("Round", "ROUND", "round")
    };
    SIGN = FuncDef::transform("Sign", "SIGN", "sign");
    SIN = FuncDef::transform("Sin", "SIN", "sin").numeric();
    SQRT = FuncDef::transform("Sqrt", "SQRT", "sqrt").numeric();
    TAN = FuncDef::transform("Tan", "TAN", "tan").numeric();
}
