//! The findings: what a recording shows about the code. One file each; its documentation is the text that people
//! are shown ([`Rule::docs`]).
//!
//! A finding speaks of what was seen and what it costs. It stays silent where it cannot know.

mod context;
mod loops;
#[cfg(test)]
mod page;

pub mod count_for_existence;
pub mod duplicate_query;
pub mod evaluated_twice;
pub mod group_by_every_column;
pub mod join_ignores_manager;
pub mod large_offset;
pub mod len_for_count;
pub mod missing_index;
pub mod multiplied_aggregate;
pub mod n_plus_one;
pub mod overfetch_columns;
pub mod overfetch_rows;
pub mod python_aggregate;
pub mod python_filter;
pub mod python_sort;
pub mod query_in_loop;
pub mod repeated_subquery;
pub mod unordered_slice;
pub mod unused_annotation;
pub mod unused_prefetch;
pub mod unused_select_related;

pub use self::context::Context;
use crate::report::{Finding, Severity};

/// A finding that can be made.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Its code, as `n_plus_one`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    source: &'static str,
    check: fn(&Context<'_>) -> Vec<Draft>,
}

/// A finding before it has a code: what a check says.
#[derive(Default)]
struct Draft {
    title: String,
    explanation: String,
    suggestion: String,
    relation: Option<String>,
    rewrite: Option<String>,
    queries: Vec<u32>,
    /// Where, if not at the first of the queries.
    at: Option<crate::report::TracebackFrame>,
    /// Another severity than the rule's.
    severity: Option<Severity>,
}

/// All rules, in alphabetical order.
pub const RULES: [Rule; 21] = [
    count_for_existence::RULE,
    duplicate_query::RULE,
    evaluated_twice::RULE,
    group_by_every_column::RULE,
    join_ignores_manager::RULE,
    large_offset::RULE,
    len_for_count::RULE,
    missing_index::RULE,
    multiplied_aggregate::RULE,
    n_plus_one::RULE,
    overfetch_columns::RULE,
    overfetch_rows::RULE,
    python_aggregate::RULE,
    python_filter::RULE,
    python_sort::RULE,
    query_in_loop::RULE,
    repeated_subquery::RULE,
    unordered_slice::RULE,
    unused_annotation::RULE,
    unused_prefetch::RULE,
    unused_select_related::RULE,
];

impl Rule {
    /// Its documentation in Markdown: what it does, why that is bad, an example, what to do.
    pub fn docs(&self) -> String {
        let lines = self.source.lines().map_while(|line| line.strip_prefix("//!"));
        lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
    }
}

/// Everything that the rules find, worst first.
pub fn find(context: &Context<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for rule in RULES {
        for draft in (rule.check)(context) {
            let first = draft.queries.first().and_then(|index| context.recording.queries.get(*index as usize));
            let frame = draft.at.or_else(|| first.and_then(|query| query.frame().cloned()));
            found.push(Finding {
                code: rule.code.into(),
                severity: draft.severity.unwrap_or(rule.severity),
                file: frame.as_ref().map(|frame| frame.file.clone()),
                line: frame.map(|frame| frame.line),
                title: draft.title,
                explanation: draft.explanation,
                suggestion: draft.suggestion,
                relation: draft.relation,
                rewrite: draft.rewrite,
                queries: draft.queries,
            });
        }
    }
    found.sort_by_key(|finding| (finding.severity, finding.line));
    found
}

/// "1 query", "51 queries".
fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", crate::plan::thousands(number), if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_documents_itself_in_the_same_manner() {
        for rule in RULES {
            let docs = rule.docs();
            assert!(docs.starts_with(&format!("# {}\n", rule.code)), "{}", rule.code);
            for heading in ["## What it does", "## Why is this bad?", "## Example", "## What to do"] {
                assert!(docs.contains(heading), "{} lacks {heading}", rule.code);
            }
            assert!(docs.contains("```python"), "{} has no code", rule.code);
        }
    }

    #[test]
    fn rules_are_in_order() {
        assert!(RULES.is_sorted_by_key(|rule| rule.code));
    }
}
