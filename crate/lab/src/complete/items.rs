//! What may stand where no field is asked for: attributes, names in reach, arguments.

use super::{
    catalogue::{self, Entry},
    facts::{MemberKind, World},
    infer::{Kind, Set},
    item,
    lexer::Token,
};
use crate::service::{Completion, CompletionKind};

/// Words of Python, and its functions that code of this kind uses.
const PYTHON: [&str; 34] = [
    "and",
    "any",
    "all",
    "as",
    "assert",
    "bool",
    "def",
    "dict",
    "else",
    "enumerate",
    "False",
    "for",
    "from",
    "if",
    "import",
    "in",
    "int",
    "is",
    "lambda",
    "len",
    "list",
    "max",
    "min",
    "None",
    "not",
    "or",
    "print",
    "range",
    "return",
    "round",
    "set",
    "sorted",
    "sum",
    "True",
];

/// The modules whose names an approach finds without importing them.
const SHELL: [(&str, &str); 3] = [
    ("models", "django.db.models"),
    ("functions", "django.db.models.functions"),
    ("timezone", "django.utils.timezone"),
];

/// An entry of the catalogue as a completion.
pub(super) fn of_entry(entry: &Entry, kind: CompletionKind, detail: &str) -> Completion {
    let mut out = item(entry.name, kind, detail, entry.documentation);
    out.signature = (!entry.signature.is_empty()).then(|| entry.signature.to_owned());
    out
}

/// What may stand behind the dot of something.
pub(super) fn attributes(world: &World<'_>, kind: &Kind) -> Vec<Completion> {
    match kind {
        Kind::Model(model) => of_model(world, model),
        Kind::Instance(model) => of_instance(world, model),
        Kind::Set(set) => of_set(world, set),
        Kind::Module(module) => of_module(module),
        Kind::List(_) | Kind::Unknown => Vec::new(),
    }
}

fn of_set(world: &World<'_>, set: &Set) -> Vec<Completion> {
    let mut out = Vec::new();
    for class in &set.classes {
        out.extend(own_members(world, class, true));
    }
    let sections: &[&str] = match (set.related, set.manager) {
        (true, _) => &["related manager", "queryset", "manager"],
        (_, true) => &["queryset", "manager"],
        _ => &["queryset"],
    };
    for section in sections {
        for entry in catalogue::section(section) {
            let of_class_only = entry.name == "as_manager" || set.manager && entry.name == "delete";
            if !of_class_only && out.iter().all(|known| known.label != entry.name) {
                let gives = match entry.gives {
                    "queryset" | "rows" | "manager" => "QuerySet",
                    "instance" => &set.model,
                    other => other,
                };
                out.push(of_entry(entry, CompletionKind::Method, gives));
            }
        }
    }
    out
}

/// The methods and properties of a person's own class and its bases.
fn own_members(world: &World<'_>, class: &str, methods_only: bool) -> Vec<Completion> {
    let mut out: Vec<Completion> = Vec::new();
    for class in world.lineage(class) {
        for member in &class.members {
            let MemberKind::Method { parameters, property, .. } = &member.kind else { continue };
            let hidden = member.name.starts_with('_') || methods_only && *property;
            if hidden || out.iter().any(|known| known.label == member.name) {
                continue;
            }
            let words = format!("Your own, line {}.", member.line);
            let kind = if *property { CompletionKind::Property } else { CompletionKind::Method };
            let mut found = item(&member.name, kind, &class.name, &words);
            found.signature = (!property).then(|| parameters.clone());
            out.push(found);
        }
    }
    out
}

