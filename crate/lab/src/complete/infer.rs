//! What an expression is: a model, an instance, a queryset. Guessed from the text, and only as far as it serves.

use super::{
    catalogue,
    facts::{MemberKind, World, line_end},
    lexer::{Token, Tokens},
};

/// How far a guess follows names and methods.
const DEEPEST: u32 = 12;

/// What an expression is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// A model's class.
    Model(String),
    /// A row of it.
    Instance(String),
    /// A queryset or a manager.
    Set(Set),
    /// A module by its dotted name.
    Module(&'static str),
    /// A list of such.
    List(Box<Kind>),
    /// Something else.
    Unknown,
}

/// A queryset or a manager.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Set {
    pub(super) model: String,
    /// A person's own classes whose methods it has.
    pub(super) classes: Vec<String>,
    /// What `annotate()` and its like named.
    pub(super) annotations: Vec<String>,
    /// Whether it is a manager.
    pub(super) manager: bool,
    /// Whether it is the manager of a relation.
    pub(super) related: bool,
    /// Whether its rows are no instances.
    pub(super) rows: bool,
}

impl Kind {
    /// What iterating over it gives.
    fn element(&self) -> Self {
        match self {
            Self::Set(set) if !set.rows => Self::Instance(set.model.clone()),
            Self::List(inner) => (**inner).clone(),
            _ => Self::Unknown,
        }
    }
}

