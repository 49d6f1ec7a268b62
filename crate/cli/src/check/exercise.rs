//! An exercise is solved by each of its solutions, and not by its starter.

use outerref_lab::report::Report;
use outerref_python::words::words_in;

use super::judge::{Evidence, judge};
use crate::{
    bench::{Bench, ONCE, line_of, sentence},
    format::{Problems, asked::Asked, document::Named, exercise::Exercise},
};

/// Every row of every table, as plain values. The page asks the same (`www/src/exercises/attempt.ts`).
const ALL_TABLES: &str = "
from django.apps import apps as _apps
[[_model.__name__, [[str(_value) for _value in _row] for _row in _model._base_manager.order_by(\"pk\").values_list()]] for _model in _apps.get_models()]";

pub(super) fn check(exercise: &Exercise, bench: &Bench, problems: &mut Problems) {
    let scripts: Vec<&Named> = std::iter::once(&exercise.starter).chain(&exercise.solutions).collect();
    let run = |more: &str, scale: Option<u64>| {
        let code = scripts.iter().map(|script| (script.name.as_str(), format!("{}{more}", script.code)));
        bench.run(&exercise.sources, code, scale, ONCE)
    };
    let asks = |asked: &Asked| exercise.checks.iter().any(|(_, each)| each == asked);
    let first = run("", exercise.scale);
    if let Some(error) = &first.setup_error {
        problems.add(line_of(error, &exercise.document), format!("the models or the data: {}", sentence(error)));
        return;
    }
    let read_back = exercise.after.as_ref().map(|after| run(&format!("\n{after}"), exercise.scale));
    let tables = asks(&Asked::SameTables).then(|| run(ALL_TABLES, exercise.scale));
    let growth: Vec<Report> = match asks(&Asked::ConstantQueries) {
        true => exercise.scales.iter().map(|scale| run("", Some(*scale))).collect(),
        false => Vec::new(),
    };
    for (at, script) in scripts.iter().enumerate() {
        // The reference is the first solution.
        let pair = |report: &Report| Some((report.approaches.get(at)?.clone(), report.approaches.get(1)?.clone()));
        let Some((yours, reference)) = pair(&first) else { continue };
        let result = match &read_back {
            Some(report) => pair(report),
            None => Some((yours.clone(), reference)),
        };
        let evidence = Evidence {
            result,
            tables: tables.as_ref().and_then(pair),
            growth: growth
                .iter()
                .map(|report| {
                    let approach = report.approaches.get(at).filter(|each| each.error.is_none());
                    (report.scale.unwrap_or(0), approach.map(|each| each.totals.queries))
                })
                .collect(),
            words: words_in(&script.code),
            yours,
        };
        tell(exercise, at, script, &evidence, problems);
    }
}

fn tell(exercise: &Exercise, at: usize, script: &Named, evidence: &Evidence, problems: &mut Problems) {
    let failing: Vec<_> =
        exercise.checks.iter().filter_map(|(text, asked)| Some((text, judge(asked, evidence)?))).collect();
    if at == 0 {
        if failing.is_empty() {
            problems.add(script.line, "the starter passes every check: there is nothing to do");
        }
        return;
    }
    if let Some(error) = &evidence.yours.error {
        let own = error.file.as_deref() == Some(&script.name);
        let line = script.line + error.line.filter(|_| own).unwrap_or(0);
        problems.add(line, format!("solution \"{}\": {}", script.name, sentence(error)));
        return;
    }
    for (text, seen) in failing {
        problems.add(script.line, format!("solution \"{}\" fails '{text}': {seen}", script.name));
    }
}
