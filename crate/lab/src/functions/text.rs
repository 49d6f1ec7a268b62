//! `LPAD`, `RPAD`, `REPEAT` and `REVERSE`.

use rusqlite::{Connection, types::Value};

use super::{
    argument::{any_null, int, text},
    pure, raised,
};

/// The longest text that a function may make, in characters.
const LONGEST: usize = 16 << 20;

pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    for (name, left) in [("LPAD", true), ("RPAD", false)] {
        pure(connection, name, 3, move |context| {
            if any_null(context) {
                return Ok(Value::Null);
            }
            pad(text(context, 0)?, int(context, 1)?, text(context, 2)?, left).map(Value::Text)
        })?;
    }
    pure(connection, "REPEAT", 2, |context| {
        if any_null(context) {
            return Ok(Value::Null);
        }
        let (text, count) = (text(context, 0)?, usize::try_from(int(context, 1)?).unwrap_or(0));
        if text.len().saturating_mul(count) > LONGEST { Err(raised()) } else { Ok(Value::Text(text.repeat(count))) }
    })?;
    pure(connection, "REVERSE", 1, |context| {
        if any_null(context) {
            return Ok(Value::Null);
        }
        Ok(Value::Text(text(context, 0)?.chars().rev().collect()))
    })
}

/// Filled up or cut to `length` characters. A negative length cuts from the end, as Python's slices do.
fn pad(text: &str, length: i64, fill: &str, left: bool) -> rusqlite::Result<String> {
    let count = text.chars().count();
    let Ok(length) = usize::try_from(length) else {
        let kept = count.saturating_sub(usize::try_from(length.unsigned_abs()).unwrap_or(usize::MAX));
        return Ok(text.chars().take(kept).collect());
    };
    if length > LONGEST {
        return Err(raised());
    }
    let filling = || fill.chars().cycle().take(length.saturating_sub(count).min(fill.chars().count() * length));
    Ok(if count >= length {
        text.chars().take(length).collect()
    } else if left {
        filling().chain(text.chars()).collect()
    } else {
        text.chars().chain(filling()).collect()
    })
}
