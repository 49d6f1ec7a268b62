//! [`Maker`]: what a column is filled with, by its declared type, its name and its constraints.

use outerref_orm::Value;

use super::random::Random;
use crate::connection::{Connection, DatabaseError, ErrorClass, quote_name};

/// Makes the values of one column.
pub(super) struct Maker {
    pub(super) column: String,
    kind: Kind,
    /// Whether no two rows may have the same value.
    unique: bool,
    /// The longest text.
    length: usize,
    /// Whether some rows are empty.
    nullable: bool,
}

enum Kind {
    Whole {
        most: u64,
    },
    Real,
    Money,
    Truth,
    Day,
    Clock,
    Moment,
    Hexadecimal,
    Email,
    Json,
    Bytes,
    Words,
    /// One of these keys.
    Key(Vec<Value>),
}

impl Maker {
    /// The makers of a table's columns. A primary key that SQLite counts by itself has none.
    pub(super) fn of_table(connection: &Connection, table: &str) -> Result<Vec<Self>, DatabaseError> {
        let keys = connection.foreign_keys(table)?;
        let indexes = connection.indexes(table)?;
        let mut makers = Vec::new();
        for column in connection.columns(table)? {
            let declared = column.declared.to_ascii_lowercase();
            let key = keys.iter().find(|key| key.column == column.name);
            if column.primary_key == 1 && declared == "integer" && key.is_none() {
                continue;
            }
            let kind = match key {
                // A row may only refer to rows that are there before it.
                Some(key) if key.table == table && !column.not_null => Kind::Key(Vec::new()),
                Some(key) => {
                    let to = if key.to.is_empty() { "rowid" } else { &key.to };
                    let found = connection.execute_verbatim(&format!(
                        "SELECT {} FROM {}",
                        quote_name(to),
                        quote_name(&key.table)
                    ))?;
                    if found.is_empty() && column.not_null {
                        return Err(DatabaseError::new(
                            ErrorClass::IntegrityError,
                            format!("{table}.{} refers to {}, which has no rows yet", column.name, key.table),
                        ));
                    }
                    Kind::Key(found.cells)
                }
                None => Kind::of(&declared, &column.name.to_ascii_lowercase()),
            };
            let unique = column.primary_key == 1
                || indexes.iter().any(|index| index.unique && index.columns == [column.name.clone()]);
            makers.push(Self {
                kind,
                unique,
                length: declared_length(&declared),
                nullable: !column.not_null && !unique,
                column: column.name,
            });
        }
        Ok(makers)
    }

    /// The value in this row, from 0.
    pub(super) fn make(&self, row: u64, random: &mut Random) -> Value {
        // The number is drawn even if it is not needed, so that one column's values do not hang on another's.
        let (draw, empty) = (random.next(), random.below(8) == 0);
        let mut random = Random::new(draw);
        if self.nullable && empty {
            return Value::Null;
        }
        let number = |most: u64, random: &mut Random| if self.unique { row + 1 } else { random.below(most) };
        match &self.kind {
            Kind::Whole { most } => Value::Int(number(*most, &mut random).cast_signed()),
            Kind::Real => Value::Float((random.fraction() * 100_000.0).round() / 100.0 + self.distinction(row)),
            Kind::Money => Value::text(format!("{}.{:02}", number(500, &mut random), random.below(100))),
            Kind::Truth => Value::Int(i64::from(random.below(2) == 1)),
            Kind::Day => Value::text(day(number(20_000, &mut random))),
            Kind::Clock => Value::text(clock(number(86_400, &mut random))),
            Kind::Moment => {
                let seconds = number(20_000 * 86_400, &mut random);
                Value::text(format!("{} {}", day(seconds / 86_400), clock(seconds % 86_400)))
            }
            Kind::Hexadecimal => {
                Value::text(format!("{:016x}{:016x}", random.next(), if self.unique { row } else { draw }))
            }
            Kind::Email => self.text(row, &mut random, "@example.org"),
            Kind::Json => Value::text(format!("{{\"{}\": {}}}", word(&mut random), random.below(100))),
            Kind::Bytes => Value::Bytes(draw.to_be_bytes().into()),
            Kind::Words => self.text(row, &mut random, ""),
            Kind::Key(keys) if keys.is_empty() => Value::Null,
            Kind::Key(keys) if self.unique => keys.get(row as usize).cloned().unwrap_or_default(),
            Kind::Key(keys) => keys[random.below(keys.len() as u64) as usize].clone(),
        }
    }

    fn distinction(&self, row: u64) -> f64 {
        if self.unique { row as f64 * 1000.0 } else { 0.0 }
    }

    /// One to three words that end as told, cut to the column's length; with the row's number if it must be unique.
    fn text(&self, row: u64, random: &mut Random, end: &str) -> Value {
        let mut text = word(random);
        if end.is_empty() {
            for _ in 0..random.below(3) {
                text = format!("{text} {}", word(random));
            }
            text = text[..1].to_ascii_uppercase() + &text[1..];
        }
        let tail =
            if self.unique { format!("{}{row}{end}", if end.is_empty() { " " } else { "." }) } else { end.into() };
        let room = self.length.saturating_sub(tail.len());
        Value::text(text.chars().take(room).collect::<String>() + &tail)
    }
}

impl Kind {
    fn of(declared: &str, name: &str) -> Self {
        let base = declared.split('(').next().unwrap_or(declared).trim();
        match base {
            "bool" | "boolean" => Self::Truth,
            "date" => Self::Day,
            "time" => Self::Clock,
            "datetime" | "timestamp" => Self::Moment,
            "decimal" | "numeric" => Self::Money,
            "real" | "float" | "double" | "double precision" => Self::Real,
            "blob" => Self::Bytes,
            "char" if declared == "char(32)" => Self::Hexadecimal,
            _ if base.contains("smallint") => Self::Whole { most: 1000 },
            _ if base.contains("int") && name.contains("year") => Self::Whole { most: 2026 },
            _ if base.contains("int") => Self::Whole { most: 1_000_000 },
            _ if name.contains("email") => Self::Email,
            _ if name.contains("json") || name == "data" => Self::Json,
            _ => Self::Words,
        }
    }
}

/// The number in `varchar(80)`; texts without one are kept to 60 characters.
fn declared_length(declared: &str) -> usize {
    let inner = declared.split_once('(').and_then(|(_, rest)| rest.split([')', ',']).next());
    inner.and_then(|digits| digits.trim().parse().ok()).unwrap_or(60)
}

/// A word of two to four syllables.
fn word(random: &mut Random) -> String {
    const SYLLABLES: [&str; 24] = [
        "ba", "co", "da", "el", "fi", "go", "ha", "is", "jo", "ka", "lu", "mi", "na", "or", "pe", "qua", "ri", "so",
        "ta", "um", "ve", "wi", "xe", "zo",
    ];
    let syllables = 2 + random.below(3);
    (0..syllables).map(|_| SYLLABLES[random.below(SYLLABLES.len() as u64) as usize]).collect()
}

/// A day so many days after the first of 1970, in ISO form.
fn day(days: u64) -> String {
    let first = jiff::civil::date(1970, 1, 1);
    let span = jiff::Span::new().try_days(i64::try_from(days % 2_000_000).unwrap_or(0));
    span.and_then(|span| first.checked_add(span)).unwrap_or(first).to_string()
}

fn clock(seconds: u64) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60)
}
