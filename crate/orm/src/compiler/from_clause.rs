//! `FROM`: the tables and their joins. Mirrors `get_from_clause` and `Join.as_sql`.

use sea_query::{Condition, JoinType as SeaJoin, SelectStatement, TableName, TableRef};

use super::{Compiler, Sql, sql};
use crate::{
    Error, Result,
    query::{Join, JoinType, Query},
    schema::ModelField,
};

/// A table, with its alias where that differs.
pub(super) fn table_ref(table: &str, alias: &str) -> TableRef {
    TableRef::Table(TableName(None, sql::identifier(table)), (table != alias).then(|| sql::identifier(alias)))
}

/// Puts the tables that are in use into the statement.
pub(super) fn from_clause(query: &mut Query, select: &mut SelectStatement, compiler: &mut Compiler<'_>) -> Result<()> {
    let mut first = true;
    for (alias, join) in &query.alias_map {
        // A query without a model has no table.
        if query.alias_refcount.get(alias).is_none_or(|count| *count == 0) || query.model.object_name.is_empty() {
            continue;
        }
        let table = table_ref(&join.table_name, alias);
        match join.join_type {
            None if first => {
                select.from(table);
            }
            None => {
                select.join(SeaJoin::CrossJoin, table, Condition::all());
            }
            Some(kind) => {
                let kind = match kind {
                    JoinType::Inner => SeaJoin::InnerJoin,
                    JoinType::LeftOuter => SeaJoin::LeftJoin,
                };
                select.join(kind, table, on_clause(join, compiler)?);
            }
        }
        first = false;
    }
    for table in query.extra_tables.clone() {
        let alias = query.table_alias(&table, false, None);
        let only_use = query.alias_refcount.get(&alias) == Some(&1);
        if !query.alias_map.contains_key(&alias) || only_use {
            select.join(SeaJoin::CrossJoin, table_ref(&alias, &alias), Condition::all());
        }
    }
    Ok(())
}

/// `("a"."x" = "b"."y")`.
fn on_clause(join: &Join, compiler: &mut Compiler<'_>) -> Result<Sql> {
    let parent = join.parent_alias.as_deref().unwrap_or_default();
    let Some(field) = &join.join_field else { return Err(Error::FullResultSet) };
    let mut conditions: Vec<Sql> = field
        .joining_fields()
        .iter()
        .map(|(lhs, rhs)| {
            sql::template(
                "{} = {}",
                [sql::column(Some(parent), &lhs.column()), sql::column(Some(&join.table_alias), &rhs.column())],
            )
        })
        .collect();
    if let Some(restriction) =
        field.field().relation.as_ref().and_then(|relation| relation.extra_restriction.borrow().clone())
    {
        // Seen from the other end, the two tables change places.
        let (near, far) = match field {
            ModelField::Field(_) => (&*join.table_alias, parent),
            ModelField::Rel(_) => (parent, &*join.table_alias),
        };
        if let Some(condition) = restriction.restriction(Some(near), Some(far))? {
            conditions.push(sql::parentheses(compiler.compile(&condition)?));
        }
    }
    if let Some((_, Some(condition))) = &join.filtered_relation {
        match compiler.compile(condition) {
            Ok(condition) => conditions.push(sql::parentheses(condition)),
            Err(Error::FullResultSet) => {}
            Err(error) => return Err(error),
        }
    }
    if conditions.is_empty() {
        return Err(Error::Value(format!(
            "Join generated an empty ON clause. {} did not yield either joining columns or extra restrictions.",
            field.field().class_name()
        )));
    }
    Ok(sql::parentheses(sql::join(conditions, " AND ")))
}
