//! Aggregates. Mirrors `aggregates.py`.

use crate::{
    expression::{EmptyValue, FuncDef},
    schema::FieldKind,
};

macro_rules! defs {
    ($($name:ident = $def:expr;)*) => {
        $(
            #[doc = concat!("`", stringify!($name), "`.")]
            pub static $name: FuncDef = $def;
        )*
        /// All of them.
        pub static ALL: &[&FuncDef] = &[$(&$name),*];
    };
}
pub(super) use defs;

const fn distinct(def: FuncDef) -> FuncDef {
    FuncDef { allow_distinct: true, ..def }
}

defs! {
    ANY_VALUE = FuncDef { window_compatible: false, ..FuncDef::aggregate("AnyValue", "ANY_VALUE") };
    AVG = distinct(FuncDef::aggregate("Avg", "AVG").numeric());
    BIT_AND = FuncDef::aggregate("BitAnd", "BIT_AND");
    BIT_OR = FuncDef::aggregate("BitOr", "BIT_OR");
    BIT_XOR = FuncDef::aggregate("BitXor", "BIT_XOR");
    COUNT = FuncDef {
        empty: EmptyValue::Zero,
        ..distinct(FuncDef::aggregate("Count", "COUNT").returns(FieldKind::Integer))
    };
    MAX = FuncDef::aggregate("Max", "MAX");
    MIN = FuncDef::aggregate("Min", "MIN");
    // `sample=True` names STDDEV_SAMP and VAR_SAMP with the call.
    STD_DEV = FuncDef::aggregate("StdDev", "STDDEV_POP").numeric();
    STRING_AGG = FuncDef {
        arity: None,
        allow_order_by: true,
        ..distinct(FuncDef::aggregate("StringAgg", "STRING_AGG").returns(FieldKind::Text))
    };
    SUM = distinct(FuncDef::aggregate("Sum", "SUM"));
    VARIANCE = FuncDef::aggregate("Variance", "VAR_POP").numeric();
}
