//! `django_date_extract`, `django_datetime_trunc` and their kin, with time zones by name.

use jiff::{
    SignedDuration,
    civil::{DateTime, Time},
    tz::{TimeZone, TimeZoneDatabase},
};
use rusqlite::{
    Connection,
    functions::Context,
    types::{Value, ValueRef},
};

use super::{
    argument::{optional_text, text, text_of},
    overflowed, pure,
    python_timestamp::{self, Bad, Stamp},
    raised,
};

pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    pure(connection, "django_date_extract", 2, |context| {
        extract(text(context, 0)?, parse(context.get_raw(1), None, None)?)
    })?;
    pure(connection, "django_datetime_extract", 4, |context| extract(text(context, 0)?, zoned(context, 1)?))?;
    pure(connection, "django_date_trunc", 4, |context| date_trunc(text(context, 0)?, zoned(context, 1)?))?;
    pure(connection, "django_datetime_trunc", 4, |context| datetime_trunc(text(context, 0)?, zoned(context, 1)?))?;
    pure(connection, "django_time_trunc", 4, time_trunc)?;
    pure(connection, "django_time_extract", 2, |context| match time_argument(context)? {
        None => Ok(Value::Null),
        Some(time) => time_part(text(context, 0)?, time),
    })?;
    pure(connection, "django_datetime_cast_date", 3, |context| match zoned(context, 0)? {
        None => Ok(Value::Null),
        Some(Stamp::DateTime(moment)) => Ok(moment.date().to_string().into()),
        Some(Stamp::Date(_)) => Err(raised()),
    })?;
    pure(connection, "django_datetime_cast_time", 3, |context| match zoned(context, 0)? {
        None => Ok(Value::Null),
        Some(Stamp::DateTime(moment)) => Ok(iso_time(moment.time()).into()),
        Some(Stamp::Date(_)) => Err(raised()),
    })
}

/// `time.isoformat()`.
pub(super) fn iso_time(time: Time) -> String {
    let mut out = format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second());
    let micros = time.subsec_nanosecond() / 1000;
    if micros != 0 {
        out.push_str(&format!(".{micros:06}"));
    }
    out
}

/// The argument at `index` with the two that follow it: the zone to show it in and the zone it is stored in.
fn zoned(context: &Context<'_>, index: usize) -> rusqlite::Result<Option<Stamp>> {
    let (shown, stored) = (optional_text(context, index + 1)?, optional_text(context, index + 2)?);
    parse(context.get_raw(index), shown, stored)
}

/// The second argument as `typecast_time` reads it: `None` where Django gives `NULL`.
fn time_argument(context: &Context<'_>) -> rusqlite::Result<Option<Time>> {
    match text_of(context.get_raw(1)).map(python_timestamp::time) {
        None | Some(Err(_)) => Ok(None),
        // Python's `None` has no hour.
        Some(Ok(None)) => Err(raised()),
        Some(Ok(time)) => Ok(time),
    }
}

/// `_sqlite_datetime_parse`.
fn parse(value: ValueRef<'_>, shown: Option<&str>, stored: Option<&str>) -> rusqlite::Result<Option<Stamp>> {
    let stored = stored.filter(|name| !name.is_empty());
    let naive = stored.is_none() && shown.is_none();
    let stamp = match text_of(value).map(python_timestamp::timestamp) {
        None | Some(Err(Bad::Value)) => return Ok(None),
        Some(Err(Bad::Index)) => return Err(raised()),
        Some(Ok(None)) => return if naive { Ok(None) } else { Err(raised()) },
        Some(Ok(Some(stamp))) => stamp,
    };
    if naive {
        return Ok(Some(stamp));
    }
    // A `date` has no `replace(tzinfo=)`.
    let Stamp::DateTime(mut moment) = stamp else { return Err(raised()) };
    let Some(shown) = shown.filter(|shown| Some(*shown) != stored) else { return Ok(Some(stamp)) };
    // A naive value cannot be made local.
    let stored = stored.ok_or_else(raised)?;
    let (name, offset) = split_delta(shown);
    if let Some(offset) = offset {
        moment = in_range(moment.checked_add(offset).map_err(|_| overflowed())?)?;
    }
    let target = zone(if name.is_empty() { stored } else { name })?;
    let utc = moment.to_zoned(zone(stored)?).map_err(|_| overflowed())?.with_time_zone(TimeZone::UTC);
    in_range(utc.datetime())?;
    in_range(utc.with_time_zone(target).datetime()).map(|local| Some(Stamp::DateTime(local)))
}

/// The moment, if Python can hold it.
pub(super) fn in_range(moment: DateTime) -> rusqlite::Result<DateTime> {
    if (1..=9999).contains(&moment.year()) { Ok(moment) } else { Err(overflowed()) }
}

/// A time zone by its name.
fn zone(name: &str) -> rusqlite::Result<TimeZone> {
    thread_local!(static ZONES: TimeZoneDatabase = TimeZoneDatabase::bundled());
    if name == "UTC" {
        return Ok(TimeZone::UTC);
    }
    ZONES.with(|zones| zones.get(name)).map_err(|_| raised())
}

