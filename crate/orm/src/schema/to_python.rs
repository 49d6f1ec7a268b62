//! Whatever stands for a field's value, as that value. Mirrors the `to_python` methods of fields.

use std::{net::Ipv6Addr, rc::Rc};

use jiff::civil;

use super::{
    Field, FieldKind,
    dateparse::{Parsed, parse_date, parse_datetime, parse_duration, parse_time},
    prepare::{as_text, python_float, python_int},
};
use crate::{
    Error, Result, Value,
    decimal::Decimal,
    temporal::{Date, DateTime, Time},
};

impl Field {
    /// Whatever stands for the field's value, as that value. Mirrors `to_python`.
    ///
    /// # Errors
    ///
    /// `ValidationError` with the text of the field's class.
    pub fn to_python(self: &Rc<Self>, value: &Value) -> Result<Value> {
        if let Some(converted) = self.hooks.as_ref().and_then(|hooks| hooks.to_python(value)) {
            return converted;
        }
        if let Some(generated) = &self.generated {
            return generated.output_field.to_python(value);
        }
        if self.is_key() {
            let target = self.target();
            return if Rc::ptr_eq(&target, self) { Ok(value.clone()) } else { target.to_python(value) };
        }
        if value.is_null() && self.kind != FieldKind::Boolean {
            return Ok(Value::Null);
        }
        match self.kind {
            kind if kind.is_integer() => python_int(value).map_err(|_| invalid(value, "value must be an integer.")),
            FieldKind::Float => python_float(value).map_err(|_| invalid(value, "value must be a float.")),
            kind if kind.is_char() || kind == FieldKind::Text => Ok(as_text(value)),
            FieldKind::Boolean => self.to_bool(value),
            FieldKind::Date => match value {
                Value::DateTime(DateTime { offset: Some(_), .. }) => {
                    self.hooks.as_ref().and_then(|hooks| hooks.zoned(value)).unwrap_or_else(|| to_date(value))
                }
                _ => to_date(value),
            },
            FieldKind::DateTime => to_datetime(value),
            FieldKind::Time => to_time(value),
            FieldKind::Decimal => self.to_decimal(value),
            FieldKind::Duration => to_duration(value),
            FieldKind::Uuid => to_uuid(value),
            FieldKind::Binary => to_bytes(value),
            FieldKind::GenericIpAddress => Ok(match as_text(value) {
                Value::Text(text) => clean_ip_address(text.trim(), self.unpack_ipv4),
                other => other,
            }),
            _ => Ok(value.clone()),
        }
    }

    fn to_bool(&self, value: &Value) -> Result<Value> {
        let empty = match value {
            Value::Null => true,
            Value::Text(text) => text.is_empty(),
            Value::List(values) => values.is_empty(),
            _ => false,
        };
        if self.null && empty {
            return Ok(Value::Null);
        }
        let truth = match value {
            Value::Bool(value) => Some(*value),
            Value::Int(0) => Some(false),
            Value::Int(1) => Some(true),
            Value::Float(number) if *number == 0.0 => Some(false),
            #[allow(clippy::float_cmp)]
            Value::Float(number) if *number == 1.0 => Some(true),
            Value::Text(text) => match &**text {
                "t" | "True" | "1" => Some(true),
                "f" | "False" | "0" => Some(false),
                _ => None,
            },
            _ => None,
        };
        let choices = if self.null {
            "value must be either True, False, or None."
        } else {
            "value must be either True or False."
        };
        truth.map(Value::Bool).ok_or_else(|| invalid(value, choices))
    }

    fn to_decimal(&self, value: &Value) -> Result<Value> {
        let digits = self.max_digits.map_or(28, |digits| digits as usize);
        let number = match value {
            Value::Decimal(text) | Value::Text(text) | Value::BigInt(text) => Decimal::parse(text),
            Value::Int(number) => Decimal::parse(&number.to_string()),
            Value::Bool(value) => Decimal::parse(if *value { "1" } else { "0" }),
            Value::Float(number) => Decimal::from_float(*number, digits),
            _ => None,
        };
        number
            .map(|number| Value::Decimal(number.to_string().into()))
            .ok_or_else(|| invalid(value, "value must be a decimal number."))
    }
}

fn invalid(value: &Value, rest: &str) -> Error {
    Error::ValidationError(format!("“{}” {rest}", value.display()))
}

/// What `fromisoformat` and `re.match` say of something that is no text.
fn not_text(_value: &Value) -> Error {
    Error::Type("fromisoformat: argument must be str".into())
}

fn to_date(value: &Value) -> Result<Value> {
    let text = match value {
        Value::Date(_) => return Ok(value.clone()),
        Value::DateTime(moment) => return Ok(Value::Date(Date(moment.to_utc().civil.date()))),
        Value::Text(text) => text,
        other => return Err(not_text(other)),
    };
    match parse_date(text) {
        Parsed::Value(date) => Ok(Value::Date(date)),
        Parsed::Invalid => Err(invalid(value, "value has the correct format (YYYY-MM-DD) but it is an invalid date.")),
        Parsed::Malformed => Err(invalid(value, "value has an invalid date format. It must be in YYYY-MM-DD format.")),
    }
}

