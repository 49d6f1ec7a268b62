//! From names to joins. Mirrors `names_to_path`, `setup_joins` and `trim_joins`.

use std::rc::Rc;

use super::{Alias, Join, JoinType, Query};
use crate::{
    Error, Result,
    expression::{AliasSet, ResolvedExpression},
    schema::{FieldRef, ModelField, ModelRef, PathInfo},
};

/// The names walked, each with the steps that it took.
pub type NamesWithPath = Vec<(Rc<str>, Vec<PathInfo>)>;

/// What names lead to.
pub(crate) struct NamesPath {
    pub(crate) path: Vec<PathInfo>,
    pub(crate) final_field: ModelField,
    pub(crate) targets: Vec<FieldRef>,
    /// The names left over: transforms and the lookup.
    pub(crate) rest: Vec<Rc<str>>,
}

/// What the joins for some names came to. Mirrors `JoinInfo`.
pub struct JoinInfo {
    /// The last field or relation.
    pub final_field: ModelField,
    /// The columns at the end.
    pub targets: Vec<FieldRef>,
    /// The model at the end.
    pub model: ModelRef,
    /// The aliases, from the first table to the last.
    pub joins: Vec<Alias>,
    /// The steps between them.
    pub path: Vec<PathInfo>,
    /// Names left over that are transforms.
    pub transforms: Vec<Rc<str>>,
    /// Why they are no fields.
    pub field_error: Option<Error>,
}

impl Query {
    /// Walks names along the schema. Mirrors `names_to_path`.
    pub(crate) fn names_to_path(
        &self,
        names: &[Rc<str>],
        model: &ModelRef,
        allow_many: bool,
        fail_on_missing: bool,
    ) -> Result<NamesPath> {
        let mut path: Vec<PathInfo> = Vec::new();
        let mut names_with_path: NamesWithPath = Vec::new();
        let mut opts = model.clone();
        let mut last: Option<(ModelField, Vec<FieldRef>)> = None;
        let mut walked = 0;
        for (position, name) in names.iter().enumerate() {
            let mut steps: Vec<PathInfo> = Vec::new();
            let mut filtered = None;
            let mut field = opts.get_field(name).ok();
            if field.is_none() {
                if let Some(annotation) = self.annotation_select(name) {
                    field = annotation.output_field_or_none()?.map(ModelField::Field);
                } else if position == 0
                    && let Some(relation) = self.filtered_relations.get(name)
                {
                    filtered = Some(relation.clone());
                    let parts = split(&relation.relation_name);
                    if parts.len() > 1 {
                        let found = self.names_to_path(&parts, &opts, allow_many, fail_on_missing)?;
                        let keep = found.path.len().saturating_sub(1);
                        path.extend(found.path.into_iter().take(keep));
                        field = Some(found.final_field);
                    } else {
                        field = Some(opts.get_field(&relation.relation_name)?);
                    }
                }
            }
            let Some(field) = field else {
                if position == 0 || fail_on_missing {
                    return Err(self.cannot_resolve(name, &opts));
                }
                break;
            };
            if field.is_relation() && field.related_model().is_none() || is_generic_foreign_key(&field) {
                return Err(Error::FieldError(format!(
                    "Field {} does not generate an automatic reverse relation and therefore cannot be used for \
                     reverse querying. If it is a GenericForeignKey, consider adding a GenericRelation.",
                    crate::python_str_repr(name)
                )));
            }
            walked = position + 1;
            // The field may live in a parent's table.
            if let Some(owner) = field.model().map(|model| model.concrete_model())
                && owner != opts
            {
                let to_parent = opts.path_to_parent(&owner);
                if let Some(end) = to_parent.last() {
                    opts = end.to_model.clone();
                    path.extend(to_parent.iter().cloned());
                    steps.extend(to_parent);
                }
            }
            let mut infos = field.path_infos();
            if infos.is_empty() {
                let target = field.field().clone();
                if fail_on_missing && position + 1 != names.len() {
                    return Err(Error::FieldError(format!(
                        "Cannot resolve keyword {} into field. Join on '{name}' not permitted.",
                        crate::python_str_repr(&names[position + 1])
                    )));
                }
                last = Some((field, vec![target]));
                break;
            }
            if let Some(relation) = filtered
                && let Some(step) = infos.last_mut()
            {
                step.filtered_relation = Some(relation);
            }
            if !allow_many && let Some(many) = infos.iter().position(|step| step.m2m) {
                steps.extend(infos.drain(..=many));
                names_with_path.push((name.clone(), steps));
                return Err(Error::MultiJoin(Box::new(names_with_path)));
            }
            let end = infos[infos.len() - 1].clone();
            opts = end.to_model.clone();
            last = Some((end.join_field.clone(), end.target_fields.clone()));
            path.extend(infos.iter().cloned());
            steps.extend(infos);
            names_with_path.push((name.clone(), steps));
        }
        let Some((final_field, targets)) = last else {
            return Err(self.cannot_resolve(names.first().map_or("", |name| name), &opts));
        };
        Ok(NamesPath { path, final_field, targets, rest: names[walked..].to_vec() })
    }

