//! # unordered_slice
//! ## What it does
//! Finds a slice of rows that are in no order.
//!
//! ## Why is this bad?
//! Without an order the database may give any rows. Pages then repeat some and miss others, and a test that passes
//! today fails after the next index or upgrade.
//!
//! ## Example
//! ```python
//! page = City.objects.filter(population__gt=100_000)[:20]
//! ```
//!
//! ## What to do
//! Order by something that no two rows share, at least in the end:
//! ```python
//! page = City.objects.filter(population__gt=100_000).order_by("name", "pk")[:20]
//! ```

use super::{
    Context, Draft, Rule,
    loops::{Asks, asks},
};
use crate::{outline::Clause, report::Severity};

pub(super) const RULE: Rule =
    Rule { code: "unordered_slice", severity: Severity::Medium, source: include_str!("unordered_slice.rs"), check };

/// What `get()` and `repr()` ask for to see whether there are more.
const DJANGO_OWN: u64 = 21;

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for shape in context.selects() {
        let Some(outer) = shape.outline.outer() else { continue };
        let limit = outer.number(Clause::Limit);
        let offset = outer.number(Clause::Offset);
        let sliced = limit.is_some_and(|limit| limit != DJANGO_OWN) || offset.is_some();
        let from_tables = !outer.tables().is_empty();
        let asked = asks(context, shape.all[0], shape.outline);
        if !sliced || !from_tables || asked == Asks::Existence || !outer.clause(Clause::OrderBy).is_empty() {
            continue;
        }
        // All rows there are, or a single group, are the same in any order.
        if limit.is_some_and(|limit| shape.query.rows < limit) && offset.is_none() {
            continue;
        }
        found.push(Draft {
            title: "A slice of rows that are in no order".into(),
            explanation: "The database may give other rows next time: nothing says which come first.".into(),
            suggestion: "Add order_by(), ending in something unique as \"pk\".".into(),
            rewrite: Some(".order_by(\"pk\")".into()),
            queries: shape.all,
            ..Draft::default()
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::context::testing::found;
    use crate::testing::{geo, ran};

    #[test]
    fn fires_for_a_slice_without_order() {
        let run = ran(&geo(), &["SELECT * FROM geo_city LIMIT 10", "SELECT * FROM geo_city LIMIT 5 OFFSET 10"]);
        let lines: Vec<_> = found("unordered_slice", &run).iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [Some(1), Some(2)]);
    }

    #[test]
    fn is_silent_for_ordered_slices_existence_get_and_whole_tables() {
        let run = ran(
            &geo(),
            &[
                "SELECT * FROM geo_city ORDER BY id LIMIT 10",
                "SELECT 1 AS \"a\" FROM geo_city LIMIT 1",
                "SELECT COUNT(*) FROM (SELECT id FROM geo_city LIMIT 5) subquery",
                "SELECT * FROM geo_city WHERE id = 3 LIMIT 21",
                "SELECT * FROM geo_state LIMIT 100",
                "SELECT id, (SELECT name FROM geo_city c WHERE c.state_id = s.id LIMIT 1) FROM geo_state s",
            ],
        );
        assert!(found("unordered_slice", &run).is_empty());
    }
}
