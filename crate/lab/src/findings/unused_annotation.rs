//! # unused_annotation
//! ## What it does
//! Finds annotations that the database computed for every row and that nobody read.
//!
//! ## Why is this bad?
//! A subquery or an aggregate is computed for each row; unread, it is the most expensive kind of column to throw
//! away.
//!
//! ## Example
//! ```python
//! for state in State.objects.annotate(largest=Max("cities__population")):
//!     print(state.name)
//! ```
//!
//! ## What to do
//! Leave it out. If it is only needed to filter or to order, use `alias()`, which computes it without selecting it:
//! ```python
//! State.objects.alias(largest=Max("cities__population")).filter(largest__gt=1_000_000)
//! ```

use super::{Context, Draft, Rule, counted};
use crate::{
    outline::{Clause, Outline, Placed},
    report::Severity,
    sql_text::Token,
};

pub(super) const RULE: Rule =
    Rule { code: "unused_annotation", severity: Severity::Medium, source: include_str!("unused_annotation.rs"), check };

fn check(context: &Context<'_>) -> Vec<Draft> {
    if !context.tracks_cells() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for shape in context.unshown() {
        let query = shape.query;
        let by_column = query.used.by_column();
        // Of an answer that nobody read at all, `overfetch_rows` speaks.
        if query.used.count() == 0 {
            continue;
        }
        for (column, name) in context.annotations(shape.all[0]) {
            if by_column.get(column as usize) != Some(&0) {
                continue;
            }
            let rows = counted(query.rows, "row", "rows");
            let (explanation, suggestion, severity) = if is_needed(shape.outline, column as usize) {
                let explanation = format!("It filters or orders, and was fetched in {rows} as well.");
                (explanation, "Use alias() for what only filters or orders.", Some(Severity::Low))
            } else {
                (format!("The database computed it for {rows}."), "Leave it out.", None)
            };
            found.push(Draft {
                title: format!("The annotation {name} was never read"),
                explanation,
                suggestion: suggestion.into(),
                severity,
                queries: shape.all.clone(),
                ..Draft::default()
            });
        }
    }
    found
}

/// Whether a column's expression stands in a condition or the order too.
fn is_needed(outline: &Outline<'_>, column: usize) -> bool {
    let Some(outer) = outline.outer() else { return false };
    let terms = outer.terms(Clause::Projection);
    let Some(term) = terms.get(column) else { return false };
    let expression = match term {
        [expression @ .., before, _] if before.token.is_word("AS") => expression,
        all => all,
    };
    let ordinal = (column + 1).to_string();
    [Clause::Where, Clause::Having, Clause::OrderBy].into_iter().any(|clause| {
        let tokens = outer.clause(clause);
        let same = |part: &[Placed<'_>]| part.iter().zip(expression).all(|(one, other)| one.token == other.token);
        let numbered = clause == Clause::OrderBy && tokens.iter().any(|placed| placed.token == Token::Number(&ordinal));
        numbered || (!expression.is_empty() && tokens.windows(expression.len()).any(same))
    })
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
        let query =
            select("SELECT id, MAX(p) AS largest FROM a").at("main", 1).fetched(51, &["id", "largest"], 51, used);
        let mut run = recording(vec![query.done()]);
        run.events.push(Event::Annotation { query: 0, column: 1, name: "largest".into() });
        run
    }

    #[test]
    fn fires_when_nobody_read_it() {
        assert_eq!(found("unused_annotation", &run(&[0]))[0].title, "The annotation largest was never read");
    }

    #[test]
    fn annotations_are_known_by_the_sql_where_they_were_not_told() {
        let sql = "SELECT \"s\".\"id\", MAX(\"c\".\"p\") AS \"largest\" FROM \"s\" GROUP BY 1";
        let query = select(sql).at("main", 1).fetched(51, &["id", "largest"], 51, &[0]).done();
        assert_eq!(found("unused_annotation", &recording(vec![query])).len(), 1);
        let plain = select("SELECT \"s\".\"id\", \"s\".\"name\" AS \"name\" FROM \"s\"");
        let plain = plain.fetched(51, &["id", "name"], 51, &[0]).done();
        assert!(found("unused_annotation", &recording(vec![plain])).is_empty());
    }

    #[test]
    fn is_silent_when_it_was_read_or_reads_are_unknown() {
        assert!(found("unused_annotation", &run(&[0, 1])).is_empty());
        assert!(found("unused_annotation", &run(&[])).is_empty());
    }
}
