//! For tests: the bookshop's models, as their Django source declares them, and SQL of filters over them.

use std::rc::Rc;

use crate::{
    Result, Statement, Value,
    compiler::writer,
    dialect::Dialect,
    expression::{Connector, Expression, Func, Q, QChild, functions},
    query::Query,
    schema::{
        Constraint, Field, FieldBuilder, FieldKind, Generated, Index, IndexColumn, ModelBuilder, ModelRef, OnDelete,
        Registry, Relation, RelationKind, Through,
    },
};

/// Declares models one after the other.
pub(crate) struct Declare {
    pub(crate) registry: Registry,
    counter: i64,
}

fn named(mut builder: FieldBuilder, name: &str, counter: i64) -> Rc<Field> {
    builder = builder.creation_counter(counter);
    builder.named(name, None).build()
}

impl Declare {
    pub(crate) fn new() -> Self {
        Self { registry: Registry::default(), counter: 0 }
    }

    pub(crate) fn model(&mut self, name: &str, with_id: bool) -> ModelRef {
        let model =
            ModelBuilder { app_label: "bookshop".into(), object_name: name.into(), ..ModelBuilder::default() }.build();
        self.registry.register(model.clone());
        if with_id {
            self.field(&model, "id", Field::builder(FieldKind::BigAuto).primary_key(true).auto_created(true));
        }
        model
    }

    pub(crate) fn field(&mut self, model: &ModelRef, name: &str, builder: FieldBuilder) -> Rc<Field> {
        self.counter += 1;
        let field = named(builder, name, self.counter);
        model.add_field(field.clone());
        field
    }

    pub(crate) fn key(
        &mut self,
        model: &ModelRef,
        name: &str,
        to: &ModelRef,
        null: bool,
        related: Option<&str>,
    ) -> Rc<Field> {
        let relation = Relation {
            related_name: related.map(Rc::from),
            ..Relation::new(RelationKind::ManyToOne, Some(to), OnDelete::Cascade)
        };
        let builder = Field::builder(FieldKind::ForeignKey).null(null).db_index(true).relation(Some(relation));
        let field = self.field(model, name, builder);
        ModelRef::contribute_to_related_class(&field);
        field
    }

    pub(crate) fn one_to_one(
        &mut self,
        model: &ModelRef,
        name: &str,
        to: &ModelRef,
        null: bool,
        related: Option<&str>,
        link: bool,
    ) -> Rc<Field> {
        let relation = Relation {
            related_name: related.map(Rc::from),
            parent_link: link,
            ..Relation::new(RelationKind::OneToOne, Some(to), OnDelete::Cascade)
        };
        let builder = Field::builder(FieldKind::OneToOne)
            .null(null)
            .unique(true)
            .primary_key(link)
            .db_index(true)
            .relation(Some(relation));
        let field = self.field(model, name, builder);
        ModelRef::contribute_to_related_class(&field);
        field
    }

    fn many(&mut self, model: &ModelRef, name: &str, to: &ModelRef, related: Option<&str>, ends: (&str, &str)) {
        let relation = Relation {
            related_name: related.map(Rc::from),
            symmetrical: model == to,
            ..Relation::new(RelationKind::ManyToMany, Some(to), OnDelete::Cascade)
        };
        let field = self.field(model, name, Field::builder(FieldKind::ManyToMany).relation(Some(relation)));
        let between = ModelBuilder {
            app_label: "bookshop".into(),
            object_name: format!("{}_{name}", model.object_name),
            auto_created: true,
            ..ModelBuilder::default()
        }
        .build();
        self.registry.register(between.clone());
        self.field(&between, "id", Field::builder(FieldKind::BigAuto).primary_key(true).auto_created(true));
        let hidden = |end: &str| format!("{}_{end}+", model.object_name);
        self.key(&between, ends.0, model, false, Some(&hidden(ends.0)));
        self.key(&between, ends.1, to, false, Some(&hidden(ends.1)));
        between.unique_together.borrow_mut().push(vec![ends.0.into(), ends.1.into()]);
        if let Some(relation) = &field.relation {
            *relation.through.borrow_mut() =
                Some(Through { model: between.downgrade(), source: ends.0.into(), target: ends.1.into() });
        }
        ModelRef::contribute_to_related_class(&field);
    }
}

