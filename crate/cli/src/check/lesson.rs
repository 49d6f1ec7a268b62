//! A lesson is run, and compared with what it says.

use std::path::Path;

use outerref_lab::{
    report::{Approach, Report},
    same_result::equal,
};

use super::fresh;
use crate::{
    bench::{Bench, ONCE, line_of, sentence},
    format::{
        Problems, figure,
        lesson::{Expectation, Expected, Lesson},
    },
};

/// Adds what is wrong. `prerendered` is the path of the lesson's report without its ending.
pub(super) fn check(lesson: &Lesson, prerendered: Option<&Path>, bench: &Bench, problems: &mut Problems) {
    let report = bench.lesson(lesson, ONCE);
    if let Some(error) = &report.setup_error {
        problems.add(line_of(error, &lesson.document), format!("the models or the data: {}", sentence(error)));
        return;
    }
    for expectation in &lesson.expect {
        let Some(at) = report.approaches.iter().position(|each| each.name == expectation.name) else { continue };
        compare(expectation, &report.approaches[at], problems);
    }
    compare_results(lesson, &report, problems);
    for (line, placeholder) in lesson.document.placeholders() {
        if let Some(message) = figure::unfilled(&placeholder, &report) {
            problems.add(line, message);
        }
    }
    if let Some(message) = lesson.answer().and_then(|answer| figure::unfilled(&answer, &report)) {
        problems.add(lesson.document.front.line("answer"), message);
    }
    if let Some(stem) = prerendered {
        fresh::check(lesson, report, stem, problems);
    }
}

fn compare(expectation: &Expectation, approach: &Approach, problems: &mut Problems) {
    let name = &approach.name;
    let mut tell = |message: String| problems.add(expectation.line, message);
    let wanted = expectation.figures.iter().find_map(|figure| match figure {
        Expected::Error(kind) => Some(kind),
        _ => None,
    });
    match (&approach.error, wanted) {
        (Some(error), None) => tell(format!("{name}: {}", sentence(error))),
        (Some(error), Some(kind)) if error.kind != *kind => {
            tell(format!("{name}: {kind} is expected, and it ended with {}", sentence(error)));
        }
        (None, Some(kind)) => tell(format!("{name}: {kind} is expected, and there was no error")),
        _ => {}
    }
    let mut count = |wanted: u64, seen: u64, one: &str, many: &str| {
        if wanted != seen {
            let unit = if wanted == 1 { one } else { many };
            tell(format!("{name}: {wanted} {unit} expected, {seen} seen"));
        }
    };
    for figure in &expectation.figures {
        let totals = &approach.totals;
        match figure {
            Expected::Queries(number) => count(*number, totals.queries, "query", "queries"),
            Expected::Rows(number) => count(*number, totals.rows_fetched, "row", "rows"),
            Expected::Instances(number) => count(*number, totals.instances, "instance", "instances"),
            Expected::Constant | Expected::Grows | Expected::Error(_) => {}
        }
    }
    let says = |figure: &Expected| expectation.figures.contains(figure);
    let Some(growth) = approach.growth.as_ref().map(|growth| &growth.queries) else {
        if says(&Expected::Constant) || says(&Expected::Grows) {
            tell(format!("{name}: nothing grows between the scales, so nothing is known of its queries"));
        }
        return;
    };
    let constant = growth.windows(2).all(|pair| pair[0] == pair[1]);
    if says(&Expected::Constant) && !constant || says(&Expected::Grows) && constant {
        let wanted = if constant { "growth" } else { "a constant number" };
        problems.add(expectation.line, format!("{name}: {wanted} of queries expected, {growth:?} seen at the scales"));
    }
}

/// `same-result` and `differs`.
fn compare_results(lesson: &Lesson, report: &Report, problems: &mut Problems) {
    let Some(same) = lesson.same_result else { return };
    let front = &lesson.document.front;
    let line_of_script =
        |name: &str| lesson.approaches.iter().find(|each| each.name == name).map_or(1, |each| each.line);
    let ended: Vec<_> =
        report.approaches[..lesson.approaches.len()].iter().filter(|each| each.error.is_none()).collect();
    for approach in ended.iter().filter(|each| !is_comparable(each)) {
        let shown = approach.result_repr.as_deref().unwrap_or("nothing");
        let shown: String = shown.chars().take(80).collect();
        problems.add(line_of_script(&approach.name), format!("the result cannot be compared: {shown}"));
    }
    let (odd, plain): (Vec<&Approach>, Vec<&Approach>) =
        ended.into_iter().partition(|each| lesson.differs.contains(&each.name));
    let Some((first, others)) = plain.split_first() else { return };
    let differing = others.iter().find(|other| !equal(&first.result, &other.result));
    match differing {
        Some(other) if same || !odd.is_empty() => {
            let how = outerref_lab::same_result::difference(&first.result, &other.result).unwrap_or_default();
            let line = line_of_script(&other.name);
            problems.add(line, format!("the result is not that of {}: {how}", first.name));
        }
        None if !same && odd.is_empty() => {
            problems.add(front.line("same-result"), "the results are the same");
        }
        _ => {}
    }
    for odd in odd.iter().filter(|odd| equal(&first.result, &odd.result)) {
        problems.add(front.line("differs"), format!("{} has the same result as {}", odd.name, first.name));
    }
}

/// Whether the result is made of what can be compared, `None` included.
pub(super) fn is_comparable(approach: &Approach) -> bool {
    !approach.result.is_null() || approach.result_repr.as_deref() == Some("None")
}
