//! Limits: of integer types, of years, of the number of parameters.

use jiff::civil;

use crate::{
    Error, Result, Value,
    dialect::{Dialect, Vendor},
    schema::{FieldKind, FieldRef},
    temporal::{Date, DateTime},
};

/// The least and the largest value of a type.
pub type IntegerRange = (i64, u64);

impl Dialect {
    /// Mirrors `integer_field_range`. `None` for types that are no integers.
    pub fn integer_range(&self, kind: FieldKind) -> Option<IntegerRange> {
        if !kind.is_integer() {
            return None;
        }
        let positive = matches!(
            kind,
            FieldKind::PositiveBigInteger | FieldKind::PositiveInteger | FieldKind::PositiveSmallInteger
        );
        let largest = i64::MAX.unsigned_abs();
        if self.vendor == Vendor::Sqlite {
            return Some(if positive { (0, largest) } else { (i64::MIN, largest) });
        }
        let unsigned = self.vendor == Vendor::Mysql;
        Some(match kind {
            FieldKind::SmallInteger | FieldKind::SmallAuto => (-32_768, 32_767),
            FieldKind::Integer | FieldKind::Auto => (-2_147_483_648, 2_147_483_647),
            FieldKind::PositiveSmallInteger => (0, if unsigned { 65_535 } else { 32_767 }),
            FieldKind::PositiveInteger => (0, if unsigned { 4_294_967_295 } else { 2_147_483_647 }),
            FieldKind::PositiveBigInteger => (0, if unsigned { u64::MAX } else { largest }),
            _ => (i64::MIN, largest),
        })
    }

    /// The first and the last day, or moment, of a year, as parameters. Mirrors `year_lookup_bounds_for_*`.
    ///
    /// # Errors
    ///
    /// `ValueError` for years that Python's dates do not have.
    pub fn year_bounds(&self, year: i64, iso: bool, moments: bool) -> Result<(Value, Value)> {
        let out_of_range = || Error::Value(format!("year {year} is out of range"));
        let start = |year: i64| -> Result<Date> {
            let year = i16::try_from(year).ok().filter(|year| (1..=9999).contains(year)).ok_or_else(out_of_range)?;
            let first = if iso {
                civil::ISOWeekDate::new(year, 1, civil::Weekday::Monday).ok().map(|week| Date(week.date()))
            } else {
                Date::new(year, 1, 1)
            };
            first.ok_or_else(out_of_range)
        };
        let first = start(year)?;
        let last = if iso {
            Date(start(year + 1)?.0.yesterday().map_err(|_| out_of_range())?)
        } else {
            Date::new(first.0.year(), 12, 31).ok_or_else(out_of_range)?
        };
        if !moments {
            return Ok((self.adapt_unknown(&Value::Date(first))?, self.adapt_unknown(&Value::Date(last))?));
        }
        let end = civil::Time::new(23, 59, 59, 999_999_000).map_err(|_| out_of_range())?;
        let moment = |date: Date, time| {
            let naive = DateTime::naive(civil::DateTime::from_parts(date.0, time));
            self.adapt_datetime(if self.use_tz { self.make_aware(naive) } else { naive })
        };
        Ok((moment(first, civil::Time::midnight())?, moment(last, end)?))
    }

    /// How many rows one INSERT may hold. Mirrors `bulk_batch_size`.
    pub fn bulk_batch_size(&self, fields: &[FieldRef], rows: usize) -> usize {
        let columns: usize = fields.iter().map(|field| field.composite_of.len().max(1)).sum();
        match self.features.max_query_params {
            Some(most) if columns > 0 => (most / columns).max(1),
            _ => rows,
        }
    }

    /// What `LIMIT` says when only an offset is asked for. Mirrors `no_limit_value`.
    pub fn no_limit_value(&self) -> Option<&'static str> {
        match self.vendor {
            Vendor::Sqlite => Some("-1"),
            Vendor::Postgresql => None,
            Vendor::Mysql => Some("18446744073709551615"),
        }
    }

    /// `LIMIT n OFFSET m` for rows from `low` up to `high`, empty for all. Mirrors `limit_offset_sql`.
    pub fn limit_offset(&self, low: u64, high: Option<u64>) -> String {
        let mut parts = Vec::new();
        match high {
            Some(high) => parts.push(format!("LIMIT {}", high.saturating_sub(low))),
            None if low > 0 => parts.extend(self.no_limit_value().map(|most| format!("LIMIT {most}"))),
            None => {}
        }
        if low > 0 {
            parts.push(format!("OFFSET {low}"));
        }
        parts.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_have_the_bounds_that_django_gives_them() {
        let sqlite = Dialect::sqlite();
        let bounds = |year, iso, moments| {
            sqlite
                .year_bounds(year, iso, moments)
                .map(|(first, last)| format!("{} {}", first.display(), last.display()))
        };
        assert_eq!(bounds(1980, false, false).ok().as_deref(), Some("1980-01-01 1980-12-31"));
        assert_eq!(bounds(2020, true, false).ok().as_deref(), Some("2019-12-30 2021-01-03"));
        assert_eq!(bounds(2024, false, true).ok().as_deref(), Some("2024-01-01 00:00:00 2024-12-31 23:59:59.999999"));
        assert!(bounds(0, false, false).is_err());
        assert!(bounds(10_000, false, false).is_err());
    }

    #[test]
    fn limits_are_written_as_django_does() {
        let sqlite = Dialect::sqlite();
        assert_eq!(sqlite.limit_offset(0, Some(3)), "LIMIT 3");
        assert_eq!(sqlite.limit_offset(2, None), "LIMIT -1 OFFSET 2");
        assert_eq!(Dialect::new(Vendor::Postgresql).limit_offset(2, None), "OFFSET 2");
        assert_eq!(sqlite.limit_offset(0, None), "");
    }
}
