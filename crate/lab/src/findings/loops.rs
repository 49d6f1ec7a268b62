//! Statements that a loop caused: of one shape, from one place. `n_plus_one` and `query_in_loop` share them.

use super::Context;
use crate::{
    events::{Call, Event},
    outline::{Clause, Outline, column},
    recorder::QueryRecord,
    report::QueryKind,
    sql_text::Token,
};

/// So many similar statements from one place make a loop.
const LEAST: usize = 3;

/// Statements that a loop caused.
pub(super) struct Loop {
    /// The statements.
    pub(super) members: Vec<u32>,
    /// What they ask.
    pub(super) asks: Asks,
    /// The relation that the loop follows, if it follows one.
    pub(super) relation: Option<Relation>,
}

/// A relation that was followed once for each row.
pub(super) struct Relation {
    /// `State.cities` if the Python layer told it, otherwise `geo_city.state_id`.
    pub(super) name: String,
    /// The name of the attribute, if it is known.
    pub(super) attribute: Option<String>,
    /// For a relation to many: their model and the name that leads back from it, as `City` and `state`.
    pub(super) back: Option<(String, String)>,
    /// The calls that were made on it, as they were typed, if that is known.
    pub(super) calls: Vec<(String, String)>,
    /// Whether it leads to many rows.
    pub(super) many: bool,
    /// Whether it is no relation but a column that was deferred.
    pub(super) deferred: bool,
    /// The statement that fetched the rows that the loop goes over.
    pub(super) fetched_by: Option<u32>,
}

/// What a statement asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    Existence,
    Number,
    Aggregate,
    OneRow,
    Rows,
}

/// What a statement asks for: as the Python layer told it, otherwise by how Django writes it.
pub(super) fn asks(context: &Context<'_>, index: u32, outline: &Outline<'_>) -> Asks {
    let told = context.recording.events.iter().find_map(|event| match event {
        Event::Called { query, call, .. } if *query == index => Some(*call),
        _ => None,
    });
    match told {
        Some(Call::Exists) => return Asks::Existence,
        Some(Call::Count) => return Asks::Number,
        Some(Call::Aggregate) => return Asks::Aggregate,
        Some(Call::First | Call::Get | Call::RelatedObject | Call::DeferredField) => return Asks::OneRow,
        _ => {}
    }
    let Some(outer) = outline.outer() else { return Asks::Rows };
    let terms = outer.terms(Clause::Projection);
    let [term] = terms[..] else {
        return if outer.number(Clause::Limit) == Some(1) { Asks::OneRow } else { Asks::Rows };
    };
    match term[0].token {
        Token::Number("1") | Token::Placeholder if outer.number(Clause::Limit) == Some(1) => Asks::Existence,
        token if token.is_word("COUNT") => Asks::Number,
        token if ["SUM", "AVG", "MIN", "MAX"].iter().any(|name| token.is_word(name)) => Asks::Aggregate,
        _ => Asks::Rows,
    }
}

/// The loops of a recording.
pub(super) fn loops(context: &Context<'_>) -> Vec<Loop> {
    let mut found = Vec::new();
    for (_, members) in context.groups.of_kind(false) {
        for members in by_place(context, members) {
            let first = members[0];
            let Some(query) = context.query(first).filter(|query| query.is_select()) else { continue };
            let Some(outline) = context.outline(query) else { continue };
            if members.len() < LEAST {
                continue;
            }
            let differ =
                members.iter().any(|index| context.query(*index).is_some_and(|other| other.params != query.params));
            // Many rows can refer to the same one. Anything else that is asked with the same values again and again
            // is no walk over rows: `duplicate_query` tells it.
            let relation = told(context, &members).or_else(|| {
                guessed(context, query, outline, first, members.len()).filter(|relation| differ || !relation.many)
            });
            if relation.is_none() && (!differ || writes_too(context, query)) {
                continue;
            }
            found.push(Loop { asks: asks(context, first, outline), relation, members });
        }
    }
    found
}

/// Whether the same call also wrote: a deletion looks for what it cascades to, level by level.
fn writes_too(context: &Context<'_>, query: &QueryRecord) -> bool {
    context.recording.queries.iter().any(|other| {
        !query.stack.is_empty()
            && other.stack == query.stack
            && !matches!(other.kind, QueryKind::Select | QueryKind::Other)
    })
}

