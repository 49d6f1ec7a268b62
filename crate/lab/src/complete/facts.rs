//! What the sources say of themselves: classes, models, fields, relations. Read from the text, so that it holds while
//! the code is being typed and without running it.

use std::{collections::HashMap, ops::Range};

use super::{
    catalogue,
    lexer::{Token, Tokens, content},
};

/// A class.
#[derive(Debug)]
pub(super) struct Class {
    pub(super) name: String,
    /// The last words of its bases.
    pub(super) bases: Vec<String>,
    pub(super) members: Vec<Member>,
    /// Which source.
    pub(super) source: usize,
    /// The tokens from `class` to the end of its body.
    pub(super) range: Range<usize>,
}

/// A name in a class's body.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) kind: MemberKind,
    /// The line, from 1.
    pub(super) line: usize,
}

/// What the name stands for.
#[derive(Debug)]
pub(super) enum MemberKind {
    Field(Field),
    /// `name = ...`: the last name that is called, and the names of classes in the expression.
    Assigned {
        words: Vec<String>,
    },
    Method {
        parameters: String,
        property: bool,
        body: Range<usize>,
    },
    Class(String),
}

/// A field.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) class: String,
    /// The model that it leads to.
    pub(super) to: Option<String>,
    pub(super) related_name: Option<String>,
    pub(super) related_query_name: Option<String>,
    pub(super) choices: bool,
    pub(super) primary_key: bool,
}

/// A relation of another model to this one.
#[derive(Clone, Debug)]
pub(super) struct Reverse {
    pub(super) model: String,
    pub(super) query_name: String,
    pub(super) accessor: String,
    pub(super) single: bool,
}

/// All sources.
pub(super) struct World<'s> {
    pub(super) sources: Vec<Tokens<'s>>,
    pub(super) classes: Vec<Class>,
    by_name: HashMap<String, usize>,
}

impl<'s> World<'s> {
    pub(super) fn of(sources: impl IntoIterator<Item = &'s str>) -> Self {
        let sources: Vec<_> = sources.into_iter().map(Tokens::of).collect();
        let mut classes = Vec::new();
        for (index, tokens) in sources.iter().enumerate() {
            read_classes(tokens, index, &mut classes);
        }
        let by_name = classes.iter().enumerate().map(|(index, class)| (class.name.clone(), index)).collect();
        Self { sources, classes, by_name }
    }

    pub(super) fn class(&self, name: &str) -> Option<&Class> {
        self.by_name.get(name).map(|index| &self.classes[*index])
    }

    /// Whether a class has this base, through others too.
    pub(super) fn inherits(&self, class: &Class, base: &str) -> bool {
        self.inherits_within(class, base, 8)
    }

    fn inherits_within(&self, class: &Class, base: &str, depth: u32) -> bool {
        class.bases.iter().any(|name| {
            name == base
                || depth > 0
                    && name != &class.name
                    && self.class(name).is_some_and(|class| self.inherits_within(class, base, depth - 1))
        })
    }

    pub(super) fn is_model(&self, name: &str) -> bool {
        self.class(name).is_some_and(|class| self.inherits(class, "Model"))
    }

    fn is_abstract(&self, class: &Class) -> bool {
        let tokens = &self.sources[class.source];
        let nested =
            class.members.iter().any(|member| matches!(&member.kind, MemberKind::Class(name) if name == "Meta"));
        nested
            && class.range.clone().any(|index| {
                tokens.is_name(index, "abstract")
                    && tokens.is_sign(index + 1, b'=')
                    && tokens.is_name(index + 2, "True")
            })
    }

    /// The models that have rows.
    pub(super) fn models(&self) -> impl Iterator<Item = &Class> {
        self.classes.iter().filter(|class| self.inherits(class, "Model") && !self.is_abstract(class))
    }

    /// A class and its bases, itself first.
    pub(super) fn lineage(&self, name: &str) -> Vec<&Class> {
        let mut out: Vec<&Class> = Vec::new();
        let mut left = vec![name.to_owned()];
        while let Some(name) = left.pop() {
            if let Some(class) = self.class(&name)
                && out.iter().all(|known| known.name != class.name)
            {
                out.push(class);
                left.extend(class.bases.iter().rev().cloned());
            }
        }
        out
    }

    /// A model's fields, inherited ones first; `id` where no other key is named.
    pub(super) fn fields(&self, model: &str) -> Vec<Field> {
        let mut out: Vec<Field> = Vec::new();
        for class in self.lineage(model).into_iter().rev() {
            for member in &class.members {
                if let MemberKind::Field(field) = &member.kind {
                    out.retain(|known| known.name != field.name);
                    let mut field = field.clone();
                    if field.to.as_deref() == Some("self") {
                        field.to = Some(model.to_owned());
                    }
                    out.push(field);
                }
            }
        }
        if !out.iter().any(|field| field.primary_key || field.name == "pk") {
            let mut id = Field::named("id", "BigAutoField");
            id.primary_key = true;
            out.insert(0, id);
        }
        out
    }