fn kind(kind: FieldKind) -> FieldBuilder {
    Field::builder(kind)
}

fn char(length: u32) -> FieldBuilder {
    Field::builder(FieldKind::Char).max_length(Some(length))
}

fn decimal(digits: u32) -> FieldBuilder {
    Field::builder(FieldKind::Decimal).max_digits(Some(digits)).decimal_places(Some(2))
}

/// The bookshop.
pub(crate) fn bookshop() -> Registry {
    let mut to = Declare::new();
    let state = to.model("State", true);
    to.field(&state, "name", char(80));
    to.field(&state, "code", char(2).unique(true));
    to.field(&state, "population", kind(FieldKind::Integer));
    to.field(&state, "area", kind(FieldKind::Float));
    to.field(&state, "joined", kind(FieldKind::Date).null(true));

    let city = to.model("City", true);
    to.field(&city, "name", char(80));
    to.key(&city, "state", &state, false, Some("cities"));
    to.field(&city, "population", kind(FieldKind::Integer));
    to.field(&city, "is_capital", kind(FieldKind::Boolean));
    to.field(&city, "founded", kind(FieldKind::Integer).null(true));
    to.field(&city, "elevation", kind(FieldKind::Float).null(true));
    to.many(&city, "twins", &city, None, ("from_city", "to_city"));
    city.constraints.borrow_mut().extend([
        Constraint::Unique {
            name: "unique_city_per_state".into(),
            fields: vec!["name".into(), "state".into()],
            expressions: Vec::new(),
            condition: None,
            nulls_distinct: None,
        },
        Constraint::Check {
            name: "city_population_gte_0".into(),
            condition: Expression::Q(Q::new("population__gte", 0)),
        },
    ]);

    let author = to.model("Author", true);
    to.field(&author, "name", char(80));
    to.field(&author, "email", kind(FieldKind::Email).max_length(Some(254)).null(true));
    to.field(&author, "born", kind(FieldKind::Date).null(true));
    to.key(&author, "home", &city, true, Some("authors"));
    to.key(&author, "mentor", &author, true, Some("students"));

    let profile = to.model("Profile", true);
    to.one_to_one(&profile, "author", &author, false, Some("profile"), false);
    to.field(&profile, "bio", kind(FieldKind::Text));
    to.field(&profile, "website", kind(FieldKind::Url).max_length(Some(200)).null(true));
    to.field(&profile, "settings", kind(FieldKind::Json));

    let publisher = to.model("Publisher", true);
    to.field(&publisher, "name", char(80));
    to.key(&publisher, "city", &city, true, Some("publishers"));
    to.field(&publisher, "founded", kind(FieldKind::Integer).null(true));

    let tag = to.model("Tag", true);
    to.field(&tag, "name", char(80));
    to.key(&tag, "parent", &tag, true, Some("children"));

    let book = to.model("Book", true);
    to.field(&book, "title", char(120));
    to.field(&book, "isbn", char(13).unique(true));
    to.field(&book, "genre", char(1));
    to.key(&book, "publisher", &publisher, true, Some("books"));
    to.many(&book, "authors", &author, Some("books"), ("book", "author"));
    to.many(&book, "tags", &tag, Some("books"), ("book", "tag"));
    to.field(&book, "price", decimal(8).null(true));
    to.field(&book, "pages", kind(FieldKind::PositiveInteger));
    to.field(&book, "rating", kind(FieldKind::Float).null(true));
    to.field(&book, "published", kind(FieldKind::Date));
    to.field(&book, "in_print", kind(FieldKind::Boolean));
    to.one_to_one(&book, "sequel_to", &book, true, Some("sequel"), false);

    let ebook = to.model("EBook", false);
    let link = to.one_to_one(&ebook, "book_ptr", &book, false, None, true);
    ebook.parents.borrow_mut().push((book.clone(), Some(link)));
    to.field(&ebook, "size_kb", kind(FieldKind::Integer));
    to.field(&ebook, "format", char(10));

    let store = to.model("Store", true);
    to.field(&store, "name", char(80));
    to.key(&store, "city", &city, false, Some("stores"));
    to.field(&store, "opened", kind(FieldKind::DateTime));
    to.field(&store, "closes_at", kind(FieldKind::Time).null(true));

    let stock = to.model("Stock", true);
    to.key(&stock, "store", &store, false, Some("stock"));
    to.key(&stock, "book", &book, false, Some("stock"));
    to.field(&stock, "quantity", kind(FieldKind::Integer));
    to.field(&stock, "discount", decimal(4));
    stock.unique_together.borrow_mut().push(vec!["store".into(), "book".into()]);

    let review = to.model("Review", true);
    to.key(&review, "book", &book, false, Some("reviews"));
    to.key(&review, "reviewer", &author, true, Some("reviews"));
    to.field(&review, "stars", kind(FieldKind::PositiveSmallInteger));
    to.field(&review, "text", kind(FieldKind::Text));
    to.field(&review, "created", kind(FieldKind::DateTime));

    let order = to.model("Order", true);
    to.key(&order, "store", &store, false, Some("orders"));
    to.field(&order, "customer", char(60));
    to.field(&order, "placed", kind(FieldKind::DateTime));
    to.field(&order, "shipped", kind(FieldKind::DateTime).null(true));

    let line = to.model("OrderLine", true);
    to.key(&line, "order", &order, false, Some("lines"));
    to.key(&line, "book", &book, false, Some("order_lines"));
    to.field(&line, "quantity", kind(FieldKind::PositiveInteger));
    to.field(&line, "unit_price", decimal(8));
    to.registry
}

