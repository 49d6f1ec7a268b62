//! What is selected: `values()`, masks, fields. Mirrors `set_values`, `add_fields` and the masks.

use std::{collections::BTreeSet, rc::Rc};

use indexmap::IndexMap;

use super::{GroupBy, Query, RelatedTree, SelectRelated, Selected, names::split};
use crate::{
    Error, Result,
    expression::{Node, ResolvedExpression},
};

impl Query {
    /// The selected annotation of this name.
    pub fn annotation_select(&self, name: &str) -> Option<ResolvedExpression> {
        let selected = self.annotation_select_mask.as_ref().is_none_or(|mask| mask.contains(name));
        if selected { self.annotations.get(name).cloned() } else { None }
    }

    /// The selected annotations.
    pub fn annotation_selects(&self) -> impl Iterator<Item = (&Rc<str>, &ResolvedExpression)> {
        self.annotations
            .iter()
            .filter(|(name, _)| self.annotation_select_mask.as_ref().is_none_or(|mask| mask.contains(*name)))
    }

    /// The selected raw columns of `extra()`.
    pub fn extra_selects(&self) -> impl Iterator<Item = (&Rc<str>, &(Rc<str>, Vec<crate::Value>))> {
        self.extra.iter().filter(|(name, _)| self.extra_select_mask.as_ref().is_none_or(|mask| mask.contains(*name)))
    }

    /// Whether `values()` was called.
    pub fn has_select_fields(&self) -> bool {
        self.selected.is_some()
    }

    /// The names that `values()` selects, in order; `None` when it was not called.
    pub fn selected_names(&self) -> Option<Vec<Rc<str>>> {
        self.selected.as_ref().map(|selected| selected.keys().cloned().collect())
    }

    /// The names of a row's columns, in order, after `values()`.
    pub fn names_of_columns(&self) -> Vec<Rc<str>> {
        self.selected_names().unwrap_or_else(|| {
            let extra = self.extra_selects().map(|(name, _)| name.clone());
            let annotations = self.annotation_selects().map(|(name, _)| name.clone());
            extra.chain(self.values_select.iter().cloned()).chain(annotations).collect()
        })
    }

    /// Names of the columns selected by `values()`, annotations and extras apart.
    pub fn values_select(&self) -> &[Rc<str>] {
        &self.values_select
    }

    /// Selects only these annotations. Mirrors `set_annotation_mask`.
    pub fn set_annotation_mask(&mut self, names: Option<Vec<Rc<str>>>) {
        let Some(names) = names else {
            self.annotation_select_mask = None;
            return;
        };
        let mask: BTreeSet<Rc<str>> = names.iter().cloned().collect();
        if let Some(selected) = self.selected.as_mut().filter(|selected| !selected.is_empty()) {
            selected.retain(|_, what| match what {
                Selected::Annotation(name) => mask.contains(name),
                _ => true,
            });
            for name in names {
                selected.insert(name.clone(), Selected::Annotation(name));
            }
        }
        self.annotation_select_mask = Some(mask);
    }

    /// Selects these annotations too. Mirrors `append_annotation_mask`.
    pub fn append_annotation_mask(&mut self, names: impl IntoIterator<Item = Rc<str>>) {
        if let Some(mask) = &self.annotation_select_mask {
            // The order of the annotations, then the new names, as the selected dictionary keeps it.
            let mut all: Vec<Rc<str>> = self.annotations.keys().filter(|name| mask.contains(*name)).cloned().collect();
            for name in names {
                if !all.contains(&name) {
                    all.push(name);
                }
            }
            self.set_annotation_mask(Some(all));
        }
    }

    /// Selects only these raw columns. Mirrors `set_extra_mask`.
    pub fn set_extra_mask(&mut self, names: Option<Vec<Rc<str>>>) {
        self.extra_select_mask = names.map(|names| names.into_iter().collect());
    }

    /// Selects nothing. Mirrors `clear_select_clause`.
    pub fn clear_select_clause(&mut self) {
        self.select.clear();
        self.default_cols = false;
        self.select_related = SelectRelated::None;
        self.set_extra_mask(Some(Vec::new()));
        self.set_annotation_mask(Some(Vec::new()));
        self.selected = None;
    }

    /// Forgets selected fields. Mirrors `clear_select_fields`.
    pub(crate) fn clear_select_fields(&mut self) {
        self.select.clear();
        self.values_select.clear();
        self.selected = None;
    }

    /// Selects these columns.
    pub fn set_select(&mut self, columns: Vec<ResolvedExpression>) {
        self.default_cols = false;
        self.select = columns;
    }

    /// One more column, for the order of a combined query. Mirrors `add_select_col`.
    pub(crate) fn add_select_col(&mut self, column: ResolvedExpression, name: Rc<str>) {
        self.select.push(column);
        self.values_select.push(name.clone());
        let place = self.select.len() - 1;
        if let Some(selected) = &mut self.selected {
            selected.insert(name, Selected::Column(place));
        }
    }

