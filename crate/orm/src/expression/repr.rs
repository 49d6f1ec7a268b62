//! How Python shows an [`Expression`], for messages.

use super::{Expression, Func, OuterName, SubqueryKind};

impl Expression {
    /// The attribute `name` of the Python object: of references and aggregates.
    pub fn name(&self) -> Option<String> {
        match self {
            Self::F(name) => Some(name.to_string()),
            Self::SlicedF(inner, ..) => inner.name(),
            Self::OuterRef(OuterName::Name(name)) => Some(name.to_string()),
            Self::Func(func) if func.aggregate.is_some() => Some(func.aggregate_name()),
            _ => None,
        }
    }

    /// The class's name, for messages.
    pub fn class_name(&self) -> String {
        let name = match self {
            Self::F(_) => "F",
            Self::SlicedF(..) => "Sliced",
            Self::OuterRef(_) => "OuterRef",
            Self::Value(..) => "Value",
            Self::Star => "Star",
            Self::Combined(..) => "CombinedExpression",
            Self::Negated(_) => "NegatedExpression",
            Self::Func(func) => func.class_name(),
            Self::Case(_) => "Case",
            Self::Window(_) => "Window",
            Self::OrderBy(_) => "OrderBy",
            Self::Wrapper(..) => "ExpressionWrapper",
            Self::List(..) | Self::Values(_) => "ExpressionList",
            Self::RawSql(..) => "RawSQL",
            Self::Subquery(SubqueryKind::Exists, ..) => "Exists",
            Self::Subquery(SubqueryKind::Array, ..) => "ArraySubquery",
            Self::Subquery(..) => "Subquery",
            Self::Q(_) => "Q",
            Self::Query(_) => "QuerySet",
            Self::Lookup(class, ..) | Self::Transform(class, _) => return class.lookup_name(),
            Self::Resolved(expression) => return expression.class_name(),
            Self::Host(expression) => return expression.class_name(),
        };
        name.to_owned()
    }

    /// Python's `repr()`.
    pub fn repr(&self) -> String {
        match self {
            Self::F(name) => format!("F({name})"),
            Self::SlicedF(inner, start, stop) => {
                let stop = stop.map_or_else(|| "None".into(), |stop| stop.to_string());
                format!("Sliced({}, slice({start}, {stop}, None))", inner.repr())
            }
            Self::OuterRef(OuterName::Name(name)) => format!("OuterRef({name})"),
            Self::OuterRef(OuterName::Outer(inner)) => {
                format!("OuterRef({})", Self::OuterRef((**inner).clone()).repr())
            }
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
                let class = if *kind == SubqueryKind::Exists { "Exists" } else { "Subquery" };
                format!("<django.db.models.expressions.{class} object>")
            }
            Self::Host(expression) => expression.class_name(),
            Self::Resolved(expression) => expression.class_name(),
            _ => "<expression>".into(),
        }
    }

    /// Python's `str()`.
    pub fn text(&self) -> String {
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
