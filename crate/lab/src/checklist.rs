//! The article's three questions, answered for one approach from what its runs showed.
//!
//! An answer is given only where something was seen: how the number of queries grows is known after runs at several
//! scales, or when one run already asked the same thing row by row. Otherwise it is open.

use crate::{
    plan::thousands,
    report::{Approach, ChecklistItem, GrowthClass, GrowthMeasure, Question, Verdict},
};

/// The findings that are a "no", by question.
const AGAINST: [(Question, &[&str]); 3] = [
    (Question::ConstantQueries, &["n_plus_one", "query_in_loop"]),
    (
        Question::OnlyNeededData,
        &[
            "duplicate_query",
            "evaluated_twice",
            "len_for_count",
            "overfetch_columns",
            "overfetch_rows",
            "python_aggregate",
            "python_filter",
            "unused_annotation",
            "unused_prefetch",
            "unused_select_related",
        ],
    ),
    (Question::NoLoopOverModels, &["n_plus_one", "python_aggregate", "python_filter", "python_sort", "query_in_loop"]),
];

impl Question {
    /// The question in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::ConstantQueries => "Does the number of queries stay the same when the data grows?",
            Self::OnlyNeededData => "Is only the data fetched that is needed?",
            Self::NoLoopOverModels => "Is the only loop over models where the result is shown?",
        }
    }
}

impl Verdict {
    /// The verdict in one word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
            Self::Open => "open",
        }
    }
}

/// The three answers, in the article's order.
pub fn answers(approach: &Approach) -> Vec<ChecklistItem> {
    AGAINST.iter().map(|(question, codes)| answer(*question, codes, approach)).collect()
}

fn answer(question: Question, codes: &[&str], approach: &Approach) -> ChecklistItem {
    let against: Vec<u32> = (0..)
        .zip(&approach.findings)
        .filter(|(_, finding)| codes.contains(&finding.code.as_str()))
        .map(|(index, _)| index)
        .collect();
    let seen = || against.first().map(|index| approach.findings[*index as usize].title.clone());
    let (verdict, because) = match question {
        Question::ConstantQueries => measured(approach)
            .or_else(|| seen().map(|title| (Verdict::No, title)))
            .unwrap_or_else(|| (Verdict::Open, unmeasured(approach))),
        _ => match (seen(), &approach.error) {
            (Some(title), _) => (Verdict::No, title),
            (None, Some(error)) => (Verdict::Open, format!("it ended with {}", error.kind)),
            (None, None) => nothing_against(question, approach),
        },
    };
    // A number that was measured to stay the same is no less so for a loop.
    let findings = if verdict == Verdict::No { against } else { Vec::new() };
    ChecklistItem { question, text: question.words().into(), verdict, because, findings }
}

/// What runs at several scales say of the number of statements.
fn measured(approach: &Approach) -> Option<(Verdict, String)> {
    let growth = approach.growth.as_ref()?;
    let row = growth.table.iter().flatten().find(|row| row.measure == GrowthMeasure::Queries)?;
    let numbers: Vec<_> = growth.queries.iter().map(|count| thousands(*count)).collect();
    Some(if row.class == GrowthClass::Constant {
        let count = growth.queries.first().copied().unwrap_or_default();
        (Verdict::Yes, format!("{} at each of {} scales", queries(count), growth.scales.len()))
    } else {
        (Verdict::No, format!("{}: {}", row.words, numbers.join(", ")))
    })
}

fn unmeasured(approach: &Approach) -> String {
    match &approach.error {
        Some(error) => format!("it ended with {}", error.kind),
        None => format!("{} in this run; not run at other scales", queries(approach.totals.queries)),
    }
}

