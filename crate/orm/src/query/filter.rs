//! Conditions: from `filter()`'s arguments to a [`WhereNode`]. Mirrors `build_filter`, `add_q` and `_add_q`.

use std::rc::Rc;

use super::{Alias, JoinType, Query, join_promoter::JoinPromoter, names::split};
use crate::{
    Error, Result, Value,
    expression::{AliasSet, Connective, Expression, Node, Q, QChild, ResolveContext, ResolvedExpression, WhereNode},
    lookup::{BuiltinLookup, Rhs},
    schema::{FieldKind, FieldRef, ModelField, ModelRef},
};

/// How a condition is built. Mirrors the keyword arguments of `build_filter`.
#[derive(Clone, Copy)]
pub(crate) struct FilterOptions {
    /// Whether any negation is around it; then multi-valued relations need a subquery.
    pub(crate) branch_negated: bool,
    /// Whether it is negated in all; then NULL must be thought of.
    pub(crate) current_negated: bool,
    pub(crate) allow_joins: bool,
    pub(crate) split_subq: bool,
    pub(crate) check_filterable: bool,
    pub(crate) summarize: bool,
    pub(crate) update_join_types: bool,
}

impl Default for FilterOptions {
    fn default() -> Self {
        Self {
            branch_negated: false,
            current_negated: false,
            allow_joins: true,
            split_subq: true,
            check_filterable: true,
            summarize: false,
            update_join_types: true,
        }
    }
}

/// A condition, and the joins that it needs to be inner.
type Built = (WhereNode, Vec<Alias>);

impl Query {
    /// Adds a condition: `filter(q)`. Mirrors `add_q`.
    pub fn add_q(&mut self, q: &Q) -> Result<()> {
        let existing_inner = self.inner_joins();
        let mut reuse = std::mem::take(&mut self.used_aliases);
        let built = self.add_q_node(q, Some(&mut reuse), FilterOptions::default());
        self.used_aliases = reuse;
        let (clause, _) = built?;
        if !clause.is_empty() {
            self.where_.add(clause.into(), Connective::And);
        }
        self.demote_joins(existing_inner);
        Ok(())
    }

    /// Adds a condition that may use every join there is. Mirrors `add_q(reuse_all=True)`.
    pub fn add_q_reusing_all(&mut self, q: &Q) -> Result<()> {
        let existing_inner = self.inner_joins();
        let mut reuse: AliasSet = self.alias_map.keys().cloned().collect();
        let (clause, _) = self.add_q_node(q, Some(&mut reuse), FilterOptions::default())?;
        if !clause.is_empty() {
            self.where_.add(clause.into(), Connective::And);
        }
        self.demote_joins(existing_inner);
        Ok(())
    }

    /// One condition by name. Mirrors `add_filter`.
    pub fn add_filter(&mut self, name: &str, value: impl Into<Expression>) -> Result<()> {
        self.add_q(&Q::new(name, value))
    }

    /// Conditions without joins, for constraints. Mirrors `build_where`.
    pub fn build_where(&mut self, q: &Q) -> Result<WhereNode> {
        let options = FilterOptions { allow_joins: false, ..FilterOptions::default() };
        Ok(self.add_q_node(q, None, options)?.0)
    }

    /// A `Q` in an expression's place. Mirrors `Q.resolve_expression`.
    pub fn add_q_to_expression(&mut self, q: &Q, context: &mut ResolveContext<'_>) -> Result<ResolvedExpression> {
        let options = FilterOptions {
            allow_joins: context.allow_joins,
            split_subq: false,
            check_filterable: false,
            summarize: context.summarize,
            ..FilterOptions::default()
        };
        let (clause, needed_inner) = self.add_q_node(q, context.reuse.as_deref_mut(), options)?;
        // As an expression it must not leave rows out, so what it joined becomes outer again.
        self.promote_joins(needed_inner);
        Ok(clause.into())
    }

    /// The condition of a `FilteredRelation`. Mirrors `FilteredRelation.resolve_expression`.
    pub(crate) fn build_filtered_relation_condition(
        &mut self,
        q: &Q,
        reuse: Option<&mut AliasSet>,
    ) -> Result<WhereNode> {
        let options = FilterOptions { split_subq: false, update_join_types: false, ..FilterOptions::default() };
        Ok(self.add_q_node(q, reuse, options)?.0)
    }

