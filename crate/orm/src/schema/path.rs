//! [`PathInfo`]: one step from table to table along a relation.
//!
//! Mirrors `query_utils.PathInfo` and the `get_path_info` methods of relation fields.

use std::rc::Rc;

use super::{Field, FieldRef, ModelField, ModelRef, Rel, RelationKind};
use crate::expression::Q;

/// `FilteredRelation`: a relation joined with a further condition, under a name of its own.
#[derive(Clone, Debug)]
pub struct FilteredRelation {
    /// The relation's name in lookups.
    pub relation_name: Rc<str>,
    /// The condition.
    pub condition: Q,
    /// The name given in `annotate()`.
    pub alias: Rc<str>,
}

/// One step along a relation.
#[derive(Clone, Debug)]
pub struct PathInfo {
    /// Where the step begins.
    pub from_model: ModelRef,
    /// Where it ends.
    pub to_model: ModelRef,
    /// The fields at its end that identify the row.
    pub target_fields: Vec<FieldRef>,
    /// The field, or reverse relation, that the join is made over.
    pub join_field: ModelField,
    /// Whether it can lead to several rows.
    pub m2m: bool,
    /// Whether it goes from the column to what it points at.
    pub direct: bool,
    /// The further condition, if the step is a `FilteredRelation`.
    pub filtered_relation: Option<Rc<FilteredRelation>>,
}

/// From the field to what it points at.
pub(crate) fn forward(field: &FieldRef) -> Vec<PathInfo> {
    let Some(relation) = &field.relation else { return Vec::new() };
    let (Some(from), Some(to)) = (field.model(), relation.to_model()) else { return Vec::new() };
    match relation.kind {
        RelationKind::ManyToMany => many_to_many(field, true),
        RelationKind::Generic => generic(field, &from, &to),
        RelationKind::ManyToOne | RelationKind::OneToOne => vec![PathInfo {
            from_model: from,
            to_model: to,
            target_fields: field.foreign_related_fields(),
            join_field: ModelField::Field(field.clone()),
            m2m: false,
            direct: true,
            filtered_relation: None,
        }],
    }
}

/// To the rows whose generic key leads here; where that key is a parent's, through its table.
fn generic(field: &FieldRef, from: &ModelRef, to: &ModelRef) -> Vec<PathInfo> {
    let holder = field.local_related_fields().first().and_then(|id| id.model()).unwrap_or_else(|| to.clone());
    let rel = field.relation.as_ref().and_then(|relation| relation.reverse.borrow().clone());
    let mut path = vec![PathInfo {
        from_model: from.clone(),
        target_fields: holder.pk().into_iter().collect(),
        to_model: holder.clone(),
        join_field: ModelField::Rel(rel.unwrap_or_else(|| Rc::new(Rel::new(field.clone())))),
        m2m: true,
        direct: false,
        filtered_relation: None,
    }];
    if holder.concrete_model() != to.concrete_model() {
        path.extend(holder.path_from_parent_to(to));
    }
    path
}

/// From what is pointed at back to the field's model.
pub(crate) fn reverse(rel: &Rc<Rel>) -> Vec<PathInfo> {
    let field = &rel.field;
    let relation = rel.relation();
    let (Some(from), Some(to)) = (rel.model(), field.model()) else { return Vec::new() };
    if relation.kind == RelationKind::ManyToMany {
        return many_to_many(field, false);
    }
    vec![PathInfo {
        from_model: from,
        target_fields: to.pk().into_iter().collect(),
        to_model: to,
        join_field: match relation.kind {
            RelationKind::Generic => ModelField::Field(field.clone()),
            _ => ModelField::Rel(rel.clone()),
        },
        m2m: relation.kind != RelationKind::Generic && !field.is_unique(),
        direct: false,
        filtered_relation: None,
    }]
}

/// Over the table between. Mirrors `ManyToManyField._get_path_info`.
fn many_to_many(field: &Rc<Field>, direct: bool) -> Vec<PathInfo> {
    let Some(relation) = &field.relation else { return Vec::new() };
    let Some(through) = relation.through.borrow().clone() else { return Vec::new() };
    let Some(between) = through.model.upgrade() else { return Vec::new() };
    let (Some(source), Some(target)) = (between.field(&through.source), between.field(&through.target)) else {
        return Vec::new();
    };
    let (first, second) = if direct { (source, target) } else { (target, source) };
    let (Some(first_rel), Some(second_to), Some(first_to)) = (
        first.relation.as_ref().and_then(|relation| relation.reverse.borrow().clone()),
        second.relation.as_ref().and_then(super::Relation::to_model),
        first.relation.as_ref().and_then(super::Relation::to_model),
    ) else {
        return Vec::new();
    };
    let (start, end) = if direct { (field.model(), relation.to_model()) } else { (relation.to_model(), field.model()) };
    let (Some(start), Some(end)) = (start, end) else { return Vec::new() };
    let mut path = reverse(&first_rel);
    // The two ends may be declared on a parent of the model that the through table points at.
    if start != first_to {
        path.splice(0..0, start.path_to_parent(&first_to));
    }
    // Either key may be a parent's of the model between.
    let holder = first.model().unwrap_or_else(|| between.clone());
    if let Some(other) = second.model().filter(|other| other.concrete_model() != holder.concrete_model()) {
        if holder.is_subclass_of(&other) {
            path.extend(holder.path_to_parent(&other));
        } else if other.is_subclass_of(&holder) {
            path.extend(holder.path_from_parent_to(&other));
        } else {
            path.extend(holder.path_from_parent_to(&between));
            path.extend(between.path_to_parent(&other));
        }
    }
    let tail = forward(&second);
    if end != second_to {
        path.extend(tail);
        path.extend(second_to.path_from_parent_to(&end));
    } else {
        path.extend(tail);
    }
    path
}