/// Models with the fields, constraints and indexes that the bookshop has not.
pub(crate) fn things() -> Registry {
    let mut to = Declare::new();
    let thing = to.model("Thing", true);
    to.field(&thing, "code", char(10).unique(true));
    to.field(&thing, "ref", kind(FieldKind::Uuid));
    to.field(&thing, "span", kind(FieldKind::Duration).null(true));
    to.field(&thing, "blob", kind(FieldKind::Binary).null(true));
    to.field(&thing, "ip", kind(FieldKind::GenericIpAddress).max_length(Some(39)).null(true));
    to.field(&thing, "small", kind(FieldKind::SmallInteger));
    let twice = Expression::Combined(Box::new(Expression::f("small")), Connector::Mul, Box::new(2.into()), None);
    let total = Generated {
        expression: Expression::Combined(Box::new(twice), Connector::Add, Box::new(1.into()), None),
        persist: true,
        output_field: Field::output(FieldKind::Integer),
    };
    to.field(&thing, "total", kind(FieldKind::Generated).generated(Some(total)));
    to.field(&thing, "slug", kind(FieldKind::Slug).max_length(Some(50)).db_index(true));
    to.field(&thing, "flag", kind(FieldKind::Boolean).db_default(Some(Expression::value(true))));
    to.field(&thing, "label", char(5).db_default(Some(Expression::value("it's"))));
    let now = Func::new(&functions::datetime::NOW, Vec::new());
    to.field(&thing, "at", kind(FieldKind::DateTime).db_default(Some(now.into())));
    to.field(&thing, "note", kind(FieldKind::Text).db_collation(Some("nocase".into())));
    let lower = || Expression::from(Func::new(&functions::text::LOWER, vec![Expression::f("code")]));
    let column = |name: &str, descending| IndexColumn { field: name.into(), descending };
    let index = |name: &str| Index { name: name.into(), columns: Vec::new(), expressions: Vec::new(), condition: None };
    thing.indexes.borrow_mut().extend([
        Index { columns: vec![column("small", false), column("code", true)], ..index("") },
        Index { expressions: vec![lower().desc(), Expression::f("small")], ..index("lower_idx") },
        Index {
            columns: vec![column("code", false)],
            // Keyword arguments of a `Q` are sorted by name.
            condition: Some(Q::new("code__contains", "x%") & Q::new("small__gt", 3)),
            ..index("partial")
        },
    ]);
    let unique = |name: &str, fields: Vec<Rc<str>>, expressions, condition| Constraint::Unique {
        name: name.into(),
        fields,
        expressions,
        condition,
        nulls_distinct: None,
    };
    thing.constraints.borrow_mut().extend([
        unique("u1", vec!["code".into()], Vec::new(), Some(Q::new("flag", true))),
        unique("u2", Vec::new(), vec![lower()], None),
        Constraint::Check {
            name: "c1".into(),
            condition: Expression::Q(Q::new("code__startswith", "a%") | Q::new("small__in", vec![1, 2])),
        },
        Constraint::Check { name: "c2".into(), condition: Expression::Q(Q::new("small__lt", Expression::f("total"))) },
    ]);

    let usage = to.model("Use", true);
    let by_code = Relation {
        to_field: Some("code".into()),
        related_name: Some("uses".into()),
        ..Relation::new(RelationKind::ManyToOne, Some(&thing), OnDelete::Cascade)
    };
    let soft = Relation {
        related_name: Some("+".into()),
        ..Relation::new(RelationKind::ManyToOne, Some(&thing), OnDelete::DbCascade)
    };
    for (name, relation, null) in [("thing", by_code, false), ("soft", soft, true)] {
        let builder = Field::builder(FieldKind::ForeignKey).null(null).db_index(true).relation(Some(relation));
        let field = to.field(&usage, name, builder);
        ModelRef::contribute_to_related_class(&field);
    }

    let pair = to.model("Pair", false);
    let key = kind(FieldKind::CompositePrimaryKey).primary_key(true).composite_of(vec!["a".into(), "b".into()]);
    to.field(&pair, "pk", key);
    to.field(&pair, "a", kind(FieldKind::Integer));
    to.field(&pair, "b", char(4));
    to.registry
}

