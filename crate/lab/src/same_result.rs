//! Whether approaches gave the same result, and if not, where they part.

use serde_json::Value as Json;

use crate::report::{Approach, Difference};

/// Relative difference of two floats that still counts as equal: sums in another order end in other digits.
const TOLERANCE: f64 = 1e-9;

/// Whether two results are equal: numbers by value, floats within 1e-9 of each other.
pub fn equal(left: &Json, right: &Json) -> bool {
    match (left, right) {
        (Json::Number(a), Json::Number(b)) => {
            a == b
                || match (a.as_f64(), b.as_f64()) {
                    (Some(a), Some(b)) => a == b || (a - b).abs() <= TOLERANCE * a.abs().max(b.abs()),
                    _ => false,
                }
        }
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| equal(value, other)))
        }
        _ => left == right,
    }
}

/// The first difference, in one sentence; `None` if the results are equal.
pub fn difference(left: &Json, right: &Json) -> Option<String> {
    if equal(left, right) {
        return None;
    }
    Some(match (left, right) {
        (Json::Array(a), Json::Array(b)) if a.len() != b.len() => {
            format!("{} against {}", rows(a.len()), b.len())
        }
        (Json::Array(a), Json::Array(b)) if same_in_any_order(a, b) => {
            format!("The same {} in another order", rows(a.len()))
        }
        (Json::Array(a), Json::Array(b)) => {
            let mut parts = (1..).zip(a.iter().zip(b)).filter(|(_, (a, b))| !equal(a, b));
            let (row, (a, b)) = parts.next()?;
            let others = parts.count();
            let more = match others {
                0 => String::new(),
                1 => ", and one more row differs".into(),
                _ => format!(", and {others} more rows differ"),
            };
            format!("Row {row} is {} against {}{more}", shown(a), shown(b))
        }
        (Json::Object(a), Json::Object(b)) => {
            let differs = |key: &&String| !b.get(*key).is_some_and(|other| equal(&a[*key], other));
            match a.keys().find(differs).or_else(|| b.keys().find(|key| !a.contains_key(*key))) {
                Some(key) => format!("{key} is {} against {}", shown_entry(a.get(key)), shown_entry(b.get(key))),
                None => format!("{} against {}", shown(left), shown(right)),
            }
        }
        _ => format!("{} against {}", shown(left), shown(right)),
    })
}

fn rows(count: usize) -> String {
    if count == 1 { "1 row".into() } else { format!("{count} rows") }
}

fn shown_entry(value: Option<&Json>) -> String {
    value.map_or_else(|| "missing".into(), shown)
}

/// A value in few characters.
fn shown(value: &Json) -> String {
    cut(&value.to_string())
}

fn cut(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST { text.into() } else { text.chars().take(LONGEST).collect::<String>() + "…" }
}

/// Whether both hold equal rows, each as often. Rows are matched by their text first, so that long lists stay quick.
fn same_in_any_order(left: &[Json], right: &[Json]) -> bool {
    let key = |row: &Json| {
        let mut text = String::new();
        write_rounded(row, &mut text);
        text
    };
    let (mut left, mut right): (Vec<_>, Vec<_>) = (left.iter().map(key).collect(), right.iter().map(key).collect());
    left.sort_unstable();
    right.sort_unstable();
    left == right
}

/// The value as text, floats to ten digits.
fn write_rounded(value: &Json, out: &mut String) {
    match value {
        Json::Number(number) => match number.as_f64() {
            Some(number) => out.push_str(&format!("{number:.9e}")),
            None => out.push_str(&number.to_string()),
        },
        Json::Array(values) => {
            out.push('[');
            for value in values {
                write_rounded(value, out);
                out.push(',');
            }
        }
        Json::Object(entries) => {
            out.push('{');
            for (key, value) in entries {
                out.push_str(key);
                write_rounded(value, out);
                out.push(',');
            }
        }
        other => out.push_str(&other.to_string()),
    }
}

/// The first difference of results that JSON cannot say: by their rows where they have rows, else by their `repr()`.
fn difference_as_shown(left: &Approach, right: &Approach) -> Option<String> {
    if let (Some(a), Some(b)) = (&left.result_table, &right.result_table) {
        if a.total_rows != b.total_rows {
            let count = usize::try_from(a.total_rows).unwrap_or(usize::MAX);
            return Some(format!("{} against {}", rows(count), b.total_rows));
        }
        return difference(&serde_json::json!(a.rows), &serde_json::json!(b.rows));
    }
    (left.result_repr != right.result_repr).then(|| format!("{} against {}", repr(left), repr(right)))
}

