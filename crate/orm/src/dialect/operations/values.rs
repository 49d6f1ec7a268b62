//! Values as a database's driver takes them, and as text within SQL. Mirrors the `adapt_*_value` methods.

use crate::{
    Error, Result, Value,
    dialect::{Dialect, Vendor},
    schema::json_dumps,
    temporal::{DateTime, Duration},
};

impl Dialect {
    /// A value of any type as a parameter: `Null`, `Bool`, `Int`, `BigInt`, `Float`, `Text` or `Bytes`.
    /// Mirrors `adapt_unknown_value`, and what the drivers do with what it leaves.
    ///
    /// # Errors
    ///
    /// `ValueError` for a moment with an offset when `USE_TZ` is false.
    pub fn adapt_unknown(&self, value: &Value) -> Result<Value> {
        Ok(match value {
            Value::DateTime(moment) => self.adapt_datetime(*moment)?,
            Value::Date(date) => Value::text(date.to_string()),
            Value::Time(time) if self.vendor == Vendor::Mysql => {
                let micros = time.micros();
                Value::text(format!("{:02}:{:02}:{:02}.{micros:06}", time.0.hour(), time.0.minute(), time.0.second()))
            }
            Value::Time(time) => Value::text(time.to_string()),
            Value::Decimal(digits) => Value::Text(digits.clone()),
            Value::Duration(Duration { micros }) => self.adapt_duration(*micros),
            Value::Uuid(bytes) if !self.features.has_native_uuid_field => {
                Value::text(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
            }
            Value::Uuid(_) => Value::text(value.display()),
            Value::Json(text) => Value::Text(text.clone()),
            Value::List(_) => Value::text(json_dumps(value)?),
            Value::Foreign(foreign) => {
                return Err(Error::DatabaseError(format!(
                    "Error binding parameter: type '{}' is not supported",
                    foreign.type_name()
                )));
            }
            _ => value.clone(),
        })
    }

    /// A span of time. Mirrors `adapt_durationfield_value`.
    pub fn adapt_duration(&self, micros: i64) -> Value {
        if self.features.has_native_duration_field {
            Value::text(Duration { micros }.to_string())
        } else {
            Value::Int(micros)
        }
    }

    /// A moment; a naive one is already of the database's zone. Mirrors `adapt_datetimefield_value`.
    ///
    /// Whoever has no time zones to look up, and so cannot have made it aware before, has it taken by the zone's offset.
    ///
    /// # Errors
    ///
    /// `ValueError` for a moment with an offset when `USE_TZ` is false.
    pub fn adapt_datetime(&self, moment: DateTime) -> Result<Value> {
        let moment = if self.use_tz && self.zone.is_none() { self.make_aware(moment) } else { moment };
        if self.vendor == Vendor::Postgresql {
            return Ok(Value::text(moment.to_string()));
        }
        if moment.offset.is_some() && !self.use_tz {
            let name = if self.vendor == Vendor::Mysql { "MySQL" } else { "SQLite" };
            return Err(Error::Value(format!(
                "{name} backend does not support timezone-aware datetimes when USE_TZ is False."
            )));
        }
        Ok(Value::text(DateTime { offset: None, ..moment.to_utc() }.to_string()))
    }

    /// A naive moment as one of the current zone.
    pub fn make_aware(&self, moment: DateTime) -> DateTime {
        if moment.offset.is_some() {
            return moment;
        }
        // Of two moments the earlier, and in a gap the offset before it: as `fold=0` of Python.
        let found = self.zone.as_ref().and_then(|zone| zone.to_ambiguous_timestamp(moment.civil).compatible().ok());
        let offset = match (&self.zone, found) {
            (Some(zone), Some(timestamp)) => zone.to_offset(timestamp).seconds(),
            _ => self.zone_offset(),
        };
        let gap = found.is_some_and(|timestamp| {
            jiff::tz::Offset::from_seconds(offset).is_ok_and(|offset| offset.to_datetime(timestamp) != moment.civil)
        });
        match found {
            Some(timestamp) if gap => DateTime { civil: jiff::tz::Offset::UTC.to_datetime(timestamp), offset: Some(0) },
            _ => DateTime { offset: Some(offset), ..moment },
        }
    }

    /// Seconds east of UTC of the current zone, if its name says so.
    fn zone_offset(&self) -> i32 {
        let name = self.time_zone.strip_prefix("UTC").unwrap_or(&self.time_zone);
        let (sign, digits) = match name.as_bytes().first() {
            Some(b'+') => (1, &name[1..]),
            Some(b'-') => (-1, &name[1..]),
            _ => return 0,
        };
        let digits = digits.replace(':', "");
        let part = |at: usize| digits.get(at..at + 2).and_then(|two| two.parse::<i32>().ok()).unwrap_or(0);
        sign * (part(0) * 3600 + part(2) * 60)
    }

    /// A parameter as text within SQL, for DDL. Mirrors the schema editor's `quote_value`.
    ///
    /// # Errors
    ///
    /// `ValueError` for what SQL has no literal for.
    pub fn quote_value(&self, value: &Value) -> Result<String> {
        Ok(match self.adapt_unknown(value)? {
            Value::Null => "NULL".into(),
            Value::Bool(truth) if self.vendor == Vendor::Postgresql => truth.to_string(),
            Value::Bool(truth) => i32::from(truth).to_string(),
            Value::Int(number) => number.to_string(),
            Value::BigInt(digits) => digits.to_string(),
            Value::Float(number) => crate::python_float(number),
            Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
            Value::Bytes(bytes) => {
                let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
                if self.vendor == Vendor::Postgresql { format!("'\\x{hex}'") } else { format!("X'{hex}'") }
            }
            other => return Err(Error::Value(format!("Cannot quote parameter value {}", other.repr()))),
        })
    }

    /// A name in the database's quotes. Mirrors `quote_name`.
    pub fn quote_name(&self, name: &str) -> String {
        let mark = if self.vendor == Vendor::Mysql { '`' } else { '"' };
        if name.len() > 1 && name.starts_with(mark) && name.ends_with(mark) {
            name.to_owned()
        } else {
            format!("{mark}{name}{mark}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_what_the_drivers_of_django_store() {
        let sqlite = Dialect::sqlite();
        let moment = DateTime::parse("2024-01-02 10:00:00.5+02:00").expect("parses");
        assert_eq!(
            sqlite.adapt_unknown(&Value::DateTime(moment)).ok(),
            Some(Value::text("2024-01-02 08:00:00.500000"))
        );
        assert_eq!(
            sqlite.adapt_unknown(&Value::Duration(Duration { micros: 1_500_000 })).ok(),
            Some(Value::Int(1_500_000))
        );
        assert_eq!(sqlite.adapt_unknown(&Value::Uuid([0xab; 16])).ok(), Some(Value::text("ab".repeat(16))));
        assert_eq!(sqlite.quote_value(&Value::text("it's")).ok().as_deref(), Some("'it''s'"));
        assert_eq!(sqlite.quote_value(&Value::Bool(true)).ok().as_deref(), Some("1"));
        let naive = Dialect { use_tz: false, ..Dialect::sqlite() };
        let error = naive.adapt_unknown(&Value::DateTime(moment)).expect_err("aware without USE_TZ");
        assert_eq!(error.to_string(), "SQLite backend does not support timezone-aware datetimes when USE_TZ is False.");
    }
}
