//! Dates and times cut to a unit. Mirrors the `*_trunc_sql` operations.

use crate::{
    Value,
    compiler::{
        Sql,
        sql::{param, template, text},
    },
    dialect::{Dialect, Vendor},
};

impl Dialect {
    /// A date cut to a unit: `month` gives its first day.
    pub fn date_trunc_sql(&self, unit: &str, sql: Sql, tzname: Option<&str>) -> Sql {
        match self.vendor {
            Vendor::Sqlite => self.sqlite_trunc("django_date_trunc", unit, sql, tzname),
            Vendor::Postgresql => self.postgresql_trunc(unit, sql, tzname),
            Vendor::Mysql => {
                let sql = self.convert_to_zone(sql, tzname);
                match unit {
                    "year" => format_as("DATE", sql, "%Y-01-01"),
                    "month" => format_as("DATE", sql, "%Y-%m-01"),
                    "quarter" => template(
                        "MAKEDATE(YEAR({}), 1) + INTERVAL QUARTER({}) QUARTER - INTERVAL 1 QUARTER",
                        [sql.clone(), sql],
                    ),
                    "week" => template("DATE_SUB({}, INTERVAL WEEKDAY({}) DAY)", [sql.clone(), sql]),
                    _ => template("DATE({})", [sql]),
                }
            }
        }
    }

    /// A moment cut to a unit, on the clock of a zone.
    pub fn datetime_trunc_sql(&self, unit: &str, sql: Sql, tzname: Option<&str>) -> Sql {
        match self.vendor {
            Vendor::Sqlite => self.sqlite_trunc("django_datetime_trunc", unit, sql, tzname),
            Vendor::Postgresql => self.postgresql_trunc(unit, sql, tzname),
            Vendor::Mysql => {
                let sql = self.convert_to_zone(sql, tzname);
                let format = match unit {
                    "quarter" => {
                        let first = template(
                            "MAKEDATE(YEAR({}), 1) + INTERVAL QUARTER({}) QUARTER - INTERVAL 1 QUARTER",
                            [sql.clone(), sql],
                        );
                        return format_as("DATETIME", first, "%Y-%m-01 00:00:00");
                    }
                    "week" => {
                        let monday = template("DATE_SUB({}, INTERVAL WEEKDAY({}) DAY)", [sql.clone(), sql]);
                        return format_as("DATETIME", monday, "%Y-%m-%d 00:00:00");
                    }
                    "year" => "%Y-01-01 00:00:00",
                    "month" => "%Y-%m-01 00:00:00",
                    "day" => "%Y-%m-%d 00:00:00",
                    "hour" => "%Y-%m-%d %H:00:00",
                    "minute" => "%Y-%m-%d %H:%i:00",
                    "second" => "%Y-%m-%d %H:%i:%s",
                    _ => return sql,
                };
                format_as("DATETIME", sql, format)
            }
        }
    }

    /// A time of day cut to a unit.
    pub fn time_trunc_sql(&self, unit: &str, sql: Sql, tzname: Option<&str>) -> Sql {
        match self.vendor {
            Vendor::Sqlite => self.sqlite_trunc("django_time_trunc", unit, sql, tzname),
            Vendor::Postgresql => template("{}::time", [self.postgresql_trunc(unit, sql, tzname)]),
            Vendor::Mysql => {
                let sql = self.convert_to_zone(sql, tzname);
                match unit {
                    "hour" => format_as("TIME", sql, "%H:00:00"),
                    "minute" => format_as("TIME", sql, "%H:%i:00"),
                    "second" => format_as("TIME", sql, "%H:%i:%s"),
                    _ => template("TIME({})", [sql]),
                }
            }
        }
    }

    fn sqlite_trunc(&self, function: &'static str, unit: &str, sql: Sql, tzname: Option<&str>) -> Sql {
        let (zone, connection_zone) = self.sqlite_zones(tzname);
        let unit = param(Value::text(unit.to_lowercase()));
        template("{}({}, {}, {}, {})", [text(function), unit, sql, zone, connection_zone])
    }

    fn postgresql_trunc(&self, unit: &str, sql: Sql, tzname: Option<&str>) -> Sql {
        template("DATE_TRUNC({}, {})", [param(unit.into()), self.convert_to_zone(sql, tzname)])
    }
}

fn format_as(target: &'static str, sql: Sql, format: &str) -> Sql {
    template("CAST(DATE_FORMAT({}, {}) AS {})", [sql, param(format.into()), text(target)])
}
