//! Dates and times read from text as `django.db.backends.utils.typecast_*` read them.

use jiff::civil::{Date, DateTime, Time};

/// What `typecast_timestamp` gives: a date if the text has no space, otherwise a date and time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stamp {
    /// A `date`.
    Date(Date),
    /// A naive `datetime`.
    DateTime(DateTime),
}

impl Stamp {
    /// The day.
    pub(super) fn date(self) -> Date {
        match self {
            Self::Date(date) => date,
            Self::DateTime(moment) => moment.date(),
        }
    }
}

/// How reading failed, for Django catches one of the two.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Bad {
    /// `ValueError` or `TypeError`.
    Value,
    /// `IndexError`: a part is missing.
    Index,
}

/// Python's `int(text)` of a part of a date: digits, perhaps with space around them.
fn number<T: TryFrom<i32>>(text: &str) -> Result<T, Bad> {
    let number = text.trim().parse::<i32>().map_err(|_| Bad::Value)?;
    T::try_from(number).map_err(|_| Bad::Value)
}

fn day(year: &str, month: &str, day: &str) -> Result<Date, Bad> {
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    if !(1..=9999).contains(&year) {
        return Err(Bad::Value);
    }
    Date::new(year, month, day).map_err(|_| Bad::Value)
}

/// Hours, minutes and seconds, with the six digits that the fraction is cut or filled to.
fn clock_time(hour: &str, minute: &str, seconds: &str) -> Result<Time, Bad> {
    let (seconds, fraction) = match seconds.split_once('.') {
        Some((_, rest)) if rest.contains('.') => return Err(Bad::Value),
        Some((seconds, fraction)) => (seconds, fraction),
        None => (seconds, "0"),
    };
    let filled = format!("{fraction}000000");
    let micros: i32 = number(filled.get(..6).ok_or(Bad::Value)?)?;
    let nanos = micros.checked_mul(1000).ok_or(Bad::Value)?;
    Time::new(number(hour)?, number(minute)?, number(seconds)?, nanos).map_err(|_| Bad::Value)
}

/// `typecast_time`: exactly three parts; `None` of nothing.
pub(super) fn time(text: &str) -> Result<Option<Time>, Bad> {
    if text.is_empty() {
        return Ok(None);
    }
    match text.split(':').collect::<Vec<_>>()[..] {
        [hour, minute, seconds] => clock_time(hour, minute, seconds).map(Some),
        _ => Err(Bad::Value),
    }
}

/// `typecast_timestamp`: an offset at the end is dropped; `None` of nothing.
pub(super) fn timestamp(text: &str) -> Result<Option<Stamp>, Bad> {
    if text.is_empty() {
        return Ok(None);
    }
    if !text.contains(' ') {
        return match text.split('-').collect::<Vec<_>>()[..] {
            [year, month, of_month] => day(year, month, of_month).map(|date| Some(Stamp::Date(date))),
            _ => Err(Bad::Value),
        };
    }
    let [date, clock] = text.split_whitespace().collect::<Vec<_>>()[..] else { return Err(Bad::Value) };
    let clock = clock.split_once('-').or_else(|| clock.split_once('+')).map_or(clock, |(clock, _)| clock);
    let times: Vec<_> = clock.split(':').collect();
    let dates: Vec<_> = date.split('-').collect();
    let ([hour, minute, seconds, ..], [year, month, of_month, ..]) = (&times[..], &dates[..]) else {
        return Err(Bad::Index);
    };
    let time = clock_time(hour, minute, seconds)?;
    Ok(Some(Stamp::DateTime(DateTime::from_parts(day(year, month, of_month)?, time))))
}