fn nothing_against(question: Question, approach: &Approach) -> (Verdict, String) {
    let totals = &approach.totals;
    match question {
        Question::OnlyNeededData if totals.cells_fetched == 0 => (Verdict::Yes, "no row was fetched".into()),
        Question::OnlyNeededData => {
            let most = totals.cells_used * 2 >= totals.cells_fetched;
            let (read, all) = (thousands(totals.cells_used), thousands(totals.cells_fetched));
            let verdict = if most { Verdict::Yes } else { Verdict::Partly };
            (verdict, format!("{read} of {all} cells fetched were read"))
        }
        _ if totals.instances == 0 => (Verdict::Yes, "no model instance was made".into()),
        _ => (Verdict::Yes, "no loop over instances filters, sums, sorts or asks the database".into()),
    }
}

fn queries(count: u64) -> String {
    format!("{} {}", thousands(count), if count == 1 { "query" } else { "queries" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        findings::RULES,
        growth::{Sample, growth},
        report::{Finding, Severity, Totals},
    };

    fn finding(code: &str, title: &str) -> Finding {
        Finding {
            code: code.into(),
            severity: Severity::High,
            file: None,
            line: Some(3),
            title: title.into(),
            explanation: String::new(),
            suggestion: String::new(),
            relation: None,
            rewrite: None,
            queries: Vec::new(),
        }
    }

    fn approach(findings: Vec<Finding>, queries_at: &[(u64, u64)]) -> Approach {
        let samples = queries_at.iter().map(|(scale, queries)| Sample {
            scale: *scale,
            queries: *queries,
            rows: *queries,
            micros: 1.0,
            tables: vec![("geo.State".into(), *scale)],
        });
        Approach {
            findings,
            growth: growth(&samples.collect::<Vec<_>>()),
            totals: Totals { queries: 1, cells_fetched: 1_200, cells_used: 1_100, instances: 51, ..Totals::default() },
            ..Approach::default()
        }
    }

    fn told(approach: &Approach) -> Vec<(Verdict, String)> {
        answers(approach).into_iter().map(|answer| (answer.verdict, answer.because)).collect()
    }

    #[test]
    fn every_code_is_that_of_a_rule() {
        for code in AGAINST.iter().flat_map(|(_, codes)| codes.iter()) {
            assert!(RULES.iter().any(|rule| rule.code == *code), "{code}");
        }
    }

    #[test]
    fn without_other_scales_and_without_findings_the_first_is_open() {
        let told = told(&approach(Vec::new(), &[]));
        assert_eq!(told[0], (Verdict::Open, "1 query in this run; not run at other scales".into()));
        assert_eq!(told[1], (Verdict::Yes, "1,100 of 1,200 cells fetched were read".into()));
        assert_eq!(told[2].0, Verdict::Yes);
    }

    #[test]
    fn cells_that_were_mostly_not_read_are_only_partly_needed() {
        let mut run = approach(Vec::new(), &[]);
        run.totals.cells_used = 300;
        assert_eq!(told(&run)[1], (Verdict::Partly, "300 of 1,200 cells fetched were read".into()));
        run.totals = Totals::default();
        assert_eq!(told(&run)[1], (Verdict::Yes, "no row was fetched".into()));
    }

    #[test]
    fn the_number_at_several_scales_decides_the_first() {
        let grows = approach(Vec::new(), &[(10, 131), (51, 664)]);
        assert_eq!(told(&grows)[0], (Verdict::No, "grows linearly with State: 131, 664".into()));
        let constant = approach(vec![finding("query_in_loop", "3 queries in a loop")], &[(10, 3), (51, 3)]);
        let answers = answers(&constant);
        assert_eq!(answers[0].because, "3 queries at each of 2 scales");
        assert!(answers[0].findings.is_empty());
        assert_eq!((answers[2].verdict, &answers[2].findings[..]), (Verdict::No, &[0][..]));
    }

    #[test]
    fn a_finding_is_a_no_and_names_what_was_seen() {
        let looped = approach(
            vec![finding("n_plus_one", "51 queries follow city.state"), finding("overfetch_columns", "9 of 10 unread")],
            &[],
        );
        let answers = answers(&looped);
        assert_eq!(answers.iter().map(|answer| answer.verdict).collect::<Vec<_>>(), [Verdict::No; 3]);
        assert_eq!(answers[1].findings, [1]);
        assert_eq!(answers[2].because, "51 queries follow city.state");
    }
}
