//! Models and the statements that make and fill their tables.

use std::rc::Rc;

use outerref_orm::{
    Result, Statement, Value,
    dialect::Dialect,
    schema::{
        Field, FieldBuilder, FieldKind, ModelBuilder, ModelRef, OnDelete, Registry, Relation, RelationKind, Through,
        create_model,
    },
};

use crate::case::{Case, Cell, Kind, Schema};

/// The models of a schema.
pub struct Models {
    registry: Registry,
    models: Vec<ModelRef>,
}

impl Models {
    /// Declares them.
    pub fn new(schema: &Schema) -> Self {
        let mut this = Self { registry: Registry::default(), models: Vec::new() };
        for model in &schema.models {
            let made = this.model(&model.name, false);
            this.models.push(made);
        }
        for (place, model) in schema.models.iter().enumerate() {
            let owner = this.models[place].clone();
            for field in &model.fields {
                this.field(&owner, field);
            }
        }
        this
    }

    /// The model at a place.
    pub fn model_at(&self, place: usize) -> &ModelRef {
        &self.models[place]
    }

    fn model(&mut self, name: &str, auto_created: bool) -> ModelRef {
        let builder =
            ModelBuilder { app_label: "zoo".into(), object_name: name.into(), auto_created, ..ModelBuilder::default() };
        let model = builder.build();
        self.registry.register(model.clone());
        add(&model, "id", Field::builder(FieldKind::BigAuto).primary_key(true).auto_created(true));
        model
    }

    fn field(&mut self, owner: &ModelRef, field: &crate::case::Field) {
        let plain = |kind: FieldKind| Field::builder(kind).null(field.null);
        match field.kind {
            Kind::Integer => drop(add(owner, &field.name, plain(FieldKind::Integer))),
            Kind::Text => drop(add(owner, &field.name, plain(FieldKind::Char).max_length(Some(20)))),
            Kind::Boolean => drop(add(owner, &field.name, plain(FieldKind::Boolean))),
            Kind::Date => drop(add(owner, &field.name, plain(FieldKind::Date))),
            Kind::ForeignKey(to) => {
                let to = self.models[to].clone();
                key(owner, &field.name, &to, field.null, &field.related_name());
            }
            Kind::OneToOne(to) => {
                let relation = relation(RelationKind::OneToOne, &self.models[to], &field.related_name());
                let builder = plain(FieldKind::OneToOne).unique(true).db_index(true).relation(Some(relation));
                ModelRef::contribute_to_related_class(&add(owner, &field.name, builder));
            }
            Kind::ManyToMany(to) => self.many(owner, field, to),
        }
    }

    /// A many-to-many field with its table between, as Django makes it.
    fn many(&mut self, owner: &ModelRef, field: &crate::case::Field, to: usize) {
        let to = self.models[to].clone();
        let relation = relation(RelationKind::ManyToMany, &to, &field.related_name());
        let many = add(owner, &field.name, Field::builder(FieldKind::ManyToMany).relation(Some(relation)));
        let name = format!("{}_{}", owner.object_name, field.name);
        let between = self.model(&name, true);
        let (source, target) = ends(owner, &to);
        key(&between, &source, owner, false, &format!("{name}+"));
        key(&between, &target, &to, false, &format!("{name}+"));
        between.unique_together.borrow_mut().push(vec![Rc::from(&*source), Rc::from(&*target)]);
        if let Some(relation) = &many.relation {
            *relation.through.borrow_mut() =
                Some(Through { model: between.downgrade(), source: source.into(), target: target.into() });
        }
        ModelRef::contribute_to_related_class(&many);
    }

    /// The statements that make the tables.
    pub fn tables(&self, dialect: &Dialect) -> Result<Vec<Statement>> {
        let mut out = Vec::new();
        for model in &self.models {
            out.extend(create_model(model, dialect)?);
        }
        Ok(out)
    }

    /// The statements that fill them.
    pub fn rows(&self, case: &Case) -> Vec<Statement> {
        let mut out = Vec::new();
        for (place, rows) in case.rows.iter().enumerate() {
            let fields = &case.schema.models[place].fields;
            let model = &self.models[place];
            for (key, row) in (1..).zip(rows) {
                let mut columns = vec!["id".to_owned()];
                let mut params = vec![Value::Int(key)];
                for (at, field) in fields.iter().enumerate() {
                    if let Kind::ManyToMany(to) = field.kind {
                        let table = format!("{}_{}", model.table(), field.name);
                        let (source, target) = ends(model, &self.models[to]);
                        let columns = [format!("{source}_id"), format!("{target}_id")];
                        let link = |other: &i64| insert(&table, &columns, vec![key.into(), (*other).into()]);
                        out.extend(row.links[at].iter().map(link));
                        continue;
                    }
                    let suffix = if field.kind.to().is_some() { "_id" } else { "" };
                    columns.push(format!("{}{suffix}", field.name));
                    params.push(value(&row.cells[at]));
                }
                out.push(insert(&model.table(), &columns, params));
            }
        }
        out
    }
}

/// A field and its relation's other end hold each other.
impl Drop for Models {
    fn drop(&mut self) {
        for model in self.registry.iter() {
            for field in model.fields().iter().chain(&model.many_to_many()) {
                if let Some(relation) = &field.relation {
                    *relation.reverse.borrow_mut() = None;
                }
            }
        }
    }
}

/// The field names of the two foreign keys between.
fn ends(owner: &ModelRef, to: &ModelRef) -> (String, String) {
    if owner == to {
        (format!("from_{}", owner.model_name), format!("to_{}", to.model_name))
    } else {
        (owner.model_name.to_string(), to.model_name.to_string())
    }
}

fn add(owner: &ModelRef, name: &str, builder: FieldBuilder) -> Rc<Field> {
    let field = builder.named(name, None).build();
    owner.add_field(field.clone());
    field
}

fn relation(kind: RelationKind, to: &ModelRef, related_name: &str) -> Relation {
    Relation { related_name: Some(related_name.into()), ..Relation::new(kind, Some(to), OnDelete::Cascade) }
}

fn key(owner: &ModelRef, name: &str, to: &ModelRef, null: bool, related_name: &str) {
    let relation = relation(RelationKind::ManyToOne, to, related_name);
    let builder = Field::builder(FieldKind::ForeignKey).null(null).db_index(true).relation(Some(relation));
    ModelRef::contribute_to_related_class(&add(owner, name, builder));
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Int(value) => Value::Int(*value),
        Cell::Text(text) => Value::text(text),
    }
}

fn insert(table: &str, columns: &[String], params: Vec<Value>) -> Statement {
    let names: Vec<_> = columns.iter().map(|name| format!("\"{name}\"")).collect();
    let places = vec!["%s"; params.len()].join(", ");
    Statement::new(format!("INSERT INTO \"{table}\" ({}) VALUES ({places})", names.join(", ")), params)
}