    /// The relations of other models to this one.
    pub(super) fn reverse(&self, model: &str) -> Vec<Reverse> {
        let mut out = Vec::new();
        for class in self.models() {
            for field in self.fields(&class.name) {
                if field.to.as_deref() != Some(model) || field.is_generic() {
                    continue;
                }
                let lower = class.name.to_lowercase();
                let filled = |name: &String| name.replace("%(class)s", &lower).replace("%(app_label)s", "app");
                let related = field.related_name.as_ref().map(filled);
                if related.as_deref().is_some_and(|name| name.ends_with('+')) {
                    continue;
                }
                let single = field.class == "OneToOneField";
                let query_name = field.related_query_name.as_ref().map(filled).or_else(|| related.clone());
                out.push(Reverse {
                    query_name: query_name.unwrap_or_else(|| lower.clone()),
                    accessor: related.unwrap_or_else(|| if single { lower } else { format!("{lower}_set") }),
                    model: class.name.clone(),
                    single,
                });
            }
        }
        out
    }

    /// A model's managers: the name, and the classes whose methods they offer.
    pub(super) fn managers(&self, model: &str) -> Vec<(String, Vec<String>)> {
        let mut out = Vec::new();
        for class in self.lineage(model) {
            for member in &class.members {
                let MemberKind::Assigned { words } = &member.kind else { continue };
                let offers: Vec<String> = words.iter().filter(|word| self.is_set_class(word)).cloned().collect();
                let plain = words.iter().any(|word| word == "Manager" || word == "as_manager");
                if plain || !offers.is_empty() {
                    out.push((member.name.clone(), offers));
                }
            }
        }
        if out.is_empty() {
            out.push(("objects".to_owned(), Vec::new()));
        }
        out
    }

    /// Whether it is a person's own queryset or manager.
    pub(super) fn is_set_class(&self, name: &str) -> bool {
        self.class(name).is_some_and(|class| self.inherits(class, "QuerySet") || self.inherits(class, "Manager"))
    }

    /// The model whose manager offers this class.
    pub(super) fn model_of_set(&self, class: &str) -> Option<&Class> {
        self.models().find(|model| {
            self.managers(&model.name).iter().any(|(_, offers)| {
                offers.iter().any(|offered| self.lineage(offered).iter().any(|known| known.name == class))
            })
        })
    }

    /// The innermost class around a token.
    pub(super) fn class_at(&self, source: usize, index: usize) -> Option<&Class> {
        let around = |class: &&Class| class.source == source && class.range.contains(&index);
        self.classes.iter().filter(around).min_by_key(|class| class.range.len())
    }
}

impl Field {
    fn named(name: &str, class: &str) -> Self {
        Self {
            name: name.into(),
            class: class.into(),
            to: None,
            related_name: None,
            related_query_name: None,
            choices: false,
            primary_key: false,
        }
    }

    /// Whether it is a relation with a column of its own.
    pub(super) fn is_key(&self) -> bool {
        matches!(self.class.as_str(), "ForeignKey" | "OneToOneField")
    }

    pub(super) fn is_many(&self) -> bool {
        matches!(self.class.as_str(), "ManyToManyField" | "GenericRelation")
    }

    fn is_generic(&self) -> bool {
        self.class == "GenericRelation"
    }
}

/// The index of the next end of a line.
pub(super) fn line_end(tokens: &Tokens<'_>, from: usize) -> usize {
    (from..tokens.tokens.len())
        .find(|index| matches!(tokens.at(*index), Some(Token::Line(_))))
        .unwrap_or(tokens.tokens.len())
}

/// The end of the block whose first line is at `line`: the next line that is indented no more than `indentation`.
fn block_end(tokens: &Tokens<'_>, line: usize, indentation: u32) -> usize {
    (line + 1..tokens.tokens.len())
        .find(|index| matches!(tokens.at(*index), Some(Token::Line(width)) if width <= indentation))
        .unwrap_or(tokens.tokens.len())
}

fn read_classes(tokens: &Tokens<'_>, source: usize, out: &mut Vec<Class>) {
    for line in 0..tokens.tokens.len() {
        let Some(Token::Line(indentation)) = tokens.at(line) else { continue };
        if !tokens.is_name(line + 1, "class") || tokens.at(line + 2) != Some(Token::Name) {
            continue;
        }
        let end = block_end(tokens, line, indentation);
        let mut bases = Vec::new();
        let mut body = line_end(tokens, line + 1);
        if matches!(tokens.at(line + 3), Some(Token::Open(b'('))) {
            let close = tokens.after_group(line + 3);
            let mut last = None;
            for index in line + 4..close {
                match tokens.at(index) {
                    Some(Token::Name) if !tokens.is_sign(index + 1, b'=') => last = Some(tokens.text(index).to_owned()),
                    Some(Token::Sign(b',') | Token::Close(_)) => bases.extend(last.take()),
                    _ => {}
                }
            }
            body = body.max(line_end(tokens, close));
        }
        out.push(Class {
            name: tokens.text(line + 2).to_owned(),
            bases,
            members: members(tokens, body, end, indentation),
            source,
            range: line + 1..end,
        });
    }
}

