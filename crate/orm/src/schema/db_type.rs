//! Column types. Mirrors `data_types`, `db_type`, `rel_db_type`, `cast_db_type` and the checks that types carry.

use std::rc::Rc;

use super::{Field, FieldKind};
use crate::dialect::{Dialect, Vendor};

impl Field {
    /// The column's type; `None` for fields without a column. Mirrors `db_type`.
    pub fn db_type(self: &Rc<Self>, dialect: &Dialect) -> Option<String> {
        if let Some(own) = self.hooks.as_ref().and_then(|hooks| hooks.db_type(dialect.vendor.name())) {
            return Some(own);
        }
        if let Some(generated) = &self.generated {
            return generated.output_field.db_type(dialect);
        }
        if self.is_key() {
            let next = self.foreign_related_field()?;
            return next.rel_db_type(dialect);
        }
        let (length, digits, places) = (self.max_length, self.max_digits, self.decimal_places);
        let sized = |name: &str| length.map_or_else(|| name.to_owned(), |length| format!("{name}({length})"));
        let by_vendor = |sqlite: &str, postgresql: &str, mysql: &str| {
            Some(
                match dialect.vendor {
                    Vendor::Sqlite => sqlite,
                    Vendor::Postgresql => postgresql,
                    Vendor::Mysql => mysql,
                }
                .to_owned(),
            )
        };
        let numeric = || match (digits, places) {
            (Some(digits), Some(places)) => format!("numeric({digits}, {places})"),
            _ => "numeric".into(),
        };
        match self.kind {
            FieldKind::Auto => by_vendor("integer", "integer", "integer AUTO_INCREMENT"),
            FieldKind::BigAuto => by_vendor("integer", "bigint", "bigint AUTO_INCREMENT"),
            FieldKind::SmallAuto => by_vendor("integer", "smallint", "smallint AUTO_INCREMENT"),
            FieldKind::BigInteger => Some("bigint".into()),
            FieldKind::Binary => by_vendor("BLOB", "bytea", "longblob"),
            FieldKind::Boolean => by_vendor("bool", "boolean", "bool"),
            FieldKind::Char
            | FieldKind::CommaSeparatedInteger
            | FieldKind::Email
            | FieldKind::Slug
            | FieldKind::Url
            | FieldKind::File
            | FieldKind::FilePath
            | FieldKind::Image => Some(sized("varchar")),
            FieldKind::Date => Some("date".into()),
            FieldKind::DateTime => by_vendor("datetime", "timestamp with time zone", "datetime(6)"),
            FieldKind::Decimal => by_vendor("decimal", &numeric(), &numeric()),
            FieldKind::Duration => by_vendor("bigint", "interval", "bigint"),
            FieldKind::Float => by_vendor("real", "double precision", "double precision"),
            FieldKind::GenericIpAddress => by_vendor("char(39)", "inet", "char(39)"),
            FieldKind::Integer => Some("integer".into()),
            FieldKind::Json => by_vendor("text", "jsonb", "json"),
            FieldKind::PositiveBigInteger => by_vendor("bigint unsigned", "bigint", "bigint UNSIGNED"),
            FieldKind::PositiveInteger => by_vendor("integer unsigned", "integer", "integer UNSIGNED"),
            FieldKind::PositiveSmallInteger => by_vendor("smallint unsigned", "smallint", "smallint UNSIGNED"),
            FieldKind::SmallInteger => Some("smallint".into()),
            FieldKind::Text => by_vendor("text", "text", "longtext"),
            FieldKind::Time => by_vendor("time", "time", "time(6)"),
            FieldKind::Uuid => by_vendor("char(32)", "uuid", "char(32)"),
            FieldKind::ForeignKey
            | FieldKind::OneToOne
            | FieldKind::ManyToMany
            | FieldKind::ForeignObject
            | FieldKind::Generated
            | FieldKind::CompositePrimaryKey
            | FieldKind::GenericForeignKey
            | FieldKind::GenericRelation
            | FieldKind::Custom => None,
        }
    }

    /// The type of a column that points at this one. Mirrors `rel_db_type`.
    fn rel_db_type(self: &Rc<Self>, dialect: &Dialect) -> Option<String> {
        let plain = |kind| Field::builder(kind).build().db_type(dialect);
        let unsigned = dialect.vendor == Vendor::Mysql;
        match self.kind {
            FieldKind::Auto => plain(FieldKind::Integer),
            FieldKind::BigAuto => plain(FieldKind::BigInteger),
            FieldKind::SmallAuto => plain(FieldKind::SmallInteger),
            FieldKind::PositiveBigInteger if !unsigned => plain(FieldKind::BigInteger),
            FieldKind::PositiveInteger if !unsigned => plain(FieldKind::Integer),
            FieldKind::PositiveSmallInteger if !unsigned => plain(FieldKind::SmallInteger),
            _ => self.db_type(dialect),
        }
    }

