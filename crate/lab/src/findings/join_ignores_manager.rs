//! # join_ignores_manager
//! ## What it does
//! Finds a join to a model whose default manager leaves rows out.
//!
//! ## Why is this bad?
//! A join goes to the table, not through the manager. Rows that `objects.all()` hides, as deleted ones, are counted
//! and matched all the same: the answer is not what the code around it means.
//!
//! ## Example
//! ```python
//! State.objects.annotate(cities_count=Count("cities"))
//! ```
//!
//! ## What to do
//! Go through the manager in a subquery, or repeat its condition:
//! ```python
//! active = City.objects.filter(state=OuterRef("pk")).order_by().values("state")
//! State.objects.annotate(cities_count=Subquery(active.annotate(n=Count("pk")).values("n")))
//! State.objects.annotate(cities_count=Count("cities", filter=Q(cities__deleted=False)))
//! ```

use super::{Context, Draft, Rule};
use crate::{events::Event, report::Severity};

pub(super) const RULE: Rule = Rule {
    code: "join_ignores_manager",
    severity: Severity::High,
    source: include_str!("join_ignores_manager.rs"),
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let joins = context.recording.events.iter().filter_map(|event| match event {
        Event::JoinPastManager { query, relation, model } => Some((*query, relation, model)),
        _ => None,
    });
    joins
        .map(|(query, relation, model)| Draft {
            title: format!("The join to {relation} passes by the manager of {model}"),
            explanation: format!("Rows that {model}.objects leaves out are in this answer."),
            suggestion: "Use a Subquery that starts from the manager, or repeat its condition in the join's filter."
                .into(),
            relation: Some(relation.clone()),
            queries: vec![query],
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
    fn fires_when_told_and_only_then() {
        let mut run = ran(&geo(), &["SELECT * FROM geo_city"]);
        assert!(found("join_ignores_manager", &run).is_empty());
        run.events.push(Event::JoinPastManager { query: 0, relation: "State.cities".into(), model: "City".into() });
        let title = "The join to State.cities passes by the manager of City";
        assert_eq!(found("join_ignores_manager", &run)[0].title, title);
    }
}
