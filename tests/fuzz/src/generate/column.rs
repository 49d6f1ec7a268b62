//! Names of columns, through relations.

use arbitrary::{Result, Unstructured};

use crate::case::{Kind, Schema};

/// A column that a name leads to.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    /// Its type; a key's is that of the relation which would lead to its model.
    pub(super) kind: Kind,
}

/// A column that `accept`s; `many` says whether the name may pass relations to many. `None` when none was met.
pub(super) fn column(
    u: &mut Unstructured<'_>,
    schema: &Schema,
    model: usize,
    many: bool,
    accept: impl Fn(Kind) -> bool,
) -> Result<Option<Column>> {
    for _ in 0..6 {
        let column = walk(u, schema, model, many)?;
        if accept(column.kind) {
            return Ok(Some(column));
        }
    }
    Ok(None)
}

/// Any column. There always is one: the key.
pub(super) fn any(u: &mut Unstructured<'_>, schema: &Schema, model: usize, many: bool) -> Result<Column> {
    walk(u, schema, model, many)
}

fn walk(u: &mut Unstructured<'_>, schema: &Schema, model: usize, many: bool) -> Result<Column> {
    let mut names: Vec<String> = Vec::new();
    let mut at = model;
    for _ in 0..3 {
        let steps = steps(schema, at, many);
        let fields = &schema.models[at].fields;
        if !steps.is_empty() && u.ratio(1, 2)? {
            let (name, to) = u.choose(&steps)?.clone();
            names.push(name);
            at = to;
            if u.ratio(1, 4)? {
                return Ok(Column { name: names.join("__"), kind: Kind::ForeignKey(at) });
            }
            continue;
        }
        let plain: Vec<_> = fields.iter().filter(|field| field.kind.to().is_none()).collect();
        let field = *u.choose(&plain)?;
        names.push(field.name.clone());
        return Ok(Column { name: names.join("__"), kind: field.kind });
    }
    names.push((*u.choose(&["id", "pk"])?).into());
    Ok(Column { name: names.join("__"), kind: Kind::ForeignKey(at) })
}

/// The relations of a model, both ways, and where they lead.
fn steps(schema: &Schema, model: usize, many: bool) -> Vec<(String, usize)> {
    let mut out = Vec::new();
    for field in &schema.models[model].fields {
        match field.kind {
            Kind::ForeignKey(to) | Kind::OneToOne(to) => out.push((field.name.clone(), to)),
            Kind::ManyToMany(to) if many => out.push((field.name.clone(), to)),
            _ => {}
        }
    }
    for (owner, other) in schema.models.iter().enumerate() {
        for field in &other.fields {
            let leads_here = field.kind.to() == Some(model);
            if leads_here && (many || matches!(field.kind, Kind::OneToOne(_))) {
                out.push((field.related_name(), owner));
            }
        }
    }
    out
}
