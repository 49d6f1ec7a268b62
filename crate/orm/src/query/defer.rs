//! `defer()` and `only()`. Mirrors `add_deferred_loading`, `add_immediate_loading` and `get_select_mask`.

use std::{collections::BTreeSet, rc::Rc};

use super::{Query, RelatedTree};
use crate::{
    Error, Result,
    schema::{ModelField, ModelRef},
};

/// The fields to load, nested along relations. Empty at the top: no restriction.
#[derive(Clone, Debug, Default)]
pub struct SelectMask(pub Vec<(ModelField, SelectMask)>);

impl SelectMask {
    /// Whether nothing is restricted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is loaded of this field's relation, if the field is loaded.
    pub fn get(&self, field: &ModelField) -> Option<&SelectMask> {
        self.0.iter().find(|(other, _)| other == field).map(|(_, mask)| mask)
    }

    fn entry(&mut self, field: ModelField) -> &mut SelectMask {
        let place = match self.0.iter().position(|(other, _)| *other == field) {
            Some(place) => place,
            None => {
                self.0.push((field, SelectMask::default()));
                self.0.len() - 1
            }
        };
        &mut self.0[place].1
    }
}

impl Query {
    /// Loads all fields again.
    pub fn clear_deferred_loading(&mut self) {
        self.deferred_loading = (BTreeSet::new(), true);
    }

    /// `defer(*fields)`.
    pub fn add_deferred_loading(&mut self, fields: &[Rc<str>]) {
        let (existing, defer) = &self.deferred_loading;
        let fields: BTreeSet<Rc<str>> = fields.iter().cloned().collect();
        if *defer {
            self.deferred_loading = (existing | &fields, true);
            return;
        }
        let rest = existing - &fields;
        if !rest.is_empty() {
            self.deferred_loading = (rest, false);
            return;
        }
        let new_only = &fields - existing;
        self.clear_deferred_loading();
        if !new_only.is_empty() {
            self.deferred_loading = (new_only, true);
        }
    }

    /// `only(*fields)`.
    pub fn add_immediate_loading(&mut self, fields: &[Rc<str>]) {
        let (existing, defer) = &self.deferred_loading;
        let pk = self.model.pk().map(|pk| pk.name());
        let fields: BTreeSet<Rc<str>> = fields
            .iter()
            .map(|name| if &**name == "pk" { pk.clone().unwrap_or_else(|| name.clone()) } else { name.clone() })
            .collect();
        self.deferred_loading = (if *defer { &fields - existing } else { fields }, false);
    }

    /// The names given to `defer()` (true) or `only()` (false).
    pub fn deferred(&self) -> (Vec<Rc<str>>, bool) {
        (self.deferred_loading.0.iter().cloned().collect(), self.deferred_loading.1)
    }

    /// Whether some fields are deferred.
    pub fn has_deferred_fields(&self) -> bool {
        !self.deferred_loading.0.is_empty()
    }

    /// The fields that will be loaded. Mirrors `get_select_mask`.
    pub fn get_select_mask(&self) -> Result<SelectMask> {
        let (names, defer) = &self.deferred_loading;
        let mut mask = SelectMask::default();
        if names.is_empty() {
            return Ok(mask);
        }
        let mut tree = RelatedTree::default();
        for name in names {
            let mut level = &mut tree;
            for part in name.split("__") {
                level = level.0.entry(part.into()).or_default();
            }
        }
        if *defer {
            self.defer_mask(&self.model, tree, &mut mask)?;
        } else {
            only_mask(&self.model, tree, &mut mask)?;
        }
        Ok(mask)
    }

    fn defer_mask(&self, model: &ModelRef, mut tree: RelatedTree, mask: &mut SelectMask) -> Result<()> {
        add_pk(model, mask);
        let fields = model.concrete_fields();
        let all = fields
            .iter()
            .cloned()
            .map(ModelField::Field)
            .chain(model.related_objects().into_iter().map(ModelField::Rel));
        for field in all {
            let by_name = tree.0.shift_remove(&*field.name());
            let by_attname = match &field {
                ModelField::Field(field) if field.attname() != field.name() => tree.0.shift_remove(&*field.attname()),
                _ => None,
            };
            match by_name {
                None if by_attname.is_none() => {
                    mask.entry(field);
                }
                Some(inner) if !inner.0.is_empty() => {
                    let related = related_of(&field, &inner)?;
                    if field.field().is_many_to_many() {
                        continue;
                    }
                    self.defer_mask(&related, inner, mask.entry(field))?;
                }
                _ => {}
            }
        }
        for (name, inner) in tree.0 {
            match self.filtered_relations.get(&name) {
                Some(relation) => {
                    let field = model.get_field(&relation.relation_name)?;
                    let related = related_of(&field, &inner)?;
                    self.defer_mask(&related, inner, mask.entry(field))?;
                }
                None => {
                    model.get_field(&name)?;
                }
            }
        }
        Ok(())
    }
}

fn only_mask(model: &ModelRef, tree: RelatedTree, mask: &mut SelectMask) -> Result<()> {
    add_pk(model, mask);
    for (name, inner) in tree.0 {
        let field = model.get_field(&name)?;
        let entry = mask.entry(field.clone());
        if !inner.0.is_empty() {
            only_mask(&related_of(&field, &inner)?, inner, entry)?;
        }
    }
    Ok(())
}

fn add_pk(model: &ModelRef, mask: &mut SelectMask) {
    if let Some(pk) = model.pk() {
        mask.entry(ModelField::Field(pk));
    }
    for field in model.pk_fields() {
        mask.entry(ModelField::Field(field));
    }
}

fn related_of(field: &ModelField, inner: &RelatedTree) -> Result<ModelRef> {
    field
        .related_model()
        .map(|model| model.concrete_model())
        .ok_or_else(|| Error::FieldError(inner.0.keys().next().map_or_else(String::new, |name| name.to_string())))
}
