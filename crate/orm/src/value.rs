//! [`Value`]: what travels between typed code, SQL parameters and fetched rows.
//!
//! A parameter that reaches a database is one of `Null`, `Bool`, `Int`, `BigInt`, `Float`, `Text`
//! and `Bytes`; the richer variants are what fields and expressions hold before
//! [`Field::get_db_prep_value`](crate::schema::Field::get_db_prep_value) adapts them, and what
//! converters make of a fetched cell.

use std::{fmt, rc::Rc};

use crate::temporal::{Date, DateTime, Duration, Time};

/// A value of the host language that the ORM itself does not know (a model instance, a user's own
/// class). The host answers what the ORM must know of it.
pub trait Foreign: fmt::Debug {
    /// The host's `repr()` of it, for error messages.
    fn repr(&self) -> String;
    /// The host's `str()` of it.
    fn display(&self) -> String;
    /// The name of its class.
    fn type_name(&self) -> String;
    /// Lets the host find its own type again.
    fn as_any(&self) -> &dyn std::any::Any;
    /// Identity or host equality.
    fn equals(&self, other: &dyn Foreign) -> bool;
    /// If it maps keys to values, as a dictionary does: its items.
    fn mapping(&self) -> Option<crate::Result<Vec<(Value, Value)>>> {
        None
    }
    /// If it is a model instance: its model, and the value of a field by attname.
    fn instance(&self) -> Option<&dyn ModelInstance> {
        None
    }
}

/// What the ORM asks of a model instance that is used as a filter's value.
pub trait ModelInstance {
    /// The instance's model.
    fn model(&self) -> crate::schema::ModelRef;
    /// The value of the field with this attname; `None` when the instance has no such attribute.
    fn attribute(&self, attname: &str) -> crate::Result<Option<Value>>;
    /// Whether it was never saved (`_state.adding` and no primary key).
    fn is_unsaved(&self) -> bool;
}

/// One value. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub enum Value {
    /// SQL `NULL`, Python `None`.
    #[default]
    Null,
    /// A truth value.
    Bool(bool),
    /// An integer that fits SQLite's.
    Int(i64),
    /// An integer that does not, in decimal digits.
    BigInt(Rc<str>),
    /// A double.
    Float(f64),
    /// A decimal number, in Python's `str(Decimal)` form.
    Decimal(Rc<str>),
    /// Text.
    Text(Rc<str>),
    /// Bytes.
    Bytes(Rc<[u8]>),
    /// A calendar day.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A moment, naive or with an offset.
    DateTime(DateTime),
    /// A span of time.
    Duration(Duration),
    /// A UUID's 16 bytes.
    Uuid([u8; 16]),
    /// A JSON document, as the text that `json.dumps` gives.
    Json(Rc<str>),
    /// A list, tuple or set: the right-hand side of `in` and `range`.
    List(Rc<Sequence>),
    /// Anything else of the host's.
    Foreign(Rc<dyn Foreign>),
}

/// Several values, and as what the host has them.
#[derive(Clone, Debug)]
pub struct Sequence {
    kind: SequenceKind,
    items: Box<[Value]>,
}

/// Which of Python's classes a [`Sequence`] is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SequenceKind {
    /// `list`
    #[default]
    List,
    /// `tuple`
    Tuple,
    /// `set`
    Set,
    /// `frozenset`
    FrozenSet,
}

impl SequenceKind {
    /// The name of the class.
    pub fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Tuple => "tuple",
            Self::Set => "set",
            Self::FrozenSet => "frozenset",
        }
    }
}

impl Sequence {
    /// Which of Python's classes it is.
    pub fn kind(&self) -> SequenceKind {
        self.kind
    }

    fn repr(&self) -> String {
        let items = self.items.iter().map(Value::repr).collect::<Vec<_>>().join(", ");
        match (self.kind, self.items.len()) {
            (SequenceKind::List, _) => format!("[{items}]"),
            (SequenceKind::Tuple, 1) => format!("({items},)"),
            (SequenceKind::Tuple, _) => format!("({items})"),
            (kind @ (SequenceKind::Set | SequenceKind::FrozenSet), 0) => format!("{}()", kind.name()),
            (SequenceKind::Set, _) => format!("{{{items}}}"),
            (SequenceKind::FrozenSet, _) => format!("frozenset({{{items}}})"),
        }
    }
}

impl std::ops::Deref for Sequence {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        &self.items
    }
}

/// By what is in it: a tuple selects what a list of the same values does.
impl PartialEq for Sequence {
    fn eq(&self, other: &Self) -> bool {
        self.items == other.items
    }
}