/// The names on the first level of a class's body.
fn members(tokens: &Tokens<'_>, body: usize, end: usize, indentation: u32) -> Vec<Member> {
    let mut out = Vec::new();
    let mut level = None;
    let mut property = false;
    for line in body..end {
        let Some(Token::Line(width)) = tokens.at(line) else { continue };
        if width <= indentation || *level.get_or_insert(width) != width {
            continue;
        }
        let first = line + 1;
        let place = tokens.tokens.get(first).map_or(0, |token| token.range.start);
        let number = tokens.source[..place].matches('\n').count() + 1;
        let mut push = |name: usize, kind: MemberKind| {
            out.push(Member { name: tokens.text(name).to_owned(), kind, line: number });
        };
        if tokens.is_sign(first, b'@') {
            property |= (first..line_end(tokens, first)).any(|index| tokens.text(index).ends_with("property"));
            continue;
        }
        let def = first + usize::from(tokens.is_name(first, "async"));
        if tokens.is_name(def, "def") && tokens.at(def + 1) == Some(Token::Name) {
            let close = tokens.after_group(def + 2);
            let start = tokens.tokens.get(def + 2).map_or(place, |token| token.range.start);
            let stop = tokens.tokens.get(close.saturating_sub(1)).map_or(start, |token| token.range.end).max(start);
            push(
                def + 1,
                MemberKind::Method {
                    parameters: own_parameters(&tokens.source[start..stop]),
                    property,
                    body: close..block_end(tokens, line, width),
                },
            );
        } else if tokens.is_name(first, "class") && tokens.at(first + 1) == Some(Token::Name) {
            push(first + 1, MemberKind::Class(tokens.text(first + 1).to_owned()));
        } else if tokens.at(first) == Some(Token::Name) && tokens.is_sign(first + 1, b'=') {
            push(first, assigned(tokens, first));
        }
        property = false;
    }
    out
}

/// `(self, a, b=1)` as `(a, b=1)`.
fn own_parameters(text: &str) -> String {
    let inner = text.strip_prefix('(').unwrap_or(text).trim_start();
    for first in ["self", "cls"] {
        if let Some(rest) = inner.strip_prefix(first)
            && rest.trim_start().starts_with([',', ')'])
        {
            return format!("({}", rest.trim_start().trim_start_matches(',').trim_start());
        }
    }
    text.to_owned()
}

fn assigned(tokens: &Tokens<'_>, name: usize) -> MemberKind {
    let end = line_end(tokens, name);
    let open = (name + 2..end).find(|index| !matches!(tokens.at(*index), Some(Token::Name | Token::Sign(b'.'))));
    let open = open.filter(|open| tokens.at(*open) == Some(Token::Open(b'(')));
    let called = open.map(|open| tokens.text(open - 1)).unwrap_or_default();
    match open {
        Some(open) if is_field_class(called) => MemberKind::Field(field(tokens, name, called, open)),
        _ => {
            let words = (name + 2..end).filter(|index| tokens.at(*index) == Some(Token::Name));
            MemberKind::Assigned { words: words.map(|index| tokens.text(index).to_owned()).collect() }
        }
    }
}

fn is_field_class(name: &str) -> bool {
    name.ends_with("Field")
        || matches!(name, "ForeignKey" | "GenericForeignKey" | "GenericRelation" | "CompositePrimaryKey")
        || catalogue::find("fields", name).is_some()
}

fn field(tokens: &Tokens<'_>, name: usize, class: &str, open: usize) -> Field {
    let mut field = Field::named(tokens.text(name), class);
    let close = tokens.after_group(open);
    // What a text names, its app left out, or the last word of a dotted name.
    let value = |at: usize| -> Option<String> {
        match tokens.at(at)? {
            Token::Text(_) => Some(content(tokens.text(at)).to_owned()),
            Token::Name => {
                let mut at = at;
                while tokens.is_sign(at + 1, b'.') {
                    at += 2;
                }
                Some(tokens.text(at).to_owned())
            }
            _ => None,
        }
    };
    let model = |at: usize| value(at).map(|text| text.rsplit('.').next().unwrap_or_default().to_owned());
    let relation = field.is_key() || field.is_many();
    if relation && !tokens.is_sign(open + 2, b'=') {
        field.to = model(open + 1);
    }
    let mut depth = 0_u32;
    for index in open..close {
        match tokens.at(index) {
            Some(Token::Open(_)) => depth += 1,
            Some(Token::Close(_)) => depth = depth.saturating_sub(1),
            Some(Token::Name) if depth == 1 && tokens.is_sign(index + 1, b'=') => match tokens.text(index) {
                "to" if relation => field.to = model(index + 2),
                "related_name" => field.related_name = value(index + 2),
                "related_query_name" => field.related_query_name = value(index + 2),
                "primary_key" => field.primary_key = tokens.is_name(index + 2, "True"),
                "choices" => field.choices = true,
                _ => {}
            },
            _ => {}
        }
    }
    field
}
