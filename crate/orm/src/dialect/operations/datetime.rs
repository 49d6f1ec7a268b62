//! Parts of dates and times. Mirrors the `*_extract_sql` and `*_cast_*_sql` operations.

use crate::{
    Error, Result, Value,
    compiler::{
        Sql,
        sql::{param, template, text},
    },
    dialect::{Dialect, Vendor},
};

impl Dialect {
    /// A part of a date.
    ///
    /// # Errors
    ///
    /// `ValueError` for a part that is no plain word.
    pub fn date_extract_sql(&self, lookup: &str, sql: Sql) -> Result<Sql> {
        if self.vendor == Vendor::Sqlite {
            return Ok(template("django_date_extract({}, {})", [param(Value::text(lookup.to_lowercase())), sql]));
        }
        let mysql = self.vendor == Vendor::Mysql;
        Ok(match lookup {
            "week_day" if mysql => template("DAYOFWEEK({})", [sql]),
            "week_day" => template("EXTRACT(DOW FROM {}) + 1", [sql]),
            "iso_week_day" if mysql => template("WEEKDAY({}) + 1", [sql]),
            "iso_week_day" => template("EXTRACT(ISODOW FROM {})", [sql]),
            "week" if mysql => template("WEEK({}, 3)", [sql]),
            "iso_year" if mysql => template("TRUNCATE(YEARWEEK({}, 3), -2) / 100", [sql]),
            "iso_year" => template("EXTRACT(ISOYEAR FROM {})", [sql]),
            _ => {
                let part = lookup.to_uppercase();
                // The part stands in the text, so it must be a word.
                if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_') {
                    return Err(Error::Value(format!("Invalid lookup type: {}", crate::python_str_repr(&part))));
                }
                template("EXTRACT({} FROM {})", [text(part), sql])
            }
        })
    }

    /// A part of a moment, on the clock of a zone.
    ///
    /// # Errors
    ///
    /// As [`Dialect::date_extract_sql`].
    pub fn datetime_extract_sql(&self, lookup: &str, sql: Sql, tzname: Option<&str>) -> Result<Sql> {
        if self.vendor == Vendor::Sqlite {
            let (zone, connection_zone) = self.sqlite_zones(tzname);
            let part = param(Value::text(lookup.to_lowercase()));
            return Ok(template("django_datetime_extract({}, {}, {}, {})", [part, sql, zone, connection_zone]));
        }
        let sql = self.convert_to_zone(sql, tzname);
        if self.vendor == Vendor::Postgresql && lookup == "second" {
            return Ok(template("EXTRACT(SECOND FROM DATE_TRUNC({}, {}))", [param("second".into()), sql]));
        }
        self.date_extract_sql(lookup, sql)
    }

    /// A part of a time of day, or of a duration.
    ///
    /// # Errors
    ///
    /// As [`Dialect::date_extract_sql`].
    pub fn time_extract_sql(&self, lookup: &str, sql: Sql) -> Result<Sql> {
        match self.vendor {
            Vendor::Sqlite => {
                Ok(template("django_time_extract({}, {})", [param(Value::text(lookup.to_lowercase())), sql]))
            }
            Vendor::Postgresql if lookup == "second" => {
                Ok(template("EXTRACT(SECOND FROM DATE_TRUNC({}, {}))", [param("second".into()), sql]))
            }
            _ => self.date_extract_sql(lookup, sql),
        }
    }

    /// A moment's day, on the clock of a zone.
    pub fn datetime_cast_date_sql(&self, sql: Sql, tzname: Option<&str>) -> Sql {
        self.cast_part(sql, tzname, ["django_datetime_cast_date", "({})::date", "DATE({})"])
    }

    /// A moment's time of day, on the clock of a zone.
    pub fn datetime_cast_time_sql(&self, sql: Sql, tzname: Option<&str>) -> Sql {
        self.cast_part(sql, tzname, ["django_datetime_cast_time", "({})::time", "TIME({})"])
    }

    fn cast_part(&self, sql: Sql, tzname: Option<&str>, spelling: [&'static str; 3]) -> Sql {
        match self.vendor {
            Vendor::Sqlite => {
                let (zone, connection_zone) = self.sqlite_zones(tzname);
                template("{}({}, {}, {})", [text(spelling[0]), sql, zone, connection_zone])
            }
            Vendor::Postgresql => template(spelling[1], [self.convert_to_zone(sql, tzname)]),
            Vendor::Mysql => template(spelling[2], [self.convert_to_zone(sql, tzname)]),
        }
    }

    /// The zone and the connection's zone, as Django's functions on SQLite take them.
    pub(super) fn sqlite_zones(&self, tzname: Option<&str>) -> (Sql, Sql) {
        match tzname {
            Some(name) if self.use_tz && !name.is_empty() => (param(name.into()), param("UTC".into())),
            _ => (param(Value::Null), param(Value::Null)),
        }
    }

    /// A moment on the clock of a zone. Mirrors `_convert_sql_to_tz`.
    pub(super) fn convert_to_zone(&self, sql: Sql, tzname: Option<&str>) -> Sql {
        let Some(name) = tzname.filter(|name| self.use_tz && !name.is_empty()) else { return sql };
        match self.vendor {
            Vendor::Sqlite => sql,
            Vendor::Postgresql => template("{} AT TIME ZONE {}", [sql, param(Value::text(flipped(name)))]),
            Vendor::Mysql if name == "UTC" => sql,
            Vendor::Mysql => {
                let zone =
                    split_delta(name).map_or_else(|| name.to_owned(), |(_, sign, delta)| format!("{sign}{delta}"));
                template("CONVERT_TZ({}, {}, {})", [sql, param("UTC".into()), param(Value::text(zone))])
            }
        }
    }
}

/// A name such as `UTC+05:30` in its parts. Mirrors `split_tzname_delta`.
fn split_delta(name: &str) -> Option<(&str, char, &str)> {
    let at = name.rfind(['+', '-'])?;
    let (zone, rest) = name.split_at(at);
    let delta = &rest[1..];
    let (hours, minutes) = delta.split_once(':')?;
    let sound =
        hours.len() == 2 && minutes.len() >= 2 && delta.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    sound.then(|| (zone, if rest.starts_with('-') { '-' } else { '+' }, delta))
}

/// PostgreSQL counts offsets westwards, as POSIX does.
fn flipped(name: &str) -> String {
    match split_delta(name) {
        Some((zone, sign, delta)) => format!("{zone}{}{delta}", if sign == '+' { '-' } else { '+' }),
        None => name.to_owned(),
    }
}
