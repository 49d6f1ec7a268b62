//! A column's definition. Mirrors `_iter_column_sql` and the part of `table_sql` around it.

use super::{inline, names::constraint_name};
use crate::{
    Result,
    dialect::{Dialect, Vendor},
    expression::{Expression, ResolvedExpression},
    schema::{FieldRef, ModelRef, OnDelete},
};

/// `"name" varchar(80) NOT NULL`; `None` for fields without a column. Foreign keys that the database
/// takes only later go to `deferred`.
pub(super) fn definition(
    model: &ModelRef,
    field: &FieldRef,
    dialect: &Dialect,
    deferred: &mut Vec<String>,
) -> Result<Option<String>> {
    if !field.is_concrete() {
        return Ok(None);
    }
    let Some(db_type) = field.db_type(dialect) else { return Ok(None) };
    let mut parts = vec![dialect.quote_name(&field.column()), db_type];
    if let Some(collation) = collation(field) {
        let sqlite = dialect.vendor == Vendor::Sqlite;
        parts.push(format!("COLLATE {}", if sqlite { collation.to_string() } else { dialect.quote_name(&collation) }));
    }
    if let Some(default) = &field.db_default {
        parts.push(format!("DEFAULT {}", default_sql(model, field, default, dialect)?));
    }
    if let Some(generated) = &field.generated {
        let sql = inline::text(&inline::resolve(model, &generated.expression)?, dialect)?;
        let kept = if generated.persist { "STORED" } else { "VIRTUAL" };
        parts.push(format!("GENERATED ALWAYS AS ({sql}) {kept}"));
    } else {
        parts.push(if field.null { "NULL" } else { "NOT NULL" }.into());
    }
    if field.primary_key {
        parts.push("PRIMARY KEY".into());
    } else if field.is_unique() {
        parts.push("UNIQUE".into());
    }
    if let Some(comment) = field.db_comment.as_ref().filter(|_| dialect.vendor == Vendor::Mysql) {
        parts.push(format!("COMMENT {}", dialect.quote_value(&comment.as_ref().into())?));
    }
    if let Some(check) = field.db_check(dialect) {
        parts.push(format!("CHECK ({check})"));
    }
    if let Some(suffix) = field.db_type_suffix(dialect) {
        parts.push(suffix.into());
    }
    if let Some(key) = foreign_key(model, field, dialect) {
        match dialect.vendor {
            Vendor::Sqlite => parts.push(key),
            _ => deferred.push(key),
        }
    }
    Ok(Some(parts.join(" ")))
}

/// A key has the collation of what it points at.
fn collation(field: &FieldRef) -> Option<std::rc::Rc<str>> {
    match &field.generated {
        Some(generated) => generated.output_field.db_collation.clone(),
        None if field.is_relation() => field.target().db_collation.clone(),
        None => field.db_collation.clone(),
    }
}

fn default_sql(model: &ModelRef, field: &FieldRef, default: &Expression, dialect: &Dialect) -> Result<String> {
    if let Expression::Value(value, output) = default {
        let output = output.clone().unwrap_or_else(|| field.clone());
        return inline::text(&ResolvedExpression::value(value.clone(), Some(output)), dialect);
    }
    Ok(format!("({})", inline::text(&inline::resolve(model, default)?, dialect)?))
}

fn foreign_key(model: &ModelRef, field: &FieldRef, dialect: &Dialect) -> Option<String> {
    let relation = field.relation.as_ref().filter(|relation| relation.db_constraint)?;
    let target = field.foreign_related_field()?;
    let to = relation.to_model()?;
    let to = target.model().unwrap_or(to);
    let on_delete = match relation.on_delete {
        OnDelete::DbCascade => " ON DELETE CASCADE",
        OnDelete::DbSetNull => " ON DELETE SET NULL",
        OnDelete::DbSetDefault => " ON DELETE SET DEFAULT",
        _ => "",
    };
    let (to_table, to_column) = (dialect.quote_name(&to.table()), dialect.quote_name(&target.column()));
    let deferrable = if dialect.vendor == Vendor::Mysql { "" } else { " DEFERRABLE INITIALLY DEFERRED" };
    let reference = format!("REFERENCES {to_table} ({to_column}){on_delete}{deferrable}");
    if dialect.vendor == Vendor::Sqlite {
        return Some(reference);
    }
    let column = field.column().to_string();
    let suffix = format!("_fk_{}_{}", to.table(), target.column());
    let name = constraint_name(&model.table(), std::slice::from_ref(&column), &suffix, dialect);
    Some(format!(
        "ALTER TABLE {} ADD CONSTRAINT {} FOREIGN KEY ({}) {reference}",
        dialect.quote_name(&model.table()),
        dialect.quote_name(&name),
        dialect.quote_name(&column)
    ))
}