/// `split_tzname_delta`: a zone's name and the offset written after it, as in `UTC+05:45`.
fn split_delta(name: &str) -> (&str, Option<SignedDuration>) {
    for (sign, factor) in [('+', 1), ('-', -1)] {
        if let Some((zone, offset)) = name.rsplit_once(sign)
            && let Some(minutes) = offset_minutes(offset)
        {
            return (zone, Some(SignedDuration::from_mins(factor * minutes)));
        }
    }
    (name, None)
}

/// `HH`, `H:MM` or `HH:MM` in minutes.
fn offset_minutes(offset: &str) -> Option<i64> {
    let (hours, minutes) = match offset.split_once(':') {
        Some((hours, minutes)) => (hours, minutes),
        None if offset.len() == 2 => (offset, "00"),
        None => return None,
    };
    let all_digits = |part: &str| !part.is_empty() && part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(hours) || !all_digits(minutes) {
        return None;
    }
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// An attribute of a `time`.
fn time_part(part: &str, time: Time) -> rusqlite::Result<Value> {
    Ok(Value::Integer(match part {
        "hour" => time.hour().into(),
        "minute" => time.minute().into(),
        "second" => time.second().into(),
        "microsecond" => i64::from(time.subsec_nanosecond() / 1000),
        _ => return Err(raised()),
    }))
}

/// `_sqlite_datetime_extract`.
fn extract(part: &str, stamp: Option<Stamp>) -> rusqlite::Result<Value> {
    let Some(stamp) = stamp else { return Ok(Value::Null) };
    let date = stamp.date();
    Ok(Value::Integer(match part {
        "week_day" => i64::from(date.weekday().to_sunday_one_offset()),
        "iso_week_day" => i64::from(date.weekday().to_monday_one_offset()),
        "week" => date.iso_week_date().week().into(),
        "iso_year" => date.iso_week_date().year().into(),
        "quarter" => i64::from((date.month() - 1) / 3 + 1),
        "year" => date.year().into(),
        "month" => date.month().into(),
        "day" => date.day().into(),
        _ => match stamp {
            Stamp::DateTime(moment) => return time_part(part, moment.time()),
            Stamp::Date(_) => return Err(raised()),
        },
    }))
}

/// The first day of the period that a day lies in; `None` if the part is not one of days.
fn truncated_day(part: &str, stamp: Stamp) -> rusqlite::Result<Option<String>> {
    let date = stamp.date();
    let (year, month) = (date.year(), date.month());
    Ok(Some(match part {
        "year" => format!("{year:04}-01-01"),
        "quarter" => format!("{year:04}-{:02}-01", month - (month - 1) % 3),
        "month" => format!("{year:04}-{month:02}-01"),
        "week" => {
            let back = SignedDuration::from_hours(24 * i64::from(date.weekday().to_monday_zero_offset()));
            let monday = date.checked_sub(back).map_err(|_| overflowed())?;
            in_range(monday.to_datetime(Time::midnight()))?.date().to_string()
        }
        "day" => format!("{year:04}-{month:02}-{:02}", date.day()),
        _ => return Ok(None),
    }))
}

/// `_sqlite_date_trunc`.
fn date_trunc(part: &str, stamp: Option<Stamp>) -> rusqlite::Result<Value> {
    let Some(stamp) = stamp else { return Ok(Value::Null) };
    truncated_day(part, stamp)?.map(Value::Text).ok_or_else(raised)
}

/// `_sqlite_datetime_trunc`.
fn datetime_trunc(part: &str, stamp: Option<Stamp>) -> rusqlite::Result<Value> {
    let Some(stamp) = stamp else { return Ok(Value::Null) };
    if let Some(day) = truncated_day(part, stamp)? {
        return Ok(Value::Text(day + " 00:00:00"));
    }
    let Stamp::DateTime(moment) = stamp else { return Err(raised()) };
    let day = truncated_day("day", stamp)?.unwrap_or_default();
    Ok(Value::Text(format!("{day} {}", truncated_time(part, moment.time())?)))
}

/// The first second of the hour, minute or second.
fn truncated_time(part: &str, time: Time) -> rusqlite::Result<String> {
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    match part {
        "hour" => Ok(format!("{hour:02}:00:00")),
        "minute" => Ok(format!("{hour:02}:{minute:02}:00")),
        "second" => Ok(format!("{hour:02}:{minute:02}:{second:02}")),
        _ => Err(raised()),
    }
}

/// `_sqlite_time_trunc`.
fn time_trunc(context: &Context<'_>) -> rusqlite::Result<Value> {
    let time = match zoned(context, 1)? {
        Some(Stamp::DateTime(moment)) => DateTime::time(moment),
        Some(Stamp::Date(_)) => return Err(raised()),
        None => match time_argument(context)? {
            Some(time) => time,
            None => return Ok(Value::Null),
        },
    };
    truncated_time(text(context, 0)?, time).map(Value::Text)
}
