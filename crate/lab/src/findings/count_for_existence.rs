//! # count_for_existence
//! ## What it does
//! Finds a count, or a whole list of rows, of which only the truth was used.
//!
//! ## Why is this bad?
//! To count, the database finds all rows; to list, it sends them too. Whether there is one is known at the first.
//!
//! ## Example
//! ```python
//! if state.cities.count() > 0:
//!     ...
//! if City.objects.filter(population__gt=1_000_000):
//!     ...
//! ```
//!
//! ## What to do
//! ```python
//! if state.cities.exists():
//!     ...
//! ```

use super::{Context, Draft, Rule, counted};
use crate::{
    events::{Event, Judged},
    report::Severity,
};

pub(super) const RULE: Rule = Rule {
    code: "count_for_existence",
    severity: Severity::Medium,
    source: include_str!("count_for_existence.rs"),
    check,
};

/// So few rows cost less than a second thought.
const LEAST_ROWS: u64 = 2;

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for event in &context.recording.events {
        let Event::Judged { query: index, judged: Judged::Truth, at, rows_used_too: false } = event else { continue };
        let Some(query) = context.query(*index) else { continue };
        let counts = query.columns.len() == 1 && query.rows == 1;
        if !counts && query.rows < LEAST_ROWS {
            continue;
        }
        found.push(Draft {
            title: if counts {
                "A count of which only the truth was used".into()
            } else {
                format!("{} fetched to see whether there are any", counted(query.rows, "row", "rows"))
            },
            explanation: "The database found them all; the first would have answered.".into(),
            suggestion: "Use exists().".into(),
            rewrite: Some(".exists()".into()),
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
        testing::{frame, geo, ran},
    };

    fn run(judged: Judged, rows_used_too: bool) -> Recording {
        let mut run = ran(&geo(), &["SELECT COUNT(*) FROM geo_city"]);
        run.events.push(Event::Judged { query: 0, judged, at: Some(frame("main", 9)), rows_used_too });
        run
    }

    #[test]
    fn fires_when_only_the_truth_was_used() {
        let finding = &found("count_for_existence", &run(Judged::Truth, false))[0];
        assert_eq!((finding.title.as_str(), finding.line), ("A count of which only the truth was used", Some(9)));
    }

    #[test]
    fn is_silent_when_the_number_or_the_rows_were_used() {
        assert!(found("count_for_existence", &run(Judged::Length, false)).is_empty());
        assert!(found("count_for_existence", &run(Judged::Truth, true)).is_empty());
    }
}
