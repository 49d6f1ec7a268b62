//! `CREATE INDEX`. Mirrors `_model_indexes_sql`, `_create_index_sql` and `IndexExpression`.

use super::{
    inline,
    names::{constraint_name, index_name},
};
use crate::{
    Result,
    dialect::{Dialect, Vendor},
    expression::{Expression, Node, ResolvedExpression},
    schema::{FieldKind, FieldRef, Index, ModelRef},
};

/// The index of a field with `db_index`, and on PostgreSQL the one that `LIKE` uses.
pub(super) fn field_indexes(model: &ModelRef, field: &FieldRef, dialect: &Dialect) -> Vec<String> {
    let mut out = Vec::new();
    let column = field.column().to_string();
    if column.is_empty() {
        return out;
    }
    let create = |suffix: &str, operators: &str| {
        let name = constraint_name(&model.table(), std::slice::from_ref(&column), suffix, dialect);
        format!(
            "CREATE INDEX {} ON {} ({}{operators})",
            dialect.quote_name(&name),
            dialect.quote_name(&model.table()),
            dialect.quote_name(&column)
        )
    };
    // MySQL indexes its foreign keys by itself.
    let by_itself = dialect.vendor == Vendor::Mysql
        && field.kind == FieldKind::ForeignKey
        && field.relation.as_ref().is_some_and(|relation| relation.db_constraint);
    if field.db_index && !field.is_unique() && !by_itself {
        out.push(create("", ""));
    }
    if dialect.vendor == Vendor::Postgresql && (field.db_index || field.is_unique()) && field.db_collation.is_none() {
        let db_type = field.db_type(dialect).unwrap_or_default();
        if db_type.starts_with("varchar") {
            out.push(create("_like", " varchar_pattern_ops"));
        } else if db_type.starts_with("text") {
            out.push(create("_like", " text_pattern_ops"));
        }
    }
    out
}

/// `unique_together`.
pub(super) fn create_unique(model: &ModelRef, fields: &[FieldRef], dialect: &Dialect) -> String {
    let columns: Vec<String> = fields.iter().map(|field| field.column().to_string()).collect();
    let name = dialect.quote_name(&constraint_name(&model.table(), &columns, "_uniq", dialect));
    let table = dialect.quote_name(&model.table());
    let columns: Vec<String> = columns.iter().map(|column| dialect.quote_name(column)).collect();
    let columns = columns.join(", ");
    if dialect.vendor == Vendor::Sqlite {
        format!("CREATE UNIQUE INDEX {name} ON {table} ({columns})")
    } else {
        format!("ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE ({columns})")
    }
}

/// An index of `Meta.indexes`; `None` where the database has no such index.
pub(super) fn create_index(model: &ModelRef, index: &Index, dialect: &Dialect) -> Result<Option<String>> {
    if !index.expressions.is_empty() && !dialect.features.supports_expression_indexes {
        return Ok(None);
    }
    let columns = if index.expressions.is_empty() {
        let columns: Vec<String> = index
            .columns
            .iter()
            .filter_map(|column| {
                let name = dialect.quote_name(&model.field(&column.field)?.column());
                Some(if column.descending { format!("{name} DESC") } else { name })
            })
            .collect();
        columns.join(", ")
    } else {
        unique_expressions(model, &index.expressions, dialect)?
    };
    let condition = match &index.condition {
        Some(condition) if dialect.features.supports_partial_indexes => {
            format!(" WHERE {}", inline::condition(model, condition, dialect)?)
        }
        _ => String::new(),
    };
    Ok(Some(format!(
        "CREATE INDEX {} ON {} ({columns}){condition}",
        dialect.quote_name(&index_name(index, model)),
        dialect.quote_name(&model.table())
    )))
}

/// Expressions of an index, each in parentheses unless it is a column.
pub(super) fn unique_expressions(model: &ModelRef, expressions: &[Expression], dialect: &Dialect) -> Result<String> {
    let mut out = Vec::new();
    for expression in expressions {
        let resolved = inline::resolve(model, expression)?;
        out.push(inline::text(&wrapped(&resolved), dialect)?);
    }
    Ok(out.join(", "))
}

/// Direction and collation stay outside the parentheses.
fn wrapped(expression: &ResolvedExpression) -> ResolvedExpression {
    match expression.node() {
        Node::OrderBy(_) => expression.map_children(&mut wrapped),
        Node::Func(func) if func.def.name == "Collate" => expression.map_children(&mut wrapped),
        Node::Col { .. } => expression.clone(),
        _ => Node::List(vec![expression.clone()], true).into(),
    }
}
