//! The models of the article, and two querysets over them: a simple one, and the dashboard as subqueries.

use std::rc::Rc;

use outerref_orm::{
    Result,
    expression::{
        AggregateParts, Expression, FuncDef, FuncOptions, Q, QChild, SubqueryKind,
        functions::{self, aggregates},
    },
    queryset::QuerySet,
    schema::{
        Field, FieldBuilder, FieldKind, ModelBuilder, ModelRef, OnDelete, OrderItem, Registry, Relation, RelationKind,
    },
};

/// `State` and `City`.
pub struct Geo {
    _registry: Registry,
    /// A state of the country.
    pub state: ModelRef,
    /// A city of a state.
    pub city: ModelRef,
}

impl Default for Geo {
    fn default() -> Self {
        let mut registry = Registry::default();
        let mut model = |name: &str| {
            let builder = ModelBuilder { app_label: "geo".into(), object_name: name.into(), ..ModelBuilder::default() };
            let model = builder.build();
            registry.register(model.clone());
            add(&model, "id", Field::builder(FieldKind::BigAuto).primary_key(true).auto_created(true));
            model
        };
        let (state, city) = (model("State"), model("City"));
        add(&state, "name", Field::builder(FieldKind::Char).max_length(Some(255)));
        add(&city, "name", Field::builder(FieldKind::Char).max_length(Some(255)));
        add(&city, "population", Field::builder(FieldKind::Integer));
        add(&city, "area", Field::builder(FieldKind::Float));
        let relation = Relation {
            related_name: Some("cities".into()),
            ..Relation::new(RelationKind::ManyToOne, Some(&state), OnDelete::Cascade)
        };
        let key = Field::builder(FieldKind::ForeignKey).db_index(true).relation(Some(relation));
        ModelRef::contribute_to_related_class(&add(&city, "state", key));
        Self { _registry: registry, state, city }
    }
}

fn add(model: &ModelRef, name: &str, builder: FieldBuilder) -> Rc<Field> {
    let field = builder.named(name, None).build();
    model.add_field(field.clone());
    field
}

/// `City.objects.filter(state__name="Ohio", population__gte=100_000).order_by("-population")[:10]`
///
/// # Errors
///
/// None, as long as the models are these.
pub fn simple(geo: &Geo) -> Result<QuerySet> {
    let named = QChild::Q(Q::new("state__name", Expression::value("Ohio")));
    let large = QChild::Q(Q::new("population__gte", Expression::value(100_000)));
    let found = QuerySet::new(&geo.city).filter(Q::all([named, large]))?;
    Ok(found.order_by(vec![OrderItem::Name("-population".into())])?.slice(0, Some(10)))
}

/// Twelve annotations of `State`, each a subquery over its cities: sums, counts and the largest by name.
///
/// # Errors
///
/// None, as long as the models are these.
pub fn dashboard(geo: &Geo) -> Result<QuerySet> {
    let mut annotations = Vec::new();
    for (name, def, column) in [
        ("cities_count", &aggregates::COUNT, "pk"),
        ("population", &aggregates::SUM, "population"),
        ("smallest", &aggregates::MIN, "population"),
        ("largest", &aggregates::MAX, "population"),
        ("mean", &aggregates::AVG, "population"),
        ("area", &aggregates::SUM, "area"),
    ] {
        annotations.push((Rc::from(name), aggregated(geo, def, column, None)?));
        let only = Q::new("area__gt", Expression::value(150));
        annotations.push((Rc::from(format!("wide_{name}")), aggregated(geo, def, column, Some(only))?));
    }
    QuerySet::new(&geo.state).annotate(annotations)
}

/// `Subquery(City.objects.filter(state=OuterRef("pk")).values("state").annotate(v=def(column)).values("v"))`
fn aggregated(geo: &Geo, def: &'static FuncDef, column: &str, only: Option<Q>) -> Result<Expression> {
    let mut cities = QuerySet::new(&geo.city).filter(Q::new("state", Expression::outer_ref("pk")))?;
    if let Some(only) = only {
        cities = cities.filter(only)?;
    }
    let value = functions::aggregate(
        def,
        vec![Expression::f(column)],
        AggregateParts::default(),
        None,
        FuncOptions::default(),
    )?;
    let values = |set: QuerySet, name: &str| set.values(&[Rc::from(name)], Vec::new());
    let grouped = values(cities, "state")?.annotate(vec![(Rc::from("v"), value.into())])?;
    let mut query = values(grouped, "v")?.query;
    query.subquery = true;
    Ok(Expression::Subquery(SubqueryKind::Scalar, Rc::new(query), None))
}

#[cfg(test)]
mod tests {
    use outerref_orm::dialect::Dialect;

    use super::*;

    #[test]
    fn both_compile_to_what_they_say() {
        let geo = Geo::default();
        let dialect = Dialect::sqlite();
        let sql = |set: Result<QuerySet>| set.and_then(|set| set.compile(&dialect)).expect("compiles").statement.sql;
        assert!(sql(simple(&geo)).contains(r#"ORDER BY "geo_city"."population" DESC LIMIT 10"#));
        let dashboard = sql(dashboard(&geo));
        assert_eq!(dashboard.matches(r#""state_id" = ("geo_state"."id")"#).count(), 12, "{dashboard}");
    }
}