impl World<'_> {
    /// What the tokens from `start` to `end` of a source are, if they are one expression.
    pub(super) fn infer(&self, source: usize, start: usize, end: usize) -> Kind {
        self.chain(source, start, end, DEEPEST)
    }

    fn chain(&self, source: usize, start: usize, end: usize, depth: u32) -> Kind {
        let tokens = &self.sources[source];
        if depth == 0 || start >= end {
            return Kind::Unknown;
        }
        let mut at = start;
        let mut kind = match tokens.at(at) {
            Some(Token::Name) if matches!(tokens.at(at + 1), Some(Token::Open(b'('))) && at + 1 < end => {
                let name = tokens.text(at);
                at = tokens.after_group(at + 1);
                self.called(source, start, name, start + 2..at.saturating_sub(1), depth)
            }
            Some(Token::Name) => {
                at += 1;
                self.named(source, start, tokens.text(start), depth)
            }
            Some(Token::Open(b'(')) => {
                at = tokens.after_group(at);
                self.chain(source, start + 1, at.saturating_sub(1), depth - 1)
            }
            Some(Token::Open(b'[')) => {
                at = tokens.after_group(at);
                Kind::List(Box::new(self.chain(source, start + 1, at.saturating_sub(1), depth - 1)))
            }
            _ => return Kind::Unknown,
        };
        while at < end {
            match tokens.at(at) {
                Some(Token::Sign(b'.')) if tokens.at(at + 1) == Some(Token::Name) && at + 1 < end => {
                    let name = tokens.text(at + 1);
                    if matches!(tokens.at(at + 2), Some(Token::Open(b'('))) && at + 2 < end {
                        let close = tokens.after_group(at + 2);
                        kind = self.method(&kind, name, tokens, at + 2..close, depth);
                        at = close;
                    } else {
                        kind = self.attribute(&kind, name, depth);
                        at += 2;
                    }
                }
                Some(Token::Open(b'[')) => {
                    let close = tokens.after_group(at);
                    let slice = (at..close).any(|index| tokens.is_sign(index, b':'));
                    kind = if slice { kind } else { kind.element() };
                    at = close;
                }
                Some(Token::Open(b'(')) => {
                    kind = match kind {
                        Kind::Model(name) => Kind::Instance(name),
                        _ => Kind::Unknown,
                    };
                    at = tokens.after_group(at);
                }
                // `a if b else c`, `a or b`: the first says enough. `a for a in ...` is read as `a`.
                Some(Token::Name) if matches!(tokens.text(at), "if" | "or" | "for") => break,
                Some(Token::Sign(b',')) => return Kind::Unknown,
                _ => break,
            }
        }
        kind
    }

    /// What a name stands for at a place.
    fn named(&self, source: usize, at: usize, name: &str, depth: u32) -> Kind {
        let tokens = &self.sources[source];
        if name == "self" || name == "cls" {
            return self.class_at(source, at).map_or(Kind::Unknown, |class| self.of_class(&class.name, name == "cls"));
        }
        if let Some(kind) = self.bound(tokens, source, at, name, depth) {
            return kind;
        }
        if self.is_model(name) {
            return Kind::Model(name.to_owned());
        }
        match name {
            "models" => Kind::Module("django.db.models"),
            "functions" => Kind::Module("django.db.models.functions"),
            _ => Kind::Unknown,
        }
    }

    /// The instance, or the class itself, in a method of a class.
    fn of_class(&self, class: &str, itself: bool) -> Kind {
        if self.is_model(class) {
            return if itself { Kind::Model(class.to_owned()) } else { Kind::Instance(class.to_owned()) };
        }
        if self.is_set_class(class) {
            let model = self.model_of_set(class).map(|model| model.name.clone()).unwrap_or_default();
            return Kind::Set(Set { model, classes: vec![class.to_owned()], ..Set::default() });
        }
        Kind::Unknown
    }

    /// The nearest binding of a name: an assignment or a loop before the place, or a comprehension around it.
    fn bound(&self, tokens: &Tokens<'_>, source: usize, at: usize, name: &str, depth: u32) -> Option<Kind> {
        for index in (0..at).rev().filter(|index| tokens.is_name(*index, name)) {
            let before = index.checked_sub(1).and_then(|before| tokens.at(before));
            if matches!(before, Some(Token::Line(_)))
                && tokens.is_sign(index + 1, b'=')
                && !tokens.is_sign(index + 2, b'=')
            {
                let end = line_end(tokens, index);
                // A statement does not see what it assigns.
                if end > at && index < at && !(index + 2..end).contains(&at) {
                    continue;
                }
                if (index..end).contains(&at) {
                    continue;
                }
                return Some(self.chain(source, index + 2, end, depth - 1));
            }
            if let Some(kind) = self.looped(tokens, source, index, depth) {
                return Some(kind);
            }
            let annotated = matches!(before, Some(Token::Open(b'(') | Token::Sign(b',') | Token::Line(_)))
                && tokens.is_sign(index + 1, b':')
                && self.is_model(tokens.text(index + 2));
            if annotated {
                return Some(Kind::Instance(tokens.text(index + 2).to_owned()));
            }
        }
        let end = line_end(tokens, at);
        (at + 1..end)
            .filter(|index| tokens.is_name(*index, name))
            .find_map(|index| self.looped(tokens, source, index, depth))
    }

    /// The kind of the name at `index`, if it is the one of `for name in ...`.
    fn looped(&self, tokens: &Tokens<'_>, source: usize, index: usize, depth: u32) -> Option<Kind> {
        if index == 0 || !tokens.is_name(index - 1, "for") || !tokens.is_name(index + 1, "in") {
            return None;
        }
        let start = index + 2;
        let mut end = start;
        while end < tokens.tokens.len() {
            match tokens.at(end) {
                Some(Token::Open(_)) => end = tokens.after_group(end),
                Some(Token::Name) if end == start || tokens.is_sign(end - 1, b'.') => end += 1,
                Some(Token::Sign(b'.')) => end += 1,
                _ => break,
            }
        }
        Some(self.chain(source, start, end, depth - 1).element())
    }

    /// What `name(...)` gives.
    fn called(&self, source: usize, at: usize, name: &str, args: std::ops::Range<usize>, depth: u32) -> Kind {
        let tokens = &self.sources[source];
        match name {
            "list" | "sorted" | "reversed" | "tuple" | "set" | "iter" => {
                let first = self.chain(source, args.start, args.end, depth - 1).element();
                return Kind::List(Box::new(first));
            }
            "next" | "min" | "max" => return self.chain(source, args.start, args.end, depth - 1).element(),
            "get_object_or_404" => {
                return match self.chain(source, args.start, args.start + 1, depth - 1) {
                    Kind::Model(model) => Kind::Instance(model),
                    _ => Kind::Unknown,
                };
            }
            "super" => {
                return self.class_at(source, at).map_or(Kind::Unknown, |class| self.of_class(&class.name, false));
            }
            _ => {}
        }
        if let Kind::Model(model) = self.named(source, at, name, depth) {
            return Kind::Instance(model);
        }
        // A function of the same source: what it returns last.
        let defined = (0..tokens.tokens.len())
            .find(|index| tokens.is_name(*index, "def") && tokens.is_name(index + 1, name))
            .filter(|index| matches!(index.checked_sub(1).and_then(|line| tokens.at(line)), Some(Token::Line(_))));
        let Some(def) = defined else { return Kind::Unknown };
        let Some(Token::Line(width)) = tokens.at(def - 1) else { return Kind::Unknown };
        let end = (def + 1..tokens.tokens.len())
            .find(|index| matches!(tokens.at(*index), Some(Token::Line(other)) if other <= width))
            .unwrap_or(tokens.tokens.len());
        self.returned(source, def..end, depth)
    }

    /// What a body returns last.
    fn returned(&self, source: usize, body: std::ops::Range<usize>, depth: u32) -> Kind {
        let tokens = &self.sources[source];
        match body.rev().find(|index| tokens.is_name(*index, "return")) {
            Some(index) => self.chain(source, index + 1, line_end(tokens, index), depth - 1),
            None => Kind::Unknown,
        }
    }

    /// What an attribute is.
    fn attribute(&self, kind: &Kind, name: &str, depth: u32) -> Kind {
        match kind {
            Kind::Model(model) => match self.managers(model).into_iter().find(|(manager, _)| manager == name) {
                Some((_, classes)) => Kind::Set(Set { model: model.clone(), classes, manager: true, ..Set::default() }),
                None => Kind::Unknown,
            },
            Kind::Instance(model) => self.of_instance(model, name, depth),
            Kind::Module("django.db") if name == "models" => Kind::Module("django.db.models"),
            Kind::Module("django.db.models") if name == "functions" => Kind::Module("django.db.models.functions"),
            Kind::Module("django.db.models") => Kind::Unknown,
            _ => Kind::Unknown,
        }
    }

    fn of_instance(&self, model: &str, name: &str, depth: u32) -> Kind {
        if let Some(field) = self.fields(model).into_iter().find(|field| field.name == name) {
            return match &field.to {
                Some(to) if field.is_many() => self.related(to),
                Some(to) if self.is_model(to) => Kind::Instance(to.clone()),
                _ => Kind::Unknown,
            };
        }
        if let Some(reverse) = self.reverse(model).into_iter().find(|reverse| reverse.accessor == name) {
            return if reverse.single { Kind::Instance(reverse.model) } else { self.related(&reverse.model) };
        }
        self.own_method(model, name, depth).unwrap_or(Kind::Unknown)
    }

    /// The manager of a relation to a model.
    fn related(&self, model: &str) -> Kind {
        let classes = self.managers(model).into_iter().next().map(|(_, classes)| classes).unwrap_or_default();
        Kind::Set(Set { model: model.to_owned(), classes, manager: true, related: true, ..Set::default() })
    }

    /// What a method of a person's own class returns.
    fn own_method(&self, class: &str, name: &str, depth: u32) -> Option<Kind> {
        self.lineage(class).into_iter().find_map(|class| {
            let member = class.members.iter().find(|member| member.name == name)?;
            match &member.kind {
                MemberKind::Method { body, .. } if depth > 1 => {
                    Some(self.returned(class.source, body.clone(), depth - 1))
                }
                _ => None,
            }
        })
    }

    /// What a method of something gives.
    fn method(&self, kind: &Kind, name: &str, tokens: &Tokens<'_>, args: std::ops::Range<usize>, depth: u32) -> Kind {
        let set = match kind {
            Kind::Set(set) => set,
            Kind::Instance(model) => return self.own_method(model, name, depth).unwrap_or(Kind::Unknown),
            _ => return Kind::Unknown,
        };
        for class in &set.classes {
            if let Some(found) = self.own_method(class, name, depth) {
                return match found {
                    Kind::Set(mut found) => {
                        found.model.clone_from(&set.model);
                        found.classes.clone_from(&set.classes);
                        found.manager = false;
                        for known in &set.annotations {
                            if !found.annotations.contains(known) {
                                found.annotations.push(known.clone());
                            }
                        }
                        Kind::Set(found)
                    }
                    other => other,
                };
            }
        }
        let entry = ["queryset", "manager"].iter().find_map(|section| catalogue::find(section, name));
        let mut set = Set { manager: false, related: false, ..set.clone() };
        match entry.map_or("", |entry| entry.gives) {
            "queryset" | "manager" => {
                if matches!(name, "annotate" | "alias") {
                    set.annotations.extend(named_arguments(tokens, args));
                }
                Kind::Set(set)
            }
            "rows" => {
                set.annotations.extend(named_arguments(tokens, args));
                set.rows = true;
                Kind::Set(set)
            }
            "instance" if !set.rows => Kind::Instance(set.model),
            _ => Kind::Unknown,
        }
    }
}

/// The names of keyword arguments.
pub(super) fn named_arguments(tokens: &Tokens<'_>, group: std::ops::Range<usize>) -> Vec<String> {
    let mut depth = 0_u32;
    let mut out = Vec::new();
    for index in group {
        match tokens.at(index) {
            Some(Token::Open(_)) => depth += 1,
            Some(Token::Close(_)) => depth = depth.saturating_sub(1),
            Some(Token::Name) if depth == 1 && tokens.is_sign(index + 1, b'=') && !tokens.is_sign(index + 2, b'=') => {
                out.push(tokens.text(index).to_owned());
            }
            _ => {}
        }
    }
    out
}
