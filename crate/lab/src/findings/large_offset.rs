//! # large_offset
//! ## What it does
//! Finds a slice that begins far into the rows.
//!
//! ## Why is this bad?
//! The database finds and sorts all rows before the slice, and then throws them away. Page 500 costs five hundred
//! times page 1.
//!
//! ## Example
//! ```python
//! page = City.objects.order_by("pk")[100_000:100_020]
//! ```
//!
//! ## What to do
//! Go on from the last row that was seen:
//! ```python
//! page = City.objects.filter(pk__gt=last_pk).order_by("pk")[:20]
//! ```

use super::{Context, Draft, Rule};
use crate::{outline::Clause, plan::thousands, report::Severity};

pub(super) const RULE: Rule =
    Rule { code: "large_offset", severity: Severity::Low, source: include_str!("large_offset.rs"), check };

const LARGE: u64 = 1000;

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for shape in context.selects() {
        let offset = shape.outline.outer().and_then(|outer| outer.number(Clause::Offset)).unwrap_or(0);
        if offset < LARGE {
            continue;
        }
        found.push(Draft {
            title: format!("A slice that skips {} rows", thousands(offset)),
            explanation: "The database finds the skipped rows in order before it throws them away.".into(),
            suggestion: "Filter by the last key that was seen instead of skipping.".into(),
            rewrite: Some(".filter(pk__gt=last_pk).order_by(\"pk\")[:20]".into()),
            severity: (offset >= 100 * LARGE).then_some(Severity::Medium),
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

    #[test]
    fn fires_for_a_slice_far_into_the_rows_and_only_then() {
        let far = select("SELECT * FROM a ORDER BY id LIMIT 20 OFFSET 100000").at("main", 1).done();
        assert_eq!(found("large_offset", &recording(vec![far]))[0].title, "A slice that skips 100,000 rows");
        for near in ["SELECT * FROM a ORDER BY id LIMIT 20 OFFSET 40", "SELECT * FROM a WHERE b = 'OFFSET 99999'"] {
            assert!(found("large_offset", &recording(vec![select(near).done()])).is_empty());
        }
    }
}
