//! `annotate(name=FilteredRelation(...))`. Mirrors `add_filtered_relation`.

use std::rc::Rc;

use super::{Query, annotate::check_alias};
use crate::{
    Error, Result,
    expression::{Expression, Q, QChild},
    schema::FilteredRelation,
};

impl Query {
    /// The filtered relations: each name with the path of its relation.
    pub fn filtered_relation_names(&self) -> Vec<(Rc<str>, Rc<str>)> {
        self.filtered_relations.iter().map(|(name, relation)| (name.clone(), relation.relation_name.clone())).collect()
    }

    /// Whether a `FilteredRelation` has this name.
    pub fn is_filtered_relation(&self, name: &str) -> bool {
        self.filtered_relations.contains_key(name)
    }

    /// Adds a relation with a further condition, under a name of its own.
    pub fn add_filtered_relation(&mut self, relation_name: &str, condition: &Q, alias: &Rc<str>) -> Result<()> {
        if alias.contains('.') {
            return Err(Error::Value(format!(
                "FilteredRelation doesn't support aliases with periods (got {}).",
                crate::python_str_repr(alias)
            )));
        }
        check_alias(alias)?;
        let repr = crate::python_str_repr;
        let (lookups, relation_parts, _) = self.solve_lookup_type(relation_name, false)?;
        if !lookups.is_empty() {
            return Err(Error::Value(format!(
                "FilteredRelation's relation_name cannot contain lookups (got {}).",
                repr(relation_name)
            )));
        }
        let mut names = Vec::new();
        names_in(condition, &mut names);
        for lookup in names {
            let (lookups, parts, _) = self.solve_lookup_type(&lookup, false)?;
            let shift = if lookups.is_empty() { 2 } else { 1 };
            for (place, part) in parts[..parts.len().saturating_sub(shift)].iter().enumerate() {
                if relation_parts.get(place).is_some_and(|relation| relation != part) {
                    return Err(Error::Value(format!(
                        "FilteredRelation's condition doesn't support relations outside the {} (got {}).",
                        repr(relation_name),
                        repr(&lookup)
                    )));
                }
            }
            if parts.len() > relation_parts.len() + 1 {
                return Err(Error::Value(format!(
                    "FilteredRelation's condition doesn't support nested relations deeper than the relation_name \
                     (got {} for {}).",
                    repr(&lookup),
                    repr(relation_name)
                )));
            }
        }
        let relation = FilteredRelation {
            relation_name: relation_name.into(),
            condition: rename_q(condition, relation_name, alias)?,
            alias: alias.clone(),
        };
        self.filtered_relations.insert(alias.clone(), Rc::new(relation));
        Ok(())
    }
}

/// The names that a condition looks at. Mirrors `get_children_from_q`.
fn names_in(q: &Q, out: &mut Vec<String>) {
    for child in &q.children {
        match child {
            QChild::Q(q) => names_in(q, out),
            QChild::Lookup(name, value) => {
                out.push(name.to_string());
                names_in_expression(value, out);
            }
            QChild::Expression(expression) => names_in_expression(expression, out),
        }
    }
}

fn names_in_expression(expression: &Expression, out: &mut Vec<String>) {
    match expression {
        Expression::F(name) => out.push(name.to_string()),
        Expression::Q(q) => names_in(q, out),
        Expression::Combined(lhs, _, rhs, _) | Expression::Lookup(_, lhs, rhs) => {
            names_in_expression(lhs, out);
            names_in_expression(rhs, out);
        }
        Expression::Func(func) => func.args.iter().for_each(|arg| names_in_expression(arg, out)),
        Expression::Negated(inner) | Expression::Wrapper(inner, _) | Expression::Transform(_, inner) => {
            names_in_expression(inner, out);
        }
        Expression::Case(case) => {
            for when in &case.whens {
                names_in_expression(&when.condition, out);
                names_in_expression(&when.then, out);
            }
            if let Some(default) = &case.default {
                names_in_expression(default, out);
            }
        }
        Expression::List(items, _) | Expression::Values(items) => {
            items.iter().for_each(|item| names_in_expression(item, out));
        }
        _ => {}
    }
}

/// Puts the alias in the relation's place. Mirrors `rename_prefix_from_q`.
fn rename_q(q: &Q, prefix: &str, alias: &str) -> Result<Q> {
    let mut children = Vec::with_capacity(q.children.len());
    for child in &q.children {
        children.push(match child {
            QChild::Q(q) => QChild::Q(rename_q(q, prefix, alias)?),
            QChild::Lookup(name, value) => {
                QChild::Lookup(rename(name, prefix, alias), rename_expression(value, prefix, alias)?)
            }
            QChild::Expression(expression) => QChild::Expression(rename_expression(expression, prefix, alias)?),
        });
    }
    Ok(Q { children, ..q.clone() })
}

fn rename(name: &Rc<str>, prefix: &str, alias: &str) -> Rc<str> {
    match name.strip_prefix(prefix) {
        Some(rest) if rest.starts_with("__") => format!("{alias}{rest}").into(),
        _ => name.clone(),
    }
}

fn rename_expression(expression: &Expression, prefix: &str, alias: &str) -> Result<Expression> {
    let inner = |expression: &Expression| rename_expression(expression, prefix, alias);
    Ok(match expression {
        Expression::F(name) => Expression::F(rename(name, prefix, alias)),
        Expression::Q(q) => Expression::Q(rename_q(q, prefix, alias)?),
        Expression::Query(_) => {
            return Err(Error::Value("Passing a QuerySet within a FilteredRelation is not supported.".into()));
        }
        Expression::Combined(lhs, connector, rhs, field) => {
            Expression::Combined(Box::new(inner(lhs)?), *connector, Box::new(inner(rhs)?), field.clone())
        }
        Expression::Lookup(class, lhs, rhs) => {
            Expression::Lookup(class.clone(), Box::new(inner(lhs)?), Box::new(inner(rhs)?))
        }
        Expression::Negated(expression) => Expression::Negated(Box::new(inner(expression)?)),
        Expression::Wrapper(expression, field) => Expression::Wrapper(Box::new(inner(expression)?), field.clone()),
        Expression::Transform(class, expression) => Expression::Transform(class.clone(), Box::new(inner(expression)?)),
        Expression::Func(func) => {
            let mut func = func.clone();
            for arg in &mut func.args {
                *arg = inner(arg)?;
            }
            Expression::Func(func)
        }
        Expression::Case(case) => {
            let mut case = case.clone();
            for when in &mut case.whens {
                when.condition = inner(&when.condition)?;
                when.then = inner(&when.then)?;
            }
            if let Some(default) = &mut case.default {
                *default = inner(default)?;
            }
            Expression::Case(case)
        }
        Expression::Values(items) => Expression::Values(items.iter().map(inner).collect::<Result<_>>()?),
        Expression::List(items, parentheses) => {
            Expression::List(items.iter().map(inner).collect::<Result<_>>()?, *parentheses)
        }
        other => other.clone(),
    })
}
