//! Names of fields, along relations: `state__name__icontains`.

use outerref_orm::{
    lookup::lookup_names,
    schema::{Field, FieldKind},
};

use super::{catalogue, facts::World, infer::Set, item};
use crate::service::{Completion, CompletionKind};

/// Transforms, among the names of lookups.
const TRANSFORMS: [&str; 13] = [
    "year",
    "iso_year",
    "month",
    "day",
    "week",
    "week_day",
    "iso_week_day",
    "quarter",
    "date",
    "time",
    "hour",
    "minute",
    "second",
];

/// What a path is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// `filter(...)`: fields, then lookups.
    Condition,
    /// `F("...")`, `values("...")`: fields, then transforms.
    Value,
    /// `select_related("...")`: relations to one row.
    SelectRelated,
    /// `prefetch_related("...")`: all relations, by attribute.
    PrefetchRelated,
    /// `create(...)`, `only("...")`: the model's own columns.
    Own,
}

/// Where a path has come to.
enum At {
    Model(String),
    Value(FieldKind),
    /// What an annotation gave.
    Anything,
    Nowhere,
}

/// What may follow the last `__` of a path.
pub(super) fn paths(world: &World<'_>, set: &Set, path: &str, purpose: Purpose) -> Vec<Completion> {
    let mut segments: Vec<&str> = path.split("__").collect();
    segments.pop();
    let mut at = At::Model(set.model.clone());
    for (place, segment) in segments.iter().enumerate() {
        at = step(world, set, &at, segment, place == 0, purpose);
    }
    match at {
        At::Model(model) => {
            let mut out = names(world, set, &model, segments.is_empty(), purpose);
            if !segments.is_empty() && purpose == Purpose::Condition {
                out.extend(lookups(FieldKind::ForeignKey, false));
            }
            out
        }
        At::Value(kind) => match purpose {
            Purpose::Condition => lookups(kind, false),
            Purpose::Value => lookups(kind, true),
            _ => Vec::new(),
        },
        At::Anything if purpose == Purpose::Condition => lookups(FieldKind::Char, false),
        At::Anything | At::Nowhere => Vec::new(),
    }
}

fn step(world: &World<'_>, set: &Set, at: &At, segment: &str, first: bool, purpose: Purpose) -> At {
    match at {
        At::Model(model) => {
            if first && set.annotations.iter().any(|name| name == segment) {
                return At::Anything;
            }
            if segment == "pk" {
                return At::Value(FieldKind::BigAuto);
            }
            let fields = world.fields(model);
            if let Some(field) = fields.iter().find(|field| field.name == segment) {
                return match &field.to {
                    Some(to) => At::Model(to.clone()),
                    None => FieldKind::from_class_name(&field.class).map_or(At::Anything, At::Value),
                };
            }
            if fields.iter().any(|field| field.is_key() && segment.strip_suffix("_id") == Some(&field.name)) {
                return At::Value(FieldKind::BigInteger);
            }
            let by_accessor = purpose == Purpose::PrefetchRelated;
            let reverse = world
                .reverse(model)
                .into_iter()
                .find(|reverse| if by_accessor { reverse.accessor == segment } else { reverse.query_name == segment });
            reverse.map_or(At::Nowhere, |reverse| At::Model(reverse.model))
        }
        At::Value(FieldKind::Json) => At::Value(FieldKind::Json),
        At::Value(kind) if TRANSFORMS.contains(&segment) && is_lookup(*kind, segment) => At::Value(match segment {
            "date" => FieldKind::Date,
            "time" => FieldKind::Time,
            _ => FieldKind::Integer,
        }),
        At::Anything if TRANSFORMS.contains(&segment) => At::Value(FieldKind::Integer),
        _ => At::Nowhere,
    }
}

/// The names of a model that a path may go on with.
fn names(world: &World<'_>, set: &Set, model: &str, root: bool, purpose: Purpose) -> Vec<Completion> {
    let mut out = Vec::new();
    if root && matches!(purpose, Purpose::Condition | Purpose::Value) {
        out.extend(set.annotations.iter().map(|name| item(name, CompletionKind::Annotation, "annotation", "")));
    }
    for field in world.fields(model) {
        let wanted = match purpose {
            Purpose::Condition | Purpose::Value => true,
            Purpose::Own => !field.is_many(),
            Purpose::SelectRelated => field.is_key(),
            Purpose::PrefetchRelated => field.to.is_some(),
        };
        if !wanted {
            continue;
        }
        match &field.to {
            Some(to) => {
                out.push(item(&field.name, CompletionKind::Relation, &format!("{} to {to}", field.class), ""));
                if field.is_key() && matches!(purpose, Purpose::Condition | Purpose::Value | Purpose::Own) {
                    let words = format!("the key of {}", field.name);
                    out.push(item(&format!("{}_id", field.name), CompletionKind::Field, &words, ""));
                }
            }
            None => {
                let words = catalogue::find("fields", &field.class).map_or("", |entry| entry.documentation);
                out.push(item(&field.name, CompletionKind::Field, &field.class, words));
            }
        }
    }
    for reverse in world.reverse(model) {
        let (name, wanted) = match purpose {
            Purpose::Condition | Purpose::Value => (&reverse.query_name, true),
            Purpose::SelectRelated => (&reverse.query_name, reverse.single),
            Purpose::PrefetchRelated => (&reverse.accessor, true),
            Purpose::Own => (&reverse.query_name, false),
        };
        if wanted {
            let words = if reverse.single { "one" } else { "many" };
            out.push(item(name, CompletionKind::Relation, &format!("{words} {}", reverse.model), ""));
        }
    }
    if matches!(purpose, Purpose::Condition | Purpose::Value | Purpose::Own) {
        out.push(item("pk", CompletionKind::Field, "primary key", ""));
    }
    out
}

fn is_lookup(kind: FieldKind, name: &str) -> bool {
    lookup_names(&Field::output(kind)).iter().any(|known| known == name)
}

/// The lookups and transforms of a kind of field.
fn lookups(kind: FieldKind, transforms_only: bool) -> Vec<Completion> {
    let mut names = lookup_names(&Field::output(kind));
    names.retain(|name| !transforms_only || TRANSFORMS.contains(&name.as_str()));
    let place = |name: &str| catalogue::section("lookups").iter().position(|entry| entry.name == name);
    names.sort_by_key(|name| place(name).unwrap_or(usize::MAX));
    names
        .iter()
        .map(|name| {
            let words = catalogue::find("lookups", name).map_or("", |entry| entry.documentation);
            let transform = TRANSFORMS.contains(&name.as_str());
            let (kind, detail) =
                if transform { (CompletionKind::Transform, "transform") } else { (CompletionKind::Lookup, "lookup") };
            item(name, kind, detail, words)
        })
        .collect()
}
