//! The select list. Mirrors `get_select` and `get_default_columns`.

use std::rc::Rc;

use indexmap::IndexMap;

use super::{Compiler, KlassInfo, SelectCompiler, Sql, select_related, sql};
use crate::{
    Error, Result, Value,
    expression::{Node, ResolvedExpression},
    query::{Alias, Query, SelectMask, SelectRelated, Selected},
    schema::{ModelField, ModelRef},
};

/// A selected expression: itself, its SQL, and its name if it has one.
#[derive(Clone)]
pub(super) struct SelectItem {
    pub(super) expression: ResolvedExpression,
    pub(super) sql: Sql,
    pub(super) alias: Option<Rc<str>>,
}

/// The select list, what of it makes up instances, and the place of each named column.
pub(super) struct SelectList {
    pub(super) items: Vec<SelectItem>,
    pub(super) klass_info: Option<KlassInfo>,
    pub(super) annotations: IndexMap<Rc<str>, usize>,
}

impl SelectCompiler<'_> {
    pub(super) fn get_select(&mut self, with_col_aliases: bool) -> Result<SelectList> {
        let mask = self.query.get_select_mask()?;
        let cols = if self.query.default_cols {
            let model = self.query.model.clone();
            default_columns(&mut self.query, &mask, &model, None, None)?
        } else {
            self.query.select.clone()
        };
        let mut select: Vec<(Option<Rc<str>>, ResolvedExpression)> = Vec::with_capacity(cols.len());
        let mut select_fields = Vec::new();
        match &self.query.selected {
            None => {
                for (name, (text, params)) in self.query.extra_selects() {
                    select.push((Some(name.clone()), raw(text, params)));
                }
                select_fields.extend(select.len()..select.len() + cols.len());
                select.extend(cols.into_iter().map(|col| (None, col)));
                let annotations = self.query.annotation_selects();
                select.extend(annotations.map(|(name, annotation)| (Some(name.clone()), annotation.clone())));
            }
            Some(selected) => {
                for (name, what) in selected {
                    let expression = match what {
                        Selected::Annotation(name) => match self.query.annotations.get(name) {
                            Some(annotation) => annotation.clone(),
                            None => continue,
                        },
                        Selected::Column(place) => {
                            select_fields.push(select.len());
                            match cols.get(*place) {
                                Some(col) => col.clone(),
                                None => continue,
                            }
                        }
                        Selected::Extra(name) => match self.query.extra.get(name) {
                            Some((text, params)) => raw(text, params),
                            None => continue,
                        },
                    };
                    let alias = (!matches!(expression.node(), Node::ColPairs { .. })).then(|| name.clone());
                    select.push((alias, expression));
                }
            }
        }
        let mut klass_info = (!select_fields.is_empty()).then(|| KlassInfo::root(&self.query.model, select_fields));
        let mut annotations = IndexMap::new();
        for (place, (alias, _)) in select.iter().enumerate() {
            if let Some(alias) = alias {
                annotations.insert(alias.clone(), place);
            }
        }
        if self.query.select_related != SelectRelated::None
            && let Some(info) = &mut klass_info
        {
            info.related = select_related::related_selections(&mut self.query, &mut select, &mask)?;
            info.take_fields_from_parent();
        }
        let mut compiler = Compiler::new(self.dialect);
        let mut items = Vec::with_capacity(select.len());
        let mut unnamed = 0;
        for (mut alias, expression) in select {
            let piece = match compiler.compile(&expression) {
                Err(Error::EmptyResultSet) => match expression.empty_result_set_value() {
                    None => sql::text("0"),
                    Some(value) => compiler.compile(&ResolvedExpression::value(value, None))?,
                },
                Err(Error::FullResultSet) => compiler.compile(&ResolvedExpression::value(Value::Bool(true), None))?,
                Err(error) => return Err(error),
                Ok(piece) => {
                    check_type(&expression)?;
                    piece
                }
            };
            if alias.is_none() && with_col_aliases {
                unnamed += 1;
                alias = Some(format!("col{unnamed}").into());
            }
            items.push(SelectItem { expression, sql: piece, alias });
        }
        Ok(SelectList { items, klass_info, annotations })
    }
}

/// What is selected must have a type. Mirrors `select_format`, which asks for it.
fn check_type(expression: &ResolvedExpression) -> Result<()> {
    match expression.node() {
        Node::Where(_) | Node::Lookup(_) | Node::Negated(_) | Node::ColPairs { .. } | Node::Query(_) => Ok(()),
        _ => expression.output_field().map(drop),
    }
}

fn raw(text: &Rc<str>, params: &[Value]) -> ResolvedExpression {
    Node::RawSql(text.clone(), params.to_vec(), None).into()
}

/// The model's own columns, joined from parents' tables where they live there. Mirrors `get_default_columns`.
pub(super) fn default_columns(
    query: &mut Query,
    mask: &SelectMask,
    model: &ModelRef,
    start: Option<Alias>,
    from_parent: Option<&ModelRef>,
) -> Result<Vec<ResolvedExpression>> {
    let start = match start {
        Some(alias) => alias,
        None => query.get_initial_alias()?,
    };
    let concrete = model.concrete_model();
    let mut seen: Vec<(ModelRef, Alias)> = Vec::new();
    let mut columns = Vec::new();
    for field in model.concrete_fields().iter() {
        let owner = field.model().map(|owner| owner.concrete_model()).filter(|owner| *owner != concrete);
        if let (Some(parent), Some(owner)) = (from_parent, &owner)
            && parent.concrete_model().is_subclass_of(owner)
        {
            continue;
        }
        if !mask.is_empty() && mask.get(&ModelField::Field(field.clone())).is_none() {
            continue;
        }
        let alias = match owner {
            None => start.clone(),
            Some(owner) => join_parent_model(query, &concrete, &owner, &start, &mut seen)?,
        };
        columns.push(field.get_col(Some(&alias), None));
    }
    Ok(columns)
}

/// Joins the table of a parent. Mirrors `join_parent_model`.
fn join_parent_model(
    query: &mut Query,
    model: &ModelRef,
    parent: &ModelRef,
    start: &Alias,
    seen: &mut Vec<(ModelRef, Alias)>,
) -> Result<Alias> {
    if let Some((_, alias)) = seen.iter().find(|(model, _)| model == parent) {
        return Ok(alias.clone());
    }
    let mut current = model.clone();
    let mut alias = start.clone();
    for step in model.base_chain(parent) {
        if let Some((_, known)) = seen.iter().find(|(model, _)| *model == step) {
            alias = known.clone();
            current = step;
            continue;
        }
        let Some(link) = current.ancestor_link(&step) else {
            current = step;
            continue;
        };
        let info = query.setup_joins(&[link.name()], &current, &alias, None, true)?;
        alias = info.joins[info.joins.len() - 1].clone();
        seen.push((step.clone(), alias.clone()));
        current = step;
    }
    Ok(alias)
}
