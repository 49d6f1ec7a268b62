//! The call whose arguments are being written: its signature, and which parameter it is at.

use super::{
    catalogue,
    context::Call,
    facts::{MemberKind, World},
    infer::Kind,
    lexer::Token,
};
use crate::service::{CallHint, CallParameter};

/// A signature and a sentence.
pub(super) struct Signature {
    pub(super) text: String,
    pub(super) documentation: String,
}

/// The hint for the innermost call that is known.
pub(super) fn hint(world: &World<'_>, source: usize, call: &Call, position: usize) -> Option<CallHint> {
    let signature = signature(world, source, call)?;
    let label = format!("{}{}", call.name, signature.text);
    let names = parameters(&signature.text);
    let mut from = 0;
    let units = |end: usize| u32::try_from(label[..end].encode_utf16().count()).unwrap_or(u32::MAX);
    let mut listed = Vec::new();
    for name in &names {
        let start = label[from..].find(name).map_or(from, |at| from + at);
        from = start + name.len();
        listed.push(CallParameter { label: (*name).to_owned(), from: units(start), to: units(from) });
    }
    let active = active(world, source, call, position, &names);
    Some(CallHint { label, documentation: signature.documentation, parameters: listed, active })
}

/// What a call takes.
pub(super) fn signature(world: &World<'_>, source: usize, call: &Call) -> Option<Signature> {
    let tokens = &world.sources[source];
    let name = call.name.as_str();
    let own = |class: &str| {
        world.lineage(class).into_iter().find_map(|class| {
            let member = class.members.iter().find(|member| member.name == name)?;
            match &member.kind {
                MemberKind::Method { parameters, .. } => Some(Signature {
                    text: parameters.clone(),
                    documentation: format!("{}, line {}.", class.name, member.line),
                }),
                _ => None,
            }
        })
    };
    let known = |sections: &[&str]| {
        sections
            .iter()
            .find_map(|section| catalogue::find(section, name))
            .map(|entry| Signature { text: entry.signature.to_owned(), documentation: entry.documentation.to_owned() })
    };
    if call.callee >= 2 && tokens.is_sign(call.callee - 1, b'.') {
        return match world.kind_before(source, call.callee - 2) {
            Kind::Set(set) => set
                .classes
                .iter()
                .find_map(|class| own(class))
                .or_else(|| known(&["related manager", "queryset", "manager"])),
            Kind::Instance(model) => own(&model).or_else(|| known(&["model"])),
            Kind::Model(model) => own(&model),
            Kind::Module(_) => known(&["fields", "expressions", "functions"]),
            Kind::List(_) | Kind::Unknown => None,
        };
    }
    if world.is_model(name) {
        let fields: Vec<String> =
            world.fields(name).into_iter().filter(|field| !field.is_many()).map(|field| field.name).collect();
        let text = format!("({})", fields.iter().map(|field| format!("{field}=…")).collect::<Vec<_>>().join(", "));
        return Some(Signature { text, documentation: "A new instance, not saved yet.".into() });
    }
    let defined =
        (0..tokens.tokens.len()).find(|index| tokens.is_name(*index, "def") && tokens.is_name(index + 1, name));
    if let Some(def) = defined
        && tokens.at(def + 2) == Some(Token::Open(b'('))
    {
        let close = tokens.after_group(def + 2);
        let range = tokens.tokens[def + 2].range.start..tokens.tokens.get(close - 1)?.range.end;
        return Some(Signature { text: tokens.source[range].to_owned(), documentation: "Your own.".into() });
    }
    known(&["fields", "expressions", "functions"])
}

/// The parameters of a signature, as they are written.
pub(super) fn parameters(signature: &str) -> Vec<&str> {
    let inner = signature.trim().strip_prefix('(').unwrap_or(signature);
    let inner = inner.strip_suffix(')').unwrap_or(inner);
    let (mut out, mut depth, mut start) = (Vec::new(), 0_i32, 0);
    let mut quoted = false;
    for (at, character) in inner.char_indices() {
        match character {
            '"' | '\'' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth -= 1,
            ',' if depth == 0 && !quoted => {
                out.push(inner[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(inner[start..].trim());
    out.retain(|parameter| !parameter.is_empty());
    out
}

/// Which parameter the cursor is at.
fn active(world: &World<'_>, source: usize, call: &Call, position: usize, names: &[&str]) -> Option<u32> {
    let tokens = &world.sources[source];
    let (mut depth, mut count, mut begin) = (0_u32, 0, call.open + 1);
    for index in call.open + 1..tokens.tokens.len() {
        if tokens.tokens[index].range.start >= position {
            break;
        }
        match tokens.at(index) {
            Some(Token::Open(_)) => depth += 1,
            Some(Token::Close(_)) => depth = depth.saturating_sub(1),
            Some(Token::Sign(b',')) if depth == 0 => {
                count += 1;
                begin = index + 1;
            }
            _ => {}
        }
    }
    let bare = |name: &str| name.split(['=', ':']).next().unwrap_or(name).trim().to_owned();
    let place = if tokens.at(begin) == Some(Token::Name) && tokens.is_sign(begin + 1, b'=') {
        let named = names.iter().position(|name| bare(name) == tokens.text(begin));
        named.or_else(|| names.iter().position(|name| name.starts_with("**")))
    } else {
        let listed: Vec<usize> = (0..names.len()).filter(|index| !matches!(names[*index], "*" | "/")).collect();
        let rest = names.iter().position(|name| name.starts_with('*') && !name.starts_with("**") && name.len() > 1);
        match (listed.get(count), rest) {
            (Some(place), Some(rest)) => Some(rest.min(*place)),
            (Some(place), None) => Some(*place),
            (None, rest) => rest,
        }
    };
    place.and_then(|place| u32::try_from(place).ok())
}
