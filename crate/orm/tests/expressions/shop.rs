//! The model that the cases are about; `generate.py` has the same one.

use std::rc::Rc;

use outerref_orm::schema::{Field, FieldBuilder, FieldKind, ModelBuilder, ModelRef, OnDelete, Relation, RelationKind};

/// `shop.Sample`.
pub(crate) fn sample() -> ModelRef {
    let model = ModelBuilder { app_label: "shop".into(), object_name: "Sample".into(), ..Default::default() }.build();
    let mut place = 0;
    let mut add = |name: &str, kind: FieldKind, set: &dyn Fn(FieldBuilder) -> FieldBuilder| {
        place += 1;
        model.add_field(set(Field::builder(kind).creation_counter(place)).named(name, None).build());
    };
    add("id", FieldKind::BigAuto, &|field| field.primary_key(true).auto_created(true));
    add("name", FieldKind::Char, &|field| field.max_length(Some(80)));
    for (name, kind) in [
        ("body", FieldKind::Text),
        ("number", FieldKind::Integer),
        ("small", FieldKind::PositiveInteger),
        ("price", FieldKind::Decimal),
        ("ratio", FieldKind::Float),
        ("flag", FieldKind::Boolean),
        ("day", FieldKind::Date),
        ("moment", FieldKind::DateTime),
        ("clock", FieldKind::Time),
        ("span", FieldKind::Duration),
    ] {
        let digits = (kind == FieldKind::Decimal).then_some((8, 2));
        add(name, kind, &|field| {
            field.max_digits(digits.map(|digits| digits.0)).decimal_places(digits.map(|digits| digits.1))
        });
    }
    let parent = {
        let mut relation = Relation::new(RelationKind::ManyToOne, Some(&model), OnDelete::Cascade);
        relation.related_name = Some(Rc::from("children"));
        Field::builder(FieldKind::ForeignKey)
            .null(true)
            .creation_counter(100)
            .relation(Some(relation))
            .named("parent", None)
            .build()
    };
    model.add_field(parent.clone());
    ModelRef::contribute_to_related_class(&parent);
    model
}
