//! # overfetch_rows
//! ## What it does
//! Finds queries of whose rows most, or all, were never looked at.
//!
//! ## Why is this bad?
//! Rows that nobody reads are found, sent and made into objects for nothing, and their number grows with the data.
//!
//! ## Example
//! ```python
//! largest = list(City.objects.order_by("-population"))[:3]
//! ```
//!
//! ## What to do
//! Let the database choose the rows: filter, or slice the queryset before it is evaluated:
//! ```python
//! largest = City.objects.order_by("-population")[:3]
//! ```

use super::{Context, Draft, Rule, counted};
use crate::{events::Event, report::Severity};

pub(super) const RULE: Rule =
    Rule { code: "overfetch_rows", severity: Severity::Medium, source: include_str!("overfetch_rows.rs"), check };

const LEAST_ROWS: u64 = 20;

fn check(context: &Context<'_>) -> Vec<Draft> {
    if !context.tracks_cells() {
        return Vec::new();
    }
    let judged = |index: u32| {
        context.recording.events.iter().any(|event| match event {
            // `len_for_count`, `count_for_existence` and `unused_prefetch` say more about those.
            Event::Judged { query, rows_used_too: false, .. } => *query == index,
            Event::Prefetched { query, read, .. } => *query == index && !read,
            _ => false,
        })
    };
    let mut found = Vec::new();
    for shape in context.unshown() {
        let query = shape.query;
        let used = query.used.rows_used();
        if query.rows < LEAST_ROWS || used * 2 > query.rows || judged(shape.all[0]) {
            continue;
        }
        found.push(Draft {
            title: match used {
                0 => format!("{} fetched, none read", counted(query.rows, "row", "rows")),
                _ => format!("{} fetched, {used} read", counted(query.rows, "row", "rows")),
            },
            explanation: "The others were found, sent and made into objects for nothing.".into(),
            suggestion: "Let the database choose: filter(), or slice before the queryset is evaluated.".into(),
            queries: shape.all,
            ..Draft::default()
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::context::testing::found;
    use crate::testing::{recording, select};

    fn run(rows: usize, used: usize) -> crate::recorder::Recording {
        let read = select("SELECT 1").fetched(1, &["a"], 1, &[0]).done();
        recording(vec![read, select("SELECT * FROM geo_city").at("main", 1).fetched(rows, &["id"], used, &[0]).done()])
    }

    #[test]
    fn fires_when_most_rows_were_never_looked_at() {
        assert_eq!(found("overfetch_rows", &run(6630, 3))[0].title, "6,630 rows fetched, 3 read");
        assert_eq!(found("overfetch_rows", &run(6630, 0))[0].title, "6,630 rows fetched, none read");
    }

    #[test]
    fn is_silent_when_most_were_read_or_rows_are_few() {
        assert!(found("overfetch_rows", &run(100, 60)).is_empty());
        assert!(found("overfetch_rows", &run(10, 0)).is_empty());
    }

    #[test]
    fn is_silent_where_reads_are_unknown() {
        let query = select("SELECT * FROM geo_city").fetched(100, &["id"], 0, &[]).done();
        assert!(found("overfetch_rows", &recording(vec![query])).is_empty());
    }
}
