//! Dates, times and durations from text. Mirrors `django.utils.dateparse` and `fromisoformat`.

use jiff::civil;

use crate::temporal::{Date, DateTime, Duration, Time};

/// What reading a text gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parsed<T> {
    /// A value.
    Value(T),
    /// The right form, but no such day or time.
    Invalid,
    /// Another form.
    Malformed,
}

impl<T> Parsed<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Invalid, Self::Value)
    }

    /// The value, if there is one.
    pub fn ok(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }
}

/// Takes characters from the front of a text.
struct Scan<'a>(&'a str);

impl Scan<'_> {
    fn digits(&mut self, least: usize, most: usize) -> Option<u32> {
        let length = self.0.bytes().take(most).take_while(u8::is_ascii_digit).count();
        if length < least {
            return None;
        }
        let (digits, rest) = self.0.split_at(length);
        self.0 = rest;
        digits.parse().ok()
    }

    fn eat(&mut self, characters: &[char]) -> Option<char> {
        let first = self.0.chars().next().filter(|first| characters.contains(first))?;
        self.0 = &self.0[first.len_utf8()..];
        Some(first)
    }

    /// Digits after the point, as microseconds: up to six count, as many again are dropped.
    fn fraction(&mut self, most: usize) -> Option<u32> {
        let length = self.0.bytes().take(most).take_while(u8::is_ascii_digit).count();
        if length == 0 {
            return None;
        }
        let (digits, rest) = self.0.split_at(length);
        self.0 = rest;
        format!("{digits:0<6}").get(..6)?.parse().ok()
    }

    fn finished(&self) -> bool {
        // `$` in Python's patterns also matches before a final newline.
        self.0.is_empty() || self.0 == "\n"
    }
}

type DateParts = (u32, u32, u32);
type TimeParts = (u32, u32, u32, u32);

fn date_parts(scan: &mut Scan<'_>) -> Option<DateParts> {
    let year = scan.digits(4, 4)?;
    scan.eat(&['-'])?;
    let month = scan.digits(1, 2)?;
    scan.eat(&['-'])?;
    Some((year, month, scan.digits(1, 2)?))
}

fn time_parts(scan: &mut Scan<'_>) -> Option<TimeParts> {
    let hour = scan.digits(1, 2)?;
    scan.eat(&[':'])?;
    let minute = scan.digits(1, 2)?;
    let (mut second, mut micros) = (0, 0);
    if scan.eat(&[':']).is_some() {
        second = scan.digits(1, 2)?;
        if scan.eat(&['.', ',']).is_some() {
            micros = scan.fraction(12)?;
        }
    }
    Some((hour, minute, second, micros))
}

/// Compact and week forms, which `fromisoformat` reads beside the extended one.
fn iso_date(scan: &mut Scan<'_>) -> Option<Date> {
    let year = scan.digits(4, 4)?;
    let extended = scan.eat(&['-']).is_some();
    if scan.eat(&['W']).is_some() {
        let week = scan.digits(2, 2)?;
        let mut day = 1;
        if !extended || scan.eat(&['-']).is_some() {
            day = scan.digits(1, 1).or(if extended { None } else { Some(1) })?;
        }
        let weekday = civil::Weekday::from_monday_one_offset(i8::try_from(day).ok()?).ok()?;
        let date = civil::ISOWeekDate::new(i16::try_from(year).ok()?, i8::try_from(week).ok()?, weekday).ok()?;
        return Some(Date(date.date()));
    }
    let month = scan.digits(2, 2)?;
    if extended {
        scan.eat(&['-'])?;
    }
    date((year, month, scan.digits(2, 2)?))
}

fn iso_time(scan: &mut Scan<'_>) -> Option<Time> {
    let hour = scan.digits(2, 2)?;
    let (mut minute, mut second, mut micros) = (0, 0, 0);
    let extended = scan.0.starts_with(':');
    let more = |scan: &mut Scan<'_>| {
        if extended { scan.eat(&[':']).is_some() } else { scan.0.starts_with(|c: char| c.is_ascii_digit()) }
    };
    if more(scan) {
        minute = scan.digits(2, 2)?;
        if more(scan) {
            second = scan.digits(2, 2)?;
            if scan.eat(&['.', ',']).is_some() {
                micros = scan.fraction(usize::MAX)?;
            }
        }
    }
    time((hour, minute, second, micros))
}

