//! # evaluated_twice
//! ## What it does
//! Finds a queryset that was evaluated twice because its rows were not kept.
//!
//! ## Why is this bad?
//! The query runs again and all its instances are made again.
//!
//! ## Example
//! ```python
//! dense = City.objects.filter(density__gt=4000)
//! print(dense[0])
//! for city in dense:
//!     print(city)
//! ```
//!
//! ## What to do
//! Evaluate it once before it is indexed or asked for its truth:
//! ```python
//! dense = list(City.objects.filter(density__gt=4000))
//! ```

use super::{Context, Draft, Rule};
use crate::{events::Event, report::Severity};

pub(super) const RULE: Rule =
    Rule { code: "evaluated_twice", severity: Severity::Medium, source: include_str!("evaluated_twice.rs"), check };

fn check(context: &Context<'_>) -> Vec<Draft> {
    let again = context.recording.events.iter().filter_map(|event| match event {
        Event::EvaluatedAgain { query, first } => Some((*query, *first)),
        _ => None,
    });
    again
        .map(|(query, first)| Draft {
            title: "A queryset was evaluated a second time".into(),
            explanation: format!("Query {} repeats query {}: its rows were not kept.", query + 1, first + 1),
            suggestion: "Keep the rows: put list() around the queryset, or iterate it once.".into(),
            queries: vec![query, first],
            ..Draft::default()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::context::testing::found;
    use crate::{
        events::Event,
        testing::{recording, select},
    };

    #[test]
    fn fires_when_told_and_only_then() {
        let mut run = recording(vec![
            select("SELECT * FROM a").at("main", 1).done(),
            select("SELECT * FROM a").at("main", 2).done(),
        ]);
        assert!(found("evaluated_twice", &run).is_empty());
        assert_eq!(found("duplicate_query", &run).len(), 1);
        run.events.push(Event::EvaluatedAgain { query: 1, first: 0 });
        assert_eq!(found("evaluated_twice", &run)[0].line, Some(2));
        assert!(found("duplicate_query", &run).is_empty(), "one of the two is enough");
    }
}
