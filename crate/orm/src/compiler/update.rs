//! UPDATE and DELETE. Mirrors `SQLUpdateCompiler`, `SQLDeleteCompiler` and `UpdateQuery`.

use std::rc::Rc;

use sea_query::{Condition, DeleteStatement, UpdateStatement};

use super::{
    CompiledSelect, Compiler, SelectCompiler, Sql, from_clause::table_ref, shorthand, sql, where_clause, writer,
};
use crate::{
    Error, Result, Statement, Value,
    dialect::Dialect,
    expression::{Expression, Node, Q, QChild, ResolveContext, ResolvedExpression, WhereNode},
    query::{Query, SelectRelated},
    schema::{FieldKind, FieldRef, ModelField, ModelRef, OrderItem},
};

/// A column's new value.
#[derive(Clone, Debug)]
pub enum UpdateValue {
    /// A plain value, not yet prepared.
    Value(Value),
    /// A resolved expression.
    Expression(ResolvedExpression),
    /// An expression for a parent's table, whose names are resolved there.
    Unresolved(Expression),
}

/// An UPDATE of a query's rows.
#[derive(Clone, Debug)]
pub struct UpdateQuery {
    /// Which rows.
    pub query: Query,
    /// The columns of the model's own table.
    pub values: Vec<(FieldRef, UpdateValue)>,
    /// Columns of parents' tables.
    pub related: Vec<(ModelRef, Vec<(FieldRef, UpdateValue)>)>,
    /// Columns of the updated rows to give back.
    pub returning: Vec<FieldRef>,
}

/// How an UPDATE is done.
#[derive(Clone, Debug)]
pub enum UpdatePlan {
    /// Nothing to do.
    Nothing,
    /// One statement.
    Statement(Statement),
    /// First the keys, then a statement for each table: see [`UpdateQuery::with_keys`].
    Keys(Box<CompiledSelect>, Vec<(Option<ModelRef>, usize)>),
}

impl UpdateQuery {
    /// `update(**values)`. Mirrors `add_update_values`.
    pub fn new(query: &Query, values: &[(Rc<str>, Expression)]) -> Result<Self> {
        let mut this = Self { query: query.clone(), values: Vec::new(), related: Vec::new(), returning: Vec::new() };
        for (name, value) in values {
            let field = match this.query.model.get_field(name)? {
                ModelField::Field(field) => field,
                ModelField::Rel(rel) => {
                    return Err(Error::FieldError(format!(
                        "Cannot update model field {rel:?} (only concrete fields are permitted)."
                    )));
                }
            };
            if field.kind == FieldKind::CompositePrimaryKey {
                return Err(Error::FieldError("Composite primary key fields must be updated individually.".into()));
            }
            if !field.is_concrete() {
                return Err(Error::FieldError(format!(
                    "Cannot update model field <django.db.models.fields.related.{}: {}> (only concrete fields are \
                     permitted).",
                    field.class_name(),
                    field.name()
                )));
            }
            this.add(field, value)?;
        }
        Ok(this)
    }

    /// One more column.
    pub fn add(&mut self, field: FieldRef, value: &Expression) -> Result<()> {
        if field.generated.is_some() {
            return Ok(());
        }
        let owner = field.model().map(|model| model.concrete_model());
        let own = owner.as_ref().is_none_or(|model| *model == self.query.model.concrete_model());
        let value = match value {
            Expression::Value(value, None) => UpdateValue::Value(value.clone()),
            expression if own => UpdateValue::Expression(resolved_to_save(expression, &mut self.query)?),
            expression => UpdateValue::Unresolved(expression.clone()),
        };
        match owner {
            Some(owner) if !own => match self.related.iter_mut().find(|(model, _)| *model == owner) {
                Some((_, values)) => values.push((field, value)),
                None => self.related.push((owner, vec![(field, value)])),
            },
            _ => self.values.push((field, value)),
        }
        Ok(())
    }