fn offset(scan: &mut Scan<'_>) -> Option<i32> {
    if scan.eat(&['Z']).is_some() {
        return Some(0);
    }
    let sign = if scan.eat(&['+', '-'])? == '-' { -1 } else { 1 };
    let hours = scan.digits(2, 2)?;
    let mut seconds = hours * 3600;
    for unit in [60, 1] {
        let colon = scan.eat(&[':']).is_some();
        if !colon && !scan.0.starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        seconds += scan.digits(2, 2)? * unit;
    }
    // Python allows offsets shorter than a day.
    (seconds < 86_400).then(|| sign * i32::try_from(seconds).unwrap_or(0))
}

fn date((year, month, day): DateParts) -> Option<Date> {
    (year > 0).then_some(())?;
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?)
}

fn time((hour, minute, second, micros): TimeParts) -> Option<Time> {
    Time::new(hour.try_into().ok()?, minute.try_into().ok()?, second.try_into().ok()?, micros.try_into().ok()?)
}

fn moment(date: Date, time: Time, offset: Option<i32>) -> DateTime {
    DateTime { civil: civil::DateTime::from_parts(date.0, time.0), offset }
}

/// Mirrors `parse_date`.
pub fn parse_date(text: &str) -> Parsed<Date> {
    let mut scan = Scan(text);
    if let Some(date) = iso_date(&mut scan)
        && scan.0.is_empty()
    {
        return Parsed::Value(date);
    }
    let mut scan = Scan(text);
    match date_parts(&mut scan) {
        Some(parts) if scan.finished() => Parsed::from(date(parts)),
        _ => Parsed::Malformed,
    }
}

/// Mirrors `parse_time`.
pub fn parse_time(text: &str) -> Parsed<Time> {
    let mut scan = Scan(text.strip_prefix('T').unwrap_or(text));
    if let Some(time) = iso_time(&mut scan)
        && (scan.0.is_empty() || offset(&mut scan).is_some() && scan.0.is_empty())
    {
        return Parsed::Value(time);
    }
    let mut scan = Scan(text);
    match time_parts(&mut scan) {
        Some(parts) if scan.finished() => Parsed::from(time(parts)),
        _ => Parsed::Malformed,
    }
}

/// Mirrors `parse_datetime`.
pub fn parse_datetime(text: &str) -> Parsed<DateTime> {
    if let Some(moment) = iso_datetime(text) {
        return Parsed::Value(moment);
    }
    let mut scan = Scan(text);
    let parts = (|| {
        let date = date_parts(&mut scan)?;
        scan.eat(&['T', ' '])?;
        let time = time_parts(&mut scan)?;
        scan.0 = scan.0.trim_start();
        let zone = if scan.finished() { None } else { Some(offset(&mut scan)?) };
        scan.finished().then_some((date, time, zone))
    })();
    match parts {
        Some((days, clock, zone)) => {
            Parsed::from(date(days).zip(time(clock)).map(|(date, time)| moment(date, time, zone)))
        }
        None => Parsed::Malformed,
    }
}

fn iso_datetime(text: &str) -> Option<DateTime> {
    let mut scan = Scan(text);
    let date = iso_date(&mut scan)?;
    if scan.0.is_empty() {
        return Some(moment(date, Time(civil::Time::midnight()), None));
    }
    // Any one character may stand between date and time.
    let separator = scan.0.chars().next()?;
    scan.0 = &scan.0[separator.len_utf8()..];
    let time = iso_time(&mut scan)?;
    let zone = if scan.0.is_empty() { None } else { Some(offset(&mut scan)?) };
    scan.0.is_empty().then(|| moment(date, time, zone))
}

/// Mirrors `parse_duration`: `[D [day[s], ]][-][[HH:]MM:]SS[.ffffff]`, ISO 8601, and PostgreSQL's form.
pub fn parse_duration(text: &str) -> Option<Duration> {
    plain_duration(text).or_else(|| iso_duration(text))
}