    /// Mirrors `_add_q`.
    pub(crate) fn add_q_node(
        &mut self,
        q: &Q,
        mut reuse: Option<&mut AliasSet>,
        options: FilterOptions,
    ) -> Result<Built> {
        let current_negated = options.current_negated ^ q.negated;
        let options = FilterOptions { branch_negated: options.branch_negated || q.negated, current_negated, ..options };
        let mut clause = WhereNode { connector: q.connector, negated: q.negated, ..WhereNode::default() };
        let mut promoter = JoinPromoter::new(q.connector, q.children.len(), current_negated);
        for child in &q.children {
            let (built, needed_inner) = self.build_filter(child, reuse.as_deref_mut(), options)?;
            promoter.add_votes(needed_inner);
            if !built.is_empty() {
                clause.add(built.into(), q.connector);
            }
        }
        let needed_inner =
            if options.update_join_types { promoter.update_join_types(self).into_iter().collect() } else { Vec::new() };
        Ok((clause, needed_inner))
    }

    /// One condition. Mirrors `build_filter`.
    pub(crate) fn build_filter(
        &mut self,
        condition: &QChild,
        reuse: Option<&mut AliasSet>,
        options: FilterOptions,
    ) -> Result<Built> {
        match condition {
            QChild::Q(q) => self.add_q_node(q, reuse, options),
            QChild::Expression(expression) => self.build_expression_filter(expression, reuse, options),
            QChild::Lookup(name, value) => self.build_lookup_filter(name, value, reuse, options),
        }
    }

    fn build_expression_filter(
        &mut self,
        expression: &Expression,
        reuse: Option<&mut AliasSet>,
        options: FilterOptions,
    ) -> Result<Built> {
        if let Expression::Q(q) = expression {
            return self.add_q_node(q, reuse, options);
        }
        if !expression.conditional() {
            return Err(Error::Type("Cannot filter against a non-conditional expression.".into()));
        }
        let mut context =
            ResolveContext { allow_joins: options.allow_joins, reuse, summarize: options.summarize, for_save: false };
        let mut condition = expression.resolve(self, &mut context)?;
        if !matches!(condition.node(), Node::Lookup(_)) {
            if !condition.conditional() {
                return Err(Error::Type("Cannot filter against a non-conditional expression.".into()));
            }
            let lookup = self.build_lookup(&["exact".into()], condition, Rhs::Value(Value::Bool(true)))?;
            condition = Node::Lookup(lookup).into();
        }
        Ok((WhereNode::new(vec![condition], Connective::And), Vec::new()))
    }