/// The members apart by the whole stack that caused them.
fn by_place(context: &Context<'_>, members: &[u32]) -> Vec<Vec<u32>> {
    let mut found: Vec<(&[crate::report::TracebackFrame], Vec<u32>)> = Vec::new();
    for index in members {
        let Some(query) = context.query(*index) else { continue };
        match found.iter_mut().find(|(stack, _)| *stack == query.stack) {
            Some((_, indexes)) => indexes.push(*index),
            None => found.push((&query.stack, vec![*index])),
        }
    }
    found.into_iter().map(|(_, indexes)| indexes).collect()
}

/// The relation as the Python layer told it, if it told it for most of them.
fn told(context: &Context<'_>, members: &[u32]) -> Option<Relation> {
    let mut accesses = context.recording.events.iter().filter_map(|event| match event {
        Event::RelatedAccess { query, relation, instance_query, many, back, calls }
            if members.binary_search(query).is_ok() =>
        {
            Some((relation, *instance_query, *many, back, calls))
        }
        _ => None,
    });
    let (name, fetched_by, many, back, calls) = accesses.next()?;
    let attribute = name.rsplit('.').next().map(str::to_owned);
    (accesses.count() + 1 >= LEAST).then(|| Relation {
        name: name.clone(),
        attribute,
        back: back.clone(),
        calls: calls.clone(),
        deferred: context.recording.events.iter().any(
            |event| matches!(event, Event::Called { query, call: Call::DeferredField, .. } if members.binary_search(query).is_ok()),
        ),
        many,
        fetched_by: Some(fetched_by),
    })
}

/// The relation by the SQL: a foreign key or a primary key compared with a parameter, after a statement that fetched
/// as many rows as the loop has turns.
fn guessed(
    context: &Context<'_>,
    query: &QueryRecord,
    outline: &Outline<'_>,
    first: u32,
    turns: usize,
) -> Option<Relation> {
    let outer = outline.outer()?;
    let tables = outer.tables();
    let conditions = outer.clause(Clause::Where);
    let (table, name) = (0..conditions.len()).find_map(|place| {
        let (alias, name) = column(&conditions[place..])?;
        let equals = conditions.get(place + 3)?.token == Token::Sign('=');
        let with_parameter = matches!(conditions.get(place + 4)?.token, Token::Placeholder);
        let table = tables.iter().find(|table| table.alias == alias)?;
        (equals && with_parameter && context.schema.is_key(table.name, name)).then_some((table.name, name))
    })?;
    let earlier = context.recording.queries[..first as usize].iter().enumerate().rev();
    let (fetched_by, source) = earlier
        .filter(|(_, other)| other.is_select() && other.sql != query.sql)
        .find(|(_, other)| other.rows >= turns as u64)?;
    let many = !context.schema.is_primary_key(table, name);
    let attribute_of = |key: &str| key.strip_suffix("_id").unwrap_or(key).to_owned();
    // The foreign key of the rows that the loop goes over, if the other side is looked up by its primary key.
    let forward = context.outline(source).and_then(|outline| outline.outer()?.tables().first().map(|table| table.name));
    let forward = forward.filter(|_| !many).and_then(|from| {
        let mut keys = context.schema.table(from)?.foreign_keys.iter().filter(|key| key.table == table);
        let key = keys.next().filter(|_| keys.next().is_none())?;
        Some((from, attribute_of(&key.column)))
    });
    Some(Relation {
        name: match &forward {
            Some((from, attribute)) => format!("{}.{attribute}", model_of(from)),
            None => format!("{table}.{name}"),
        },
        attribute: forward.map(|(_, attribute)| attribute),
        back: many.then(|| (model_of(table), attribute_of(name))),
        calls: Vec::new(),
        deferred: false,
        many,
        fetched_by: u32::try_from(fetched_by).ok(),
    })
}

/// The model that a table is named after: `geo_city` is `City`.
fn model_of(table: &str) -> String {
    let name = table.split_once('_').map_or(table, |(_, name)| name);
    let mut characters = name.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}
