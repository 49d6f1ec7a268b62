//! INSERT. Mirrors `SQLInsertCompiler`.

use sea_query::{Expr, InsertStatement, SubQueryStatement};

use super::{Compiler, from_clause::table_ref, shorthand, sql, writer};
use crate::{
    Error, Result, Statement, Value,
    dialect::{Dialect, Vendor},
    expression::{Expression, Node, ResolveContext},
    query::Query,
    schema::{FieldRef, ModelRef},
};

/// What to do with rows that are there already.
#[derive(Clone, Debug)]
pub enum OnConflict {
    /// Leave them. `bulk_create(ignore_conflicts=True)`.
    Ignore,
    /// Change them. `bulk_create(update_conflicts=True, ...)`.
    Update {
        /// The fields to change.
        update_fields: Vec<FieldRef>,
        /// The fields that tell whether a row is there.
        unique_fields: Vec<FieldRef>,
    },
}

/// A value of a new row.
#[derive(Clone, Debug)]
pub enum InsertValue {
    /// A plain value, not yet prepared.
    Value(Value),
    /// An expression.
    Expression(Expression),
    /// The column's `db_default`.
    DatabaseDefault,
}

/// New rows of one table.
#[derive(Clone, Debug)]
pub struct InsertQuery {
    /// The model.
    pub model: ModelRef,
    /// The columns that are given.
    pub fields: Vec<FieldRef>,
    /// The rows, each with a value for each column.
    pub rows: Vec<Vec<InsertValue>>,
    /// What to do with rows that are there already.
    pub on_conflict: Option<OnConflict>,
    /// Columns to give back.
    pub returning: Vec<FieldRef>,
}

/// The statement for all rows.
pub fn compile_insert(insert: &InsertQuery, dialect: &Dialect) -> Result<Statement> {
    let table = insert.model.table();
    let mut statement = InsertStatement::new();
    statement.into_table(table_ref(&table, &table));
    let mut query = Query::without_aliases(&insert.model);
    if insert.fields.is_empty() {
        // A row of defaults alone still names one column.
        let pk = insert.model.pk().ok_or_else(|| Error::Value("The model has no primary key.".into()))?;
        statement.columns([sql::identifier(&pk.column())]);
        let default = if dialect.vendor == Vendor::Sqlite { "NULL" } else { "DEFAULT" };
        for _ in 0..insert.rows.len().max(1) {
            statement.values([sql::text(default)]).map_err(|error| Error::Value(error.to_string()))?;
        }
    } else {
        let places = given(insert);
        statement.columns(places.iter().map(|place| sql::identifier(&insert.fields[*place].column())));
        let mut compiler = Compiler::new(dialect);
        for row in &insert.rows {
            let mut cells = Vec::with_capacity(places.len());
            for place in &places {
                cells.push(cell(&insert.fields[*place], &row[*place], &mut query, &mut compiler)?);
            }
            statement.values(cells).map_err(|error| Error::Value(error.to_string()))?;
        }
    }
    let mut pieces = vec![Expr::SubQuery(None, Box::new(SubQueryStatement::InsertStatement(statement)))];
    let quoted = |field: &FieldRef| shorthand::quote_name(dialect, &field.column());
    let mut ignore = false;
    match &insert.on_conflict {
        None => {}
        Some(OnConflict::Ignore) => match dialect.vendor {
            Vendor::Postgresql => pieces.push(sql::text(" ON CONFLICT DO NOTHING")),
            _ => ignore = true,
        },
        Some(OnConflict::Update { update_fields, unique_fields }) => {
            let unique: Vec<String> = unique_fields.iter().map(quoted).collect();
            let (head, joiner): (String, fn(&str) -> String) = match dialect.vendor {
                Vendor::Mysql => (" AS new ON DUPLICATE KEY UPDATE ".into(), |name| format!("{name} = new.{name}")),
                _ => (format!(" ON CONFLICT({}) DO UPDATE SET ", unique.join(", ")), |name| {
                    format!("{name} = EXCLUDED.{name}")
                }),
            };
            let updates: Vec<String> = update_fields.iter().map(|field| joiner(&quoted(field))).collect();
            pieces.push(sql::text(head + &updates.join(", ")));
        }
    }
    if !insert.returning.is_empty() {
        let columns = insert.returning.iter().map(|field| sql::column(Some(&table), &field.column()));
        pieces.push(sql::template(" RETURNING {}", [sql::join(columns, ", ")]));
    }
    Ok(writer::insert_expression(&sql::concat(pieces), dialect, ignore))
}

/// The places of the columns that the statement names: not those that have their default in each row, of which one has
/// to stay where there is no other.
fn given(insert: &InsertQuery) -> Vec<usize> {
    let mut left = insert.fields.len();
    (0..insert.fields.len())
        .filter(|place| {
            let is_default = |row: &Vec<InsertValue>| matches!(row.get(*place), Some(InsertValue::DatabaseDefault));
            let redundant =
                left > 1 && insert.fields[*place].db_default.is_some() && insert.rows.iter().all(is_default);
            left -= usize::from(redundant);
            !redundant
        })
        .collect()
}

fn cell(field: &FieldRef, value: &InsertValue, query: &mut Query, compiler: &mut Compiler<'_>) -> Result<sql::Sql> {
    match value {
        InsertValue::Value(value) => {
            let prepared = field.get_db_prep_save(value, compiler.dialect)?;
            placeholder(field, value, prepared)
        }
        InsertValue::Expression(expression) => {
            let for_save = !matches!(expression, Expression::Value(..));
            let mut context = ResolveContext { for_save, allow_joins: false, ..ResolveContext::annotation() };
            let resolved = expression.resolve(query, &mut context)?;
            let refuse = |what: &str| {
                let (name, value) = (field.name(), resolved.repr());
                Error::FieldError(format!("{what} are not allowed in this query ({name}={value})."))
            };
            if resolved.gen_cols(false, true).iter().any(|col| matches!(col.node(), Node::Col { .. })) {
                query.alias_cols = true;
                let resolved = expression.resolve(query, &mut context)?;
                return Err(Error::Value(format!(
                    "Failed to insert expression \"{}\" on {}. F() expressions can only be used to update, not to \
                     insert.",
                    resolved.text(),
                    field.label()
                )));
            }
            if resolved.contains_aggregate() {
                return Err(refuse("Aggregate functions"));
            }
            if resolved.contains_over_clause() {
                return Err(refuse("Window expressions"));
            }
            compiler.compile(&resolved)
        }
        InsertValue::DatabaseDefault => match &field.db_default {
            Some(default) if !compiler.dialect.features.supports_default_keyword_in_insert => {
                let resolved = default.resolve(query, &mut ResolveContext::annotation())?;
                compiler.compile(&resolved)
            }
            _ => Ok(sql::text("DEFAULT")),
        },
    }
}

/// A parameter, within what the field's class puts around its placeholders.
fn placeholder(field: &FieldRef, value: &Value, prepared: Value) -> Result<sql::Sql> {
    Ok(match field.hooks.as_ref().and_then(|hooks| hooks.placeholder(value)) {
        Some(text) => sql::raw(&text, [prepared]),
        None => sql::param(prepared),
    })
}
