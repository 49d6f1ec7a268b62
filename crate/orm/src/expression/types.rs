//! The types of expressions: which field an operator or a list of sources results in.
//!
//! Mirrors `_resolve_combined_type` and `BaseExpression._resolve_output_field`.

use super::Connector;
use crate::{
    Error, Result, Value,
    schema::{Field, FieldKind, FieldRef},
};

impl Field {
    /// `get_internal_type()` as a kind: a generated field has that of what it computes.
    pub fn internal_kind(&self) -> FieldKind {
        match &self.generated {
            Some(generated) => generated.output_field.internal_kind(),
            None => self.kind,
        }
    }
}

/// `isinstance(field, type(of))`.
fn is_instance(field: &Field, of: &Field) -> bool {
    match &of.hooks {
        Some(hooks) if !hooks.is_builtin() => field.class_name() == hooks.class_name(),
        // `Field` itself is what all derive from.
        _ => of.kind == FieldKind::Custom || field.kind.is_subclass_of(of.kind),
    }
}

/// The one type of several sources; those without a type do not count.
pub(super) fn same_type(sources: impl IntoIterator<Item = Result<Option<FieldRef>>>) -> Result<Option<FieldRef>> {
    let mut first: Option<FieldRef> = None;
    for source in sources {
        let Some(source) = source? else { continue };
        match &first {
            None => first = Some(source),
            Some(first) if is_instance(first, &source) => {}
            Some(first) => {
                return Err(Error::FieldError(format!(
                    "Expression contains mixed types: {}, {}. You must set output_field.",
                    first.class_name(),
                    source.class_name()
                )));
            }
        }
    }
    Ok(first)
}

/// The type of numeric functions. Mirrors `NumericOutputFieldMixin`.
pub(super) fn numeric_type(sources: Vec<Result<Option<FieldRef>>>) -> Result<Option<FieldRef>> {
    let mut fields = Vec::with_capacity(sources.len());
    for source in sources {
        fields.push(source?);
    }
    let any = |kind: FieldKind| fields.iter().flatten().any(|field| field.kind.is_subclass_of(kind));
    if any(FieldKind::Decimal) {
        return Ok(Some(Field::output(FieldKind::Decimal)));
    }
    if fields.is_empty() || any(FieldKind::Integer) {
        return Ok(Some(Field::output(FieldKind::Float)));
    }
    same_type(fields.into_iter().map(Ok))
}

/// The type of a value by its own kind. Mirrors `Value._resolve_output_field`.
pub fn value_type(value: &Value) -> Option<FieldRef> {
    let kind = match value {
        Value::Text(_) => FieldKind::Char,
        Value::Bool(_) => FieldKind::Boolean,
        Value::Int(_) | Value::BigInt(_) => FieldKind::Integer,
        Value::Float(_) => FieldKind::Float,
        Value::DateTime(_) => FieldKind::DateTime,
        Value::Date(_) => FieldKind::Date,
        Value::Time(_) => FieldKind::Time,
        Value::Duration(_) => FieldKind::Duration,
        Value::Decimal(_) => FieldKind::Decimal,
        Value::Bytes(_) => FieldKind::Binary,
        Value::Uuid(_) => FieldKind::Uuid,
        Value::Null | Value::Json(_) | Value::List(_) | Value::Foreign(_) => return None,
    };
    Some(Field::output(kind))
}

/// The type of `lhs connector rhs`, by the table of Django; `None` on a side is an unknown type.
pub(super) fn combined_type(connector: Connector, lhs: Option<FieldKind>, rhs: Option<FieldKind>) -> Option<FieldKind> {
    use Connector as C;
    use FieldKind as K;
    let is = |side: Option<K>, kind: K| side.is_some_and(|side| side.is_subclass_of(kind));
    let both = |left: K, right: K| is(lhs, left) && is(rhs, right);
    let either = |a: K, b: K| both(a, b) || both(b, a);
    let arithmetic = matches!(connector, C::Add | C::Sub | C::Mul | C::Div | C::Mod | C::Pow);
    if !arithmetic {
        return both(K::Integer, K::Integer).then_some(K::Integer);
    }
    if connector != C::Sub && both(K::PositiveInteger, K::PositiveInteger) {
        return Some(K::PositiveInteger);
    }
    for kind in [K::Integer, K::Float, K::Decimal] {
        if both(kind, kind) {
            return Some(kind);
        }
    }
    if connector != C::Pow {
        for kind in [K::Decimal, K::Float] {
            if either(K::Integer, kind) {
                return Some(kind);
            }
        }
    }
    for kind in [K::Integer, K::Decimal, K::Float] {
        if (is(lhs, kind) && rhs.is_none()) || (lhs.is_none() && is(rhs, kind)) {
            return Some(kind);
        }
    }
    match connector {
        C::Add => {
            if either(K::Date, K::Duration) {
                Some(K::DateTime)
            } else if both(K::Duration, K::Duration) {
                Some(K::Duration)
            } else {
                either(K::Time, K::Duration).then_some(K::Time)
            }
        }
        C::Sub => {
            if both(K::Date, K::Duration) {
                Some(K::DateTime)
            } else if both(K::Date, K::Date) || both(K::Duration, K::Duration) || both(K::Time, K::Time) {
                Some(K::Duration)
            } else {
                both(K::Time, K::Duration).then_some(K::Time)
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{combined_type, same_type};
    use crate::{
        expression::Connector as C,
        schema::{Field, FieldKind as K},
    };

    #[test]
    fn operators_have_the_types_of_djangos_table() {
        let cases = [
            (C::Add, Some(K::PositiveInteger), Some(K::PositiveInteger), Some(K::PositiveInteger)),
            (C::Sub, Some(K::PositiveInteger), Some(K::PositiveInteger), Some(K::Integer)),
            (C::Mul, Some(K::BigAuto), Some(K::Decimal), Some(K::Decimal)),
            (C::Pow, Some(K::Integer), Some(K::Float), None),
            (C::Div, Some(K::Float), Some(K::Decimal), None),
            (C::Add, None, Some(K::Float), Some(K::Float)),
            (C::BitAnd, Some(K::Integer), None, None),
            (C::Add, Some(K::Date), Some(K::Duration), Some(K::DateTime)),
            (C::Sub, Some(K::DateTime), Some(K::Date), Some(K::Duration)),
            (C::Sub, Some(K::Duration), Some(K::Date), None),
            (C::Mul, Some(K::Duration), Some(K::Integer), None),
            (C::Add, Some(K::Char), Some(K::Char), None),
            (C::Add, Some(K::ForeignKey), Some(K::Integer), None),
        ];
        for (connector, lhs, rhs, expected) in cases {
            assert_eq!(combined_type(connector, lhs, rhs), expected, "{lhs:?} {} {rhs:?}", connector.sql());
        }
    }

    #[test]
    fn sources_of_unlike_types_are_refused() {
        let of = |kinds: &[K]| same_type(kinds.iter().map(|kind| Ok(Some(Field::output(*kind)))));
        assert!(of(&[K::BigAuto, K::Integer]).is_ok());
        assert_eq!(
            of(&[K::Integer, K::BigInteger]).expect_err("differ").to_string(),
            "Expression contains mixed types: IntegerField, BigIntegerField. You must set output_field."
        );
    }
}
