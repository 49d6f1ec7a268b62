//! Functions of windows. Mirrors `functions/window.py`.

use super::aggregates::defs;
use crate::{
    expression::{FuncDef, Inference},
    schema::FieldKind,
};

const fn first(def: FuncDef) -> FuncDef {
    FuncDef { inference: Inference::First, ..def }
}

defs! {
    CUME_DIST = FuncDef::window("CumeDist", "CUME_DIST").returns(FieldKind::Float);
    DENSE_RANK = FuncDef::window("DenseRank", "DENSE_RANK").returns(FieldKind::Integer);
    FIRST_VALUE = FuncDef::window("FirstValue", "FIRST_VALUE").takes(1);
    LAG = first(FuncDef::window("Lag", "LAG"));
    LAST_VALUE = FuncDef::window("LastValue", "LAST_VALUE").takes(1);
    LEAD = first(FuncDef::window("Lead", "LEAD"));
    NTH_VALUE = first(FuncDef::window("NthValue", "NTH_VALUE"));
    NTILE = FuncDef::window("Ntile", "NTILE").returns(FieldKind::Integer);
    PERCENT_RANK = FuncDef::window("PercentRank", "PERCENT_RANK").returns(FieldKind::Float);
    RANK = FuncDef::window("Rank", "RANK").returns(FieldKind::Integer);
    ROW_NUMBER = FuncDef::window("RowNumber", "ROW_NUMBER").returns(FieldKind::Integer);
}
