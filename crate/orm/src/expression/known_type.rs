//! What can be said of an [`Expression`]'s type before its names are resolved.

use super::{
    Expression, Func, Inference, SubqueryKind,
    types::{combined_type, numeric_type, same_type, value_type},
};
use crate::schema::{Field, FieldKind, FieldRef};

impl Expression {
    /// `output_field` of an expression not yet resolved: `None` where a name decides.
    pub fn known_type(&self) -> Option<FieldRef> {
        match self {
            Self::Value(value, field) => field.clone().or_else(|| value_type(value)),
            Self::Combined(_, _, _, Some(field)) => Some(field.clone()),
            Self::Combined(lhs, connector, rhs, None) => {
                let (lhs, rhs) = (lhs.known_type()?, rhs.known_type()?);
                combined_type(*connector, Some(lhs.kind), Some(rhs.kind)).map(Field::output)
            }
            Self::Negated(_) | Self::Q(_) | Self::Lookup(..) | Self::Subquery(SubqueryKind::Exists, ..) => {
                Some(Field::output(FieldKind::Boolean))
            }
            Self::Func(func) => func.known_type(),
            Self::Case(case) => case
                .output_field
                .clone()
                .or_else(|| common(case.whens.iter().map(|when| &when.then).chain(&case.default))),
            Self::Window(window) => window.output_field.clone().or_else(|| window.source.known_type()),
            Self::OrderBy(order) => order.expression.known_type(),
            Self::Wrapper(_, field) => Some(field.clone()),
            Self::RawSql(_, _, field) => Some(field.clone().unwrap_or_else(|| Field::output(FieldKind::Custom))),
            Self::Subquery(_, _, Some(field)) => Some(field.clone()),
            Self::Subquery(_, query, None) | Self::Query(query) => query.output_field().ok().flatten(),
            Self::Resolved(expression) => expression.output_field().ok(),
            Self::F(_)
            | Self::SlicedF(..)
            | Self::OuterRef(_)
            | Self::Star
            | Self::List(..)
            | Self::Values(_)
            | Self::Transform(..)
            | Self::Host(_) => None,
        }
    }

    /// Whether it may stand alone in `filter()`. Mirrors `conditional`: a bare name may not.
    pub fn conditional(&self) -> bool {
        match self {
            Self::Host(expression) => expression.conditional(),
            Self::OrderBy(_) => false,
            Self::Resolved(expression) => expression.conditional(),
            _ => self.known_type().is_some_and(|field| field.kind == FieldKind::Boolean),
        }
    }
}

/// The one type of all of these, if all have one by themselves. `None` of Python's has no type but does not matter.
fn common<'a>(sources: impl Iterator<Item = &'a Expression>) -> Option<FieldRef> {
    let mut types = Vec::new();
    for source in sources {
        match source {
            Expression::Value(crate::Value::Null, None) => {}
            other => types.push(Ok(Some(other.known_type()?))),
        }
    }
    same_type(types).ok().flatten()
}

impl Func<Expression> {
    fn known_type(&self) -> Option<FieldRef> {
        if let Some(field) = &self.output_field {
            return Some(field.clone());
        }
        if let Some(kind) = self.def.output {
            return Some(Field::output(kind));
        }
        match self.def.inference {
            Inference::Same => common(self.args.iter()),
            Inference::First => self.args.first()?.known_type(),
            Inference::Numeric => {
                let types: Option<Vec<_>> = self.args.iter().map(|arg| arg.known_type().map(|f| Ok(Some(f)))).collect();
                numeric_type(types?).ok().flatten()
            }
        }
    }
}