fn plain_duration(text: &str) -> Option<Duration> {
    let (mut days, mut rest) = (0_i64, text);
    if let Some(at) = text.find(' ') {
        days = text[..at].parse().ok().filter(|_| !text.starts_with('+'))?;
        rest = &text[at + 1..];
        for word in ["days", "day"] {
            if let Some(after) = rest.strip_prefix(word) {
                rest = after.strip_prefix(", ").or_else(|| after.strip_prefix(' ')).unwrap_or(after);
                break;
            }
        }
        if rest.is_empty() {
            return Some(Duration { micros: days.checked_mul(86_400_000_000)? });
        }
    }
    let (sign, clock) = match rest.as_bytes().first()? {
        b'-' => (-1, &rest[1..]),
        b'+' if days != 0 => (1, &rest[1..]),
        _ => (1, rest),
    };
    let (whole, fraction) = clock.split_once(['.', ',']).unwrap_or((clock, "0"));
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) || fraction.len() > 12 {
        return None;
    }
    let mut seconds = 0_i64;
    let parts: Vec<&str> = whole.split(':').collect();
    if parts.len() > 3 {
        return None;
    }
    for part in parts {
        if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        seconds = seconds.checked_mul(60)?.checked_add(part.parse().ok()?)?;
    }
    let micros: i64 = format!("{fraction:0<6}")[..6].parse().ok()?;
    let span = seconds.checked_mul(1_000_000)?.checked_add(micros)?;
    Some(Duration { micros: days.checked_mul(86_400_000_000)?.checked_add(sign * span)? })
}

fn iso_duration(text: &str) -> Option<Duration> {
    let (sign, rest) = match text.as_bytes().first()? {
        b'-' => (-1.0, &text[1..]),
        b'+' => (1.0, &text[1..]),
        _ => (1.0, text),
    };
    let rest = rest.strip_prefix('P')?;
    let (dates, clock) = rest.split_once('T').unwrap_or((rest, ""));
    let mut seconds = 0.0;
    for (mut part, units) in
        [(dates, &[('W', 604_800.0), ('D', 86_400.0)][..]), (clock, &[('H', 3600.0), ('M', 60.0), ('S', 1.0)][..])]
    {
        for (unit, length) in units {
            if let Some((number, after)) = part.split_once(*unit) {
                let number = number.replace(',', ".");
                if !number.starts_with(|c: char| c.is_ascii_digit()) {
                    return None;
                }
                seconds += number.parse::<f64>().ok()? * length;
                part = after;
            }
        }
        if !part.is_empty() {
            return None;
        }
    }
    let micros = (seconds * 1e6).round_ties_even() * sign;
    #[allow(clippy::cast_possible_truncation)]
    (micros.abs() < 9e18).then_some(Duration { micros: micros as i64 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_tell_wrong_days_from_other_forms() {
        let shown = |text: &str| match parse_date(text) {
            Parsed::Value(date) => date.to_string(),
            Parsed::Invalid => "invalid".into(),
            Parsed::Malformed => "malformed".into(),
        };
        for (text, expected) in [
            ("2024-02-29", "2024-02-29"),
            ("2024-2-9", "2024-02-09"),
            ("20240229", "2024-02-29"),
            ("2024-W09-4", "2024-02-29"),
            ("2023-02-29", "invalid"),
            ("2023-13-01", "invalid"),
            ("29.02.2024", "malformed"),
            ("2024-02-29 10:00", "malformed"),
            ("", "malformed"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn moments_are_read_in_both_of_the_forms_that_django_accepts() {
        let shown = |text: &str| match parse_datetime(text) {
            Parsed::Value(moment) => moment.to_string(),
            Parsed::Invalid => "invalid".into(),
            Parsed::Malformed => "malformed".into(),
        };
        for (text, expected) in [
            ("2024-01-02", "2024-01-02 00:00:00"),
            ("2024-01-02T10:11", "2024-01-02 10:11:00"),
            ("2024-01-02 1:2:3.5", "2024-01-02 01:02:03.500000"),
            ("2024-01-02 10:11:12Z", "2024-01-02 10:11:12+00:00"),
            ("2024-01-02 10:11:12 +02", "2024-01-02 10:11:12+02:00"),
            ("2024-01-02 10:11:12.123456789+05:30", "2024-01-02 10:11:12.123456+05:30"),
            ("2024-01-02 25:00", "invalid"),
            ("yesterday", "malformed"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn durations_are_read_in_all_three_forms() {
        for (text, micros) in [
            ("4 15:30:20.5", Some(401_420_500_000)),
            ("1 day, 0:00:01", Some(86_401_000_000)),
            ("-1:30", Some(-90_000_000)),
            ("15", Some(15_000_000)),
            ("P4DT1H", Some(349_200_000_000)),
            ("-PT0.5S", Some(-500_000)),
            ("3 days", Some(259_200_000_000)),
            ("1:2:3:4", None),
            ("soon", None),
        ] {
            assert_eq!(parse_duration(text).map(|span| span.micros), micros, "{text}");
        }
    }
}
