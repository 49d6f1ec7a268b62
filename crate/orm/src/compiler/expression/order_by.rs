//! SQL of a direction. Mirrors `OrderBy.as_sql`.

use crate::{
    Result,
    compiler::{
        Compiler, Sql,
        sql::{join, template, text},
    },
    expression::{Node, OrderBy, ResolvedExpression},
};

pub(super) fn compile(compiler: &mut Compiler<'_>, order: &OrderBy<ResolvedExpression>) -> Result<Sql> {
    if let Node::ColPairs { .. } = order.expression.node() {
        let mut columns = Vec::new();
        for column in order.expression.cols() {
            columns.push(compile(compiler, &OrderBy { expression: column, ..order.clone() })?);
        }
        return Ok(join(columns, ", "));
    }
    let sql = compiler.compile(&order.expression)?;
    let direction = text(if order.descending { "DESC" } else { "ASC" });
    if compiler.dialect.features.supports_order_by_nulls_modifier {
        let shape = match (order.nulls_last, order.nulls_first) {
            (true, _) => "{} {} NULLS LAST",
            (_, true) => "{} {} NULLS FIRST",
            _ => "{} {}",
        };
        return Ok(template(shape, [sql, direction]));
    }
    // Without the modifier nulls come first when ascending, so only the other cases need help.
    if order.nulls_last && !order.descending {
        Ok(template("{} IS NULL, {} {}", [sql.clone(), sql, direction]))
    } else if order.nulls_first && order.descending {
        Ok(template("{} IS NOT NULL, {} {}", [sql.clone(), sql, direction]))
    } else {
        Ok(template("{} {}", [sql, direction]))
    }
}
