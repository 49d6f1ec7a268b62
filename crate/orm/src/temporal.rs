//! Dates and times as Python has them: [`Date`], [`Time`], [`DateTime`], [`Duration`].

use std::fmt;

use jiff::civil;

/// `datetime.date`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub civil::Date);

/// `datetime.time`, naive. Microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub civil::Time);

/// `datetime.datetime`, naive or with a fixed offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateTime {
    /// What the clock on the wall shows.
    pub civil: civil::DateTime,
    /// Seconds east of UTC, if the moment is aware.
    pub offset: Option<i32>,
}

/// `datetime.timedelta`, in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration {
    /// Microseconds.
    pub micros: i64,
}

impl Date {
    /// A date, if there is such a day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().map(Self)
    }

    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, rest) = text.split_once('-')?;
        let (month, day) = rest.split_once('-')?;
        if year.len() != 4 || month.len() > 2 || day.len() > 2 || month.is_empty() || day.is_empty() {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// Python's `repr()`.
    pub fn repr(&self) -> String {
        format!("datetime.date({}, {}, {})", self.0.year(), self.0.month(), self.0.day())
    }
}

impl Time {
    /// A time of day, if there is such a one.
    pub fn new(hour: i8, minute: i8, second: i8, micros: i32) -> Option<Self> {
        civil::Time::new(hour, minute, second, micros.checked_mul(1000)?).ok().map(Self)
    }

    /// Microseconds within the second.
    pub fn micros(&self) -> i32 {
        self.0.subsec_nanosecond() / 1000
    }

    /// Reads `HH:MM[:SS[.ffffff]]`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, ':');
        let hour = number(parts.next()?, 2)?;
        let minute = number(parts.next()?, 2)?;
        let (mut second, mut micros) = (0, 0);
        if let Some(rest) = parts.next() {
            let (whole, fraction) = rest.split_once(['.', ',']).unwrap_or((rest, "0"));
            second = number(whole, 2)?;
            if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            micros = format!("{fraction:0<6}")[..6].parse().ok()?;
        }
        Self::new(hour, minute, second, micros)
    }

    /// Python's `repr()`.
    pub fn repr(&self) -> String {
        format!("datetime.time({})", clock_args(self.0))
    }
}

impl DateTime {
    /// A naive moment.
    pub fn naive(civil: civil::DateTime) -> Self {
        Self { civil, offset: None }
    }

    /// Reads `YYYY-MM-DD[T ]HH:MM[:SS[.ffffff]][Z|±HH[:]MM]`.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, rest) = text.split_once(['T', ' '])?;
        let date = Date::parse(date)?;
        let rest = rest.trim();
        let (clock, offset) = if let Some(clock) = rest.strip_suffix(['Z', 'z']) {
            (clock, Some(0))
        } else if let Some(at) = rest.rfind(['+', '-']) {
            let (clock, zone) = rest.split_at(at);
            (clock, Some(parse_offset(zone)?))
        } else {
            (rest, None)
        };
        Some(Self { civil: civil::DateTime::from_parts(date.0, Time::parse(clock.trim_end())?.0), offset })
    }

    /// The same moment on the clock of UTC; a naive one stays as it is.
    pub fn to_utc(self) -> Self {
        match self.offset {
            Some(seconds) => Self {
                civil: self.civil.checked_sub(jiff::SignedDuration::from_secs(seconds.into())).unwrap_or(self.civil),
                offset: Some(0),
            },
            None => self,
        }
    }

    /// Microseconds within the second.
    pub fn micros(&self) -> i32 {
        self.civil.subsec_nanosecond() / 1000
    }

    /// ISO text with the given separator: `2024-02-29T12:00:00+00:00`.
    pub fn iso(&self, separator: char) -> String {
        let mut out = format!("{}{separator}{}", self.civil.date(), Time(self.civil.time()));
        if let Some(seconds) = self.offset {
            let sign = if seconds < 0 { '-' } else { '+' };
            let seconds = seconds.abs();
            out.push_str(&format!("{sign}{:02}:{:02}", seconds / 3600, seconds / 60 % 60));
            if seconds % 60 != 0 {
                out.push_str(&format!(":{:02}", seconds % 60));
            }
        }
        out
    }

    /// Python's `repr()`.
    pub fn repr(&self) -> String {
        let date = self.civil.date();
        let zone = match self.offset {
            None => String::new(),
            Some(0) => ", tzinfo=datetime.timezone.utc".into(),
            Some(seconds) => {
                format!(", tzinfo=datetime.timezone({})", Duration { micros: i64::from(seconds) * 1_000_000 }.repr())
            }
        };
        format!(
            "datetime.datetime({}, {}, {}, {}{zone})",
            date.year(),
            date.month(),
            date.day(),
            clock_args(self.civil.time())
        )
    }
}