impl Value {
    /// Text.
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::Text(Rc::from(text.as_ref()))
    }

    /// A list.
    pub fn list(values: impl IntoIterator<Item = Value>) -> Self {
        Self::sequence(SequenceKind::List, values)
    }

    /// A list, tuple or set.
    pub fn sequence(kind: SequenceKind, values: impl IntoIterator<Item = Value>) -> Self {
        Self::List(Rc::new(Sequence { kind, items: values.into_iter().collect() }))
    }

    /// Whether this is `NULL`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The text, if it is text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The integer, if it is one (a bool counts as 0 or 1, as in Python).
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(*value),
            Self::Bool(value) => Some(i64::from(*value)),
            _ => None,
        }
    }

    /// The name of its Python class, for messages.
    pub fn type_name(&self) -> String {
        match self {
            Self::Null => "NoneType".into(),
            Self::Bool(_) => "bool".into(),
            Self::Int(_) | Self::BigInt(_) => "int".into(),
            Self::Float(_) => "float".into(),
            Self::Decimal(_) => "Decimal".into(),
            Self::Text(_) => "str".into(),
            Self::Bytes(_) => "bytes".into(),
            Self::Date(_) => "datetime.date".into(),
            Self::Time(_) => "datetime.time".into(),
            Self::DateTime(_) => "datetime.datetime".into(),
            Self::Duration(_) => "datetime.timedelta".into(),
            Self::Uuid(_) => "UUID".into(),
            Self::Json(text) if text.starts_with('[') => "list".into(),
            Self::Json(_) => "dict".into(),
            Self::List(values) => values.kind.name().into(),
            Self::Foreign(value) => value.type_name(),
        }
    }

    /// Python's `repr()` of the value, for messages.
    pub fn repr(&self) -> String {
        match self {
            Self::Null => "None".into(),
            Self::Bool(true) => "True".into(),
            Self::Bool(false) => "False".into(),
            Self::Int(value) => value.to_string(),
            Self::BigInt(digits) => digits.to_string(),
            Self::Float(value) => python_float(*value),
            Self::Decimal(digits) => format!("Decimal('{digits}')"),
            Self::Text(text) => python_str_repr(text),
            Self::Bytes(bytes) => {
                let mut out = String::from("b'");
                for byte in bytes.iter() {
                    match byte {
                        b'\\' | b'\'' => out.extend(['\\', *byte as char]),
                        0x20..=0x7e => out.push(*byte as char),
                        _ => out.push_str(&format!("\\x{byte:02x}")),
                    }
                }
                out + "'"
            }
            Self::Date(date) => date.repr(),
            Self::Time(time) => time.repr(),
            Self::DateTime(moment) => moment.repr(),
            Self::Duration(span) => span.repr(),
            Self::Uuid(_) => format!("UUID('{}')", self.display()),
            Self::Json(text) => text.to_string(),
            Self::List(values) => values.repr(),
            Self::Foreign(value) => value.repr(),
        }
    }

    /// Python's `str()` of the value.
    pub fn display(&self) -> String {
        match self {
            Self::Text(text) => text.to_string(),
            Self::Decimal(digits) => digits.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Time(time) => time.to_string(),
            Self::DateTime(moment) => moment.to_string(),
            Self::Duration(span) => span.to_string(),
            Self::Uuid(bytes) => {
                let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
                format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
            }
            Self::Foreign(value) => value.display(),
            _ => self.repr(),
        }
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::Float(a), Self::Float(b)) => a == b || a.to_bits() == b.to_bits(),
            (Self::BigInt(a), Self::BigInt(b))
            | (Self::Decimal(a), Self::Decimal(b))
            | (Self::Text(a), Self::Text(b))
            | (Self::Json(a), Self::Json(b)) => a == b,
            (Self::Bytes(a), Self::Bytes(b)) => a == b,
            (Self::Date(a), Self::Date(b)) => a == b,
            (Self::Time(a), Self::Time(b)) => a == b,
            (Self::DateTime(a), Self::DateTime(b)) => a == b,
            (Self::Duration(a), Self::Duration(b)) => a == b,
            (Self::Uuid(a), Self::Uuid(b)) => a == b,
            (Self::List(a), Self::List(b)) => a == b,
            (Self::Foreign(a), Self::Foreign(b)) => a.equals(b.as_ref()),
            _ => false,
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}
impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::Int(value.into())
    }
}
impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}
impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::text(value)
    }
}
impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value.into())
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(values: Vec<T>) -> Self {
        Self::list(values.into_iter().map(Into::into))
    }
}

/// `repr()` of a Python float.
pub fn python_float(value: f64) -> String {
    if value.is_nan() {
        return "nan".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf".into() } else { "-inf".into() };
    }
    let magnitude = value.abs();
    if magnitude != 0.0 && !(1e-4..1e16).contains(&magnitude) {
        let text = format!("{value:e}");
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (sign, digits) = exponent.strip_prefix('-').map_or(("+", exponent), |digits| ("-", digits));
        return format!("{mantissa}e{sign}{digits:0>2}");
    }
    let text = value.to_string();
    if text.contains('.') { text } else { text + ".0" }
}

/// `repr()` of a Python string.
pub fn python_str_repr(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => out.extend(['\\', c]),
            c if (c as u32) < 0x20 || c as u32 == 0x7f => out.push_str(&format!("\\x{:02x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}
