//! Putting a path before every name of an [`Expression`]. Mirrors `prefix_references`.

use std::rc::Rc;

use super::{Case, Expression, OrderBy, Q, QChild, When, Window};

impl Expression {
    /// Puts a path before every name within: `name` becomes `prefix` + `name`.
    pub fn prefix_references(&self, prefix: &str) -> Expression {
        let put = |name: &Rc<str>| -> Rc<str> { format!("{prefix}{name}").into() };
        let all = |items: &[Self]| items.iter().map(|item| item.prefix_references(prefix)).collect();
        let maybe = |item: &Option<Self>| item.as_ref().map(|item| item.prefix_references(prefix));
        let boxed = |item: &Self| Box::new(item.prefix_references(prefix));
        match self {
            Self::F(name) => Self::F(put(name)),
            Self::SlicedF(inner, start, stop) => Self::SlicedF(boxed(inner), *start, *stop),
            Self::Combined(lhs, connector, rhs, field) => {
                Self::Combined(boxed(lhs), *connector, boxed(rhs), field.clone())
            }
            Self::Negated(inner) => Self::Negated(boxed(inner)),
            Self::Func(func) => {
                let mut func = func.clone();
                func.args = all(&func.args);
                if let Some(parts) = &mut func.aggregate {
                    parts.filter = maybe(&parts.filter);
                    parts.default = maybe(&parts.default);
                    parts.order_by = all(&parts.order_by);
                }
                Self::Func(func)
            }
            Self::Case(case) => {
                let whens = case.whens.iter().map(|when| When {
                    condition: when.condition.prefix_references(prefix),
                    then: when.then.prefix_references(prefix),
                });
                Self::Case(Box::new(Case {
                    whens: whens.collect(),
                    default: maybe(&case.default),
                    output_field: case.output_field.clone(),
                    template: case.template.clone(),
                }))
            }
            Self::Window(window) => Self::Window(Box::new(Window {
                source: window.source.prefix_references(prefix),
                partition_by: all(&window.partition_by),
                order_by: all(&window.order_by),
                frame: window.frame.clone(),
                output_field: window.output_field.clone(),
            })),
            Self::OrderBy(order) => Self::OrderBy(Box::new(OrderBy {
                expression: order.expression.prefix_references(prefix),
                ..(**order).clone()
            })),
            Self::Wrapper(inner, field) => Self::Wrapper(boxed(inner), field.clone()),
            Self::List(items, parentheses) => Self::List(all(items), *parentheses),
            Self::Values(items) => Self::Values(all(items)),
            Self::Q(q) => Self::Q(q.prefix_references(prefix)),
            Self::Lookup(class, lhs, rhs) => Self::Lookup(class.clone(), boxed(lhs), boxed(rhs)),
            Self::Transform(class, inner) => Self::Transform(class.clone(), boxed(inner)),
            Self::OuterRef(_)
            | Self::Value(..)
            | Self::Star
            | Self::RawSql(..)
            | Self::Subquery(..)
            | Self::Query(_)
            | Self::Resolved(_)
            | Self::Host(_) => self.clone(),
        }
    }
}

impl Q {
    /// The same with a path before every name.
    pub fn prefix_references(&self, prefix: &str) -> Q {
        let children = self.children.iter().map(|child| match child {
            QChild::Lookup(name, value) => {
                QChild::Lookup(format!("{prefix}{name}").into(), value.prefix_references(prefix))
            }
            QChild::Q(q) => QChild::Q(q.prefix_references(prefix)),
            QChild::Expression(expression) => QChild::Expression(expression.prefix_references(prefix)),
        });
        Q { children: children.collect(), connector: self.connector, negated: self.negated }
    }
}