    /// Selects fields by name. Mirrors `add_fields`.
    pub fn add_fields(&mut self, names: &[Rc<str>], allow_m2m: bool) -> Result<()> {
        let alias = self.get_initial_alias()?;
        let model = self.model.clone();
        let mut columns = Vec::with_capacity(names.len());
        for name in names {
            match self.select_column(name, &model, &alias, allow_m2m) {
                Ok(column) => columns.push(column),
                Err(Error::MultiJoin(_)) => return Err(Error::FieldError(format!("Invalid field name: '{name}'"))),
                Err(Error::FieldError(text)) if name.contains("__") => return Err(Error::FieldError(text)),
                Err(Error::FieldError(_)) => {
                    let mut choices = model.lookup_names();
                    choices.extend(self.extra.keys().cloned());
                    choices.extend(self.annotation_selects().map(|(name, _)| name.clone()));
                    choices.extend(self.filtered_relations.keys().cloned());
                    choices.sort();
                    return Err(Error::FieldError(format!(
                        "Cannot resolve keyword {} into field. Choices are: {}",
                        crate::python_str_repr(name),
                        choices.join(", ")
                    )));
                }
                Err(error) => return Err(error),
            }
        }
        if !columns.is_empty() {
            self.set_select(columns);
        }
        Ok(())
    }

    fn select_column(
        &mut self,
        name: &str,
        model: &crate::schema::ModelRef,
        alias: &super::Alias,
        allow_m2m: bool,
    ) -> Result<ResolvedExpression> {
        let names = split(name);
        // A composite primary key is its columns together.
        if let Ok(crate::schema::ModelField::Field(field)) = model.get_field(name)
            && field.kind == crate::schema::FieldKind::CompositePrimaryKey
        {
            let targets = model.pk_fields();
            return Ok(Node::ColPairs {
                alias: self.alias_cols.then(|| alias.clone()),
                sources: targets.clone(),
                targets,
                field: crate::schema::ModelField::Field(field),
            }
            .into());
        }
        let info = self.setup_joins(&names, model, alias, None, allow_m2m)?;
        let (targets, alias, _) = self.trim_joins(&info.targets, &info.joins, &info.path);
        if let [target] = &targets[..] {
            return self.transformed_col(&info, target, &alias);
        }
        Ok(Node::ColPairs {
            alias: self.alias_cols.then_some(alias),
            sources: targets.clone(),
            targets,
            field: info.final_field,
        }
        .into())
    }

    /// `values(*fields)`. Mirrors `set_values`.
    pub fn set_values(&mut self, fields: &[Rc<str>]) -> Result<()> {
        self.select_related = SelectRelated::None;
        self.clear_deferred_loading();
        self.clear_select_fields();
        let mut selected: IndexMap<Rc<str>, Selected> = IndexMap::new();
        let field_names: Vec<Rc<str>>;
        if fields.is_empty() {
            field_names = self.model.concrete_fields().iter().map(|field| field.attname()).collect();
            for (place, name) in field_names.iter().enumerate() {
                selected.insert(name.clone(), Selected::Column(place));
            }
        } else {
            for field in fields {
                super::annotate::check_alias(field)?;
            }
            let mut columns = Vec::new();
            let mut extras = Vec::new();
            let mut annotations = Vec::new();
            if !self.extra.is_empty() || !self.annotations.is_empty() {
                self.default_cols = false;
            }
            for name in fields {
                if self.extra_selects().any(|(extra, _)| extra == name) {
                    extras.push(name.clone());
                    selected.insert(name.clone(), Selected::Extra(name.clone()));
                } else if self.annotation_select(name).is_some() {
                    annotations.push(name.clone());
                    selected.insert(name.clone(), Selected::Annotation(name.clone()));
                } else if self.annotations.contains_key(name) {
                    return Err(Error::FieldError(if self.annotation_selects().next().is_some() {
                        format!(
                            "Cannot select the '{name}' alias. It was excluded by a previous values() or \
                             values_list() call. Include '{name}' in that call to select it."
                        )
                    } else {
                        format!("Cannot select the '{name}' alias. Use annotate() to promote it.")
                    }));
                } else {
                    if self.annotation_selects().next().is_some() {
                        self.names_to_path(&split(name), &self.model, true, false)?;
                    }
                    selected.insert(name.clone(), Selected::Column(columns.len()));
                    columns.push(name.clone());
                }
            }
            self.set_extra_mask(Some(extras));
            self.set_annotation_mask(Some(annotations));
            field_names = columns;
        }
        if self.group_by == GroupBy::Selected {
            let all: Vec<Rc<str>> = self.model.concrete_fields().iter().map(|field| field.attname()).collect();
            self.add_fields(&all, false)?;
            self.set_group_by(false)?;
            self.clear_select_fields();
        } else if let GroupBy::By(expressions) = &mut self.group_by {
            for expression in expressions {
                if let Node::Ref(name, _) = expression.node()
                    && !selected.contains_key(name)
                    && let Some(annotation) = self.annotations.get(name)
                {
                    *expression = annotation.clone();
                }
            }
        }
        self.values_select.clone_from(&field_names);
        self.add_fields(&field_names, true)?;
        self.selected = (!fields.is_empty()).then_some(selected);
        Ok(())
    }

    /// `select_related(*fields)`. Mirrors `add_select_related`.
    pub fn add_select_related(&mut self, fields: &[Rc<str>]) {
        let mut tree = match std::mem::take(&mut self.select_related) {
            SelectRelated::Fields(tree) => tree,
            _ => RelatedTree::default(),
        };
        for field in fields {
            let mut level = &mut tree;
            for part in field.split("__") {
                level = level.0.entry(part.into()).or_default();
            }
        }
        self.select_related = SelectRelated::Fields(tree);
    }
}