fn of_model(world: &World<'_>, model: &str) -> Vec<Completion> {
    let mut out: Vec<Completion> = world
        .managers(model)
        .into_iter()
        .map(|(name, classes)| {
            let detail = classes.first().map_or("Manager", String::as_str);
            item(&name, CompletionKind::Property, detail, "The way to the rows.")
        })
        .collect();
    for class in world.lineage(model) {
        for member in &class.members {
            if let MemberKind::Class(name) = &member.kind
                && name != "Meta"
            {
                out.push(item(name, CompletionKind::Class, model, ""));
            }
        }
    }
    for (name, words) in
        [("DoesNotExist", "get() found no row."), ("MultipleObjectsReturned", "get() found several rows.")]
    {
        out.push(item(name, CompletionKind::Class, "exception", words));
    }
    out.extend(own_members(world, model, true));
    for field in world.fields(model).into_iter().filter(|field| field.is_many()) {
        out.push(item(&field.name, CompletionKind::Relation, "through: the table between", ""));
    }
    out
}

fn of_instance(world: &World<'_>, model: &str) -> Vec<Completion> {
    let mut out = Vec::new();
    for field in world.fields(model) {
        match &field.to {
            Some(to) => {
                out.push(item(&field.name, CompletionKind::Relation, &format!("{} to {to}", field.class), ""));
                if field.is_key() {
                    let words = "The key, which is here without a query.";
                    out.push(item(&format!("{}_id", field.name), CompletionKind::Field, "key", words));
                }
            }
            None => out.push(item(&field.name, CompletionKind::Field, &field.class, "")),
        }
        if field.choices {
            let mut shown =
                item(&format!("get_{}_display", field.name), CompletionKind::Method, "str", "The choice's label.");
            shown.signature = Some("()".into());
            out.push(shown);
        }
    }
    for reverse in world.reverse(model) {
        let words = if reverse.single { "one" } else { "many" };
        out.push(item(&reverse.accessor, CompletionKind::Relation, &format!("{words} {}", reverse.model), ""));
    }
    out.extend(own_members(world, model, false));
    for entry in catalogue::section("model") {
        if out.iter().all(|known| known.label != entry.name) {
            out.push(of_entry(entry, CompletionKind::Method, "Model"));
        }
    }
    out.push(item("pk", CompletionKind::Field, "primary key", ""));
    out
}

/// What a module holds.
pub(super) fn of_module(module: &str) -> Vec<Completion> {
    let entries = |section: &str, kind: CompletionKind, detail: &str| {
        catalogue::section(section).iter().map(|entry| of_entry(entry, kind, detail)).collect::<Vec<_>>()
    };
    let plain = |names: &[&str], kind: CompletionKind| names.iter().map(|name| item(name, kind, module, "")).collect();
    match module {
        "django.db.models" => {
            let mut out = entries("fields", CompletionKind::Class, "field");
            out.extend(entries("expressions", CompletionKind::Function, "expression"));
            out.extend(entries("on delete", CompletionKind::Variable, "on_delete"));
            for (name, words) in [
                ("Model", "The base of models."),
                ("Manager", "The base of managers."),
                ("QuerySet", "The base of querysets."),
                ("TextChoices", "Choices that are texts."),
                ("IntegerChoices", "Choices that are whole numbers."),
            ] {
                out.push(item(name, CompletionKind::Class, "class", words));
            }
            out
        }
        "django.db.models.functions" => entries("functions", CompletionKind::Function, "function"),
        "django.db" => {
            plain(&["models", "connection", "transaction", "reset_queries", "IntegrityError"], CompletionKind::Module)
        }
        "django.db.transaction" => plain(&["atomic", "on_commit"], CompletionKind::Function),
        "django.utils" => plain(&["timezone"], CompletionKind::Module),
        "django.utils.timezone" => plain(&["now", "localtime", "localdate", "make_aware"], CompletionKind::Function),
        "django.core.exceptions" => plain(
            &["ObjectDoesNotExist", "MultipleObjectsReturned", "ValidationError", "FieldError"],
            CompletionKind::Class,
        ),
        "django.shortcuts" => plain(&["get_object_or_404", "get_list_or_404"], CompletionKind::Function),
        "outerref" => plain(&["generate"], CompletionKind::Function),
        _ => Vec::new(),
    }
}