    /// The type that `CAST` takes. Mirrors `cast_db_type`.
    pub fn cast_db_type(self: &Rc<Self>, dialect: &Dialect) -> Option<String> {
        if let Some(own) = self.hooks.as_ref().and_then(|hooks| hooks.db_type(dialect.vendor.name())) {
            return Some(own);
        }
        if let Some(generated) = &self.generated {
            return generated.output_field.cast_db_type(dialect);
        }
        let kind = self.kind;
        let unsized_char = kind.is_char() && self.max_length.is_none();
        let cast = match dialect.vendor {
            Vendor::Sqlite if unsized_char => Some("text"),
            Vendor::Sqlite if matches!(kind, FieldKind::Date | FieldKind::DateTime) => Some("TEXT"),
            Vendor::Postgresql if unsized_char => Some("varchar"),
            Vendor::Mysql if unsized_char || kind == FieldKind::Text => Some("char"),
            Vendor::Mysql if kind.is_char() => {
                return self.max_length.map(|length| format!("char({length})"));
            }
            Vendor::Mysql if kind == FieldKind::Decimal => {
                let number = |digits: Option<u32>| digits.map_or_else(|| "None".into(), |digits| digits.to_string());
                return Some(format!("decimal({}, {})", number(self.max_digits), number(self.decimal_places)));
            }
            Vendor::Mysql
                if matches!(
                    kind,
                    FieldKind::PositiveBigInteger | FieldKind::PositiveInteger | FieldKind::PositiveSmallInteger
                ) =>
            {
                Some("unsigned integer")
            }
            Vendor::Mysql if kind.is_integer() || kind == FieldKind::Duration => Some("signed integer"),
            _ => None,
        };
        cast.map(str::to_owned).or_else(|| self.db_type(dialect))
    }

    /// The condition that the type carries. Mirrors `data_type_check_constraints`.
    pub fn db_check(self: &Rc<Self>, dialect: &Dialect) -> Option<String> {
        let kind = match &self.generated {
            Some(generated) => generated.output_field.kind,
            None => self.kind,
        };
        let column = dialect.quote_name(&self.column());
        match kind {
            FieldKind::PositiveBigInteger | FieldKind::PositiveInteger | FieldKind::PositiveSmallInteger
                if dialect.vendor != Vendor::Mysql =>
            {
                Some(format!("{column} >= 0"))
            }
            FieldKind::Json if dialect.vendor == Vendor::Sqlite => {
                Some(format!("(JSON_VALID({column}) OR {column} IS NULL)"))
            }
            _ => None,
        }
    }

    /// What follows the column's other words. Mirrors `data_types_suffix`.
    pub fn db_type_suffix(&self, dialect: &Dialect) -> Option<&'static str> {
        match dialect.vendor {
            Vendor::Sqlite if self.kind.is_auto() => Some("AUTOINCREMENT"),
            Vendor::Postgresql if self.kind.is_auto() => Some("GENERATED BY DEFAULT AS IDENTITY"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_those_of_each_database() {
        let of = |field: &Rc<Field>| {
            [Vendor::Sqlite, Vendor::Postgresql, Vendor::Mysql]
                .map(|vendor| field.db_type(&Dialect::new(vendor)).unwrap_or_default())
                .join(" | ")
        };
        let char = Field::builder(FieldKind::Char).max_length(Some(80)).build();
        assert_eq!(of(&char), "varchar(80) | varchar(80) | varchar(80)");
        let price = Field::builder(FieldKind::Decimal).max_digits(Some(8)).decimal_places(Some(2)).build();
        assert_eq!(of(&price), "decimal | numeric(8, 2) | numeric(8, 2)");
        assert_eq!(of(&Field::output(FieldKind::BigAuto)), "integer | bigint | bigint AUTO_INCREMENT");
        assert_eq!(of(&Field::output(FieldKind::Uuid)), "char(32) | uuid | char(32)");
    }

    #[test]
    fn casts_have_types_of_their_own() {
        let of = |kind, vendor| Field::output(kind).cast_db_type(&Dialect::new(vendor)).unwrap_or_default();
        assert_eq!(of(FieldKind::Char, Vendor::Sqlite), "text");
        assert_eq!(of(FieldKind::Date, Vendor::Sqlite), "TEXT");
        assert_eq!(of(FieldKind::Integer, Vendor::Mysql), "signed integer");
        assert_eq!(of(FieldKind::Char, Vendor::Postgresql), "varchar");
        assert_eq!(of(FieldKind::Float, Vendor::Sqlite), "real");
    }
}