fn to_datetime(value: &Value) -> Result<Value> {
    let midnight = |date: Date| DateTime::naive(civil::DateTime::from_parts(date.0, civil::Time::midnight()));
    let text = match value {
        Value::DateTime(_) => return Ok(value.clone()),
        Value::Date(date) => return Ok(Value::DateTime(midnight(*date))),
        Value::Text(text) => text,
        other => return Err(not_text(other)),
    };
    match parse_datetime(text) {
        Parsed::Value(moment) => return Ok(Value::DateTime(moment)),
        Parsed::Invalid => {
            return Err(invalid(
                value,
                "value has the correct format (YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]) but it is an invalid date/time.",
            ));
        }
        Parsed::Malformed => {}
    }
    match parse_date(text) {
        Parsed::Value(date) => Ok(Value::DateTime(midnight(date))),
        Parsed::Invalid => Err(invalid(value, "value has the correct format (YYYY-MM-DD) but it is an invalid date.")),
        Parsed::Malformed => {
            Err(invalid(value, "value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format."))
        }
    }
}

fn to_time(value: &Value) -> Result<Value> {
    let text = match value {
        Value::Time(_) => return Ok(value.clone()),
        Value::DateTime(moment) => return Ok(Value::Time(Time(moment.civil.time()))),
        Value::Text(text) => text,
        // An aware time, which only the host knows.
        Value::Foreign(object) if object.type_name() == "time" => return Ok(value.clone()),
        other => return Err(not_text(other)),
    };
    match parse_time(text) {
        Parsed::Value(time) => Ok(Value::Time(time)),
        Parsed::Invalid => {
            Err(invalid(value, "value has the correct format (HH:MM[:ss[.uuuuuu]]) but it is an invalid time."))
        }
        Parsed::Malformed => {
            Err(invalid(value, "value has an invalid format. It must be in HH:MM[:ss[.uuuuuu]] format."))
        }
    }
}

fn to_duration(value: &Value) -> Result<Value> {
    match value {
        Value::Duration(_) => Ok(value.clone()),
        Value::Text(text) => parse_duration(text).map(Value::Duration).ok_or_else(|| {
            invalid(value, "value has an invalid format. It must be in [DD] [[HH:]MM:]ss[.uuuuuu] format.")
        }),
        other => Err(Error::Type(format!("expected string or bytes-like object, got '{}'", other.type_name()))),
    }
}

/// Reads what `uuid.UUID(hex=text)` reads.
pub(super) fn parse_uuid(text: &str) -> Option<[u8; 16]> {
    let hex = text.replace("urn:", "").replace("uuid:", "");
    let hex = hex.trim_matches(['{', '}']).replace('-', "");
    if hex.len() != 32 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u128::from_str_radix(&hex, 16).ok().map(u128::to_be_bytes)
}

fn to_uuid(value: &Value) -> Result<Value> {
    let bytes = match value {
        Value::Uuid(_) => return Ok(value.clone()),
        Value::Text(text) => parse_uuid(text),
        Value::Int(number) => u128::try_from(*number).ok().map(u128::to_be_bytes),
        Value::Bool(value) => Some(u128::from(*value).to_be_bytes()),
        Value::BigInt(digits) => digits.parse::<u128>().ok().map(u128::to_be_bytes),
        _ => None,
    };
    bytes.map(Value::Uuid).ok_or_else(|| Error::ValidationError(format!("“{}” is not a valid UUID.", value.display())))
}

fn to_bytes(value: &Value) -> Result<Value> {
    let Value::Text(text) = value else { return Ok(value.clone()) };
    base64(text)
        .map(|bytes| Value::Bytes(bytes.into()))
        .ok_or_else(|| Error::ValidationError(format!("“{}” is not a valid binary value.", value.display())))
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let (mut bits, mut count, mut out) = (0_u32, 0, Vec::new());
    let body = text.trim_end_matches('=');
    if !text.len().is_multiple_of(4) || text.len() - body.len() > 2 {
        return None;
    }
    for byte in body.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count & 0xff) as u8);
        }
    }
    Some(out)
}

/// IPv6 addresses in their shortest form; anything else as it is. Mirrors `clean_ipv6_address`.
pub(super) fn clean_ip_address(text: &str, unpack_ipv4: bool) -> Value {
    match text.parse::<Ipv6Addr>() {
        Ok(address) if unpack_ipv4 && let Some(address) = address.to_ipv4_mapped() => Value::text(address.to_string()),
        Ok(address) => Value::text(address.to_string()),
        Err(_) => Value::text(text),
    }
}
