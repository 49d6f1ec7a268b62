//! The type of a CSV column, and its cells as values of it.

use jiff::civil::{Date, DateTime};
use outerref_orm::Value;

/// The narrowest type that every cell fits. Digits that begin with a zero are text: they are codes.
pub(super) fn column_type<'c>(cells: impl Iterator<Item = &'c str>) -> &'static str {
    let mut fits = [true; 5];
    let (mut any, mut longest) = (false, 0);
    for cell in cells.map(str::trim).filter(|cell| !cell.is_empty()) {
        any = true;
        longest = longest.max(cell.chars().count());
        let tests: [fn(&str) -> bool; 5] = [is_whole, is_real, is_date, is_moment, is_truth];
        for (fits, test) in fits.iter_mut().zip(tests) {
            *fits = *fits && test(cell);
        }
    }
    let names = ["bigint", "real", "date", "datetime", "bool"];
    match fits.iter().position(|fits| *fits && any) {
        Some(place) => names[place],
        None if longest <= 255 => "varchar(255)",
        None => "text",
    }
}

/// A cell as a value of its column's type.
pub(super) fn typed(cell: &str, kind: &str) -> Value {
    let trimmed = cell.trim();
    match kind {
        _ if trimmed.is_empty() => Value::Null,
        "bigint" => trimmed.parse().map_or_else(|_| Value::text(cell), Value::Int),
        "real" => trimmed.parse().map_or_else(|_| Value::text(cell), Value::Float),
        "bool" => Value::Int(i64::from(trimmed.eq_ignore_ascii_case("true"))),
        "datetime" => moment(trimmed)
            .map_or_else(|| Value::text(cell), |moment| Value::text(moment.strftime("%Y-%m-%d %H:%M:%S").to_string())),
        "date" => Value::text(trimmed),
        _ => Value::text(cell),
    }
}

fn is_code(cell: &str) -> bool {
    let digits = cell.trim_start_matches('-');
    digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.")
}

fn is_whole(cell: &str) -> bool {
    cell.parse::<i64>().is_ok() && !is_code(cell)
}

fn is_real(cell: &str) -> bool {
    let numeric = cell.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    numeric && cell.parse::<f64>().is_ok() && !is_code(cell)
}

/// `2024-02-29`.
fn is_date(cell: &str) -> bool {
    cell.len() == 10 && cell.as_bytes()[4] == b'-' && cell.parse::<Date>().is_ok()
}

fn is_moment(cell: &str) -> bool {
    moment(cell).is_some()
}

/// `2024-02-29 13:45` or `2024-02-29T13:45:00`, without a zone.
fn moment(cell: &str) -> Option<DateTime> {
    let plain =
        (16..=19).contains(&cell.len()) && cell.bytes().all(|byte| byte.is_ascii_digit() || b"-: T".contains(&byte));
    if plain { cell.parse().ok() } else { None }
}

fn is_truth(cell: &str) -> bool {
    cell.eq_ignore_ascii_case("true") || cell.eq_ignore_ascii_case("false")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cells: &[&str], expected: &str) {
        assert_eq!(column_type(cells.iter().copied()), expected, "{cells:?}");
    }

    #[test]
    fn the_narrowest_type_is_taken() {
        check(&["1", "", "-20"], "bigint");
        check(&["1", "2.5", "1e3"], "real");
        check(&["01234", "99999"], "varchar(255)");
        check(&["2024-02-29", "1999-12-31"], "date");
        check(&["2024-02-30"], "varchar(255)");
        check(&["2024-02-29 13:45", "2024-02-29T13:45:01"], "datetime");
        check(&["True", "false"], "bool");
        check(&["", ""], "varchar(255)");
        check(&["nan", "inf"], "varchar(255)");
    }

    #[test]
    fn moments_are_written_as_the_database_compares_them() {
        assert_eq!(typed("2024-02-29T13:45", "datetime"), Value::from("2024-02-29 13:45:00"));
        assert_eq!(typed(" ", "datetime"), Value::Null);
        assert_eq!(typed("TRUE", "bool"), Value::Int(1));
    }
}
