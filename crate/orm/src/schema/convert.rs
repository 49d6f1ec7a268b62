//! From a fetched cell to a value of the field. Mirrors `get_db_converters` of operations, expressions and fields.

use std::rc::Rc;

use super::{
    Field, FieldHooks, FieldKind, FieldRef,
    dateparse::{Parsed, parse_date, parse_datetime, parse_time},
    json_text::is_json,
    prepare::{python_float, python_int},
    to_python::parse_uuid,
};
use crate::{
    Error, Result, Value,
    decimal::Decimal,
    dialect::Dialect,
    expression::{Node, ResolvedExpression},
    temporal::{Date, DateTime, Duration, Time},
};

/// How a column's cells become values.
#[derive(Clone, Debug, Default)]
pub struct Converter {
    /// The type; `None` leaves cells as they are.
    field: Option<FieldRef>,
    /// Whether it is a column of a table, whose values the field itself wrote.
    column: bool,
    /// Whether it is a key of a JSON document, which the database has read already.
    json_key: bool,
    /// Whether it is a date or time cut to a unit.
    truncated: bool,
    /// `tzinfo` of what is cut; null where it is the current zone.
    zone: Option<Value>,
    /// The user's `from_db_value`, of the type and of the column.
    hooks: Vec<Rc<dyn FieldHooks>>,
}

impl Converter {
    /// How the cells of a selected expression become values.
    ///
    /// # Errors
    ///
    /// `FieldError` when the expression's type cannot be told.
    pub fn of(expression: &ResolvedExpression) -> Result<Self> {
        let field = match expression.node() {
            Node::RawSql(_, _, None) | Node::Host(..) | Node::Star | Node::OuterRef(_) => {
                match expression.output_field_or_none()? {
                    Some(field) => field,
                    None => return Ok(Self::default()),
                }
            }
            _ => expression.output_field()?,
        };
        let mut converter = Self::for_field(&field);
        converter.column = false;
        match expression.node() {
            Node::Col { target, output_field, .. } => {
                converter.column = true;
                if !Rc::ptr_eq(target, output_field) {
                    converter.hooks.extend(target.hooks.iter().filter(|hooks| hooks.has_from_db_value()).cloned());
                }
            }
            Node::Func(func) => {
                converter.json_key = matches!(func.def.name, "KeyTransform" | "KeyTextTransform");
                if func.def.name.starts_with("Trunc") {
                    let given = func.options.values.iter().find(|(name, _)| *name == "tzinfo");
                    converter.truncated = true;
                    converter.zone = Some(given.map_or(Value::Null, |(_, zone)| zone.clone()));
                }
            }
            _ => {}
        }
        Ok(converter.simplified())
    }

    fn for_field(field: &FieldRef) -> Self {
        let hooks = field.hooks.iter().chain(&field.target().hooks.clone()).cloned().collect::<Vec<_>>();
        let mut unique: Vec<Rc<dyn FieldHooks>> = Vec::new();
        for hooks in hooks {
            if hooks.has_from_db_value() && !unique.iter().any(|other| Rc::ptr_eq(other, &hooks)) {
                unique.push(hooks);
            }
        }
        Self { field: Some(field.clone()), column: true, json_key: false, truncated: false, zone: None, hooks: unique }
    }

    /// Forgets the type of those for which there is nothing to do.
    fn simplified(self) -> Self {
        let Some(field) = &self.field else { return self };
        let kind = field.value_kind();
        let needed = matches!(
            kind,
            FieldKind::Date
                | FieldKind::DateTime
                | FieldKind::Time
                | FieldKind::Decimal
                | FieldKind::Uuid
                | FieldKind::Boolean
                | FieldKind::Duration
                | FieldKind::Json
        ) || !self.column && (kind == FieldKind::Float || is_integer_field(kind));
        if needed || !self.hooks.is_empty() { self } else { Self::default() }
    }

    /// Nothing to do.
    pub fn is_identity(&self) -> bool {
        self.field.is_none()
    }