    /// How to do it. Mirrors `pre_sql_setup`.
    pub fn plan(&self, dialect: &Dialect) -> Result<UpdatePlan> {
        let mut query = self.query.clone();
        query.get_initial_alias()?;
        let tables = query.alias_refcount.values().filter(|count| **count > 0).count();
        if self.related.is_empty() && tables == 1 {
            return match self.statement(&query, dialect)? {
                Some(statement) => Ok(UpdatePlan::Statement(statement)),
                None => Ok(UpdatePlan::Nothing),
            };
        }
        let mut keys = self.query.chain();
        keys.select_related = SelectRelated::None;
        keys.clear_ordering(true, true);
        keys.extra.clear();
        keys.select.clear();
        let pk = |model: &ModelRef| {
            model.pk().map(|pk| pk.name()).ok_or_else(|| Error::Value("The model has no primary key.".into()))
        };
        let mut names = vec![pk(&keys.model)?];
        let mut places = vec![(None, 0)];
        for (model, _) in &self.related {
            let chained = keys
                .model
                .path_to_parent(model)
                .iter()
                .all(|step| matches!(&step.join_field, ModelField::Field(field) if field.primary_key));
            if chained {
                places.push((Some(model.clone()), 0));
            } else {
                places.push((Some(model.clone()), names.len()));
                names.push(pk(model)?);
            }
        }
        keys.add_fields(&names, true)?;
        keys.clear_annotations_for_keys();
        if !self.related.is_empty() || dialect.vendor == crate::dialect::Vendor::Mysql {
            return Ok(UpdatePlan::Keys(Box::new(SelectCompiler::new(&keys, dialect, true).compile()?), places));
        }
        let mut outer = self.query.clone();
        outer.where_ = WhereNode::default();
        outer.reset_refcounts(&Default::default());
        outer.add_q(&Q::all([QChild::Lookup("pk__in".into(), Expression::Query(Rc::new(keys)))]))?;
        Ok(match self.statement(&outer, dialect)? {
            Some(statement) => UpdatePlan::Statement(statement),
            None => UpdatePlan::Nothing,
        })
    }

    /// The statements once the keys are known: this table's, then each parent's. Each key list
    /// belongs to the entry of the plan at the same place.
    pub fn with_keys(&self, keys: &[(Option<ModelRef>, Vec<Value>)], dialect: &Dialect) -> Result<Vec<Statement>> {
        let mut statements = Vec::new();
        for (model, values) in keys {
            let (model, columns) = match model {
                None => (&self.query.model, &self.values),
                Some(model) => match self.related.iter().find(|(other, _)| other == model) {
                    Some((model, columns)) => (model, columns),
                    None => continue,
                },
            };
            let mut query = Query::new(model);
            match query.add_filter("pk__in", Value::list(values.iter().cloned())) {
                Err(Error::EmptyResultSet) => continue,
                other => other?,
            }
            match update_statement(&mut query, columns, dialect) {
                Err(Error::EmptyResultSet) => {}
                other => statements.extend(other?),
            }
        }
        Ok(statements)
    }

    fn statement(&self, query: &Query, dialect: &Dialect) -> Result<Option<Statement>> {
        let mut statement = update_statement(&mut query.clone(), &self.values, dialect)?;
        if let Some(statement) = &mut statement
            && !self.returning.is_empty()
        {
            let table = shorthand::quote_name(dialect, &query.model.table());
            let columns: Vec<String> = self
                .returning
                .iter()
                .map(|field| format!("{table}.{}", shorthand::quote_name(dialect, &field.column())))
                .collect();
            statement.sql.push_str(&format!(" RETURNING {}", columns.join(", ")));
        }
        Ok(statement)
    }
}

impl Query {
    /// For an UPDATE: rows cannot be ordered by an aggregate.
    pub fn check_update_order(&self) -> Result<()> {
        for item in &self.order_by {
            let OrderItem::Name(name) = item else { continue };
            if let Some(annotation) = self.annotations.get(name.strip_prefix('-').unwrap_or(name))
                && annotation.contains_aggregate()
            {
                let shown = annotation.repr();
                return Err(Error::FieldError(format!("Cannot update when ordering by an aggregate: {shown}")));
            }
        }
        Ok(())
    }

    fn clear_annotations_for_keys(&mut self) {
        self.set_annotation_mask(Some(Vec::new()));
        self.selected = None;
    }
}

fn resolved_to_save(expression: &Expression, query: &mut Query) -> Result<ResolvedExpression> {
    // `Value(None, JSONField())` itself stores the JSON null; within others, as a plain `None` does, it is SQL's.
    let for_save = !matches!(expression, Expression::Value(..));
    expression.resolve(query, &mut ResolveContext { allow_joins: false, for_save, ..ResolveContext::annotation() })
}

