//! The figures of the prose: `{{queries "Loop"}}`, and whether a Report can fill them.

use outerref_lab::report::{Approach, Report};

/// The words between the braces, out of their quotes.
pub(crate) type Placeholder = Vec<String>;

const NUMBERS: [&str; 8] = ["queries", "rows", "cells", "used", "bytes", "instances", "length", "time"];

/// Words, and text in double quotes, separated by spaces.
pub(crate) fn words(text: &str) -> Placeholder {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (word, behind) = match rest.strip_prefix('"').and_then(|quoted| quoted.split_once('"')) {
            Some(pair) => pair,
            None => rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len())),
        };
        found.push(word.to_owned());
        rest = behind.trim_start();
    }
    found
}

/// What is wrong with a figure, where the approaches have these names.
pub(crate) fn problem(figure: &Placeholder, names: &[&str]) -> Option<String> {
    let shown = || figure.join(" ");
    let Some((word, arguments)) = figure.split_first() else { return Some("an empty figure".into()) };
    let is_number = |text: &String| text.parse::<u32>().is_ok();
    let approaches: &[String] = match (word.as_str(), arguments) {
        ("table", [_]) => &[],
        ("ratio", [of, first_and_second @ .., millis]) if of == "modelled" && is_number(millis) => first_and_second,
        ("ratio", [of, first_and_second @ ..]) if NUMBERS.contains(&of.as_str()) => first_and_second,
        ("modelled" | "sql", [_, number]) if is_number(number) => &arguments[..1],
        ("result" | "error", [_]) => arguments,
        (word, [_]) if NUMBERS.contains(&word) => arguments,
        _ => return Some(format!("not a figure: {}", shown())),
    };
    if word == "ratio" && approaches.len() != 2 {
        return Some(format!("a ratio is of two approaches: {}", shown()));
    }
    let stranger = approaches.iter().find(|name| !names.contains(&name.as_str()))?;
    Some(format!("no approach is named \"{stranger}\""))
}

/// Why the report of a run cannot fill the figure, if it cannot.
pub(crate) fn unfilled(figure: &Placeholder, report: &Report) -> Option<String> {
    let (word, arguments) = figure.split_first()?;
    if word == "table" {
        let table = arguments.first()?;
        let known = report.tables.iter().any(|each| each.table == *table);
        return (!known).then(|| format!("there is no table {table}"));
    }
    let find = |name: &String| report.approaches.iter().find(|each| each.name == *name);
    if word == "ratio" {
        let (of, names) = arguments.split_first()?;
        let numbers: Option<Vec<f64>> = names.iter().take(2).map(|name| number(of, find(name)?)).collect();
        return match numbers.as_deref() {
            Some([_, bottom]) if *bottom != 0.0 => None,
            _ => Some(format!("the ratio of {of} cannot be formed")),
        };
    }
    let approach = find(arguments.first()?)?;
    let name = &approach.name;
    match word.as_str() {
        "result" => approach.result_repr.is_none().then(|| format!("{name} has no result")),
        "error" => approach.error.is_none().then(|| format!("{name} ends with no error")),
        "sql" => {
            let which = arguments.get(1)?.parse::<usize>().ok()?;
            let made = approach.queries.len();
            (which == 0 || which > made)
                .then(|| format!("{name} makes {made} statements, so there is no number {which}"))
        }
        _ => number(word, approach).is_none().then(|| format!("{name} has no {word}")),
    }
}

/// A figure that is a number. Of a run that is not timed, the time is one run's.
pub(crate) fn number(word: &str, approach: &Approach) -> Option<f64> {
    let totals = &approach.totals;
    Some(match word {
        "queries" => totals.queries as f64,
        "rows" => totals.rows_fetched as f64,
        "cells" => totals.cells_fetched as f64,
        "used" => totals.cells_used as f64,
        "bytes" => totals.bytes as f64,
        "instances" => totals.instances as f64,
        "length" => match (&approach.result, &approach.result_table) {
            (serde_json::Value::Array(items), _) => items.len() as f64,
            (_, Some(table)) => table.total_rows as f64,
            _ => return None,
        },
        "time" | "modelled" if approach.timing.runs > 0 => approach.timing.median_micros,
        _ => return None,
    })
}
