//! # python_filter
//! ## What it does
//! Finds a Python loop over model instances that keeps some and drops the others.
//!
//! ## Why is this bad?
//! Every row is fetched and made into an instance, to be thrown away when the condition fails. The database drops it
//! where it lies, often without reading it.
//!
//! ## Example
//! ```python
//! dense = [city for city in City.objects.all() if city.density > 4000]
//! ```
//!
//! ## What to do
//! Say the condition in the query. A property becomes an annotation:
//! ```python
//! dense = City.objects.annotate(density=F("population") / F("area")).filter(density__gt=4000)
//! ```

use super::{Context, Draft, Rule, counted};
use crate::{
    events::{Event, LoopUse},
    report::Severity,
};

pub(super) const RULE: Rule =
    Rule { code: "python_filter", severity: Severity::Medium, source: include_str!("python_filter.rs"), check };

/// So few rows are no matter.
const LEAST_ROWS: u64 = 20;

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for event in &context.recording.events {
        let Event::PythonLoop { query, used_for: LoopUse::Filter, at, seen, kept } = event else { continue };
        if *seen < LEAST_ROWS {
            continue;
        }
        found.push(Draft {
            title: match kept {
                Some(kept) => format!("{} fetched, {kept} kept by a loop", counted(*seen, "row", "rows")),
                None => format!("{} fetched, then filtered by a loop", counted(*seen, "row", "rows")),
            },
            explanation: "Each was sent and made into an instance first.".into(),
            suggestion: "Put the condition into filter(); compute a property with annotate().".into(),
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
        let finding = &found("python_filter", &run(LoopUse::Filter, 510))[0];
        assert_eq!((finding.title.as_str(), finding.line), ("510 rows fetched, 24 kept by a loop", Some(4)));
    }

    #[test]
    fn is_silent_for_few_rows_and_for_other_loops() {
        assert!(found("python_filter", &run(LoopUse::Filter, 3)).is_empty());
        let other = if LoopUse::Filter == LoopUse::Sort { LoopUse::Filter } else { LoopUse::Sort };
        assert!(found("python_filter", &run(other, 510)).is_empty());
    }
}
