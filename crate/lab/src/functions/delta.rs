//! Durations: `django_time_diff`, `django_timestamp_diff` and `django_format_dtdelta`.

use jiff::{
    SignedDuration, Span, Unit,
    civil::{Date, DateTime},
};
use rusqlite::{
    Connection,
    functions::Context,
    types::{Value, ValueRef},
};

use super::{
    argument::{any_null, text},
    datetime::{in_range, iso_time},
    overflowed, pure,
    python_timestamp::{self, Bad, Stamp},
    raised,
};

const DAY: i64 = 86_400_000_000;
/// The longest `timedelta`, in days.
const MAX_DAYS: i64 = 999_999_999;

pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    pure(connection, "django_time_diff", 2, |context| {
        if any_null(context) {
            return Ok(Value::Null);
        }
        let micros = |index| {
            let time = python_timestamp::time(text(context, index)?).ok().flatten().ok_or_else(raised)?;
            let seconds = i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
            Ok::<_, rusqlite::Error>(seconds * 1_000_000 + i64::from(time.subsec_nanosecond() / 1000))
        };
        Ok(Value::Integer(micros(0)? - micros(1)?))
    })?;
    pure(connection, "django_timestamp_diff", 2, |context| {
        if any_null(context) {
            return Ok(Value::Null);
        }
        let stamp = |index| python_timestamp::timestamp(text(context, index)?).ok().flatten().ok_or_else(raised);
        difference(stamp(0)?, stamp(1)?).map(Value::Integer)
    })?;
    pure(connection, "django_format_dtdelta", 3, format_delta)
}

/// The microseconds from one to the other; a date and a datetime do not mix.
fn difference(left: Stamp, right: Stamp) -> rusqlite::Result<i64> {
    let (left, right) = match (left, right) {
        (Stamp::Date(left), Stamp::Date(right)) => (midnight(left), midnight(right)),
        (Stamp::DateTime(left), Stamp::DateTime(right)) => (left, right),
        _ => return Err(raised()),
    };
    let span = left.since((Unit::Microsecond, right)).map_err(|_| raised())?;
    Ok(span.get_microseconds())
}

fn midnight(date: Date) -> DateTime {
    date.to_datetime(jiff::civil::Time::midnight())
}

/// One side of a sum: microseconds, or a moment.
#[derive(Clone, Copy)]
enum Side {
    Delta(i64),
    Stamp(Stamp),
}

/// `_sqlite_prepare_dtdelta_param`; `None` where Django gives `NULL`.
fn side(value: ValueRef<'_>) -> rusqlite::Result<Option<Side>> {
    match value {
        ValueRef::Integer(micros) => Ok(Some(Side::Delta(micros))),
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes).map(python_timestamp::timestamp) {
            Ok(Ok(Some(stamp))) => Ok(Some(Side::Stamp(stamp))),
            Ok(Err(Bad::Value)) | Err(_) => Ok(None),
            Ok(Ok(None) | Err(Bad::Index)) => Err(raised()),
        },
        _ => Ok(None),
    }
}

/// `_sqlite_format_dtdelta`.
fn format_delta(context: &Context<'_>) -> rusqlite::Result<Value> {
    if any_null(context) {
        return Ok(Value::Null);
    }
    let connector = text(context, 0)?.trim();
    let factor: i64 = match connector {
        "+" => 1,
        "-" => -1,
        _ => return scaled(connector, context.get_raw(1), context.get_raw(2)),
    };
    let (Some(left), Some(right)) = (side(context.get_raw(1))?, side(context.get_raw(2))?) else {
        return Ok(Value::Null);
    };
    Ok(Value::Text(match (left, right) {
        (Side::Delta(left), Side::Delta(right)) => {
            python_timedelta(left.checked_add(factor.saturating_mul(right)).ok_or_else(overflowed)?)?
        }
        (Side::Stamp(stamp), Side::Delta(micros)) => shift(stamp, micros, factor)?,
        (Side::Delta(micros), Side::Stamp(stamp)) if factor == 1 => shift(stamp, micros, 1)?,
        (Side::Stamp(left), Side::Stamp(right)) if factor == -1 => python_timedelta(difference(left, right)?)?,
        _ => return Err(raised()),
    }))
}

/// `str()` of a moment plus (`factor` is 1) or minus (-1) a `timedelta`; of a date only its whole days count.
fn shift(stamp: Stamp, micros: i64, factor: i64) -> rusqlite::Result<String> {
    match stamp {
        Stamp::Date(date) => {
            let days = Span::new().try_days(factor * micros.div_euclid(DAY)).map_err(|_| overflowed())?;
            let moved = date.checked_add(days).map_err(|_| overflowed())?;
            Ok(in_range(midnight(moved))?.date().to_string())
        }
        Stamp::DateTime(moment) => {
            let delta = SignedDuration::from_micros(factor.saturating_mul(micros));
            let moved = in_range(moment.checked_add(delta).map_err(|_| overflowed())?)?;
            Ok(format!("{} {}", moved.date(), iso_time(moved.time())))
        }
    }
}

/// `str()` of a `timedelta`.
fn python_timedelta(micros: i64) -> rusqlite::Result<String> {
    let (days, rest) = (micros.div_euclid(DAY), micros.rem_euclid(DAY));
    if days.abs() > MAX_DAYS {
        return Err(raised());
    }
    let (seconds, fraction) = (rest / 1_000_000, rest % 1_000_000);
    let mut out = match days {
        0 => String::new(),
        1 | -1 => format!("{days} day, "),
        _ => format!("{days} days, "),
    };
    out.push_str(&format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60));
    if fraction != 0 {
        out.push_str(&format!(".{fraction:06}"));
    }
    Ok(out)
}

/// Multiplication, and for any other connector division, of plain numbers.
fn scaled(connector: &str, left: ValueRef<'_>, right: ValueRef<'_>) -> rusqlite::Result<Value> {
    let float = |value: ValueRef<'_>| match value {
        ValueRef::Integer(value) => Ok(value as f64),
        ValueRef::Real(value) => Ok(value),
        _ => Err(raised()),
    };
    if connector == "*" {
        if let (ValueRef::Integer(left), ValueRef::Integer(right)) = (left, right) {
            return left.checked_mul(right).map(Value::Integer).ok_or_else(overflowed);
        }
        return Ok(Value::Real(float(left)? * float(right)?));
    }
    let divisor = float(right)?;
    if divisor == 0.0 { Err(raised()) } else { Ok(Value::Real(float(left)? / divisor)) }
}
