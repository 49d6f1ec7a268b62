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
use crate::report::Severity;

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
    for shape in context.unshown() {
        let query = shape.query;
        if query.used.count() == 0 {
            continue;
        }
        let by_column = query.used.by_column();
        for (relation, (first, end)) in context.select_related(shape.all[0]) {
            let read: u64 = by_column.iter().take(end as usize).skip(first as usize).sum();
            if read > 0 {
                continue;
            }
            found.push(Draft {
                title: format!("{relation} was joined and never read"),
                explanation: format!(
                    "{} columns came along in {}.",
                    end.saturating_sub(first),
                    counted(query.rows, "row", "rows")
                ),
                suggestion: "Leave it out of select_related().".into(),
                relation: Some(relation),
                queries: shape.all.clone(),
                ..Draft::default()
            });
        }
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

    #[test]
    fn joined_columns_are_known_by_the_sql_where_they_were_not_told() {
        let sql = "SELECT \"geo_city\".\"id\", \"geo_city\".\"name\", \"geo_state\".\"id\", \
        \"geo_state\".\"name\" FROM \
                   \"geo_city\" INNER JOIN \"geo_state\" ON (\"geo_city\".\"state_id\" = \"geo_state\".\"id\")";
        for (used, findings) in [(&[1][..], 1), (&[1, 3], 0)] {
            let query = select(sql).at("main", 1).fetched(9, &["id", "name", "id", "name"], 9, used).done();
            assert_eq!(found("unused_select_related", &recording(vec![query])).len(), findings);
        }
    }
}
