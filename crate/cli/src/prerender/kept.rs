//! What is kept of a report: what a page shows before anything runs, and no more.

use outerref_lab::{
    report::{Approach, Report},
    same_result,
};
use serde_json::Value as Json;

use crate::format::lesson::Lesson;

/// A longer result is kept as its first rows only, in characters of JSON.
const LONGEST_RESULT: usize = 10_000;
const LONGEST_REPR: usize = 2_000;
const MOST_ROWS: usize = 30;

/// The report of the approaches, and that of the changes to try if the prose names one.
pub(crate) fn split(mut report: Report, lesson: &Lesson) -> (Report, Option<Report>) {
    let tries = report.approaches.split_off(lesson.approaches.len().min(report.approaches.len()));
    let named = |approach: &Approach| {
        lesson.document.placeholders().iter().any(|(_, words)| words.iter().skip(1).any(|word| *word == approach.name))
    };
    (report.same_result, report.difference) = same_result::compare(&report.approaches);
    let tries = tries.iter().any(named).then(|| {
        let mut other = Report { approaches: tries, same_result: None, difference: None, ..report.clone() };
        trim(&mut other);
        other
    });
    trim(&mut report);
    (report, tries)
}

/// Shortens long results.
pub(crate) fn trim(report: &mut Report) {
    for approach in &mut report.approaches {
        if let Some(table) = &mut approach.result_table {
            table.rows.truncate(MOST_ROWS);
            if approach.result.to_string().len() > LONGEST_RESULT {
                approach.result = Json::Null;
            }
        }
        if let Some(repr) = &mut approach.result_repr
            && let Some((at, _)) = repr.char_indices().nth(LONGEST_REPR)
        {
            repr.truncate(at);
            repr.push('…');
        }
    }
}
