//! # unused_select_related
//! ## What it does
//! Finds a relation that `select_related()` joined and fetched and that no row's code read.
//!
//! ## Why is this bad?
//! The join is made, the columns are sent, and an instance is made for each row, for nothing.
//!
//! ## Example
//! ```python
//! for city in City.objects.select_related("state"):
//!     print(city.name)
//! ```
//!
//! ## What to do
//! Leave it out:
//! ```python
//! for city in City.objects.all():
//!     print(city.name)
//! ```

use super::{Context, Draft, Rule, counted};
use crate::{events::Event, report::Severity};

pub(super) const RULE: Rule = Rule {
    code: "unused_select_related",
    severity: Severity::Medium,
    source: include_str!("unused_select_related.rs"),
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    if !context.tracks_cells() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for event in &context.recording.events {
        let Event::SelectRelated { query: index, relation, columns } = event else { continue };
        let Some(query) = context.query(*index).filter(|query| query.rows > 0) else { continue };
        let by_column = query.used.by_column();
        let read: u64 = by_column.iter().take(columns.1 as usize).skip(columns.0 as usize).sum();
        if read > 0 {
            continue;
        }
        found.push(Draft {
            title: format!("{relation} was joined and never read"),
            explanation: format!(
                "{} columns came along in {}.",
                columns.1.saturating_sub(columns.0),
                counted(query.rows, "row", "rows")
            ),
            suggestion: "Leave it out of select_related().".into(),
            relation: Some(relation.clone()),
            queries: vec![*index],
            ..Draft::default()
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::context::testing::found;
    use crate::{
        events::Event,
        recorder::Recording,
        testing::{recording, select},
    };

    fn run(used: &[usize]) -> Recording {
        let query = select("SELECT 1").at("main", 1).fetched(9, &["id", "name", "id", "name"], 9, used).done();
        let mut run = recording(vec![query]);
        run.events.push(Event::SelectRelated { query: 0, relation: "City.state".into(), columns: (2, 4) });
        run
    }

    #[test]
    fn fires_when_no_joined_column_was_read_and_only_then() {
        assert_eq!(found("unused_select_related", &run(&[1]))[0].title, "City.state was joined and never read");
        assert!(found("unused_select_related", &run(&[1, 3])).is_empty());
    }
}
