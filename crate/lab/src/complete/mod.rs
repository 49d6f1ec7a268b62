//! [`complete`]: what may stand at a place in a source that is being typed.
//!
//! It reads the text only, tolerantly: nothing is run, and the models are as they are typed at this moment.
//!
//! | step | file |
//! |---|---|
//! | text to tokens | [`lexer`] |
//! | classes, models, fields, relations | [`facts`] |
//! | where the cursor is | [`context`] |
//! | what an expression is | [`infer`] |
//! | names of fields along relations, lookups | [`paths`] |
//! | attributes, names in reach, arguments | [`items`] |
//! | the call around the cursor | [`hint`] |
//! | what Django itself offers | [`catalogue`] and `catalogue.txt` |

mod catalogue;
mod context;
mod facts;
mod hint;
mod infer;
mod items;
pub(crate) mod lexer;
mod paths;
#[cfg(test)]
mod tests;

use self::{
    context::{Call, Context, Place},
    facts::World,
    infer::{Kind, Set},
    paths::{Purpose, paths},
};
use crate::service::{CompleteRequest, Completion, CompletionKind, Completions};

/// At most so many completions are told.
const MOST: usize = 400;

/// The completions.
pub fn complete(request: &CompleteRequest) -> Completions {
    let position = byte_position(&request.source, request.position);
    let others = request.files.iter().filter(|file| file.path != request.file);
    let sources = std::iter::once(request.source.as_str()).chain(others.map(|file| file.text.as_str()));
    let world = World::of(sources);
    let context = Context::at(&world.sources[0], position);
    let (typed, found) = candidates(&world, &context, position, request);
    let call = context.calls.iter().find_map(|call| hint::hint(&world, 0, call, position));
    let length = u32::try_from(typed.encode_utf16().count()).unwrap_or(0);
    let to = request.position.min(u32::try_from(request.source.encode_utf16().count()).unwrap_or(u32::MAX));
    Completions { from: to.saturating_sub(length), to, items: ranked(found, &typed), call }
}

/// The names of a section of the catalogue: `queryset`, `expressions`, `fields`...
pub fn known_names(section: &str) -> Vec<&'static str> {
    catalogue::section(section).iter().map(|entry| entry.name).collect()
}

/// A completion of a label and words.
fn item(label: &str, kind: CompletionKind, detail: &str, documentation: &str) -> Completion {
    Completion {
        label: label.into(),
        kind,
        detail: detail.into(),
        signature: None,
        documentation: documentation.into(),
        insert: None,
    }
}

/// What has been typed of the name, and what it may become.
fn candidates(
    world: &World<'_>,
    context: &Context,
    position: usize,
    request: &CompleteRequest,
) -> (String, Vec<Completion>) {
    let word = context.word.clone();
    let last = |path: &str| path.rsplit("__").next().unwrap_or_default().to_owned();
    match &context.place {
        Place::Nowhere => (word, Vec::new()),
        Place::Attribute(before) => {
            let kind = world.kind_before(0, *before);
            (word, items::attributes(world, &kind))
        }
        Place::Text(content) => {
            let content = content.trim_start_matches(['-', '?']);
            (last(content), in_text(world, context, content, position))
        }
        Place::ModuleName => {
            let line = request.source[..position].rsplit('\n').next().unwrap_or_default();
            let typed = line.split_whitespace().nth(1).unwrap_or_default().to_owned();
            (typed, modules(request))
        }
        Place::ImportOf(module) => {
            let mut found = items::of_module(module);
            let path = module.replace('.', "/");
            let file = request
                .files
                .iter()
                .position(|file| file.path == format!("{path}.py") || file.path == format!("{path}/__init__.py"));
            if let Some(file) = file {
                let world = World::of([request.files[file].text.as_str()]);
                found.extend(world.classes.iter().filter(|class| class.name != "Meta").map(|class| {
                    let is_model = world.inherits(class, "Model");
                    let kind = if is_model { CompletionKind::Model } else { CompletionKind::Class };
                    item(&class.name, kind, module, "")
                }));
            }
            (word, found)
        }
        Place::Meta => {
            let options = catalogue::section("meta").iter().map(|entry| {
                let mut found = item(entry.name, CompletionKind::Property, "Meta", entry.documentation);
                found.signature = Some(entry.signature.to_owned());
                found.insert = Some(format!("{} = ", entry.name));
                found
            });
            (word, options.collect())
        }
        Place::Name => {
            let mut found = Vec::new();
            let mut typed = word.clone();
            if context.argument
                && let Some(call) = context.calls.first()
            {
                found = arguments(world, context, call, &word);
                if word.contains("__") && !found.is_empty() {
                    typed = last(&word);
                    return (typed, found);
                }
            }
            found.extend(items::in_reach(world, 0, position));
            typed.clone_from(&word);
            (typed, found)
        }
    }
}

