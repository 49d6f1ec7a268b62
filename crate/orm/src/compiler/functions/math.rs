//! Functions of decimals. Mirrors `functions/math.py` and `FixDecimalInputMixin`.

use super::call_of;
use crate::{
    Error, Result,
    compiler::{
        Compiler, Sql,
        expression::{Overrides, generic, with_cast},
    },
    dialect::Vendor,
    expression::{Func, Node, ResolvedExpression, functions::comparison::CAST},
    schema::{Field, FieldKind},
};

/// `Log`, `Mod` and `Round`.
pub(super) fn of_decimals(compiler: &mut Compiler<'_>, func: &Func<ResolvedExpression>) -> Result<Sql> {
    match (compiler.dialect.vendor, func.def.name) {
        (Vendor::Postgresql, _) => generic(compiler, &without_floats(func)?, Overrides::default()),
        (Vendor::Sqlite, "Log") => generic(compiler, func, Overrides::default()),
        (Vendor::Sqlite, "Round") => {
            let precision = func.args.get(1).map(ResolvedExpression::node);
            if let Some(Node::Value(value, _)) = precision
                && value.as_int().is_some_and(|precision| precision < 0)
            {
                return Err(Error::Value("SQLite does not support negative precision.".into()));
            }
            with_cast(compiler, func, Overrides::default())
        }
        _ => with_cast(compiler, func, Overrides::default()),
    }
}

/// PostgreSQL has `LOG(b, x)`, `MOD(a, b)` and `ROUND(x, places)` of decimals only.
fn without_floats(func: &Func<ResolvedExpression>) -> Result<Func<ResolvedExpression>> {
    let mut copy = func.clone();
    for arg in &mut copy.args {
        if arg.output_field()?.kind == FieldKind::Float {
            let decimal =
                Field::builder(FieldKind::Decimal).decimal_places(Some(f64::DIGITS)).max_digits(Some(1000)).build();
            *arg = Node::Func(call_of(&CAST, vec![arg.clone()], Some(decimal))).into();
        }
    }
    Ok(copy)
}
