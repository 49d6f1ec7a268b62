//! Models.

use arbitrary::{Result, Unstructured};

use crate::case::{Field, Kind, Model, Schema};

const NAMES: [&str; 4] = ["Ant", "Bee", "Cat", "Dog"];

/// Models for so many rows each. A key that must be unique and not NULL needs enough rows to lead to.
pub(super) fn schema(u: &mut Unstructured<'_>, counts: &[usize]) -> Result<Schema> {
    let mut number = 0;
    let mut schema = Schema::default();
    for (place, name) in NAMES.iter().take(counts.len()).enumerate() {
        let mut fields = Vec::new();
        let plain = u.int_in_range(1..=3)?;
        let relations = u.int_in_range(0..=2)?;
        for at in 0..plain + relations {
            let kind = if at < plain { plain_kind(u)? } else { relation(u, counts.len())? };
            let null = match kind {
                Kind::ManyToMany(_) => false,
                Kind::OneToOne(to) if to == place || counts[place] > counts[to] => true,
                _ => u.ratio(2, 3)?,
            };
            number += 1;
            fields.push(Field { name: format!("{}{number}", word(kind)), kind, null });
        }
        schema.models.push(Model { name: (*name).into(), fields });
    }
    Ok(schema)
}

fn plain_kind(u: &mut Unstructured<'_>) -> Result<Kind> {
    u.choose(&[Kind::Integer, Kind::Integer, Kind::Text, Kind::Boolean, Kind::Date]).copied()
}

fn relation(u: &mut Unstructured<'_>, models: usize) -> Result<Kind> {
    let to = u.choose_index(models)?;
    Ok(match u.int_in_range(0..=4)? {
        0 | 1 => Kind::ForeignKey(to),
        2 => Kind::OneToOne(to),
        _ => Kind::ManyToMany(to),
    })
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer => "number",
        Kind::Text => "word",
        Kind::Boolean => "flag",
        Kind::Date => "day",
        Kind::ForeignKey(_) => "key",
        Kind::OneToOne(_) => "one",
        Kind::ManyToMany(_) => "many",
    }
}