/// A query for `name = value`, of the values of `fields`, of all without them.
pub(crate) fn subquery(model: &ModelRef, name: &str, value: &str, fields: &[&str]) -> Query {
    let mut query = Query::new(model);
    query.add_q(&Q::new(name, value)).expect("a sound condition");
    if !fields.is_empty() {
        query.set_values(&fields.iter().map(|name| Rc::from(*name)).collect::<Vec<_>>()).expect("known fields");
    }
    query
}

/// What stands after WHERE for one condition on a model, with its parameters.
pub(crate) fn filter(
    model: &ModelRef,
    name: &str,
    value: impl Into<Expression>,
    dialect: &Dialect,
) -> Result<Statement> {
    let mut query = Query::new(model);
    let node = query.build_where(&Q::all([QChild::Lookup(name.into(), value.into())]))?;
    let mut compiler = crate::compiler::Compiler::new(dialect);
    Ok(writer::expression(&compiler.compile(&node.into())?, dialect))
}

/// As [`filter`], as one line of text: `SQL -- params`, or the error.
pub(crate) fn shown(model: &ModelRef, name: &str, value: impl Into<Expression>, dialect: &Dialect) -> String {
    match filter(model, name, value, dialect) {
        Ok(statement) => {
            let params: Vec<String> = statement.params.iter().map(Value::repr).collect();
            format!("{} -- {}", statement.sql, params.join(", "))
        }
        Err(error) => format!("{}: {error}", error.class()),
    }
}