impl Duration {
    /// Days, seconds and microseconds, normalised as Python does (only days may be negative).
    pub fn parts(&self) -> (i64, i64, i64) {
        let days = self.micros.div_euclid(86_400_000_000);
        let rest = self.micros.rem_euclid(86_400_000_000);
        (days, rest / 1_000_000, rest % 1_000_000)
    }

    /// Python's `repr()`.
    pub fn repr(&self) -> String {
        let (days, seconds, micros) = self.parts();
        let named: Vec<_> = [("days", days), ("seconds", seconds), ("microseconds", micros)]
            .into_iter()
            .filter(|(_, amount)| *amount != 0)
            .map(|(name, amount)| format!("{name}={amount}"))
            .collect();
        format!("datetime.timedelta({})", if named.is_empty() { "0".into() } else { named.join(", ") })
    }
}

fn number(text: &str, longest: usize) -> Option<i8> {
    let digits = !text.is_empty() && text.len() <= longest && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn parse_offset(text: &str) -> Option<i32> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => (-1, &text[1..]),
        _ => (1, &text[1..]),
    };
    let digits: String = digits.chars().filter(|c| *c != ':').collect();
    if !matches!(digits.len(), 2 | 4 | 6) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |at: usize| digits.get(at..at + 2).map_or(Some(0), |two| two.parse::<i32>().ok());
    Some(sign * (part(0)? * 3600 + part(2)? * 60 + part(4)?))
}

fn clock_args(time: civil::Time) -> String {
    let micros = time.subsec_nanosecond() / 1000;
    let mut out = format!("{}, {}", time.hour(), time.minute());
    if time.second() != 0 || micros != 0 {
        out.push_str(&format!(", {}", time.second()));
    }
    if micros != 0 {
        out.push_str(&format!(", {micros}"));
    }
    out
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}:{:02}", self.0.hour(), self.0.minute(), self.0.second())?;
        if self.micros() != 0 {
            write!(f, ".{:06}", self.micros())?;
        }
        Ok(())
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso(' '))
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, seconds, micros) = self.parts();
        if days != 0 {
            write!(f, "{days} day{}, ", if days.abs() == 1 { "" } else { "s" })?;
        }
        write!(f, "{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)?;
        if micros != 0 {
            write!(f, ".{micros:06}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_and_shown_as_python_does() {
        let moment = DateTime::parse("2024-02-29T23:59:59.000120+05:30").expect("parses");
        assert_eq!(moment.to_string(), "2024-02-29 23:59:59.000120+05:30");
        assert_eq!(moment.to_utc().to_string(), "2024-02-29 18:29:59.000120+00:00");
        assert_eq!(DateTime::parse("2024-02-30 10:00"), None);
        assert_eq!(Duration { micros: -1 }.to_string(), "-1 day, 23:59:59.999999");
        assert_eq!(Duration { micros: 90_061_000_000 }.repr(), "datetime.timedelta(days=1, seconds=3661)");
    }
}
