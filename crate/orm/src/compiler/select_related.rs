//! `select_related()`: the columns of related models, and how rows become linked instances.
//! Mirrors `get_related_selections`.

use std::rc::Rc;

use super::{KlassInfo, select_clause::default_columns};
use crate::{
    Error, Result,
    expression::ResolvedExpression,
    query::{Alias, Query, RelatedTree, SelectMask, SelectRelated},
    schema::{ModelField, ModelRef},
};

/// Django's limit for `select_related()` without names.
const MAX_DEPTH: usize = 5;

type Select = Vec<(Option<Rc<str>>, ResolvedExpression)>;

/// Adds the columns of all related models to the select list.
pub(super) fn related_selections(query: &mut Query, select: &mut Select, mask: &SelectMask) -> Result<Vec<KlassInfo>> {
    let model = query.model.clone();
    let alias = query.get_initial_alias()?;
    let requested = match &query.select_related {
        SelectRelated::Fields(tree) => Some(tree.clone()),
        _ => None,
    };
    descend(query, select, mask, &model, &alias, 1, requested.as_ref())
}

fn descend(
    query: &mut Query,
    select: &mut Select,
    mask: &SelectMask,
    model: &ModelRef,
    alias: &Alias,
    depth: usize,
    requested: Option<&RelatedTree>,
) -> Result<Vec<KlassInfo>> {
    let mut infos = Vec::new();
    if requested.is_none() && depth > MAX_DEPTH {
        return Ok(infos);
    }
    let mut found: Vec<Rc<str>> = Vec::new();
    for field in model.fields().iter() {
        let name = field.name();
        found.push(name.clone());
        if let Some(requested) = requested
            && !field.is_relation()
            && requested.0.contains_key(&name)
        {
            return Err(Error::FieldError(format!(
                "Non-relational field given in select_related: '{name}'. Choices are: {}",
                choices(query, model)
            )));
        }
        let Some(relation) = &field.relation else { continue };
        let attr = ModelField::Field(field.clone());
        if relation.parent_link || !wanted(&attr, field.null, requested, mask)? {
            continue;
        }
        let Some(to) = relation.to_model() else { continue };
        let inner_mask = mask.get(&attr).cloned().unwrap_or_default();
        let info = query.setup_joins(std::slice::from_ref(&name), model, alias, None, true)?;
        let end = info.joins[info.joins.len() - 1].clone();
        let columns = default_columns(query, &inner_mask, &to, Some(end.clone()), None)?;
        let mut info = KlassInfo::related(&to, attr, false, place(select, columns));
        let next = requested.map(|tree| tree.0.get(&name).cloned().unwrap_or_default());
        info.related = descend(query, select, &inner_mask, &to, &end, depth + 1, next.as_ref())?;
        infos.push(info);
    }
    let Some(requested) = requested else { return Ok(infos) };
    for rel in model.related_objects() {
        if !rel.field.is_unique() || rel.field.is_many_to_many() {
            continue;
        }
        let name = rel.field.related_query_name();
        let attr = ModelField::Rel(rel.clone());
        if !wanted(&attr, true, Some(requested), mask)? {
            continue;
        }
        let Some(related) = rel.related_model() else { continue };
        found.push(name.clone());
        let inner_mask = mask.get(&attr).cloned().unwrap_or_default();
        let joined = query.setup_joins(std::slice::from_ref(&name), model, alias, None, true)?;
        let end = joined.joins[joined.joins.len() - 1].clone();
        let from_parent = related != *model && related.is_subclass_of(model);
        let columns = default_columns(query, &inner_mask, &related, Some(end.clone()), Some(model))?;
        let mut info = KlassInfo::related(&related, attr, true, place(select, columns));
        info.from_parent = from_parent;
        let next = requested.0.get(&name).cloned().unwrap_or_default();
        info.related = descend(query, select, &inner_mask, &related, &end, depth + 1, Some(&next))?;
        infos.push(info);
    }
    if depth == 1 {
        for (name, next) in &requested.0 {
            let Some(relation) = query.filtered_relations.get(name).cloned() else { continue };
            found.push(name.clone());
            let joined = query.setup_joins(std::slice::from_ref(name), model, alias, None, true)?;
            let end = joined.joins[joined.joins.len() - 1].clone();
            let from_parent = joined.model != *model && joined.model.is_subclass_of(model);
            let _ = relation;
            let inner_mask = mask.get(&joined.final_field).cloned().unwrap_or_default();
            let columns = default_columns(query, &inner_mask, &joined.model, Some(end.clone()), Some(model))?;
            let mut info = KlassInfo::related(&joined.model, joined.final_field.clone(), true, place(select, columns));
            info.from_parent = from_parent;
            info.filtered_relation = Some((name.clone(), joined.joins.len() <= 2));
            info.related = descend(query, select, &inner_mask, &joined.model, &end, depth + 1, Some(next))?;
            infos.push(info);
        }
    }
    let missing: Vec<String> =
        requested.0.keys().filter(|name| !found.contains(name)).map(|name| format!("'{name}'")).collect();
    if !missing.is_empty() {
        return Err(Error::FieldError(format!(
            "Invalid field name(s) given in select_related: {}. Choices are: {}",
            missing.join(", "),
            choices(query, model)
        )));
    }
    Ok(infos)
}

fn place(select: &mut Select, columns: Vec<ResolvedExpression>) -> Vec<usize> {
    let start = select.len();
    select.extend(columns.into_iter().map(|column| (None, column)));
    (start..select.len()).collect()
}

/// Mirrors `select_related_descend`.
fn wanted(field: &ModelField, nullable: bool, requested: Option<&RelatedTree>, mask: &SelectMask) -> Result<bool> {
    let Some(requested) = requested else { return Ok(!nullable) };
    if !requested.0.contains_key(&field.name()) {
        return Ok(false);
    }
    if !mask.is_empty() && mask.get(field).is_none() {
        return Err(Error::FieldError(format!(
            "Field {}.{} cannot be both deferred and traversed using select_related at the same time.",
            field.model().map_or_else(String::new, |model| model.object_name.to_string()),
            field.name()
        )));
    }
    Ok(true)
}

fn choices(query: &Query, model: &ModelRef) -> String {
    let mut names: Vec<String> =
        model.fields().iter().filter(|field| field.is_relation()).map(|field| field.name().to_string()).collect();
    names.extend(
        model
            .related_objects()
            .iter()
            .filter(|rel| rel.field.is_unique())
            .map(|rel| rel.field.related_query_name().to_string()),
    );
    names.extend(query.filtered_relations.keys().map(|name| name.to_string()));
    if names.is_empty() { "(none)".into() } else { names.join(", ") }
}
