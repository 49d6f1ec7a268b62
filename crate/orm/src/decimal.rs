//! [`Decimal`]: as much of Python's `decimal` as fields need: reading, writing, quantising.

use std::fmt;

/// A finite decimal number: `digits` times ten to the power of `exponent`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// Whether it is below zero, or minus zero.
    pub negative: bool,
    /// The coefficient, most significant digit first, without leading zeros; `[0]` is zero.
    digits: Vec<u8>,
    /// The power of ten.
    exponent: i64,
}

/// Exponents beyond this are not written out in digits.
const LARGEST_EXPONENT: i64 = 100_000;

impl Decimal {
    fn new(negative: bool, digits: Vec<u8>, exponent: i64) -> Self {
        let zeros = digits.iter().take_while(|digit| **digit == 0).count().min(digits.len().saturating_sub(1));
        let digits = if digits.is_empty() { vec![0] } else { digits[zeros..].to_vec() };
        Self { negative, digits, exponent }
    }

    /// Reads what `Decimal(text)` reads, but for infinities and NaN.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().replace('_', "");
        let (negative, rest) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, &text[..]),
        };
        let (mantissa, exponent) = match rest.find(['e', 'E']) {
            Some(at) => (&rest[..at], rest[at + 1..].parse::<i64>().ok()?),
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.len() + fraction.len() == 0 || exponent.abs() > LARGEST_EXPONENT {
            return None;
        }
        let digits: Option<Vec<u8>> =
            whole.bytes().chain(fraction.bytes()).map(|byte| byte.is_ascii_digit().then(|| byte - b'0')).collect();
        Some(Self::new(negative, digits?, exponent - i64::try_from(fraction.len()).ok()?))
    }

    /// The exact value of a float, rounded to so many significant digits. Mirrors `create_decimal_from_float`.
    pub fn from_float(value: f64, precision: usize) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        // A double has at most 1074 binary, hence decimal, places.
        let exact = format!("{value:.1074}");
        let mut exact = Self::parse(exact.trim_end_matches('0').trim_end_matches('.'))?;
        exact.negative = value.is_sign_negative();
        Some(exact.round_to_precision(precision))
    }

    /// Rounds half to even, to so many significant digits.
    pub fn round_to_precision(self, precision: usize) -> Self {
        match self.digits.len().checked_sub(precision) {
            Some(excess) if excess > 0 && precision > 0 => {
                let target = self.exponent + i64::try_from(excess).unwrap_or(0);
                let rounded = self.rescale(target);
                // 9.99 to two digits is 10.0, one digit too many.
                if rounded.digits.len() > precision { rounded.round_to_precision(precision) } else { rounded }
            }
            _ => self,
        }
    }

    /// With so many places after the point. `None` if that takes more than `precision` digits, which
    /// Python answers with `InvalidOperation`.
    pub fn quantize(self, places: u32, precision: Option<usize>) -> Option<Self> {
        let quantized = self.rescale(-i64::from(places));
        (quantized.digits.len() <= precision.unwrap_or(28)).then_some(quantized)
    }

    fn rescale(&self, exponent: i64) -> Self {
        if self.digits == [0] {
            return Self { negative: self.negative, digits: vec![0], exponent };
        }
        if exponent <= self.exponent {
            let zeros = usize::try_from(self.exponent - exponent).unwrap_or(0);
            let mut digits = self.digits.clone();
            digits.resize(digits.len() + zeros, 0);
            return Self { negative: self.negative, digits, exponent };
        }
        let drop = usize::try_from(exponent - self.exponent).unwrap_or(usize::MAX);
        let length = self.digits.len();
        if drop > length {
            return Self { negative: self.negative, digits: vec![0], exponent };
        }
        let (kept, dropped) = self.digits.split_at(length - drop);
        let mut digits = if kept.is_empty() { vec![0] } else { kept.to_vec() };
        let half = dropped.first().is_some_and(|digit| *digit == 5) && dropped[1..].iter().all(|digit| *digit == 0);
        let up = dropped.first().is_some_and(|digit| *digit >= 5);
        let odd = digits.last().is_some_and(|digit| digit % 2 == 1);
        if up && (!half || odd) {
            let mut at = digits.len();
            loop {
                if at == 0 {
                    digits.insert(0, 1);
                    break;
                }
                at -= 1;
                if digits[at] == 9 {
                    digits[at] = 0;
                } else {
                    digits[at] += 1;
                    break;
                }
            }
        }
        Self::new(self.negative, digits, exponent)
    }

    /// The whole part, towards zero, in digits. Mirrors `int()`.
    pub fn truncated(&self) -> String {
        let text = self.plain();
        let whole = text.split_once('.').map_or(text.as_str(), |(whole, _)| whole);
        if whole == "-0" { "0".into() } else { whole.into() }
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        self.digits == [0]
    }

    /// Without an exponent: `'{:f}'.format(value)`.
    pub fn plain(&self) -> String {
        let mut out: String = self.digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        if self.exponent >= 0 {
            if !self.is_zero() {
                out.extend(std::iter::repeat_n('0', usize::try_from(self.exponent).unwrap_or(0)));
            }
        } else {
            let places = usize::try_from(-self.exponent).unwrap_or(0);
            if out.len() <= places {
                out = "0".repeat(places + 1 - out.len()) + &out;
            }
            out.insert(out.len() - places, '.');
        }
        if self.negative { format!("-{out}") } else { out }
    }
}

