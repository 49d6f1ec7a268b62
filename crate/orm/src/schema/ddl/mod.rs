//! `CREATE TABLE` and its kin. Mirrors `backends/base/schema.py` and `backends/sqlite3/schema.py`.

mod column;
mod index;
mod inline;
mod names;

pub use names::{index_name, names_digest};

use super::{Constraint, FieldKind, FieldRef, ModelRef};
use crate::{
    Result, Statement,
    dialect::{Dialect, Vendor},
};
use index::{create_index, create_unique, field_indexes, unique_expressions};

/// The statements that make a model's table, its many-to-many tables and its indexes, in order.
///
/// Tables come first, then what Django defers until all of them are there.
///
/// # Errors
///
/// Those of conditions and expressions that do not fit the model.
pub fn create_model(model: &ModelRef, dialect: &Dialect) -> Result<Vec<Statement>> {
    let (mut tables, mut deferred) = (Vec::new(), Vec::new());
    add_model(model, dialect, &mut tables, &mut deferred)?;
    tables.extend(deferred);
    Ok(tables.into_iter().map(|sql| Statement::new(sql, Vec::new())).collect())
}

/// The statements that remove them.
///
/// # Errors
///
/// None so far.
pub fn delete_model(model: &ModelRef, dialect: &Dialect) -> Result<Vec<Statement>> {
    let mut out = Vec::new();
    for through in through_models(model) {
        out.extend(delete_model(&through, dialect)?);
    }
    if has_table(model) {
        let cascade = if dialect.vendor == Vendor::Sqlite { "" } else { " CASCADE" };
        out.push(Statement::new(format!("DROP TABLE {}{cascade}", dialect.quote_name(&model.table())), Vec::new()));
    }
    Ok(out)
}

fn has_table(model: &ModelRef) -> bool {
    model.managed && model.proxy_for.is_none()
}

/// The tables between that Django made for many-to-many fields.
fn through_models(model: &ModelRef) -> Vec<ModelRef> {
    let fields = model.local_many_to_many.borrow();
    let through = |field: &FieldRef| field.relation.as_ref()?.through.borrow().as_ref()?.model.upgrade();
    fields.iter().filter_map(through).filter(|through| through.auto_created).collect()
}

fn add_model(model: &ModelRef, dialect: &Dialect, tables: &mut Vec<String>, deferred: &mut Vec<String>) -> Result<()> {
    if !has_table(model) {
        return Ok(());
    }
    for names in model.unique_together.borrow().iter() {
        let fields: Vec<FieldRef> = names.iter().filter_map(|name| model.field(name)).collect();
        deferred.push(create_unique(model, &fields, dialect));
    }
    let mut parts = Vec::new();
    for field in model.local_fields.borrow().iter() {
        if let Some(definition) = column::definition(model, field, dialect, deferred)? {
            parts.push(definition);
        }
    }
    for constraint in model.constraints.borrow().iter() {
        parts.extend(constraint_sql(model, constraint, dialect, deferred)?);
    }
    if model.pk().is_some_and(|pk| pk.kind == FieldKind::CompositePrimaryKey) {
        let columns: Vec<String> = model.pk_fields().iter().map(|field| dialect.quote_name(&field.column())).collect();
        parts.push(format!("PRIMARY KEY ({})", columns.join(", ")));
    }
    tables.push(format!("CREATE TABLE {} ({})", dialect.quote_name(&model.table()), parts.join(", ")));
    for field in model.local_fields.borrow().iter() {
        deferred.extend(field_indexes(model, field, dialect));
    }
    for index in model.indexes.borrow().iter() {
        deferred.extend(create_index(model, index, dialect)?);
    }
    for through in through_models(model) {
        add_model(&through, dialect, tables, deferred)?;
    }
    Ok(())
}

/// A constraint within `CREATE TABLE`; what is rather an index goes to `deferred`.
fn constraint_sql(
    model: &ModelRef,
    constraint: &Constraint,
    dialect: &Dialect,
    deferred: &mut Vec<String>,
) -> Result<Option<String>> {
    match constraint {
        Constraint::Check { name, condition } => {
            let check = inline::condition(model, &inline::as_q(condition), dialect)?;
            Ok(Some(format!("CONSTRAINT {} CHECK ({check})", dialect.quote_name(name))))
        }
        Constraint::Unique { name, fields, expressions, condition, nulls_distinct } => {
            let unsupported = condition.is_some() && !dialect.features.supports_partial_indexes
                || !expressions.is_empty() && !dialect.features.supports_expression_indexes
                || nulls_distinct.is_some() && dialect.vendor != Vendor::Postgresql;
            if unsupported {
                return Ok(None);
            }
            let fields: Vec<FieldRef> = fields.iter().filter_map(|name| model.field(name)).collect();
            let columns: Vec<String> = fields.iter().map(|field| dialect.quote_name(&field.column())).collect();
            let quoted = dialect.quote_name(name);
            if condition.is_none() && expressions.is_empty() && nulls_distinct.is_none() {
                return Ok(Some(format!("CONSTRAINT {quoted} UNIQUE ({})", columns.join(", "))));
            }
            let columns =
                if columns.is_empty() { unique_expressions(model, expressions, dialect)? } else { columns.join(", ") };
            let nulls = match nulls_distinct {
                Some(true) => " NULLS DISTINCT",
                Some(false) => " NULLS NOT DISTINCT",
                None => "",
            };
            let table = dialect.quote_name(&model.table());
            deferred.push(match condition {
                Some(condition) => format!(
                    "CREATE UNIQUE INDEX {quoted} ON {table} ({columns}){nulls} WHERE {}",
                    inline::condition(model, condition, dialect)?
                ),
                None if expressions.is_empty() => {
                    format!("ALTER TABLE {table} ADD CONSTRAINT {quoted} UNIQUE{nulls} ({columns})")
                }
                None => format!("CREATE UNIQUE INDEX {quoted} ON {table} ({columns}){nulls}"),
            });
            Ok(None)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fixture, schema::Registry};

    fn check(registry: &Registry, expected: &str) {
        let dialect = Dialect::sqlite();
        let mut made: Vec<String> = registry
            .iter()
            .filter(|model| !model.auto_created)
            .flat_map(|model| create_model(model, &dialect).expect("has SQL"))
            .map(|statement| statement.sql)
            .collect();
        let mut expected: Vec<&str> = expected.lines().collect();
        made.sort();
        expected.sort_unstable();
        assert_eq!(made.join("\n"), expected.join("\n"));
    }

    #[test]
    fn tables_and_indexes_are_those_of_djangos_schema_editor() {
        check(&fixture::bookshop(), include_str!("bookshop.sql"));
    }

    #[test]
    fn defaults_conditions_and_expressions_are_literal_in_ddl() {
        check(&fixture::things(), include_str!("things.sql"));
    }
}
