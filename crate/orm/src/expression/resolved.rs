//! [`ResolvedExpression`]: an expression bound to a query's tables, as an immutable shared tree.
//!
//! Changing one makes a new tree that shares what did not change, so a query is cloned cheaply.

use std::{collections::HashMap, ops::Deref, rc::Rc};

use super::{Case, Connective, Connector, Func, HostNode, OrderBy, OuterName, SubqueryKind, When, Window};
use crate::{
    Value,
    lookup::Lookup,
    query::Query,
    schema::{FieldRef, ModelField},
};

/// Old alias to new alias.
pub type ChangeMap = HashMap<Rc<str>, Rc<str>>;

/// A shared resolved expression.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedExpression(Rc<Node>);

/// The node of a resolved expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A column.
    Col {
        /// The table's alias; `None` writes the bare column (in constraints and indexes).
        alias: Option<Rc<str>>,
        /// The column's field.
        target: FieldRef,
        /// The type: the target, or a foreign key that leads to it.
        output_field: FieldRef,
        /// Whether the table was reached over a multi-valued relation of an outer query.
        possibly_multivalued: bool,
    },
    /// Several columns that stand for one relation or composite key. Mirrors `ColPairs`.
    ColPairs {
        /// The table's alias.
        alias: Option<Rc<str>>,
        /// The columns.
        targets: Vec<FieldRef>,
        /// The fields that they stand for.
        sources: Vec<FieldRef>,
        /// The relation or composite key.
        field: ModelField,
    },
    /// A selected expression, by its name. Mirrors `Ref`.
    Ref(Rc<str>, ResolvedExpression),
    /// A selected expression, by its place in the select list from 1. Mirrors `PositionRef`.
    PositionRef(usize, Option<Rc<str>>, ResolvedExpression),
    /// A name of the query around this one, until that one resolves it. Mirrors `ResolvedOuterRef`.
    OuterRef(OuterName),
    /// A constant.
    Value(Value, Option<FieldRef>),
    /// `*`.
    Star,
    /// `lhs + rhs` and its kin.
    Combined {
        /// Left.
        lhs: ResolvedExpression,
        /// The operator.
        connector: Connector,
        /// Right.
        rhs: ResolvedExpression,
        /// `output_field`, if given.
        output_field: Option<FieldRef>,
    },
    /// Date and duration arithmetic. Mirrors `DurationExpression` and `TemporalSubtraction`.
    Duration {
        /// Left.
        lhs: ResolvedExpression,
        /// The operator.
        connector: Connector,
        /// Right.
        rhs: ResolvedExpression,
        /// Whether it is the difference of two moments.
        subtraction: bool,
        /// `output_field`, if given.
        output_field: Option<FieldRef>,
    },
    /// `NOT expression`.
    Negated(ResolvedExpression),
    /// A function or aggregate.
    Func(Func<ResolvedExpression>),
    /// `CASE`.
    Case(Case<ResolvedExpression>),
    /// `OVER`.
    Window(Window<ResolvedExpression>),
    /// With a direction.
    OrderBy(OrderBy<ResolvedExpression>),
    /// With another type.
    Wrapper(ResolvedExpression, FieldRef),
    /// Several, separated by commas; `true` puts parentheses around them.
    List(Vec<ResolvedExpression>, bool),
    /// SQL text with `%s` placeholders.
    RawSql(Rc<str>, Vec<Value>, Option<FieldRef>),
    /// A subquery.
    Subquery(SubqueryKind, Rc<Query>, Option<FieldRef>),
    /// A bare query: the right-hand side of `in`.
    Query(Rc<Query>),
    /// A comparison.
    Lookup(Lookup),
    /// Conditions combined.
    Where(WhereNode),
    /// Matches nothing. Mirrors `NothingNode`.
    Nothing,
    /// `extra(where=...)`.
    ExtraWhere(Vec<Rc<str>>, Vec<Value>),
    /// A node whose SQL the host writes.
    Host(HostCell, Vec<ResolvedExpression>),
}

