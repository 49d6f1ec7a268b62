//! What can be asked of a [`ResolvedExpression`]. Mirrors the properties of `BaseExpression`.

use std::{collections::BTreeSet, rc::Rc};

use super::{EmptyValue, Node, OrderBy, ResolvedExpression, SubqueryKind};
use crate::{Value, schema::FieldKind};

impl ResolvedExpression {
    /// Whether an aggregate is within.
    pub fn contains_aggregate(&self) -> bool {
        match self.node() {
            Node::Func(func) if func.aggregate.is_some() => true,
            // An aggregate in a window does not group.
            Node::Window(_) => false,
            Node::Host(host, _) if host.0.contains_aggregate() => true,
            _ => self.children().into_iter().any(Self::contains_aggregate),
        }
    }

    /// Whether a window is within.
    pub fn contains_over_clause(&self) -> bool {
        matches!(self.node(), Node::Window(_)) || self.children().into_iter().any(Self::contains_over_clause)
    }

    /// Whether a subquery is within.
    pub fn contains_subquery(&self) -> bool {
        self.is_subquery() || self.children().into_iter().any(Self::contains_subquery)
    }

    /// Whether it is a subquery itself.
    pub fn is_subquery(&self) -> bool {
        matches!(self.node(), Node::Subquery(..) | Node::Query(_))
    }

    /// Whether it waits for the query around to resolve it.
    pub fn is_outer_ref(&self) -> bool {
        matches!(self.node(), Node::OuterRef(_))
    }

    /// Whether it was resolved for `aggregate()`. Mirrors `is_summary`.
    pub fn is_summary(&self) -> bool {
        match self.node() {
            Node::Func(func) if func.aggregate.as_ref().is_some_and(|parts| parts.is_summary) => true,
            _ => self.children().into_iter().any(Self::is_summary),
        }
    }

    /// Whether it may stand alone in `filter()`.
    pub fn conditional(&self) -> bool {
        match self.node() {
            Node::Where(_) | Node::Nothing | Node::ExtraWhere(..) => true,
            Node::OrderBy(_) | Node::OuterRef(_) => false,
            Node::Host(host, _) if host.0.conditional() => true,
            // `isinstance(output_field, BooleanField)`: a generated field is none.
            _ => self.output_field().is_ok_and(|field| field.kind == FieldKind::Boolean),
        }
    }

    /// Whether it may be used in `filter()` at all. All expressions of Django's may.
    pub fn filterable(&self) -> bool {
        true
    }

    /// Whether its column was reached over a multi-valued relation of the query around.
    pub fn possibly_multivalued(&self) -> bool {
        matches!(self.node(), Node::Col { possibly_multivalued: true, .. })
    }

    /// What to group by when it is selected beside an aggregate.
    pub fn get_group_by_cols(&self) -> Vec<ResolvedExpression> {
        let own = || vec![self.clone()];
        let of = |items: Vec<&Self>| items.into_iter().flat_map(Self::get_group_by_cols).collect();
        match self.node() {
            Node::OuterRef(_) | Node::Value(..) => Vec::new(),
            Node::Col { .. } | Node::Ref(..) | Node::PositionRef(..) | Node::RawSql(..) => own(),
            Node::Func(func) if func.aggregate.is_some() || func.def.name == "Random" => Vec::new(),
            Node::Subquery(_, query, _) | Node::Query(query) => query.get_group_by_cols(Some(self)),
            Node::Window(window) => of(window.partition_by.iter().chain(&window.order_by).collect()),
            Node::OrderBy(_) | Node::List(..) | Node::Where(_) | Node::Lookup(_) => of(self.children()),
            Node::Case(case) if case.whens.is_empty() => of(case.default.iter().collect()),
            Node::Wrapper(inner, field) if inner.is_plain_expression() => {
                inner.retyped(field).unwrap_or_else(|| inner.clone()).get_group_by_cols()
            }
            Node::Negated(inner) if inner.is_plain_expression() => inner.get_group_by_cols(),
            Node::Nothing | Node::ExtraWhere(..) => Vec::new(),
            _ if !self.contains_aggregate() => own(),
            _ => of(self.children()),
        }
    }

    /// Whether it is of the class `Expression`, not a condition or a query.
    fn is_plain_expression(&self) -> bool {
        !matches!(
            self.node(),
            Node::Where(_) | Node::Query(_) | Node::Subquery(..) | Node::Nothing | Node::ExtraWhere(..)
        )
    }

    /// The names of the selected expressions that it refers to.
    pub fn get_refs(&self) -> BTreeSet<Rc<str>> {
        match self.node() {
            Node::Ref(name, _) => BTreeSet::from([name.clone()]),
            Node::PositionRef(_, name, _) => name.iter().cloned().collect(),
            _ => self.children().into_iter().flat_map(Self::get_refs).collect(),
        }
    }