impl fmt::Display for Decimal {
    /// `str(value)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = i64::try_from(self.digits.len()).unwrap_or(i64::MAX);
        let adjusted = self.exponent + length - 1;
        if self.exponent <= 0 && adjusted >= -6 {
            return f.write_str(&self.plain());
        }
        let digits: String = self.digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        let sign = if self.negative { "-" } else { "" };
        let (first, rest) = digits.split_at(1);
        let point = if rest.is_empty() { "" } else { "." };
        write!(f, "{sign}{first}{point}{rest}E{adjusted:+}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_and_written_as_python_does() {
        for (text, shown) in [
            ("1.50", "1.50"),
            (" -0.00 ", "-0.00"),
            ("1e3", "1E+3"),
            ("12e-8", "1.2E-7"),
            ("0.000001", "0.000001"),
            ("1_000", "1000"),
            ("007", "7"),
        ] {
            assert_eq!(Decimal::parse(text).map(|value| value.to_string()).as_deref(), Some(shown), "{text}");
        }
        for text in ["", "abc", "1.2.3", "--1", "NaN", "Infinity", "."] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn quantising_rounds_half_to_even_and_knows_its_limits() {
        let quantized = |text: &str, places, digits| {
            Decimal::parse(text).and_then(|value| value.quantize(places, digits)).map(|value| value.to_string())
        };
        assert_eq!(quantized("2.675", 2, Some(8)).as_deref(), Some("2.68"));
        assert_eq!(quantized("2.665", 2, Some(8)).as_deref(), Some("2.66"));
        assert_eq!(quantized("9.996", 2, Some(4)).as_deref(), Some("10.00"));
        assert_eq!(quantized("12345.6", 2, Some(4)), None);
        assert_eq!(quantized("5", 2, None).as_deref(), Some("5.00"));
    }

    #[test]
    fn floats_are_taken_exactly_then_rounded() {
        let from = |value, digits| Decimal::from_float(value, digits).map(|value| value.to_string());
        assert_eq!(from(30.5, 15).as_deref(), Some("30.5"));
        assert_eq!(from(0.1, 15).as_deref(), Some("0.100000000000000"));
        assert_eq!(from(19.99, 8).as_deref(), Some("19.990000"));
        assert_eq!(from(1e22, 15).as_deref(), Some("1.00000000000000E+22"));
        assert_eq!(from(-2.0, 15).as_deref(), Some("-2"));
        assert_eq!(from(f64::NAN, 15), None);
    }
}