/// Names in reach of a place: the source's own, the models, what the shell imports, expressions.
pub(super) fn in_reach(world: &World<'_>, source: usize, position: usize) -> Vec<Completion> {
    let tokens = &world.sources[source];
    let mut out: Vec<Completion> = Vec::new();
    let mut add = |found: Completion| {
        if out.iter().all(|known| known.label != found.label) {
            out.push(found);
        }
    };
    for index in 0..tokens.tokens.len() {
        let spot = tokens.tokens[index].range.clone();
        let is_cursor = spot.start <= position && position <= spot.end;
        if tokens.at(index) != Some(Token::Name) || is_cursor || world.class(tokens.text(index)).is_some() {
            continue;
        }
        let name = tokens.text(index);
        let before = index.checked_sub(1);
        let after_word = |word: &str| before.is_some_and(|before| tokens.is_name(before, word));
        let begins_line = before.is_some_and(|before| matches!(tokens.at(before), Some(Token::Line(_))));
        if begins_line && tokens.is_sign(index + 1, b'=') && !in_class(world, source, index)
            || after_word("for")
            || after_word("as")
        {
            add(item(name, CompletionKind::Variable, "", ""));
        } else if after_word("def") && !in_class(world, source, index) {
            let close = tokens.after_group(index + 1);
            let end = tokens.tokens.get(close - 1).map_or(spot.end, |token| token.range.end);
            let mut found = item(name, CompletionKind::Function, "your own", "");
            found.signature = Some(tokens.source[spot.end..end.max(spot.end)].to_owned());
            add(found);
        } else if let Some(module) = imported_from(world, source, index) {
            let known = of_module(&module).into_iter().find(|known| known.label == name);
            add(known.unwrap_or_else(|| item(name, CompletionKind::Variable, &module, "")));
        }
    }
    for class in &world.classes {
        let kind = if world.is_model(&class.name) { CompletionKind::Model } else { CompletionKind::Class };
        let detail = class.bases.first().map_or("class", String::as_str);
        if class.name != "Meta" && (kind == CompletionKind::Model || class.source == source) {
            add(item(&class.name, kind, if kind == CompletionKind::Model { "model" } else { detail }, ""));
        }
    }
    for (name, module) in SHELL {
        add(item(name, CompletionKind::Module, module, ""));
    }
    for (section, prefix) in [("expressions", "models"), ("functions", "functions")] {
        for entry in catalogue::section(section) {
            let mut found = of_entry(entry, CompletionKind::Function, prefix);
            found.insert = Some(format!("{prefix}.{}", entry.name));
            add(found);
        }
    }
    for name in PYTHON {
        add(item(name, CompletionKind::Keyword, "", ""));
    }
    out
}

fn in_class(world: &World<'_>, source: usize, index: usize) -> bool {
    world.class_at(source, index).is_some_and(|class| class.range.start != index)
}

/// The module that the name at `index` is imported from.
fn imported_from(world: &World<'_>, source: usize, index: usize) -> Option<String> {
    let tokens = &world.sources[source];
    let line = (0..index).rev().find(|at| matches!(tokens.at(*at), Some(Token::Line(_))))?;
    if !tokens.is_name(line + 1, "from") {
        return None;
    }
    let import = (line + 2..index).find(|at| tokens.is_name(*at, "import"))?;
    (!tokens.is_name(index + 1, "as")).then(|| (line + 2..import).map(|at| tokens.text(at)).collect())
}

/// The parameters of a signature as keyword arguments.
pub(super) fn arguments(signature: &str, detail: &str) -> Vec<Completion> {
    super::hint::parameters(signature)
        .into_iter()
        .filter(|parameter| !parameter.starts_with(['*', '/']) && !parameter.is_empty())
        .map(|parameter| {
            let (name, default) = parameter.split_once('=').unwrap_or((parameter, ""));
            let name = name.split(':').next().unwrap_or(name).trim();
            let detail = if default.is_empty() { detail.to_owned() } else { format!("= {}", default.trim()) };
            let mut found = item(name, CompletionKind::Argument, &detail, "");
            found.insert = Some(format!("{name}="));
            found
        })
        .collect()
}