/// Keyword arguments of a call.
fn arguments(world: &World<'_>, context: &Context, call: &Call, word: &str) -> Vec<Completion> {
    let named = |mut found: Vec<Completion>| {
        found.iter_mut().for_each(|item| item.insert = Some(format!("{}=", item.label)));
        found
    };
    if let Some(set) = world.receiver(0, call) {
        return match call.name.as_str() {
            "filter" | "exclude" | "get" | "get_or_create" | "update_or_create" => {
                let mut found = paths(world, &set, word, Purpose::Condition);
                if let Some(signature) = hint::signature(world, 0, call) {
                    found.extend(items::arguments(&signature.text, ""));
                }
                found
            }
            "create" | "update" => named(paths(world, &set, word, Purpose::Own)),
            _ => own_arguments(world, call),
        };
    }
    match call.name.as_str() {
        "Q" | "When" => {
            surrounding(world, context, 0).map_or_else(Vec::new, |set| paths(world, &set, word, Purpose::Condition))
        }
        name if world.is_model(name) => {
            let set = Set { model: name.to_owned(), ..Set::default() };
            named(paths(world, &set, word, Purpose::Own))
        }
        _ => own_arguments(world, call),
    }
}

fn own_arguments(world: &World<'_>, call: &Call) -> Vec<Completion> {
    let Some(signature) = hint::signature(world, 0, call) else { return Vec::new() };
    let mut found = items::arguments(&signature.text, "");
    if catalogue::find("fields", &call.name).is_some() {
        for entry in catalogue::section("field options") {
            let mut option = item(
                entry.name,
                CompletionKind::Argument,
                entry.signature.trim_start_matches('='),
                entry.documentation,
            );
            option.insert = Some(format!("{}=", entry.name));
            found.push(option);
        }
        if matches!(call.name.as_str(), "ForeignKey" | "OneToOneField") {
            found.extend(catalogue::section("on delete").iter().map(|entry| {
                let mut choice =
                    item(&format!("models.{}", entry.name), CompletionKind::Variable, "on_delete", entry.documentation);
                choice.insert = Some(choice.label.clone());
                choice
            }));
        }
    }
    found
}

/// The queryset of the calls around, `skip` of them passed over.
fn surrounding(world: &World<'_>, context: &Context, skip: usize) -> Option<Set> {
    context.calls.iter().filter_map(|call| world.receiver(0, call)).nth(skip)
}