/// A host's node, compared through [`HostNode::equals`].
#[derive(Clone, Debug)]
pub struct HostCell(pub Rc<dyn HostNode>);

impl PartialEq for HostCell {
    fn eq(&self, other: &Self) -> bool {
        self.0.equals(other.0.as_ref())
    }
}

/// Conditions combined with one connective. Mirrors `sql.where.WhereNode`.
#[derive(Clone, Debug, PartialEq)]
pub struct WhereNode {
    /// The conditions.
    pub children: Vec<ResolvedExpression>,
    /// How they combine.
    pub connector: Connective,
    /// Whether the whole is negated.
    pub negated: bool,
    /// Whether it stands in an expression's place; then it keeps its parentheses.
    pub resolved: bool,
}

impl Default for WhereNode {
    fn default() -> Self {
        Self { children: Vec::new(), connector: Connective::And, negated: false, resolved: false }
    }
}

impl WhereNode {
    /// These conditions.
    pub fn new(children: Vec<ResolvedExpression>, connector: Connective) -> Self {
        Self { children, connector, ..Self::default() }
    }

    /// Whether it holds no condition.
    pub fn is_empty(&self) -> bool {
        self.children.is_empty()
    }

    /// Adds a condition. Mirrors `Node.add`.
    pub fn add(&mut self, data: ResolvedExpression, connector: Connective) {
        if self.connector != connector {
            let inner = std::mem::take(self);
            *self = Self { children: vec![Node::Where(inner).into(), data], connector, ..Self::default() };
            return;
        }
        match &*data {
            Node::Where(node) if !node.negated && (node.connector == connector || node.children.len() == 1) => {
                self.children.extend(node.children.iter().cloned());
            }
            _ => self.children.push(data),
        }
    }
}

impl From<Node> for ResolvedExpression {
    fn from(node: Node) -> Self {
        Self(Rc::new(node))
    }
}

impl From<WhereNode> for ResolvedExpression {
    fn from(node: WhereNode) -> Self {
        Node::Where(node).into()
    }
}

impl Deref for ResolvedExpression {
    type Target = Node;

    fn deref(&self) -> &Node {
        &self.0
    }
}

impl ResolvedExpression {
    /// A column.
    pub fn col(alias: Option<Rc<str>>, target: FieldRef, output_field: FieldRef) -> Self {
        Node::Col { alias, target, output_field, possibly_multivalued: false }.into()
    }

    /// A constant of known type.
    pub fn value(value: impl Into<Value>, output_field: Option<FieldRef>) -> Self {
        Node::Value(value.into(), output_field).into()
    }

    /// The node.
    pub fn node(&self) -> &Node {
        &self.0
    }

    /// The expressions directly within this one. Mirrors `get_source_expressions`.
    pub fn children(&self) -> Vec<&ResolvedExpression> {
        let mut out = Vec::new();
        match self.node() {
            Node::Ref(_, source) | Node::PositionRef(_, _, source) => out.push(source),
            Node::Combined { lhs, rhs, .. } | Node::Duration { lhs, rhs, .. } => out.extend([lhs, rhs]),
            Node::Negated(inner) | Node::Wrapper(inner, _) => out.push(inner),
            Node::OrderBy(order) => out.push(&order.expression),
            Node::Func(func) => {
                out.extend(&func.args);
                if let Some(parts) = &func.aggregate {
                    out.extend(&parts.filter);
                    out.extend(&parts.default);
                    out.extend(&parts.order_by);
                }
            }
            Node::Case(case) => {
                for when in &case.whens {
                    out.extend([&when.condition, &when.then]);
                }
                out.extend(&case.default);
            }
            Node::Window(window) => {
                out.push(&window.source);
                out.extend(&window.partition_by);
                out.extend(&window.order_by);
            }
            Node::List(items, _) | Node::Host(_, items) => out.extend(items),
            Node::Lookup(lookup) => lookup.collect_children(&mut out),
            Node::Where(node) => out.extend(&node.children),
            Node::Col { .. }
            | Node::ColPairs { .. }
            | Node::OuterRef(_)
            | Node::Value(..)
            | Node::Star
            | Node::RawSql(..)
            | Node::Subquery(..)
            | Node::Query(_)
            | Node::Nothing
            | Node::ExtraWhere(..) => {}
        }
        out
    }

