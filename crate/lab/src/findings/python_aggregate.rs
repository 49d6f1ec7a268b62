//! # python_aggregate
//! ## What it does
//! Finds a Python loop over model instances that adds up, counts, or looks for the least or greatest.
//!
//! ## Why is this bad?
//! Every row is fetched and made into an instance for one number.
//!
//! ## Example
//! ```python
//! total = sum(city.population for city in City.objects.all())
//! ```
//!
//! ## What to do
//! Let the database compute it:
//! ```python
//! total = City.objects.aggregate(total=Sum("population"))["total"]
//! ```

use super::{Context, Draft, Rule, counted};
use crate::{
    events::{Event, LoopUse},
    report::Severity,
};

pub(super) const RULE: Rule =
    Rule { code: "python_aggregate", severity: Severity::Medium, source: include_str!("python_aggregate.rs"), check };

/// So few rows are no matter.
const LEAST_ROWS: u64 = 20;

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for event in &context.recording.events {
        let Event::PythonLoop { query, used_for: LoopUse::Aggregate, at, seen, .. } = event else { continue };
        if *seen < LEAST_ROWS {
            continue;
        }
        found.push(Draft {
            title: format!("{} fetched to compute one value", counted(*seen, "row", "rows")),
            explanation: "Each was sent and made into an instance first.".into(),
            suggestion: "Use aggregate(), or annotate() for a value of each row.".into(),
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
        let finding = &found("python_aggregate", &run(LoopUse::Aggregate, 510))[0];
        assert_eq!((finding.title.as_str(), finding.line), ("510 rows fetched to compute one value", Some(4)));
    }

    #[test]
    fn is_silent_for_few_rows_and_for_other_loops() {
        assert!(found("python_aggregate", &run(LoopUse::Aggregate, 3)).is_empty());
        let other = if LoopUse::Aggregate == LoopUse::Sort { LoopUse::Filter } else { LoopUse::Sort };
        assert!(found("python_aggregate", &run(other, 510)).is_empty());
    }
}
