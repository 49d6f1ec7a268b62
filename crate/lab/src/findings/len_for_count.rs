//! # len_for_count
//! ## What it does
//! Finds rows that were fetched only to be counted with `len()`.
//!
//! ## Why is this bad?
//! All rows are sent and made into instances for one number.
//!
//! ## Example
//! ```python
//! number = len(City.objects.filter(population__gt=100_000))
//! ```
//!
//! ## What to do
//! ```python
//! number = City.objects.filter(population__gt=100_000).count()
//! ```
//! If the rows are used as well, `len()` is right: it asks nothing more.

use super::{Context, Draft, Rule, counted};
use crate::{
    events::{Event, Judged},
    report::Severity,
};

pub(super) const RULE: Rule =
    Rule { code: "len_for_count", severity: Severity::Medium, source: include_str!("len_for_count.rs"), check };

/// So few rows cost less than a second thought.
const LEAST_ROWS: u64 = 2;

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for event in &context.recording.events {
        let Event::Judged { query: index, judged: Judged::Length, at, rows_used_too: false } = event else { continue };
        let Some(query) = context.query(*index).filter(|query| query.rows >= LEAST_ROWS) else { continue };
        found.push(Draft {
            title: format!("{} fetched for their number", counted(query.rows, "row", "rows")),
            explanation: "Nothing but the length was used.".into(),
            suggestion: "Use count().".into(),
            rewrite: Some(".count()".into()),
            queries: vec![*index],
            at: at.clone(),
            ..Draft::default()
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::context::testing::found;
    use crate::{
        events::{Event, Judged},
        recorder::Recording,
        testing::{geo, ran},
    };

    fn run(rows_used_too: bool) -> Recording {
        let mut run = ran(&geo(), &["SELECT * FROM geo_city"]);
        run.events.push(Event::Judged { query: 0, judged: Judged::Length, at: None, rows_used_too });
        run
    }

    #[test]
    fn fires_when_only_the_length_was_used_and_only_then() {
        assert_eq!(found("len_for_count", &run(false))[0].title, "510 rows fetched for their number");
        assert!(found("len_for_count", &run(true)).is_empty());
    }
}
