//! JSON constructors. Mirrors `functions/json.py`.

use super::call_of;
use crate::{
    Result,
    compiler::{
        Compiler, Sql,
        expression::{Overrides, with_cast},
        sql::{concat, join, template},
    },
    dialect::Vendor,
    expression::{Func, ResolvedExpression, functions::comparison::CAST},
    schema::{Field, FieldKind},
};

pub(super) fn array(compiler: &mut Compiler<'_>, func: &Func<ResolvedExpression>) -> Result<Sql> {
    if compiler.dialect.vendor != Vendor::Postgresql {
        return with_cast(compiler, func, Overrides::default());
    }
    let mut copy = func.clone();
    for arg in &mut copy.args {
        if !is_cast(arg) {
            let field = arg.output_field()?;
            *arg = cast(arg, field);
        }
    }
    let nulls = if copy.args.is_empty() { "" } else { "NULL ON NULL" };
    let shape = format!("%(function)s(%(expressions)s {nulls} RETURNING JSONB)");
    with_cast(compiler, &copy, Overrides { template: Some(shape), ..Overrides::default() })
}

pub(super) fn object(compiler: &mut Compiler<'_>, func: &Func<ResolvedExpression>) -> Result<Sql> {
    if compiler.dialect.vendor != Vendor::Postgresql {
        return with_cast(compiler, func, Overrides::default());
    }
    let mut pairs = Vec::with_capacity(func.args.len() / 2);
    for pair in func.args.chunks(2) {
        let [key, value] = pair else { continue };
        let key = compiler.compile(&cast(key, Field::output(FieldKind::Text)))?;
        let value = compiler.compile(value)?;
        pairs.push(template("({}) VALUE {}", [key, value]));
    }
    let name = func.function.as_deref().unwrap_or("JSON_OBJECT").to_owned();
    let open = crate::compiler::sql::text(format!("{name}("));
    Ok(concat([open, template("{} RETURNING JSONB)", [join(pairs, ", ")])]))
}

fn is_cast(expression: &ResolvedExpression) -> bool {
    matches!(expression.node(), crate::expression::Node::Func(func) if func.def.name == "Cast")
}

fn cast(expression: &ResolvedExpression, field: crate::schema::FieldRef) -> ResolvedExpression {
    crate::expression::Node::Func(call_of(&CAST, vec![expression.clone()], Some(field))).into()
}
