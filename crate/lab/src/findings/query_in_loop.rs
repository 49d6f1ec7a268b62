//! # query_in_loop
//! ## What it does
//! Finds a query of one shape that the same line runs again and again with other values, without following a
//! relation of a row.
//!
//! ## Why is this bad?
//! Each turn of the loop waits for the database. The number of queries is the number of turns.
//!
//! ## Example
//! ```python
//! for name in names:
//!     cities.append(City.objects.get(name=name))
//! ```
//!
//! ## What to do
//! Ask once for all values, and let the loop go over the answer:
//! ```python
//! cities = City.objects.filter(name__in=names)
//! ```
//! `in_bulk()` gives a dictionary by key; `bulk_create()` and `bulk_update()` do the same for writes.

use super::{
    Context, Draft, Rule, counted,
    loops::{Loop, loops},
};
use crate::report::Severity;

pub(super) const RULE: Rule =
    Rule { code: "query_in_loop", severity: Severity::High, source: include_str!("query_in_loop.rs"), check };

fn check(context: &Context<'_>) -> Vec<Draft> {
    loops(context)
        .into_iter()
        .filter(|found| found.relation.is_none())
        .map(|Loop { members, .. }| Draft {
            title: format!("{} of one shape from one line", counted(members.len() as u64, "query", "queries")),
            explanation: "They differ only in their values, so each turn of a loop asks again.".into(),
            suggestion: "Ask once for all values, with __in or in_bulk(), and let the loop go over the answer.".into(),
            queries: members,
            ..Draft::default()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::context::testing::found;
    use crate::testing::{recording, select};

    const BY_NAME: &str = "SELECT * FROM \"geo_city\" WHERE \"geo_city\".\"name\" = %s";

    #[test]
    fn fires_for_values_asked_for_one_by_one() {
        let queries = ["a", "b", "c", "d"].map(|name| select(BY_NAME).params([name]).at("main", 2).done());
        let finding = &found("query_in_loop", &recording(queries.into()))[0];
        assert_eq!((finding.title.as_str(), finding.line), ("4 queries of one shape from one line", Some(2)));
    }

    #[test]
    fn is_silent_for_other_lines_and_for_the_same_values() {
        let apart = [1, 2, 3, 4].map(|line| select(BY_NAME).params([i64::from(line)]).at("main", line).done());
        assert!(found("query_in_loop", &recording(apart.into())).is_empty());
        let same = [1, 1, 1, 1].map(|value| select(BY_NAME).params([value]).at("main", 2).done());
        assert!(found("query_in_loop", &recording(same.into())).is_empty());
    }
}