/// `repr()` in few characters.
fn repr(approach: &Approach) -> String {
    cut(approach.result_repr.as_deref().unwrap_or("no result"))
}

/// Whether all approaches that ended without error gave the same, and where the first that does not parts from the
/// first of all. `None` with fewer than two.
pub fn compare(approaches: &[Approach]) -> (Option<bool>, Option<Difference>) {
    let mut ended = approaches.iter().filter(|approach| approach.error.is_none());
    let Some(first) = ended.next() else { return (None, None) };
    let mut compared = false;
    for other in ended {
        compared = true;
        let message = match (&first.result, &other.result) {
            (Json::Null, Json::Null) => difference_as_shown(first, other),
            // What JSON cannot say is named as it is shown.
            (Json::Null, right) if first.result_repr.is_some() => {
                Some(format!("{} against {}", repr(first), shown(right)))
            }
            (left, Json::Null) if other.result_repr.is_some() => {
                Some(format!("{} against {}", shown(left), repr(other)))
            }
            (left, right) => difference(left, right),
        };
        if let Some(message) = message {
            let between = (first.name.clone(), other.name.clone());
            return (Some(false), Some(Difference { between, message }));
        }
    }
    (compared.then_some(true), None)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn floats_that_differ_in_their_last_digits_are_equal() {
        assert!(equal(&json!([0.1 + 0.2, 1]), &json!([0.3, 1.0])));
        assert!(!equal(&json!(0.3), &json!(0.300_001)));
        assert!(!equal(&json!(1), &json!("1")));
        assert!(equal(&json!({"a": 1, "b": 2}), &json!({"b": 2, "a": 1})));
        assert!(!equal(&json!(true), &json!(1)));
    }

    #[test]
    fn differences_are_told_in_one_sentence() {
        for (left, right, expected) in [
            (json!([1, 2]), json!([1]), "2 rows against 1"),
            (json!([1]), json!([1, 2]), "1 row against 2"),
            (json!([["a", 1.0], ["b", 2]]), json!([["b", 2], ["a", 1]]), "The same 2 rows in another order"),
            (json!([1, 2, 3]), json!([1, 5, 3]), "Row 2 is 2 against 5"),
            (json!([1, 2, 3]), json!([1, 5, 4]), "Row 2 is 2 against 5, and one more row differs"),
            (json!({"n": 3}), json!({"n": 4}), "n is 3 against 4"),
            (json!({}), json!({"n": 4}), "n is missing against 4"),
            (json!(3), json!(null), "3 against null"),
        ] {
            assert_eq!(difference(&left, &right).as_deref(), Some(expected));
        }
        assert_eq!(difference(&json!([1]), &json!([1.0])), None);
    }

    fn of_instances(name: &str, rows: &[&str], total: u64) -> Approach {
        let rows: Vec<_> = rows.iter().map(|row| [row]).collect();
        let zero =
            |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), json!(0))).collect::<serde_json::Map<_, _>>();
        let totals = [
            "queries",
            "rowsFetched",
            "columnsFetched",
            "cellsFetched",
            "cellsUsed",
            "bytes",
            "instances",
            "dbMicros",
            "pythonMicros",
            "djangoMicros",
        ];
        let timing = ["runs", "medianMicros", "spreadMicros", "minMicros", "maxMicros", "dbMedianMicros"];
        serde_json::from_value(json!({
            "name": name, "result": null, "resultRepr": "<QuerySet [...]>", "stdout": "", "stdoutCut": 0, "error": null,
            "resultTable": {"columns": ["pk"], "rows": rows, "totalRows": total}, "queries": [], "groups": [],
            "totals": zero(&totals), "timing": zero(&timing), "findings": [], "growth": null,
        }))
        .expect("an approach")
    }

    #[test]
    fn instances_are_compared_by_their_rows() {
        let message = |left: &Approach, right: &Approach| {
            let (_, difference) = compare(&[left.clone(), right.clone()]);
            difference.map(|difference| difference.message)
        };
        let all = of_instances("a", &["1", "2"], 51);
        assert_eq!(message(&all, &of_instances("b", &["1", "2"], 48)).as_deref(), Some("51 rows against 48"));
        assert_eq!(
            message(&all, &of_instances("b", &["2", "1"], 51)).as_deref(),
            Some("The same 2 rows in another order")
        );
        assert_eq!(message(&all, &of_instances("b", &["1", "2"], 51)), None);
        let listed = Approach { result: json!([[1]]), ..all.clone() };
        assert_eq!(message(&all, &listed).as_deref(), Some("<QuerySet [...]> against [[1]]"));
    }
}
