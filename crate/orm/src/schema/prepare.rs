//! From a value of the host to a parameter. Mirrors `get_prep_value` and `get_db_prep_value`.

use std::rc::Rc;

use super::{Field, FieldKind, json_text};
use crate::{
    Error, Result, Value,
    decimal::Decimal,
    dialect::Dialect,
    temporal::{DateTime, Duration},
};

impl Field {
    /// What the user gave, as the field's own kind of value. Mirrors `get_prep_value`.
    ///
    /// # Errors
    ///
    /// `ValueError`, `TypeError` or `ValidationError`, as the field's class raises.
    pub fn get_prep_value(self: &Rc<Self>, value: &Value) -> Result<Value> {
        if let Some(prepared) = self.hooks.as_ref().and_then(|hooks| hooks.get_prep_value(value)) {
            return prepared;
        }
        if let Some(generated) = &self.generated {
            return generated.output_field.get_prep_value(value);
        }
        if self.is_key() {
            let target = self.target();
            // A key whose target is not known yet leaves values as they are.
            return if Rc::ptr_eq(&target, self) { Ok(value.clone()) } else { target.get_prep_value(value) };
        }
        match self.kind {
            kind if kind.is_integer() || kind == FieldKind::Float => {
                if value.is_null() {
                    return Ok(Value::Null);
                }
                let converted = if kind == FieldKind::Float { python_float(value) } else { python_int(value) };
                converted.map_err(|refusal| self.expected_number(value, refusal))
            }
            kind if kind.is_char() || kind == FieldKind::Text => self.to_python(value),
            FieldKind::File | FieldKind::FilePath | FieldKind::Image => Ok(as_text(value)),
            FieldKind::Boolean if value.is_null() => Ok(Value::Null),
            FieldKind::DateTime => match self.to_python(value)? {
                naive @ Value::DateTime(DateTime { offset: None, .. }) => {
                    self.hooks.as_ref().and_then(|hooks| hooks.zoned(&naive)).unwrap_or(Ok(naive))
                }
                other => Ok(other),
            },
            FieldKind::Boolean | FieldKind::Date | FieldKind::Time | FieldKind::Decimal | FieldKind::Uuid => {
                self.to_python(value)
            }
            FieldKind::GenericIpAddress => Ok(match as_text(value) {
                Value::Text(text) => super::to_python::clean_ip_address(&text, self.unpack_ipv4),
                other => other,
            }),
            _ => Ok(value.clone()),
        }
    }

    /// As a parameter of the database: one of `Null`, `Bool`, `Int`, `BigInt`, `Float`, `Text`, `Bytes`.
    /// Mirrors `get_db_prep_value`.
    ///
    /// # Errors
    ///
    /// Those of [`Field::get_prep_value`], unless the value is `prepared`, and those of the database's adapters.
    pub fn get_db_prep_value(self: &Rc<Self>, value: &Value, dialect: &Dialect, prepared: bool) -> Result<Value> {
        if let Some(adapted) = self.hooks.as_ref().and_then(|hooks| hooks.get_db_prep_value(value, prepared)) {
            return dialect.adapt_unknown(&adapted?);
        }
        if let Some(generated) = &self.generated {
            return generated.output_field.get_db_prep_value(value, dialect, prepared);
        }
        if self.is_key() {
            let target = self.target();
            if !Rc::ptr_eq(&target, self) {
                return target.get_db_prep_value(value, dialect, prepared);
            }
        }
        let value = if prepared { value.clone() } else { self.get_prep_value(value)? };
        match self.kind {
            FieldKind::Json => Ok(Value::Text(json_text::dumps(&value)?.into())),
            FieldKind::Decimal => dialect.adapt_unknown(&self.to_python(&value)?),
            FieldKind::Duration => match value {
                Value::Null => Ok(Value::Null),
                Value::Duration(Duration { micros }) => Ok(dialect.adapt_duration(micros)),
                other => Err(Error::Attribute(format!("'{}' object has no attribute 'days'", other.type_name()))),
            },
            FieldKind::Binary => match value {
                Value::Null | Value::Bytes(_) => Ok(value),
                other => Err(Error::Type(format!(
                    "memoryview: a bytes-like object is required, not '{}'",
                    other.type_name()
                ))),
            },
            FieldKind::Uuid => match value {
                Value::Null => Ok(Value::Null),
                Value::Uuid(_) => dialect.adapt_unknown(&value),
                other => match self.to_python(&other)? {
                    uuid @ Value::Uuid(_) => dialect.adapt_unknown(&uuid),
                    other => dialect.adapt_unknown(&other),
                },
            },
            FieldKind::Time if matches!(value, Value::Foreign(_)) => {
                Err(Error::Value("SQLite backend does not support timezone-aware times.".into()))
            }
            FieldKind::GenericIpAddress if value.as_text() == Some("") => Ok(Value::Null),
            _ => dialect.adapt_unknown(&value),
        }
    }

