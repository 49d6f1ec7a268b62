//! Rows.

use arbitrary::{Result, Unstructured};

use crate::case::{Cell, Field, Kind, Row, Schema};

pub(super) const WORDS: [&str; 8] = ["", "a", "A", "ab", "b%", "_a", "\\a", "Ab"];
pub(super) const DAYS: [&str; 4] = ["2020-01-31", "2020-02-29", "2021-01-01", "1999-12-31"];

/// How many rows each model has.
pub(super) fn counts(u: &mut Unstructured<'_>) -> Result<Vec<usize>> {
    let models = u.int_in_range(2..=4)?;
    (0..models).map(|_| u.int_in_range(1..=5)).collect()
}

/// The rows.
pub(super) fn rows(u: &mut Unstructured<'_>, schema: &Schema, counts: &[usize]) -> Result<Vec<Vec<Row>>> {
    let mut all = Vec::new();
    for (model, count) in schema.models.iter().zip(counts) {
        let mut rows = vec![Row { cells: Vec::new(), links: vec![Vec::new(); model.fields.len()] }; *count];
        for (at, field) in model.fields.iter().enumerate() {
            let mut free: Vec<i64> = field.kind.to().map_or_else(Vec::new, |to| (1..=counts[to] as i64).collect());
            for row in &mut rows {
                if let Kind::ManyToMany(_) = field.kind {
                    for target in &free {
                        if u.ratio(2, 5)? {
                            row.links[at].push(*target);
                        }
                    }
                }
                row.cells.push(cell(u, field, &mut free)?);
            }
        }
        all.push(rows);
    }
    Ok(all)
}

fn cell(u: &mut Unstructured<'_>, field: &Field, free: &mut Vec<i64>) -> Result<Cell> {
    if field.null && u.ratio(1, 3)? {
        return Ok(Cell::Null);
    }
    Ok(match field.kind {
        Kind::ManyToMany(_) => Cell::Null,
        Kind::ForeignKey(_) => Cell::Int(*u.choose(free)?),
        Kind::OneToOne(_) if free.is_empty() => Cell::Null,
        Kind::OneToOne(_) => {
            let at = u.choose_index(free.len())?;
            Cell::Int(free.remove(at))
        }
        kind => constant(u, kind)?,
    })
}

/// A value of a plain type.
pub(super) fn constant(u: &mut Unstructured<'_>, kind: Kind) -> Result<Cell> {
    Ok(match kind {
        Kind::Boolean => Cell::Int(u.int_in_range(0..=1)?),
        Kind::Text => Cell::Text((*u.choose(&WORDS)?).into()),
        Kind::Date => Cell::Text((*u.choose(&DAYS)?).into()),
        Kind::Integer => Cell::Int(u.int_in_range(-1..=3)?),
        _ => Cell::Int(u.int_in_range(1..=5)?),
    })
}