fn update_statement(
    query: &mut Query,
    values: &[(FieldRef, UpdateValue)],
    dialect: &Dialect,
) -> Result<Option<Statement>> {
    if values.is_empty() {
        return Ok(None);
    }
    let table = query.model.table();
    let mut statement = UpdateStatement::new();
    statement.table(table_ref(&table, &table));
    let mut compiler = Compiler::new(dialect);
    for (field, value) in values {
        statement.value(sql::identifier(&field.column()), new_value(query, field, value, &mut compiler)?);
    }
    match where_clause::compile(&query.where_, &mut compiler) {
        Ok(condition) => {
            statement.cond_where(Condition::all().add(condition));
        }
        Err(Error::FullResultSet) => {}
        Err(error) => return Err(error),
    }
    Ok(Some(writer::update(&statement, dialect)))
}

/// Of an instance given to a relation: its key. Mirrors `prepare_database_save`.
fn instance_key(field: &FieldRef, value: &Value) -> Result<Option<Value>> {
    let Value::Foreign(object) = value else { return Ok(None) };
    let Some(instance) = object.instance() else { return Ok(None) };
    if instance.is_unsaved() {
        let shown = value.repr();
        return Err(Error::Value(format!("Unsaved model instance {shown} cannot be used in an ORM query.")));
    }
    match ModelField::Field(field.clone()).joining_fields().first() {
        Some((_, target)) => instance.attribute(&target.attname()),
        None => Ok(None),
    }
}

/// Refuses what no value can be.
fn check_value(field: &FieldRef, expression: &ResolvedExpression) -> Result<()> {
    let refuse = |what: &str, shown: &str| {
        Error::FieldError(format!("{what} are not allowed in this query ({}={shown}).", field.name()))
    };
    if expression.contains_aggregate() {
        return Err(refuse("Aggregate functions", &expression.repr()));
    }
    if expression.contains_over_clause() {
        return Err(refuse("Window expressions", &expression.repr()));
    }
    if matches!(expression.node(), Node::ColPairs { .. }) {
        return Err(refuse("Composite primary keys expressions", "F('pk')"));
    }
    Ok(())
}

fn new_value(query: &mut Query, field: &FieldRef, value: &UpdateValue, compiler: &mut Compiler<'_>) -> Result<Sql> {
    match value {
        UpdateValue::Value(value) => {
            if let Value::Foreign(object) = value
                && object.instance().is_some()
                && !field.is_relation()
            {
                return Err(Error::Type(format!(
                    "Tried to update field {} with a model instance, {}. Use a value compatible with {}.",
                    field.label(),
                    value.repr(),
                    field.class_name()
                )));
            }
            let key = instance_key(field, value)?;
            let prepared = field.get_db_prep_save(key.as_ref().unwrap_or(value), compiler.dialect)?;
            Ok(match field.hooks.as_ref().and_then(|hooks| hooks.placeholder(value)) {
                Some(text) => sql::raw(&text, [prepared]),
                None => sql::param(prepared),
            })
        }
        UpdateValue::Unresolved(expression) => {
            let resolved = resolved_to_save(expression, query)?;
            check_value(field, &resolved)?;
            compiler.compile(&resolved)
        }
        UpdateValue::Expression(expression) => {
            check_value(field, expression)?;
            // The value was resolved when it was added, and is once more when it is written.
            compiler.compile(&expression.resolved_again())
        }
    }
}

/// DELETE of a query's rows. Mirrors `SQLDeleteCompiler.as_sql`.
pub fn compile_delete(query: &Query, dialect: &Dialect) -> Result<Statement> {
    let mut query = query.clone();
    query.get_initial_alias()?;
    let tables = query.alias_refcount.values().filter(|count| **count > 0).count();
    if tables > 1 {
        let mut inner = query.clone();
        inner.clear_select_clause();
        inner.select = inner.pk_columns()?;
        let mut outer = Query::new(&query.model);
        outer.add_q(&Q::all([QChild::Lookup("pk__in".into(), Expression::Query(Rc::new(inner)))]))?;
        query = outer;
    }
    let table = query.model.table();
    let mut statement = DeleteStatement::new();
    statement.from_table(table_ref(&table, &table));
    let mut compiler = Compiler::new(dialect);
    match where_clause::compile(&query.where_, &mut compiler) {
        Ok(condition) => {
            statement.cond_where(Condition::all().add(condition));
        }
        Err(Error::FullResultSet) => {}
        Err(error) => return Err(error),
    }
    Ok(writer::delete(&statement, dialect))
}