    fn build_lookup_filter(
        &mut self,
        name: &Rc<str>,
        value: &Expression,
        mut reuse: Option<&mut AliasSet>,
        options: FilterOptions,
    ) -> Result<Built> {
        if name.is_empty() {
            return Err(Error::FieldError("Cannot parse keyword query ''".into()));
        }
        let (lookups, parts, annotation) = self.solve_lookup_type(name, options.summarize)?;
        if options.check_filterable
            && let Some(annotation) = &annotation
        {
            check_filterable(annotation)?;
        }
        if !options.allow_joins && parts.len() > 1 {
            return Err(Error::FieldError("Joined field references are not permitted in this query".into()));
        }
        let counts_before = self.alias_refcount.clone();
        let rhs = self.resolve_lookup_value(value, reuse.as_deref_mut(), options)?;
        let mut used: Vec<Alias> = self
            .alias_refcount
            .iter()
            .filter(|(alias, count)| **count > counts_before.get(*alias).copied().unwrap_or(0))
            .map(|(alias, _)| alias.clone())
            .collect();
        if options.check_filterable {
            check_filterable_rhs(&rhs)?;
        }
        if let Some(annotation) = annotation {
            let lookup = self.build_lookup(&lookups, annotation, rhs)?;
            return Ok((WhereNode::new(vec![Node::Lookup(lookup).into()], Connective::And), Vec::new()));
        }
        let model = self.model.clone();
        let alias = self.get_initial_alias()?;
        let allow_many = !options.branch_negated || !options.split_subq;
        let info = match self.setup_joins(&parts, &model, &alias, reuse.as_deref_mut(), allow_many) {
            Ok(info) => info,
            Err(Error::MultiJoin(names_with_path)) => {
                return self.split_exclude(name, value, reuse, &names_with_path);
            }
            Err(error) => return Err(error),
        };
        self.check_related_objects(&info.final_field, &rhs, &info.model)?;
        self.lookup_joins.clone_from(&info.joins);
        for alias in &info.joins {
            if !used.contains(alias) {
                used.push(alias.clone());
            }
        }
        let (targets, alias, join_list) = self.trim_joins(&info.targets, &info.joins, &info.path);
        if let Some(reuse) = reuse {
            reuse.extend(join_list.iter().cloned());
        }
        let shown = self.alias_cols.then(|| alias.clone());
        let final_field = match &info.final_field {
            ModelField::Field(field) => field.clone(),
            ModelField::Rel(rel) => rel.as_field(),
        };
        let composite = targets.len() == 1 && targets[0].kind == FieldKind::CompositePrimaryKey;
        let col: ResolvedExpression = if composite && matches!(info.final_field, ModelField::Rel(_)) {
            // The rows at the other end are told by a key of several columns.
            let fields = targets[0].model().map(|model| model.pk_fields()).unwrap_or_default();
            Node::ColPairs {
                alias: shown.clone(),
                targets: fields.clone(),
                sources: fields,
                field: info.final_field.clone(),
            }
            .into()
        } else if targets.len() == 1 {
            targets[0].get_col(shown.as_deref(), Some(final_field))
        } else {
            Node::ColPairs {
                alias: shown.clone(),
                targets: targets.clone(),
                sources: info.targets.clone(),
                field: info.final_field.clone(),
            }
            .into()
        };
        let lookup = self.build_lookup(&lookups, col, rhs)?;
        let is_null = lookup.class.builtin() == Some(BuiltinLookup::IsNull) || lookup.class.lookup_name() == "isnull";
        let mut require_outer = is_null && lookup.rhs == Rhs::Value(Value::Bool(true)) && !options.current_negated;
        let is_in = lookup.class.lookup_name() == "in";
        let rhs_has_none = match &lookup.rhs {
            Rhs::Value(Value::List(items)) => items.iter().any(Value::is_null),
            Rhs::List(items) => items.iter().any(Rhs::is_none),
            _ => false,
        };
        let negated_needs_null = options.current_negated
            && (!is_null || lookup.rhs == Rhs::Value(Value::Bool(false)))
            && !lookup.rhs.is_none();
        let value_col = match &lookup.rhs {
            Rhs::Expression(expression) => match expression.node() {
                Node::Col { target, .. } if target.null => Some(expression.clone()),
                _ => None,
            },
            _ => None,
        };
        let mut clause = WhereNode::new(vec![Node::Lookup(lookup).into()], Connective::And);
        if negated_needs_null {
            require_outer = true;
            if !is_null {
                // SQL's NOT leaves out rows whose column is NULL; Python's negation does not.
                let outer = self
                    .alias_map
                    .get(&join_list[join_list.len() - 1])
                    .is_some_and(|join| join.join_type == Some(JoinType::LeftOuter));
                if targets[0].null || outer {
                    let col = targets[0].get_col(shown.as_deref(), info.targets.first().cloned());
                    let (value, connective) =
                        if is_in && rhs_has_none { (true, Connective::Or) } else { (false, Connective::And) };
                    let null = self.lookup_expression(&col, "isnull", Rhs::Value(Value::Bool(value)))?;
                    clause.add(null, connective);
                }
                if let Some(col) = value_col {
                    let null = self.lookup_expression(&col, "isnull", Rhs::Value(Value::Bool(false)))?;
                    clause.add(null, Connective::And);
                }
            }
        }
        Ok((clause, if require_outer { Vec::new() } else { used }))
    }

