//! # repeated_subquery
//! ## What it does
//! Finds a subquery that stands twice or more in one statement.
//!
//! ## Why is this bad?
//! Django writes an annotation out wherever it is used: selected, filtered and ordered by, it is there three times.
//! SQLite and MySQL compute each of them; PostgreSQL too.
//!
//! ## Example
//! ```python
//! State.objects.annotate(dense=Exists(dense_cities)).filter(dense=True).order_by("dense")
//! ```
//!
//! ## What to do
//! Filter with the expression itself, so that it is there once, and do not select what only filters:
//! ```python
//! State.objects.filter(Exists(dense_cities))
//! ```
//! Where the same value is needed in several places, it can be cheaper to fetch it once and go on in Python, or to
//! keep it in a column. Measure both.

use std::collections::HashMap;

use super::{Context, Draft, Rule};
use crate::{
    outline::Outline,
    report::Severity,
    sql_text::{Token, tokens},
};

pub(super) const RULE: Rule =
    Rule { code: "repeated_subquery", severity: Severity::Medium, source: include_str!("repeated_subquery.rs"), check };

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for shape in context.selects() {
        let Some((times, text)) = most_repeated(shape.outline) else { continue };
        found.push(Draft {
            title: format!("The same subquery stands {times} times in one statement"),
            explanation: format!("The database computes each: {}", shortened(text)),
            suggestion:
                "Use the expression in filter() itself, or alias() instead of annotate(), so that it is there once."
                    .into(),
            queries: shape.all,
            ..Draft::default()
        });
    }
    found
}

/// The subquery that stands most often, outermost first.
fn most_repeated<'o>(outline: &'o Outline<'o>) -> Option<(usize, &'o str)> {
    let mut counts: HashMap<String, (usize, &str)> = HashMap::new();
    for select in outline.selects.iter().filter(|select| select.parent.is_some()) {
        let text = outline.text(select);
        counts.entry(without_aliases(text)).or_insert((0, text)).0 += 1;
    }
    let repeated = counts.into_values().filter(|(times, _)| *times > 1);
    repeated.max_by_key(|(times, text)| (*times, text.len()))
}

/// The text with the aliases that Django numbers (`U0`, `V1`) and LIMIT 1, which `exists` adds, made alike.
fn without_aliases(text: &str) -> String {
    let generated = |name: &str| {
        let mut characters = name.chars();
        characters.next().is_some_and(|first| first.is_ascii_uppercase())
            && characters.as_str().len() < 4
            && !characters.as_str().is_empty()
            && characters.all(|character| character.is_ascii_digit())
    };
    let words = tokens(text).map(|(token, _)| match token {
        Token::Word(name) | Token::Name(name) if generated(name) => format!("·{}", &name[1..]),
        Token::Word(name) | Token::Name(name) => name.to_owned(),
        Token::Text(text) | Token::Number(text) => text.to_owned(),
        Token::Placeholder => "?".into(),
        Token::Sign(sign) => sign.to_string(),
    });
    words.collect::<Vec<_>>().join(" ")
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 120;
    if text.chars().count() <= LONGEST { text.into() } else { text.chars().take(LONGEST).collect::<String>() + "…" }
}

#[cfg(test)]
mod tests {
    use super::super::context::testing::found;
    use crate::testing::{recording, select};

    #[test]
    fn fires_for_an_annotation_that_is_also_filtered_by() {
        let sql = "SELECT s.id, EXISTS(SELECT 1 AS \"a\" FROM city U0 WHERE U0.state_id = s.id) AS x FROM state s \
                   WHERE EXISTS(SELECT 1 AS \"a\" FROM city V0 WHERE V0.state_id = s.id)";
        let findings = found("repeated_subquery", &recording(vec![select(sql).at("main", 1).done()]));
        assert_eq!(findings[0].title, "The same subquery stands 2 times in one statement");
    }

    #[test]
    fn is_silent_for_subqueries_that_differ() {
        let sql = "SELECT (SELECT MAX(a) FROM c WHERE c.s = s.id), (SELECT MIN(a) FROM c WHERE c.s = s.id) FROM s";
        assert!(found("repeated_subquery", &recording(vec![select(sql).done()])).is_empty());
    }
}