/// What a text may name: fields, relations, models.
fn in_text(world: &World<'_>, context: &Context, path: &str, position: usize) -> Vec<Completion> {
    let Some(call) = context.calls.first() else { return in_meta_list(world, path, position, true) };
    let purpose = match call.name.as_str() {
        "select_related" => Purpose::SelectRelated,
        "prefetch_related" | "Prefetch" | "FilteredRelation" => Purpose::PrefetchRelated,
        "only" | "defer" | "bulk_update" | "bulk_create" | "in_bulk" | "save" | "refresh_from_db" => Purpose::Own,
        _ => Purpose::Value,
    };
    if let Some(set) = world.receiver(0, call) {
        return paths(world, &set, path, purpose);
    }
    match call.name.as_str() {
        "ForeignKey" | "OneToOneField" | "ManyToManyField" => {
            let mut found: Vec<_> =
                world.models().map(|model| item(&model.name, CompletionKind::Model, "model", "")).collect();
            found.push(item("self", CompletionKind::Model, "this model", ""));
            found
        }
        "OuterRef" => match surrounding(world, context, 1) {
            Some(set) => paths(world, &set, path, Purpose::Value),
            None => of_all_models(world),
        },
        "Index" | "UniqueConstraint" | "CheckConstraint" => in_meta_list(world, path, position, false),
        name if catalogue::find("expressions", name).is_some() || catalogue::find("functions", name).is_some() => {
            match surrounding(world, context, 0) {
                Some(set) => paths(world, &set, path, purpose),
                None => match in_meta_list(world, path, position, false) {
                    found if found.is_empty() => of_all_models(world),
                    found => found,
                },
            }
        }
        "save" | "refresh_from_db" => match call.callee.checked_sub(2).map(|before| world.kind_before(0, before)) {
            Some(Kind::Instance(model)) => paths(world, &Set { model, ..Set::default() }, path, purpose),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The fields of the model in whose body the cursor is: `ordering = ["..."]`.
fn in_meta_list(world: &World<'_>, path: &str, position: usize, in_meta_only: bool) -> Vec<Completion> {
    let tokens = &world.sources[0];
    let Some(index) = tokens.tokens.iter().rposition(|token| token.range.start < position) else { return Vec::new() };
    if in_meta_only && world.class_at(0, index).is_none_or(|class| class.name != "Meta") {
        return Vec::new();
    }
    let around = world.classes.iter().filter(|class| class.source == 0 && class.range.contains(&index));
    let model = around.filter(|class| world.inherits(class, "Model")).min_by_key(|class| class.range.len());
    model.map_or_else(Vec::new, |model| {
        paths(world, &Set { model: model.name.clone(), ..Set::default() }, path, Purpose::Value)
    })
}

/// The fields of every model: for a name whose query is not known.
fn of_all_models(world: &World<'_>) -> Vec<Completion> {
    let mut out: Vec<Completion> = Vec::new();
    for model in world.models() {
        for field in world.fields(&model.name) {
            if out.iter().all(|known| known.label != field.name) {
                out.push(item(&field.name, CompletionKind::Field, &model.name, ""));
            }
        }
    }
    out.push(item("pk", CompletionKind::Field, "primary key", ""));
    out
}

fn modules(request: &CompleteRequest) -> Vec<Completion> {
    let mut out: Vec<Completion> = catalogue::section("modules")
        .iter()
        .map(|entry| item(entry.name, CompletionKind::Module, "", entry.documentation))
        .collect();
    for file in &request.files {
        let name = file.path.trim_end_matches(".py").trim_end_matches("/__init__").replace('/', ".");
        out.push(item(&name, CompletionKind::Module, &file.path, ""));
    }
    out
}

/// Those that begin with what was typed, then those that contain it; in their order otherwise.
fn ranked(found: Vec<Completion>, typed: &str) -> Vec<Completion> {
    let lower = typed.to_lowercase();
    let rank = |item: &Completion| {
        let label = item.label.to_lowercase();
        if item.label.starts_with(typed) {
            Some(0)
        } else if label.starts_with(&lower) {
            Some(1)
        } else if lower.len() > 1 && label.contains(&lower) {
            Some(2)
        } else {
            None
        }
    };
    let mut out: Vec<(u8, Completion)> = Vec::new();
    for item in found {
        if let Some(rank) = rank(&item)
            && out.iter().all(|(_, known)| known.label != item.label)
        {
            out.push((rank, item));
        }
    }
    out.sort_by_key(|(rank, _)| *rank);
    out.into_iter().take(MOST).map(|(_, item)| item).collect()
}

/// The byte at which so many UTF-16 units have passed.
fn byte_position(text: &str, units: u32) -> usize {
    let mut left = units as usize;
    for (at, character) in text.char_indices() {
        if left == 0 {
            return at;
        }
        left = left.saturating_sub(character.len_utf16());
    }
    text.len()
}
