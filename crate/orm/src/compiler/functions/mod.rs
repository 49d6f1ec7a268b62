//! SQL of the built-in functions that take more than a template. Mirrors the `as_<vendor>` methods
//! of `functions/` and `aggregates.py`.

mod aggregates;
mod comparison;
mod datetime;
mod json;
mod math;
mod text;
mod uuid;

use super::{
    Compiler, Sql,
    expression::{Overrides, with_cast},
};
use crate::{
    Result,
    expression::{Func, FuncDef, ResolvedExpression, functions::datetime as dates},
    schema::FieldRef,
};

/// A call, by its function.
pub(super) fn compile(compiler: &mut Compiler<'_>, func: &Func<ResolvedExpression>) -> Result<Sql> {
    if let Some(parts) = &func.aggregate {
        return aggregates::compile(compiler, func, parts);
    }
    match func.def.name {
        "Cast" => comparison::cast(compiler, func),
        "Collate" => comparison::collate(compiler, func),
        "JSONArray" => json::array(compiler, func),
        "JSONObject" => json::object(compiler, func),
        "Log" | "Mod" | "Round" => math::of_decimals(compiler, func),
        "ConcatPair" => text::concat_pair(compiler, func),
        "Left" | "Right" => text::left_or_right(compiler, func),
        "UUID4" | "UUID7" => uuid::compile(compiler, func),
        "KeyTransform" | "KeyTextTransform" => crate::lookup::compile_key_transform(func, compiler),
        _ if dates::is_extract(func.def) => datetime::extract(compiler, func),
        _ if dates::is_trunc(func.def) => datetime::trunc(compiler, func),
        _ => with_cast(compiler, func, Overrides::default()),
    }
}

/// A call of another function over resolved arguments.
fn call_of(
    def: &'static FuncDef,
    args: Vec<ResolvedExpression>,
    output_field: Option<FieldRef>,
) -> Func<ResolvedExpression> {
    let mut func = Func::new(def, args);
    func.output_field = output_field;
    func
}