    /// What it is when the query around it can match no row: `None` when there is no such value.
    pub fn empty_result_set_value(&self) -> Option<Value> {
        match self.node() {
            Node::Value(value, _) => Some(value.clone()),
            Node::Subquery(SubqueryKind::Exists, ..) => Some(Value::Bool(false)),
            Node::Subquery(..) | Node::Query(_) => Some(Value::Null),
            Node::Func(func) => match func.def.empty {
                EmptyValue::Unknown => None,
                EmptyValue::Null => Some(Value::Null),
                EmptyValue::Zero => Some(Value::Int(0)),
                EmptyValue::FirstKnown => {
                    for argument in &func.args {
                        match argument.empty_result_set_value() {
                            Some(Value::Null) => {}
                            known => return known,
                        }
                    }
                    Some(Value::Null)
                }
            },
            _ => None,
        }
    }

    /// All columns within. Mirrors `Query._gen_cols`.
    pub fn gen_cols(&self, include_external: bool, resolve_refs: bool) -> Vec<ResolvedExpression> {
        match self.node() {
            Node::Col { .. } => vec![self.clone()],
            Node::ColPairs { .. } => self.cols(),
            Node::Subquery(_, query, _) | Node::Query(query) if include_external => query.get_external_cols(),
            Node::Ref(..) if !resolve_refs => Vec::new(),
            _ => self.children().into_iter().flat_map(|child| child.gen_cols(include_external, resolve_refs)).collect(),
        }
    }

    /// The columns of a `ColPairs`; itself otherwise. Mirrors `ColPairs.get_cols`.
    pub fn cols(&self) -> Vec<ResolvedExpression> {
        match self.node() {
            Node::ColPairs { alias, targets, sources, .. } => targets
                .iter()
                .zip(sources)
                .map(|(target, source)| Self::col(alias.clone(), target.clone(), source.clone()))
                .collect(),
            _ => vec![self.clone()],
        }
    }

    /// `expression.asc()`.
    pub fn asc(&self) -> ResolvedExpression {
        self.ordered(false)
    }

    /// `expression.desc()`.
    pub fn desc(&self) -> ResolvedExpression {
        self.ordered(true)
    }

    fn ordered(&self, descending: bool) -> ResolvedExpression {
        let expression = self.clone();
        Node::OrderBy(OrderBy { expression, descending, nulls_first: false, nulls_last: false }).into()
    }

    /// The other way round, if it has a direction. Mirrors `reverse_ordering`.
    pub fn reverse_ordering(&self) -> ResolvedExpression {
        match self.node() {
            Node::OrderBy(order) => Node::OrderBy(order.reversed()).into(),
            _ => self.clone(),
        }
    }

    /// The class's name, for messages.
    pub fn class_name(&self) -> String {
        let name = match self.node() {
            Node::Col { .. } => "Col",
            Node::ColPairs { .. } => "ColPairs",
            Node::Ref(..) => "Ref",
            Node::PositionRef(..) => "PositionRef",
            Node::OuterRef(_) => "ResolvedOuterRef",
            Node::Value(..) => "Value",
            Node::Star => "Star",
            Node::Combined { .. } => "CombinedExpression",
            Node::Duration { subtraction: true, .. } => "TemporalSubtraction",
            Node::Duration { .. } => "DurationExpression",
            Node::Negated(_) => "NegatedExpression",
            Node::Func(func) => func.class_name(),
            Node::Case(_) => "Case",
            Node::Window(_) => "Window",
            Node::OrderBy(_) => "OrderBy",
            Node::Wrapper(..) => "ExpressionWrapper",
            Node::List(..) => "ExpressionList",
            Node::RawSql(..) => "RawSQL",
            Node::Subquery(SubqueryKind::Exists, ..) => "Exists",
            Node::Subquery(SubqueryKind::Array, ..) => "ArraySubquery",
            Node::Subquery(..) => "Subquery",
            Node::Query(_) => "Query",
            Node::Lookup(lookup) => return lookup.class.class_name(),
            Node::Where(_) => "WhereNode",
            Node::Nothing => "NothingNode",
            Node::ExtraWhere(..) => "ExtraWhere",
            Node::Host(host, _) => return host.0.class_name(),
        };
        name.to_owned()
    }
}

impl<E> OrderBy<E> {
    /// The other way round.
    pub fn reversed(&self) -> Self
    where
        E: Clone,
    {
        Self {
            expression: self.expression.clone(),
            descending: !self.descending,
            nulls_first: self.nulls_last,
            nulls_last: self.nulls_first,
        }
    }
}
