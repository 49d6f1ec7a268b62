//! Judges one attempt. The page does the same (`www/src/exercises/checks.ts`).

use std::collections::HashSet;

use outerref_lab::{
    report::Approach,
    same_result::{difference, equal},
};
use serde_json::Value as Json;

use super::lesson::is_comparable;
use crate::{
    bench::sentence,
    format::asked::{Asked, Unit},
};

/// What the runs of an attempt showed, beside those of the reference.
pub(super) struct Evidence {
    pub(super) yours: Approach,
    /// Whose results are compared: of the run, or of the second run with the read-back code.
    pub(super) result: Option<(Approach, Approach)>,
    /// All rows of all tables after the run, where they are asked for.
    pub(super) tables: Option<(Approach, Approach)>,
    /// Queries at each scale; nothing where it ended with an error.
    pub(super) growth: Vec<(u64, Option<u64>)>,
    pub(super) words: HashSet<String>,
}

/// What was seen where the check fails; `None` where it passes.
pub(super) fn judge(asked: &Asked, evidence: &Evidence) -> Option<String> {
    match asked {
        Asked::Uses(name) => return (!evidence.words.contains(name)).then(|| format!("{name} does not occur")),
        Asked::Avoids(name) => return evidence.words.contains(name).then(|| format!("{name} occurs")),
        _ => {}
    }
    let yours = &evidence.yours;
    let second = evidence.result.as_ref().and_then(|(yours, _)| yours.error.as_ref());
    if let Some(error) = yours.error.as_ref().or(second) {
        return Some(sentence(error));
    }
    match asked {
        Asked::SameResult { any_order } => match &evidence.result {
            Some((yours, reference)) => result_problem(yours, reference, *any_order),
            None => Some("there is no result".into()),
        },
        Asked::SameTables => match &evidence.tables {
            Some((yours, reference)) => match yours.error.as_ref().or(reference.error.as_ref()) {
                Some(error) => Some(sentence(error)),
                None => difference(&yours.result, &reference.result),
            },
            None => Some("the tables were not read".into()),
        },
        Asked::Amount { exactly, number, unit } => {
            let totals = &yours.totals;
            let made = match unit {
                Unit::Queries => totals.queries,
                Unit::Rows => totals.rows_fetched,
                Unit::Cells => totals.cells_fetched,
                Unit::Instances => totals.instances,
            };
            let passes = if *exactly { made == *number } else { made <= *number };
            (!passes).then(|| format!("{} seen", unit.of(made)))
        }
        Asked::ConstantQueries => {
            let first = evidence.growth.first()?.1;
            let constant = first.is_some() && evidence.growth.iter().all(|(_, queries)| *queries == first);
            let shown = |(scale, queries): &(u64, Option<u64>)| match queries {
                Some(queries) => format!("{queries} at {scale}"),
                None => format!("an error at {scale}"),
            };
            (!constant).then(|| evidence.growth.iter().map(shown).collect::<Vec<_>>().join(", "))
        }
        Asked::NoFinding(code) => {
            let mut found = yours.findings.iter().filter(|each| code.as_ref().is_none_or(|code| each.code == *code));
            found.next().map(|finding| format!("{}: {}", finding.code, finding.title))
        }
        Asked::Uses(_) | Asked::Avoids(_) => None,
    }
}

fn result_problem(yours: &Approach, reference: &Approach, any_order: bool) -> Option<String> {
    if let Some(error) = &reference.error {
        return Some(format!("the reference ended with {}", sentence(error)));
    }
    if !is_comparable(yours) {
        let shown: String = yours.result_repr.as_deref().unwrap_or("nothing").chars().take(80).collect();
        return Some(format!("the result cannot be compared: {shown}"));
    }
    match (&yours.result, &reference.result) {
        (Json::Array(a), Json::Array(b)) if any_order && same_items(a, b) => None,
        (a, b) => difference(a, b),
    }
}

/// The same items, each as often, in any order.
fn same_items(a: &[Json], b: &[Json]) -> bool {
    let mut left: Vec<&Json> = b.iter().collect();
    a.len() == b.len()
        && a.iter().all(|item| {
            let at = left.iter().position(|other| equal(item, other));
            at.map(|at| left.swap_remove(at)).is_some()
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn items_in_any_order_count_how_often_they_come() {
        let list = |value: Json| value.as_array().cloned().unwrap_or_default();
        assert!(same_items(&list(json!([1, 2, 2])), &list(json!([2, 1, 2]))));
        assert!(!same_items(&list(json!([1, 1, 2])), &list(json!([2, 1, 2]))));
    }
}