    /// For a moment cut to a unit: the zone that it is of, null for the current one. [`Self::convert`] leaves it out,
    /// since only the host knows zones as objects. Mirrors `TruncBase.convert_value`.
    pub fn zone(&self, dialect: &Dialect) -> Option<&Value> {
        let moment = self.field.as_ref().is_some_and(|field| field.value_kind() == FieldKind::DateTime);
        self.zone.as_ref().filter(|_| moment && dialect.use_tz)
    }

    /// A cell as a value.
    ///
    /// # Errors
    ///
    /// `ValueError` for text that is no such value, and what `from_db_value` raises.
    pub fn convert(&self, cell: Value, dialect: &Dialect) -> Result<Value> {
        let Some(field) = &self.field else { return Ok(cell) };
        let mut value = self.by_kind(field, cell, dialect)?;
        for hooks in &self.hooks {
            value = hooks.from_db_value(value)?;
        }
        Ok(value)
    }

    fn by_kind(&self, field: &FieldRef, cell: Value, dialect: &Dialect) -> Result<Value> {
        if cell.is_null() {
            return Ok(cell);
        }
        match field.value_kind() {
            FieldKind::DateTime => match moment(cell, dialect)? {
                Value::DateTime(value) if self.truncated => Ok(Value::DateTime(DateTime { offset: None, ..value })),
                value => Ok(value),
            },
            FieldKind::Date => date(cell, self.truncated),
            FieldKind::Time => time(cell, self.truncated),
            FieldKind::Decimal => self.decimal(&field.target(), cell),
            FieldKind::Uuid => uuid(cell),
            FieldKind::Boolean => Ok(match cell {
                Value::Int(0) => Value::Bool(false),
                Value::Int(1) => Value::Bool(true),
                other => other,
            }),
            #[allow(clippy::cast_possible_truncation)]
            FieldKind::Duration => Ok(match cell {
                Value::Int(micros) => Value::Duration(Duration { micros }),
                Value::Float(micros) => Value::Duration(Duration { micros: micros.round_ties_even() as i64 }),
                other => other,
            }),
            FieldKind::Json => Ok(match cell {
                Value::Text(text) if is_json(&text) => Value::Json(text),
                other => other,
            }),
            FieldKind::Float if !self.column => python_float(&cell)
                .map_err(|_| Error::Value(format!("could not convert string to float: {}", cell.repr()))),
            kind if !self.column && is_integer_field(kind) => python_int(&cell)
                .map_err(|_| Error::Value(format!("invalid literal for int() with base 10: {}", cell.repr()))),
            _ => Ok(cell),
        }
    }

    /// SQLite keeps 15 digits; those beyond are noise of floats. Mirrors `get_decimalfield_converter`.
    fn decimal(&self, field: &FieldRef, cell: Value) -> Result<Value> {
        let number = match &cell {
            Value::Int(number) => Decimal::parse(&number.to_string()),
            Value::Bool(truth) => Decimal::parse(if *truth { "1" } else { "0" }),
            Value::Text(text) | Value::BigInt(text) | Value::Decimal(text) => Decimal::parse(text),
            Value::Float(number) => Decimal::from_float(*number, 15),
            _ => return Ok(cell),
        };
        let invalid = || Error::Value("[<class 'decimal.InvalidOperation'>]".into());
        let number = number.ok_or_else(invalid)?;
        let number = match field.decimal_places.filter(|_| self.column) {
            Some(places) => {
                number.quantize(places, field.max_digits.map(|digits| digits as usize)).ok_or_else(invalid)?
            }
            None => number,
        };
        Ok(Value::Decimal(number.to_string().into()))
    }
}

/// Whether the class's name ends with `IntegerField`.
fn is_integer_field(kind: FieldKind) -> bool {
    kind.is_integer() && !kind.is_auto()
}

/// A value, `None` for text of another form, or Python's error for a day or time that there is not.
fn parsed<T>(parsed: Parsed<T>, wrap: impl FnOnce(T) -> Value) -> Result<Value> {
    match parsed {
        Parsed::Value(value) => Ok(wrap(value)),
        Parsed::Malformed => Ok(Value::Null),
        Parsed::Invalid => Err(Error::Value("day is out of range for month".into())),
    }
}