    /// Django's error for a name that is no field, with the choices.
    fn cannot_resolve(&self, name: &str, model: &ModelRef) -> Error {
        let mut choices = model.lookup_names();
        choices.extend(self.annotations.keys().cloned());
        choices.extend(self.filtered_relations.keys().cloned());
        choices.sort();
        Error::FieldError(format!("Cannot resolve keyword '{name}' into field. Choices are: {}", choices.join(", ")))
    }

    /// Joins the tables along names. Mirrors `setup_joins`.
    pub(crate) fn setup_joins(
        &mut self,
        names: &[Rc<str>],
        model: &ModelRef,
        alias: &Alias,
        mut can_reuse: Option<&mut AliasSet>,
        allow_many: bool,
    ) -> Result<JoinInfo> {
        // All names as fields first; if that fails, the last ones as transforms.
        let mut field_error = None;
        let mut found = None;
        let mut pivot = names.len();
        while pivot > 0 {
            match self.names_to_path(&names[..pivot], model, allow_many, true) {
                Ok(path) => {
                    found = Some(path);
                    break;
                }
                Err(error @ Error::FieldError(_)) if pivot > 1 => field_error = Some(error),
                Err(error) => return Err(error),
            }
            pivot -= 1;
        }
        let Some(NamesPath { path, final_field, targets, .. }) = found else {
            return Err(self.cannot_resolve("", model));
        };
        let mut joins = vec![alias.clone()];
        let mut current = alias.clone();
        let mut opts = model.clone();
        for step in &path {
            opts = step.to_model.clone();
            let nullable = !step.direct || step.join_field.field().null;
            let join = Join {
                table_name: opts.table(),
                table_alias: step
                    .filtered_relation
                    .as_ref()
                    .map_or_else(|| "".into(), |relation| relation.alias.clone()),
                parent_alias: Some(current.clone()),
                join_type: Some(JoinType::Inner),
                join_field: Some(step.join_field.clone()),
                nullable,
                filtered_relation: step.filtered_relation.clone().map(|relation| (relation, None)),
            };
            let reuse = if step.m2m { can_reuse.as_deref() } else { None };
            current = self.join(join, reuse)?;
            joins.push(current.clone());
            if step.filtered_relation.is_some()
                && let Some(reuse) = can_reuse.as_deref_mut()
            {
                reuse.insert(current.clone());
            }
        }
        Ok(JoinInfo {
            final_field,
            targets,
            model: opts,
            joins,
            path,
            transforms: names[pivot..].to_vec(),
            field_error,
        })
    }

    /// Leaves out last joins whose column is in the table before. Mirrors `trim_joins`.
    pub(crate) fn trim_joins(
        &mut self,
        targets: &[FieldRef],
        joins: &[Alias],
        path: &[PathInfo],
    ) -> (Vec<FieldRef>, Alias, Vec<Alias>) {
        let mut joins = joins.to_vec();
        let mut targets = targets.to_vec();
        for step in path.iter().rev() {
            if joins.len() == 1 || !step.direct || step.filtered_relation.is_some() {
                break;
            }
            let pairs = step.join_field.joining_fields();
            let trimmed: Option<Vec<FieldRef>> = targets
                .iter()
                .map(|target| {
                    pairs
                        .iter()
                        .rev()
                        .find(|(_, foreign)| foreign.column() == target.column())
                        .map(|(local, _)| local.clone())
                })
                .collect();
            let Some(trimmed) = trimmed else { break };
            targets = trimmed;
            if let Some(alias) = joins.pop() {
                self.unref_alias(&alias);
            }
        }
        let last = joins[joins.len() - 1].clone();
        (targets, last, joins)
    }

    /// A column of a join, with the transforms that names ended in. Mirrors `transform_function`.
    pub(crate) fn transformed_col(
        &self,
        info: &JoinInfo,
        target: &FieldRef,
        alias: &Alias,
    ) -> Result<ResolvedExpression> {
        let mut col = target.get_col(self.alias_cols.then_some(&**alias), None);
        for name in &info.transforms {
            col = match self.try_transform(&col, name, None) {
                Err(error) if error.is_field_error() => {
                    return Err(info.field_error.clone().unwrap_or(error));
                }
                other => other?,
            };
        }
        Ok(col)
    }
}

fn is_generic_foreign_key(field: &ModelField) -> bool {
    field.field().kind == crate::schema::FieldKind::GenericForeignKey
}

/// The parts of a name between `__`.
pub(crate) fn split(name: &str) -> Vec<Rc<str>> {
    name.split("__").map(Rc::from).collect()
}
