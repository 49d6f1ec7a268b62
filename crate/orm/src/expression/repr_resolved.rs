//! How Python shows a [`ResolvedExpression`], for messages.

use super::{Func, Node, ResolvedExpression, Window};

impl ResolvedExpression {
    /// Python's `repr()`.
    pub fn repr(&self) -> String {
        match self.node() {
            Node::Col { alias, target, .. } => match alias {
                Some(alias) => format!("Col({alias}, {})", target.label()),
                None => format!("Col({})", target.label()),
            },
            Node::Value(value, _) => format!("Value({})", value.repr()),
            Node::Star => "'*'".into(),
            Node::Ref(name, source) => format!("Ref({name}, {})", source.repr()),
            Node::Combined { .. } | Node::Duration { .. } => format!("<{}: {}>", self.class_name(), self.text()),
            Node::Func(func) => func.repr(),
            Node::Window(window) => format!("<Window: {}>", window.text()),
            Node::OrderBy(order) => {
                let descending = if order.descending { "True" } else { "False" };
                format!("OrderBy({}, descending={descending})", order.expression.text())
            }
            Node::Wrapper(inner, _) => format!("ExpressionWrapper({})", inner.text()),
            _ => {
                let children: Vec<String> = self.children().into_iter().map(Self::repr).collect();
                format!("{}({})", self.class_name(), children.join(", "))
            }
        }
    }

    /// Python's `str()`.
    pub fn text(&self) -> String {
        match self.node() {
            Node::Window(window) => window.text(),
            Node::Combined { lhs, connector, rhs, .. } | Node::Duration { lhs, connector, rhs, .. } => {
                format!("{} {} {}", lhs.text(), connector.sql(), rhs.text())
            }
            _ => self.repr(),
        }
    }
}

impl Window<ResolvedExpression> {
    fn text(&self) -> String {
        let list = |before: &str, items: &[ResolvedExpression]| match items {
            [] => String::new(),
            items => before.to_owned() + &items.iter().map(ResolvedExpression::text).collect::<Vec<_>>().join(", "),
        };
        let (parts, order) = (list("PARTITION BY ", &self.partition_by), list(" ORDER BY ", &self.order_by));
        let frame = self.frame.as_ref().map_or_else(String::new, ToString::to_string);
        format!("{} OVER ({parts}{order}{frame})", self.source.text())
    }
}

impl Func<ResolvedExpression> {
    fn repr(&self) -> String {
        let mut args: Vec<_> = self.args.iter().map(ResolvedExpression::text).collect();
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