    /// Splits a name into the lookups after the field, the field's parts, and the annotation that it
    /// names instead, if it does. Mirrors `solve_lookup_type`.
    #[allow(clippy::type_complexity)]
    pub(crate) fn solve_lookup_type(
        &self,
        lookup: &str,
        summarize: bool,
    ) -> Result<(Vec<Rc<str>>, Vec<Rc<str>>, Option<ResolvedExpression>)> {
        let parts = split(lookup);
        if !self.annotations.is_empty() {
            for n in 1..=parts.len() {
                let name = parts[..n].join("__");
                if let Some(annotation) = self.annotations.get(&*name) {
                    let mut expression = annotation.clone();
                    if summarize {
                        expression = Node::Ref(name.into(), expression).into();
                    }
                    return Ok((parts[n..].to_vec(), Vec::new(), Some(expression)));
                }
            }
        }
        let rest = self.names_to_path(&parts, &self.model, true, false)?.rest;
        let fields = parts[..parts.len() - rest.len()].to_vec();
        if rest.len() > 1 && fields.is_empty() {
            return Err(Error::FieldError(format!(
                "Invalid lookup \"{lookup}\" for model {}\".",
                self.model.object_name
            )));
        }
        Ok((rest, fields, None))
    }

    /// Resolves expressions on the right. Mirrors `resolve_lookup_value`.
    fn resolve_lookup_value(
        &mut self,
        value: &Expression,
        mut reuse: Option<&mut AliasSet>,
        options: FilterOptions,
    ) -> Result<Rhs> {
        match value {
            Expression::Value(value, None) => Ok(Rhs::Value(value.clone())),
            Expression::Values(items) => {
                let mut resolved = Vec::with_capacity(items.len());
                for item in items {
                    resolved.push(self.resolve_lookup_value(item, reuse.as_deref_mut(), options)?);
                }
                Ok(Rhs::List(resolved))
            }
            expression => {
                let mut context = ResolveContext {
                    allow_joins: options.allow_joins,
                    reuse,
                    summarize: options.summarize,
                    for_save: false,
                };
                Ok(Rhs::Expression(expression.resolve(self, &mut context)?))
            }
        }
    }

    /// Instances and querysets must be of the model that the relation leads to. Mirrors
    /// `check_related_objects`.
    fn check_related_objects(&self, field: &ModelField, rhs: &Rhs, model: &ModelRef) -> Result<()> {
        if !field.is_relation() {
            return Ok(());
        }
        let key = match field {
            ModelField::Field(field) => Some(field),
            ModelField::Rel(_) => None,
        };
        match rhs {
            Rhs::Value(value) => check_object(value, model, key),
            Rhs::List(items) => items.iter().try_for_each(|item| self.check_related_objects(field, item, model)),
            Rhs::Expression(expression) => match expression.node() {
                Node::Query(query) if !query.has_select_fields() && !is_compatible(&query.model, model, key) => {
                    Err(Error::Value(format!(
                        "Cannot use QuerySet for \"{}\": Use a QuerySet for \"{}\".",
                        query.model.object_name, model.object_name
                    )))
                }
                _ => Ok(()),
            },
        }
    }
}

/// Mirrors `check_query_object_type`.
fn check_object(value: &Value, model: &ModelRef, key: Option<&FieldRef>) -> Result<()> {
    match value {
        Value::List(values) => values.iter().try_for_each(|value| check_object(value, model, key)),
        Value::Foreign(object) => match object.instance() {
            Some(instance) if !is_compatible(&instance.model(), model, key) => Err(Error::Value(format!(
                "Cannot query \"{}\": Must be \"{}\" instance.",
                object.display(),
                model.object_name
            ))),
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

/// Mirrors `check_rel_lookup_compatibility`.
fn is_compatible(model: &ModelRef, target: &ModelRef, field: Option<&FieldRef>) -> bool {
    let check = |other: &ModelRef| {
        model.is_subclass_of(&other.concrete_model()) || other.is_subclass_of(&model.concrete_model())
    };
    check(target) || field.is_some_and(|field| field.primary_key && field.model().is_some_and(|model| check(&model)))
}

/// An error for an expression that conditions cannot use. Mirrors `check_filterable`.
pub(crate) fn check_filterable(expression: &ResolvedExpression) -> Result<()> {
    if !expression.filterable() {
        return Err(Error::NotSupported(format!("{} is disallowed in the filter clause.", expression.class_name())));
    }
    expression.children().into_iter().try_for_each(check_filterable)
}

fn check_filterable_rhs(rhs: &Rhs) -> Result<()> {
    match rhs {
        Rhs::Value(_) => Ok(()),
        Rhs::Expression(expression) => check_filterable(expression),
        Rhs::List(items) => items.iter().try_for_each(check_filterable_rhs),
    }
}
