//! # unused_prefetch
//! ## What it does
//! Finds a `prefetch_related()` whose rows nobody read.
//!
//! ## Why is this bad?
//! A whole query, its rows and its instances are for nothing. Often the code then filters the relation, which asks
//! again: the prefetched rows answer `all()` only.
//!
//! ## Example
//! ```python
//! for state in State.objects.prefetch_related("cities"):
//!     print(state.cities.filter(population__gt=100_000))
//! ```
//!
//! ## What to do
//! Leave it out, or prefetch what is asked for:
//! ```python
//! large = Prefetch("cities", City.objects.filter(population__gt=100_000), to_attr="large_cities")
//! for state in State.objects.prefetch_related(large):
//!     print(state.large_cities)
//! ```

use super::{Context, Draft, Rule, counted};
use crate::{events::Event, report::Severity};

pub(super) const RULE: Rule =
    Rule { code: "unused_prefetch", severity: Severity::Medium, source: include_str!("unused_prefetch.rs"), check };

fn check(context: &Context<'_>) -> Vec<Draft> {
    let unread = context.recording.events.iter().filter_map(|event| match event {
        Event::Prefetched { query, relation, read: false } => Some((*query, relation, context.query(*query)?)),
        _ => None,
    });
    unread
        .map(|(index, relation, query)| Draft {
            title: format!("{relation} was prefetched and never read"),
            explanation: format!("{} came for nothing.", counted(query.rows, "row", "rows")),
            suggestion: "Leave it out, or prefetch with Prefetch(queryset=..., to_attr=...) what is asked for.".into(),
            relation: Some(relation.clone()),
            queries: vec![index],
            ..Draft::default()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::context::testing::found;
    use crate::{
        events::Event,
        testing::{geo, ran},
    };

    #[test]
    fn fires_when_nobody_read_it_and_only_then() {
        for (read, findings) in [(false, 1), (true, 0)] {
            let mut run = ran(&geo(), &["SELECT * FROM geo_city"]);
            run.events.push(Event::Prefetched { query: 0, relation: "State.cities".into(), read });
            assert_eq!(found("unused_prefetch", &run).len(), findings);
        }
    }
}
