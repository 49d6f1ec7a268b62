//! # python_sort
//! ## What it does
//! Finds model instances that Python put in order.
//!
//! ## Why is this bad?
//! The database sorts without making instances, can use an index, and with a slice it keeps only the first rows.
//!
//! ## Example
//! ```python
//! largest = sorted(City.objects.all(), key=lambda city: -city.population)[:3]
//! ```
//!
//! ## What to do
//! Order in the query:
//! ```python
//! largest = City.objects.order_by("-population")[:3]
//! ```

use super::{Context, Draft, Rule, counted};
use crate::{
    events::{Event, LoopUse},
    report::Severity,
};

pub(super) const RULE: Rule =
    Rule { code: "python_sort", severity: Severity::Low, source: include_str!("python_sort.rs"), check };

/// So few rows are no matter.
const LEAST_ROWS: u64 = 20;

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for event in &context.recording.events {
        let Event::PythonLoop { query, used_for: LoopUse::Sort, at, seen, .. } = event else { continue };
        if *seen < LEAST_ROWS {
            continue;
        }
        found.push(Draft {
            title: format!("{} put in order by Python", counted(*seen, "row", "rows")),
            explanation: "Each was sent and made into an instance first.".into(),
            suggestion: "Use order_by(), and slice the queryset if only the first are needed.".into(),
            queries: vec![*query],
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
        events::{Event, LoopUse},
        recorder::Recording,
        testing::{frame, geo, ran},
    };

    fn run(used_for: LoopUse, seen: u64) -> Recording {
        let mut run = ran(&geo(), &["SELECT * FROM geo_city"]);
        run.events.push(Event::PythonLoop { query: 0, used_for, at: Some(frame("main", 4)), seen, kept: Some(24) });
        run
    }

    #[test]
    fn fires_for_such_a_loop_over_many_rows() {
        let finding = &found("python_sort", &run(LoopUse::Sort, 510))[0];
        assert_eq!((finding.title.as_str(), finding.line), ("510 rows put in order by Python", Some(4)));
    }

    #[test]
    fn is_silent_for_few_rows_and_for_other_loops() {
        assert!(found("python_sort", &run(LoopUse::Sort, 3)).is_empty());
        let other = if LoopUse::Sort == LoopUse::Sort { LoopUse::Filter } else { LoopUse::Sort };
        assert!(found("python_sort", &run(other, 510)).is_empty());
    }
}
