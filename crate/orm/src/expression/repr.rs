//! How Python shows an [`Expression`], for messages.

use super::{Expression, Func, OuterName};

impl Expression {
    /// The attribute `name` of the Python object: of references and aggregates.
    pub fn name(&self) -> Option<String> {
        match self {
            Self::F(name) | Self::SlicedF(name, ..) => Some(name.to_string()),
            Self::OuterRef(OuterName::Name(name)) => Some(name.to_string()),
            Self::Func(func) if func.aggregate.is_some() => Some(func.aggregate_name()),
            _ => None,
        }
    }

    /// Python's `repr()`.
    pub fn repr(&self) -> String {
        match self {
            Self::F(name) => format!("F({name})"),
            Self::SlicedF(name, start, stop) => {
                let stop = stop.map_or_else(|| "None".into(), |stop| stop.to_string());
                format!("Sliced(F({name}), slice({start}, {stop}, None))")
            }
            Self::OuterRef(OuterName::Name(name)) => format!("OuterRef({name})"),
            Self::OuterRef(OuterName::Outer(inner)) => format!("OuterRef({})", Self::OuterRef((**inner).clone()).repr()),
            Self::Value(value, _) => format!("Value({})", value.repr()),
            Self::Star => "'*'".into(),
            Self::Combined(..) => format!("<CombinedExpression: {}>", self.text()),
            Self::Negated(inner) => format!("NegatedExpression({})", inner.text()),
            Self::Func(func) => func.repr(),
            Self::Case(_) => format!("<Case: {}>", self.text()),
            Self::OrderBy(order) => {
                let descending = if order.descending { "True" } else { "False" };
                format!("OrderBy({}, descending={descending})", order.expression.text())
            }
            Self::Wrapper(inner, _) => format!("ExpressionWrapper({})", inner.text()),
            Self::RawSql(sql, params, _) => {
                let params: Vec<_> = params.iter().map(crate::Value::repr).collect();
                format!("RawSQL({sql}, [{}])", params.join(", "))
            }
            Self::Window(window) => format!("<Window: {} OVER ()>", window.source.text()),
            Self::Subquery(kind, ..) => {
                let class = if *kind == super::SubqueryKind::Exists { "Exists" } else { "Subquery" };
                format!("<django.db.models.expressions.{class} object>")
            }
            Self::Host(expression) => expression.class_name(),
            Self::Resolved(expression) => expression.class_name(),
            _ => "<expression>".into(),
        }
    }

    /// Python's `str()`.
    fn text(&self) -> String {
        match self {
            Self::Combined(lhs, connector, rhs, _) => {
                format!("{} {} {}", lhs.text(), connector.sql(), rhs.text())
            }
            Self::Case(case) => {
                let whens: Vec<_> = case
                    .whens
                    .iter()
                    .map(|when| format!("WHEN {} THEN {}", when.condition.repr(), when.then.repr()))
                    .collect();
                let default = case.default.as_ref().map_or_else(|| "Value(None)".into(), Self::repr);
                format!("CASE {}, ELSE {default}", whens.join(", "))
            }
            _ => self.repr(),
        }
    }
}

impl Func<Expression> {
    fn repr(&self) -> String {
        let mut args: Vec<_> = self.args.iter().map(Expression::text).collect();
        if let Some(parts) = &self.aggregate {
            if parts.distinct {
                args.push("distinct=True".into());
            }
            if let Some(filter) = &parts.filter {
                args.push(format!("filter={}", filter.text()));
            }
        }
        format!("{}({})", self.class_name(), args.join(", "))
    }
}
