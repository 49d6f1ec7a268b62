//! Numbers as the pages write them (`www/src/reading/figures.ts`): three significant digits at most, a comma at each
//! thousand, a narrow space before a unit.

const GAP: char = '\u{202f}';

/// 6,630
pub(crate) fn count(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut out = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// 0.412, 41.2, 412, 4,120
pub(crate) fn significant(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return "0".into();
    }
    let magnitude = |value: f64| value.abs().log10().floor() as i32;
    // Rounding may carry into another digit: 9.996 becomes 10.0.
    let step = 10f64.powi(magnitude(value) - 2);
    let rounded = (value / step).round() * step;
    let decimals = (2 - magnitude(rounded)).max(0) as usize;
    if rounded.abs() >= 1000.0 {
        return count(rounded);
    }
    let text = format!("{rounded:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A duration in the unit that keeps it readable.
pub(crate) fn duration(micros: f64) -> String {
    let (value, unit) = match micros {
        _ if micros <= 0.0 => (0.0, "ms"),
        _ if micros < 999.5 => (micros, "µs"),
        _ if micros < 999_500.0 => (micros / 1e3, "ms"),
        _ => (micros / 1e6, "s"),
    };
    format!("{}{GAP}{unit}", significant(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_digits_that_mean_something() {
        for (value, text) in [
            (0.0, "0"),
            (0.4121, "0.412"),
            (9.996, "10"),
            (41.23, "41.2"),
            (999.6, "1,000"),
            (4123.0, "4,120"),
            (2.5, "2.5"),
        ] {
            assert_eq!(significant(value), text);
        }
        assert_eq!(count(6_630.0), "6,630");
        assert_eq!(duration(41_230.0), "41.2\u{202f}ms");
    }
}
