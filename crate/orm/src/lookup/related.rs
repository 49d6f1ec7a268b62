//! Lookups of relations, which take model instances. Mirrors `fields/related_lookups.py`.

use std::rc::Rc;

use super::{BuiltinLookup, LookupClass, Rhs, build::with_query, tuple};
use crate::{
    Error, Result, SequenceKind, Value,
    compiler::{Compiler, Sql},
    expression::{Node, ResolvedExpression},
    schema::{FieldKind, FieldRef, ModelField, ModelRef},
    value::ModelInstance,
};

/// The fields at the far end of the relation that the left side is. Mirrors `path_infos[-1].target_fields`.
fn target_fields(lhs: &ResolvedExpression) -> Vec<FieldRef> {
    let (field, column) = match lhs.node() {
        Node::ColPairs { field: ModelField::Rel(rel), .. } => {
            return rel.path_infos().pop().map(|step| step.target_fields).unwrap_or_default();
        }
        Node::ColPairs { field: ModelField::Field(field), .. } => (field.clone(), None),
        Node::Col { target, output_field, .. } => (output_field.clone(), Some(target.clone())),
        _ => match lhs.output_field() {
            Ok(field) => (field, None),
            Err(_) => return Vec::new(),
        },
    };
    // A column of the relation's own model that is not the relation's: it is seen from the other end.
    if let Some(column) = column
        && !Rc::ptr_eq(&column, &field)
        && column.model().is_some()
        && column.model() == field.model()
    {
        return vec![column];
    }
    field.path_infos().pop().map(|step| step.target_fields).unwrap_or_default()
}

fn unnested(fields: Vec<FieldRef>) -> Vec<FieldRef> {
    fields
        .into_iter()
        .flat_map(|field| match (field.kind, field.model()) {
            (FieldKind::CompositePrimaryKey, Some(model)) => {
                field.composite_of.iter().filter_map(|name| model.field(name)).collect()
            }
            _ => vec![field],
        })
        .collect()
}

/// What a model instance stands for: the values of the columns that the relation points at.
/// Mirrors `get_normalized_value`.
pub(super) fn normalized(value: &Value, lhs: &ResolvedExpression) -> Result<Vec<Value>> {
    let instance = match value {
        Value::Foreign(foreign) => foreign.instance(),
        _ => None,
    };
    let Some(instance) = instance else {
        return Ok(match value {
            Value::List(items)
                if items.kind() == SequenceKind::Tuple || matches!(lhs.node(), Node::ColPairs { .. }) =>
            {
                items.to_vec()
            }
            other => vec![other.clone()],
        });
    };
    if instance.is_unsaved() {
        return Err(Error::Value("Model instances passed to related filters must be saved.".into()));
    }
    let model = instance.model();
    let mut values = Vec::new();
    for source in unnested(target_fields(lhs)) {
        let source = source_on(&model, source);
        match instance.attribute(&source.attname())? {
            Some(value) => values.push(value),
            // `filter(place=restaurant)` where a restaurant's key is its place.
            None => return primary_key(instance, &model),
        }
    }
    Ok(values)
}

/// Follows keys until one is on the instance's model.
fn source_on(model: &ModelRef, source: FieldRef) -> FieldRef {
    let mut source = source;
    for _ in 0..16 {
        let owner = source.model();
        if owner.as_ref().is_none_or(|owner| model.is_subclass_of(owner)) {
            break;
        }
        match source.foreign_related_field() {
            Some(next) => source = next,
            None => break,
        }
    }
    source
}

fn primary_key(instance: &dyn ModelInstance, model: &ModelRef) -> Result<Vec<Value>> {
    let mut values = Vec::new();
    for field in model.pk_fields() {
        values.push(instance.attribute(&field.attname())?.unwrap_or_default());
    }
    Ok(values)
}

/// What the single column of a relation is compared with. Mirrors the `get_prep_lookup` of both classes.
pub(super) fn prepare(lookup: BuiltinLookup, lhs: &ResolvedExpression, rhs: Rhs) -> Result<Rhs> {
    if matches!(lhs.node(), Node::ColPairs { .. }) {
        return if lookup == BuiltinLookup::In { with_query(rhs, |query| select_sources(lhs, query)) } else { Ok(rhs) };
    }
    let target = || target_fields(lhs).pop();
    match rhs {
        Rhs::Value(value) if lookup == BuiltinLookup::In => {
            let mut values = Vec::new();
            for item in super::build::iterate(&value)? {
                let item = normalized(&item, lhs)?.into_iter().next().unwrap_or_default();
                values.push(match target() {
                    Some(target) => target.get_prep_value(&item)?,
                    None => item,
                });
            }
            Ok(Rhs::Value(Value::list(values)))
        }
        Rhs::List(items) => {
            let mut out = Vec::new();
            for item in items {
                out.push(match item {
                    Rhs::Value(value) => Rhs::Value(normalized(&value, lhs)?.into_iter().next().unwrap_or_default()),
                    other => other,
                });
            }
            Ok(Rhs::List(out))
        }
        Rhs::Value(value) => {
            let value = normalized(&value, lhs)?.into_iter().next().unwrap_or_default();
            match target() {
                Some(target) if lookup.prepares_rhs() => target.get_prep_value(&value).map(Rhs::Value),
                _ => Ok(Rhs::Value(value)),
            }
        }
        Rhs::Expression(_) if lookup == BuiltinLookup::In => with_query(rhs, |query| {
            let field = lhs.output_field()?;
            let Some(target) = target_fields(lhs).pop() else { return Ok(()) };
            if query.has_select_fields() || target.primary_key {
                return Ok(());
            }
            let own_key = field.primary_key && field.model().as_ref() == Some(&query.model);
            let name = if own_key { field.name() } else { target.name() };
            query.set_values(&[name])
        }),
        Rhs::Expression(_) => Ok(rhs),
    }
}

/// A query of the related model stands for the columns that the relation points at.
fn select_sources(lhs: &ResolvedExpression, query: &mut crate::query::Query) -> Result<()> {
    let Node::ColPairs { sources, field, .. } = lhs.node() else { return Ok(()) };
    if query.has_select_fields() || field.related_model().as_ref() != Some(&query.model) {
        return Ok(());
    }
    let names: Vec<Rc<str>> = sources.iter().map(|source| source.name()).collect();
    query.set_values(&names)
}

/// A lookup of a relation over several columns, as one of tuples.
pub(super) fn compile_pairs(
    class: &LookupClass,
    lookup: BuiltinLookup,
    lhs: &ResolvedExpression,
    rhs: &Rhs,
    compiler: &mut Compiler<'_>,
) -> Result<Sql> {
    let rhs = match rhs {
        Rhs::Value(value) if lookup == BuiltinLookup::In => {
            let mut rows = Vec::new();
            for item in super::build::iterate(value)? {
                rows.push(Value::list(normalized(&item, lhs)?));
            }
            Rhs::Value(Value::list(rows))
        }
        Rhs::Value(value) => Rhs::Value(Value::list(normalized(value, lhs)?)),
        other if lookup == BuiltinLookup::In => other.clone(),
        _ => {
            return Err(Error::Value(format!("'{}' doesn't support multi-column subqueries.", class.lookup_name())));
        }
    };
    let rhs = tuple::prepare(lookup, lhs, rhs)?;
    tuple::compile(lookup, lhs, &rhs, compiler)
}
