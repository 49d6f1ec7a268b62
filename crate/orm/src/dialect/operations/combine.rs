//! Arithmetic. Mirrors `combine_expression`, `combine_duration_expression` and `subtract_temporals`.

use crate::{
    Error, Result,
    compiler::{
        Sql,
        sql::{join, template, text},
    },
    dialect::{Dialect, Vendor},
    expression::Connector,
    schema::FieldKind,
};

impl Dialect {
    /// Two operands with an operator between, or what the database has in its place.
    pub fn combine_expression(&self, connector: Connector, lhs: Sql, rhs: Sql) -> Sql {
        match (self.vendor, connector) {
            (Vendor::Sqlite, Connector::Pow) => template("POWER({},{})", [lhs, rhs]),
            (Vendor::Sqlite, Connector::BitXor) => template("BITXOR({},{})", [lhs, rhs]),
            (Vendor::Mysql, Connector::Pow) => template("POW({},{})", [lhs, rhs]),
            (Vendor::Mysql, Connector::BitAnd | Connector::BitOr | Connector::BitLeftShift | Connector::BitXor) => {
                let operator = if connector == Connector::BitXor { "^" } else { connector.sql() };
                template("CONVERT({}{}{}, SIGNED)", [lhs, text(operator), rhs])
            }
            (Vendor::Mysql, Connector::BitRightShift) => template("FLOOR({} / POW(2, {}))", [lhs, rhs]),
            _ => template("{} {} {}", [lhs, text(connector.sql()), rhs]),
        }
    }

    /// Arithmetic on dates and durations.
    ///
    /// # Errors
    ///
    /// `DatabaseError` on SQLite for anything but `+`, `-`, `*` and `/`.
    pub fn combine_duration_expression(&self, connector: Connector, lhs: Sql, rhs: Sql) -> Result<Sql> {
        if self.vendor != Vendor::Sqlite {
            return Ok(self.combine_expression(connector, lhs, rhs));
        }
        match connector {
            Connector::Add | Connector::Sub | Connector::Mul | Connector::Div => {
                let operator = text(format!("'{}'", connector.sql()));
                Ok(template("django_format_dtdelta({})", [join([operator, lhs, rhs], ", ")]))
            }
            _ => Err(Error::DatabaseError(format!("Invalid connector for timedelta: {}.", connector.sql()))),
        }
    }

    /// A duration as an operand beside a date. Mirrors `format_for_duration_arithmetic`.
    pub fn format_for_duration_arithmetic(&self, sql: Sql) -> Sql {
        if self.vendor == Vendor::Mysql { template("INTERVAL {} MICROSECOND", [sql]) } else { sql }
    }

    /// The time between two dates, times or moments. Mirrors `subtract_temporals`.
    pub fn subtract_temporals(&self, kind: FieldKind, lhs: Sql, rhs: Sql) -> Sql {
        match (self.vendor, kind) {
            (Vendor::Sqlite, FieldKind::Time) => template("django_time_diff({}, {})", [lhs, rhs]),
            (Vendor::Sqlite, _) => template("django_timestamp_diff({}, {})", [lhs, rhs]),
            (Vendor::Postgresql, FieldKind::Date) => template("(interval '1 day' * ({} - {}))", [lhs, rhs]),
            (Vendor::Postgresql, _) => template("({} - {})", [lhs, rhs]),
            (Vendor::Mysql, FieldKind::Time) => template(
                "((TIME_TO_SEC({}) * 1000000 + MICROSECOND({})) - (TIME_TO_SEC({}) * 1000000 + MICROSECOND({})))",
                [lhs.clone(), lhs, rhs.clone(), rhs],
            ),
            (Vendor::Mysql, _) => template("TIMESTAMPDIFF(MICROSECOND, {}, {})", [rhs, lhs]),
        }
    }
}
