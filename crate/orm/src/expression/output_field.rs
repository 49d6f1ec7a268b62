//! The type of a [`ResolvedExpression`]. Mirrors `output_field` and `_resolve_output_field`.

use super::{
    Func, Inference, Node, ResolvedExpression, SubqueryKind,
    types::{combined_type, numeric_type, same_type, value_type},
};
use crate::{
    Error, Result,
    schema::{Field, FieldKind, FieldRef},
};

impl ResolvedExpression {
    /// The type. An error if it cannot be told.
    pub fn output_field(&self) -> Result<FieldRef> {
        self.output_field_or_none()?.ok_or(Error::OutputFieldIsNone)
    }

    /// The type, if it can be told. Still an error when sources contradict each other.
    pub fn output_field_or_none(&self) -> Result<Option<FieldRef>> {
        match self.node() {
            Node::Col { output_field, .. } => Ok(Some(output_field.clone())),
            Node::ColPairs { field, .. } => Ok(Some(field.field().clone())),
            Node::Ref(_, source) | Node::PositionRef(_, _, source) => source.output_field_or_none(),
            Node::Value(value, field) => Ok(field.clone().or_else(|| value_type(value))),
            Node::Combined { output_field: Some(field), .. } | Node::Duration { output_field: Some(field), .. } => {
                Ok(Some(field.clone()))
            }
            Node::Duration { subtraction: true, .. } => Ok(Some(Field::output(FieldKind::Duration))),
            Node::Combined { lhs, connector, rhs, .. } | Node::Duration { lhs, connector, rhs, .. } => {
                let (left, right) = (lhs.output_field_or_none()?, rhs.output_field_or_none()?);
                let kind = |field: &Option<FieldRef>| field.as_ref().map(|field| field.kind);
                match combined_type(*connector, kind(&left), kind(&right)) {
                    Some(kind) => Ok(Some(Field::output(kind))),
                    None => Err(Error::FieldError(format!(
                        "Cannot infer type of '{}' expression involving these types: {}, {}. You must set \
                         output_field.",
                        connector.sql(),
                        lhs.output_field()?.class_name(),
                        rhs.output_field()?.class_name()
                    ))),
                }
            }
            Node::Negated(_) | Node::Where(_) => Ok(Some(Field::output(FieldKind::Boolean))),
            Node::Lookup(lookup) => Ok(Some(
                match &lookup.class {
                    crate::lookup::LookupClass::Host(host) => host.output_field(),
                    _ => None,
                }
                .unwrap_or_else(|| Field::output(FieldKind::Boolean)),
            )),
            Node::Func(func) => func_type(func),
            Node::Case(case) => match &case.output_field {
                Some(field) => Ok(Some(field.clone())),
                None => same_type(
                    case.whens.iter().map(|when| &when.then).chain(&case.default).map(Self::output_field_or_none),
                ),
            },
            Node::Window(window) => match &window.output_field {
                Some(field) => Ok(Some(field.clone())),
                None => window.source.output_field().map(Some),
            },
            Node::OrderBy(order) => order.expression.output_field_or_none(),
            Node::Wrapper(_, field) => Ok(Some(field.clone())),
            Node::List(items, _) => same_type(items.iter().map(Self::output_field_or_none)),
            Node::RawSql(_, _, field) => Ok(Some(field.clone().unwrap_or_else(|| Field::output(FieldKind::Custom)))),
            Node::Subquery(SubqueryKind::Exists, ..) => Ok(Some(Field::output(FieldKind::Boolean))),
            Node::Subquery(_, query, field) => match field {
                Some(field) => Ok(Some(field.clone())),
                None => query.output_field(),
            },
            Node::Query(query) => query.output_field(),
            Node::Host(host, children) => host.0.output_field(children),
            Node::OuterRef(_) | Node::Star | Node::Nothing | Node::ExtraWhere(..) => Ok(None),
        }
    }

    /// The same with another type; a node that holds no type of its own is wrapped.
    pub fn with_output_field(&self, field: FieldRef) -> Self {
        self.retyped(&field).unwrap_or_else(|| Node::Wrapper(self.clone(), field).into())
    }

    /// A copy whose `output_field` is assigned; `None` for a node that holds no type of its own.
    pub(super) fn retyped(&self, field: &FieldRef) -> Option<Self> {
        let field = field.clone();
        let node = match self.node().clone() {
            Node::Col { alias, target, possibly_multivalued, .. } => {
                Node::Col { alias, target, output_field: field, possibly_multivalued }
            }
            Node::Value(value, _) => Node::Value(value, Some(field)),
            Node::Combined { lhs, connector, rhs, .. } => {
                Node::Combined { lhs, connector, rhs, output_field: Some(field) }
            }
            Node::Duration { lhs, connector, rhs, subtraction, .. } => {
                Node::Duration { lhs, connector, rhs, subtraction, output_field: Some(field) }
            }
            Node::Func(func) => Node::Func(Func { output_field: Some(field), ..func }),
            Node::Case(case) => Node::Case(super::Case { output_field: Some(field), ..case }),
            Node::Window(window) => Node::Window(super::Window { output_field: Some(field), ..window }),
            Node::Wrapper(inner, _) => Node::Wrapper(inner, field),
            Node::RawSql(sql, params, _) => Node::RawSql(sql, params, Some(field)),
            _ => return None,
        };
        Some(node.into())
    }

    /// The kind of value, as `output_field.get_internal_type()` says; `None` if it cannot be told.
    pub(crate) fn internal_kind(&self) -> Option<FieldKind> {
        self.output_field().ok().map(|field| field.internal_kind())
    }
}

impl Func<ResolvedExpression> {
    /// As [`ResolvedExpression::internal_kind`].
    pub(crate) fn internal_kind(&self) -> Option<FieldKind> {
        func_type(self).ok().flatten().map(|field| field.internal_kind())
    }
}

fn func_type(func: &Func<ResolvedExpression>) -> Result<Option<FieldRef>> {
    if let Some(field) = func.host.as_ref().and_then(|host| host.output_field(func)) {
        return field.map(Some);
    }
    if let Some(field) = &func.output_field {
        return Ok(Some(field.clone()));
    }
    if let Some(kind) = func.def.output {
        return Ok(Some(Field::output(kind)));
    }
    let sources = || func.args.iter().map(ResolvedExpression::output_field_or_none);
    match (func.def.inference, func.args.first()) {
        (Inference::First, Some(first)) => first.output_field().map(Some),
        (Inference::Numeric, _) => numeric_type(sources().collect()),
        _ => same_type(sources()),
    }
}