    /// The same node over other children, each made from the old one. Subqueries are left alone.
    pub fn try_map_children<E>(
        &self,
        map: &mut dyn FnMut(&ResolvedExpression) -> Result<ResolvedExpression, E>,
    ) -> Result<ResolvedExpression, E> {
        fn all<E>(
            items: &[ResolvedExpression],
            map: &mut dyn FnMut(&ResolvedExpression) -> Result<ResolvedExpression, E>,
        ) -> Result<Vec<ResolvedExpression>, E> {
            items.iter().map(map).collect()
        }
        fn maybe<E>(
            item: &Option<ResolvedExpression>,
            map: &mut dyn FnMut(&ResolvedExpression) -> Result<ResolvedExpression, E>,
        ) -> Result<Option<ResolvedExpression>, E> {
            item.as_ref().map(map).transpose()
        }
        let node = match self.node() {
            Node::Ref(name, source) => Node::Ref(name.clone(), map(source)?),
            Node::PositionRef(place, name, source) => Node::PositionRef(*place, name.clone(), map(source)?),
            Node::Combined { lhs, connector, rhs, output_field } => Node::Combined {
                lhs: map(lhs)?,
                connector: *connector,
                rhs: map(rhs)?,
                output_field: output_field.clone(),
            },
            Node::Duration { lhs, connector, rhs, subtraction, output_field } => Node::Duration {
                lhs: map(lhs)?,
                connector: *connector,
                rhs: map(rhs)?,
                subtraction: *subtraction,
                output_field: output_field.clone(),
            },
            Node::Negated(inner) => Node::Negated(map(inner)?),
            Node::Wrapper(inner, field) => Node::Wrapper(map(inner)?, field.clone()),
            Node::OrderBy(order) => Node::OrderBy(OrderBy { expression: map(&order.expression)?, ..order.clone() }),
            Node::Func(func) => {
                let mut func = func.clone();
                func.args = all(&func.args, map)?;
                if let Some(parts) = &mut func.aggregate {
                    parts.filter = maybe(&parts.filter, map)?;
                    parts.default = maybe(&parts.default, map)?;
                    parts.order_by = all(&parts.order_by, map)?;
                }
                Node::Func(func)
            }
            Node::Case(case) => {
                let mut whens = Vec::with_capacity(case.whens.len());
                for when in &case.whens {
                    whens.push(When { condition: map(&when.condition)?, then: map(&when.then)? });
                }
                Node::Case(Case { whens, default: maybe(&case.default, map)?, ..case.clone() })
            }
            Node::Window(window) => Node::Window(Window {
                source: map(&window.source)?,
                partition_by: all(&window.partition_by, map)?,
                order_by: all(&window.order_by, map)?,
                ..window.clone()
            }),
            Node::List(items, parentheses) => Node::List(all(items, map)?, *parentheses),
            Node::Host(host, items) => Node::Host(host.clone(), all(items, map)?),
            Node::Lookup(lookup) => Node::Lookup(lookup.try_map_children(map)?),
            Node::Where(node) => Node::Where(WhereNode { children: all(&node.children, map)?, ..node.clone() }),
            Node::Col { .. }
            | Node::ColPairs { .. }
            | Node::OuterRef(_)
            | Node::Value(..)
            | Node::Star
            | Node::RawSql(..)
            | Node::Subquery(..)
            | Node::Query(_)
            | Node::Nothing
            | Node::ExtraWhere(..) => return Ok(self.clone()),
        };
        Ok(node.into())
    }

    /// As [`ResolvedExpression::try_map_children`], when nothing can fail.
    pub fn map_children(&self, map: &mut dyn FnMut(&ResolvedExpression) -> ResolvedExpression) -> ResolvedExpression {
        match self.try_map_children::<std::convert::Infallible>(&mut |child| Ok(map(child))) {
            Ok(mapped) => mapped,
            Err(never) => match never {},
        }
    }
}