    /// As a parameter of INSERT or UPDATE. Mirrors `get_db_prep_save`.
    ///
    /// # Errors
    ///
    /// Those of [`Field::get_db_prep_value`].
    pub fn get_db_prep_save(self: &Rc<Self>, value: &Value, dialect: &Dialect) -> Result<Value> {
        if self.is_key() {
            let target = self.target();
            if value.is_null() || value.as_text() == Some("") && !target.empty_strings_allowed() {
                return Ok(Value::Null);
            }
            if !Rc::ptr_eq(&target, self) {
                return target.get_db_prep_save(value, dialect);
            }
        }
        // SQL NULL; the JSON null is a `Value(None, JSONField())`.
        if self.kind == FieldKind::Json && value.is_null() {
            return Ok(Value::Null);
        }
        if self.kind.is_auto() && dialect.vendor == crate::dialect::Vendor::Mysql && value.as_int() == Some(0) {
            return Err(Error::Value("The database backend does not accept 0 as a value for AutoField.".into()));
        }
        self.get_db_prep_value(value, dialect, false)
    }

    /// Mirrors `empty_strings_allowed`.
    pub fn empty_strings_allowed(&self) -> bool {
        self.kind.is_text() || matches!(self.kind, FieldKind::Custom | FieldKind::Binary | FieldKind::ManyToMany)
    }

    pub(super) fn is_key(&self) -> bool {
        matches!(self.kind, FieldKind::ForeignKey | FieldKind::OneToOne)
    }

    fn expected_number(&self, value: &Value, refusal: Refusal) -> Error {
        let name = self.name();
        let name = if name.is_empty() { "None" } else { &name };
        let text = format!("Field '{name}' expected a number but got {}.", value.repr());
        match refusal {
            Refusal::Value => Error::Value(text),
            Refusal::Type => Error::Type(text),
            Refusal::Overflow => Error::Overflow("cannot convert float infinity to integer".into()),
        }
    }
}

/// Why Python's `int()` or `float()` would not take a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    Value,
    Type,
    Overflow,
}

/// `str()` of anything but `None`.
pub(super) fn as_text(value: &Value) -> Value {
    match value {
        Value::Null | Value::Text(_) => value.clone(),
        other => Value::text(other.display()),
    }
}

/// A whole number of any size.
pub(crate) fn integer(digits: &str) -> Value {
    let digits = digits.strip_prefix('+').unwrap_or(digits);
    digits.parse().map_or_else(|_| Value::BigInt(strip_zeros(digits).into()), Value::Int)
}

fn strip_zeros(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    format!("{sign}{}", digits.trim_start_matches('0'))
}

/// Digits with an optional sign, single underscores between digits allowed.
fn python_digits(text: &str) -> Option<String> {
    let text = text.trim();
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sound = !digits.is_empty()
        && !digits.starts_with('_')
        && !digits.ends_with('_')
        && !digits.contains("__")
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    sound.then(|| text.replace('_', ""))
}

/// Python's `int(value)`.
pub(crate) fn python_int(value: &Value) -> Result<Value, Refusal> {
    match value {
        Value::Int(_) | Value::BigInt(_) => Ok(value.clone()),
        Value::Bool(value) => Ok(Value::Int(i64::from(*value))),
        Value::Float(number) if number.is_nan() => Err(Refusal::Value),
        Value::Float(number) if number.is_infinite() => Err(Refusal::Overflow),
        Value::Float(number) => Ok(integer(&format!("{:.0}", number.trunc())).without_minus_zero()),
        Value::Decimal(digits) => {
            Decimal::parse(digits).map(|number| integer(&number.truncated())).ok_or(Refusal::Value)
        }
        Value::Text(text) => python_digits(text).map(|digits| integer(&digits)).ok_or(Refusal::Value),
        Value::Bytes(bytes) => {
            std::str::from_utf8(bytes).ok().and_then(python_digits).map(|digits| integer(&digits)).ok_or(Refusal::Value)
        }
        _ => Err(Refusal::Type),
    }
}

/// Python's `float(value)`.
pub(crate) fn python_float(value: &Value) -> Result<Value, Refusal> {
    let read = |text: &str| {
        let text = text.trim().replace('_', "");
        text.parse::<f64>().map(Value::Float).map_err(|_| Refusal::Value)
    };
    match value {
        Value::Float(_) => Ok(value.clone()),
        #[allow(clippy::cast_precision_loss)]
        Value::Int(number) => Ok(Value::Float(*number as f64)),
        Value::Bool(value) => Ok(Value::Float(f64::from(u8::from(*value)))),
        Value::BigInt(digits) | Value::Decimal(digits) => read(digits),
        Value::Text(text) => read(text),
        Value::Bytes(bytes) => std::str::from_utf8(bytes).map_err(|_| Refusal::Value).and_then(read),
        _ => Err(Refusal::Type),
    }
}

impl Value {
    fn without_minus_zero(self) -> Self {
        match &self {
            Self::BigInt(digits) if digits.trim_start_matches('-').is_empty() => Self::Int(0),
            _ => self,
        }
    }
}