fn moment(cell: Value, dialect: &Dialect) -> Result<Value> {
    let value = match &cell {
        Value::Text(text) => parsed(parse_datetime(text), Value::DateTime)?,
        _ => cell,
    };
    Ok(match value {
        // The connection's zone is UTC.
        Value::DateTime(DateTime { civil, offset: None }) if dialect.use_tz => {
            Value::DateTime(DateTime { civil, offset: Some(0) })
        }
        other => other,
    })
}

fn date(cell: Value, truncated: bool) -> Result<Value> {
    match &cell {
        Value::Text(text) => match parsed(parse_date(text), Value::Date)? {
            Value::Null if truncated => Ok(match parse_datetime(text) {
                Parsed::Value(moment) => Value::Date(Date(moment.civil.date())),
                _ => Value::Null,
            }),
            value => Ok(value),
        },
        _ => Ok(cell),
    }
}

fn time(cell: Value, truncated: bool) -> Result<Value> {
    match &cell {
        Value::Text(text) => match parsed(parse_time(text), Value::Time)? {
            Value::Null if truncated => Ok(match parse_datetime(text) {
                Parsed::Value(moment) => Value::Time(Time(moment.civil.time())),
                _ => Value::Null,
            }),
            value => Ok(value),
        },
        _ => Ok(cell),
    }
}

fn uuid(cell: Value) -> Result<Value> {
    match &cell {
        Value::Text(text) => {
            parse_uuid(text).map(Value::Uuid).ok_or_else(|| Error::Value("badly formed hexadecimal UUID string".into()))
        }
        _ => Ok(cell),
    }
}

impl Field {
    /// How cells of a column of this type become values.
    pub fn converter(self: &Rc<Self>, _dialect: &Dialect) -> Converter {
        Converter::for_field(self).simplified()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(field: &FieldRef, cell: impl Into<Value>) -> String {
        let dialect = Dialect::sqlite();
        field
            .converter(&dialect)
            .convert(cell.into(), &dialect)
            .map_or_else(|error| error.to_string(), |value| value.repr())
    }

    #[test]
    fn cells_become_the_values_that_django_gives() {
        let of = |kind, cell: Value| converted(&Field::output(kind), cell);
        assert_eq!(of(FieldKind::Boolean, 1.into()), "True");
        assert_eq!(of(FieldKind::Boolean, 2.into()), "2");
        assert_eq!(of(FieldKind::Date, "2024-02-29".into()), "datetime.date(2024, 2, 29)");
        assert_eq!(
            of(FieldKind::DateTime, "2024-02-29 10:00:00".into()),
            "datetime.datetime(2024, 2, 29, 10, 0, tzinfo=datetime.timezone.utc)"
        );
        assert_eq!(of(FieldKind::Duration, 1_500_000.into()), "datetime.timedelta(seconds=1, microseconds=500000)");
        assert_eq!(of(FieldKind::Uuid, "ab".repeat(16).into()), "UUID('abababab-abab-abab-abab-abababababab')");
        assert_eq!(of(FieldKind::Json, "{\"a\": 1}".into()), "{\"a\": 1}");
        assert_eq!(of(FieldKind::Json, "oops".into()), "'oops'");
        assert_eq!(of(FieldKind::Char, Value::Null), "None");
        assert!(Field::output(FieldKind::Char).converter(&Dialect::sqlite()).is_identity());
    }

    #[test]
    fn decimals_of_columns_have_their_places_and_those_of_expressions_15_digits() {
        let price = Field::builder(FieldKind::Decimal).max_digits(Some(8)).decimal_places(Some(2)).build();
        assert_eq!(converted(&price, 12.5), "Decimal('12.50')");
        assert_eq!(converted(&price, 7), "Decimal('7.00')");
        let sum = ResolvedExpression::value(Value::Null, Some(price));
        let converter = Converter::of(&sum).expect("typed");
        let value = converter.convert(Value::Float(0.1), &Dialect::sqlite()).expect("converts");
        assert_eq!(value.repr(), "Decimal('0.100000000000000')");
    }
}
