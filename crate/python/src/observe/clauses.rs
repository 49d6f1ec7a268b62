//! Which call gave which part of a statement: the query after each step of its chain is compiled, and the lab compares.

use std::rc::Rc;

use outerref_lab::{
    clause_map::{attribute, in_utf16},
    report::ClauseSpan,
};
use outerref_orm::{compiler::SelectCompiler, dialect::Dialect};

use super::{code::Source, notes::Trace};
use crate::{lines::Place, orm::Executed};

/// The map of a statement; empty if its steps are not known.
pub(super) fn clauses(
    record: &Executed,
    dialect: &Dialect,
    source: &mut dyn FnMut(&Place) -> Option<Rc<Source>>,
) -> Vec<ClauseSpan> {
    let mut steps: Vec<(Option<Place>, String)> = Vec::new();
    let mut at = record.told.trace.as_ref();
    while let Some(Trace { place, query, before, .. }) = at.map(AsRef::as_ref) {
        // A query that cannot match anything has no SQL; the step after it has then added its part too.
        if let Ok(compiled) = SelectCompiler::new(&query.get(), dialect, false).compile() {
            steps.push((*place, compiled.statement.sql));
        }
        at = before.as_ref();
    }
    steps.reverse();
    if steps.is_empty() {
        return Vec::new();
    }
    match steps.last_mut() {
        Some((place, sql)) if *place == record.place => record.sql.as_ref().clone_into(sql),
        _ => steps.push((record.place, record.sql.to_string())),
    }
    let texts: Vec<&str> = steps.iter().map(|(_, sql)| sql.as_str()).collect();
    let parts = attribute(&texts);
    let mut found = Vec::new();
    for (step, ((place, _), parts)) in steps.iter().zip(parts).enumerate().filter(|(_, (_, parts))| !parts.is_empty()) {
        // What the chain begins with is what the first call is made on.
        let told = match (place, steps.get(step + 1)) {
            (Some(place), _) => source(place).and_then(|source| source.own_call(place)),
            (None, Some((Some(next), _))) => source(next).and_then(|source| source.receiver(next)),
            _ => None,
        };
        let Some((call, source)) = told else { continue };
        let sql = parts.iter().map(|range| in_utf16(&record.sql, range)).collect();
        found.push(ClauseSpan { call, source, sql });
    }
    found
}
