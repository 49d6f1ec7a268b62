//! [`Plan`]: what the methods of a queryset have gathered, name by name, in the order they were called.

use std::{collections::BTreeSet, rc::Rc};

use super::{
    Skip,
    database::Database,
    joins::Joins,
    node::{Condition, Node},
    path,
    resolve::Resolver,
};
use crate::case::{Op, Order, QuerySet, SetOperator};

/// A queryset with its names resolved.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) model: usize,
    pub(super) joins: Joins,
    pub(super) conditions: Vec<Condition>,
    pub(super) annotations: Vec<Annotation>,
    /// What `values()` selects; `None` is the model and the annotations.
    pub(super) values: Option<Vec<Selected>>,
    pub(super) group: Group,
    pub(super) order: Vec<Order>,
    pub(super) reversed: bool,
    pub(super) distinct: bool,
    pub(super) low: u64,
    pub(super) high: Option<u64>,
    /// The parts of a set operation.
    pub(super) combined: Option<(SetOperator, Vec<Plan>)>,
    /// Of the query around: what this one reads, and whether by a name with `__`.
    pub(super) outer: Vec<(Node, bool)>,
}

/// The query around, and which of its joins over relations to many an outer reference uses again: `None` is all.
pub(super) struct Outer<'a> {
    pub(super) plan: &'a mut Plan,
    pub(super) reuse: Option<&'a mut BTreeSet<usize>>,
}

impl Outer<'_> {
    fn reborrow(&mut self) -> Outer<'_> {
        Outer { plan: self.plan, reuse: self.reuse.as_deref_mut() }
    }
}

/// An annotation.
#[derive(Clone, Debug)]
pub(super) struct Annotation {
    pub(super) name: String,
    pub(super) node: Node,
    pub(super) selected: bool,
}

/// A column of `values()`.
#[derive(Clone, Debug)]
pub(super) enum Selected {
    Field(String, Node),
    Annotation(String),
}

/// What rows are grouped by.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Group {
    /// Not at all.
    None,
    /// By the model's columns.
    Model,
    /// At least by these; the names are those of annotations among them.
    By(Vec<Node>, Vec<String>),
}

/// Plans are the same only if they are one.
impl PartialEq for Plan {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Plan {
    /// Follows the methods of a queryset. `outer` is the query around, and which of its joins are used again.
    pub(super) fn new(database: &Database<'_>, set: &QuerySet, mut outer: Option<Outer<'_>>) -> Result<Self, Skip> {
        let mut plan = Self {
            model: set.model,
            joins: Joins::new(set.model),
            conditions: Vec::new(),
            annotations: Vec::new(),
            values: None,
            group: Group::None,
            order: Vec::new(),
            reversed: false,
            distinct: false,
            low: 0,
            high: None,
            combined: None,
            outer: Vec::new(),
        };
        for op in &set.ops {
            plan.apply(database, op, outer.as_mut().map(Outer::reborrow))?;
        }
        Ok(plan)
    }

    fn apply(&mut self, database: &Database<'_>, op: &Op, outer: Option<Outer<'_>>) -> Result<(), Skip> {
        match op {
            Op::Filter(q) => {
                let condition = Resolver::new(database, self, outer).filter(q, false)?;
                self.conditions.push(condition);
            }
            Op::Exclude(q) => {
                let condition = Resolver::new(database, self, outer).filter(q, true)?;
                self.conditions.push(condition);
            }
            Op::Annotate(name, value) => {
                let node = Resolver::new(database, self, outer).expression(value, None)?;
                self.annotate(name, node, true);
            }
            Op::Alias(name, value) => {
                let node = Resolver::new(database, self, outer).expression(value, None)?;
                self.annotate(name, node, false);
            }
            Op::Values(names, _) => self.set_values(database, names)?,
            Op::Distinct => self.distinct = true,
            Op::OrderBy(order) => self.order.clone_from(order),
            Op::Reverse => self.reversed = !self.reversed,
            Op::Slice(low, high) => {
                self.high = high.map(|high| self.low + high);
                self.low += low;
            }
            Op::Combine(operator, others) => {
                let mut parts = vec![self.clone()];
                for other in others {
                    parts.push(Self::new(database, other, None)?);
                }
                self.combined = Some((*operator, parts));
                self.order.clear();
                self.reversed = false;
            }
        }
        Ok(())
    }

    fn annotate(&mut self, name: &str, node: Node, selected: bool) {
        let aggregates = node.contains_aggregate();
        self.annotations.push(Annotation { name: name.into(), node, selected });
        if let (true, Some(values)) = (selected, &mut self.values) {
            values.push(Selected::Annotation(name.into()));
        }
        if aggregates {
            self.group = if self.values.is_some() { self.group_by_values() } else { Group::Model };
        }
    }

    fn group_by_values(&self) -> Group {
        let mut nodes: Vec<Node> = Vec::new();
        let mut names = Vec::new();
        for selected in self.values.iter().flatten() {
            if let Selected::Field(_, node) = selected {
                nodes.push(node.clone());
            }
        }
        for annotation in self.annotations.iter().filter(|annotation| annotation.selected) {
            let columns = annotation.node.group_columns();
            if columns.is_empty() {
                continue;
            }
            if annotation.node.contains_aggregate() {
                nodes.extend(columns);
            } else {
                nodes.push(annotation.node.clone());
                names.push(annotation.name.clone());
            }
        }
        Group::By(nodes, names)
    }

    fn set_values(&mut self, database: &Database<'_>, names: &[String]) -> Result<(), Skip> {
        for annotation in &mut self.annotations {
            annotation.selected = names.contains(&annotation.name);
        }
        if self.group == Group::Model {
            let mut nodes = self.model_columns(database);
            for annotation in self.annotations.iter().filter(|annotation| annotation.selected) {
                nodes.extend(annotation.node.group_columns());
            }
            self.group = Group::By(nodes, Vec::new());
        } else if let Group::By(_, grouped) = &mut self.group {
            grouped.retain(|name| names.contains(name));
        }
        let mut values = Vec::new();
        for name in names {
            values.push(if self.annotation(name).is_some() {
                Selected::Annotation(name.clone())
            } else {
                let node = self.field(database, name)?;
                Selected::Field(name.clone(), node)
            });
        }
        self.values = Some(values);
        Ok(())
    }

    /// The node of a field by name, its tables joined.
    pub(super) fn field(&mut self, database: &Database<'_>, name: &str) -> Result<Node, Skip> {
        self.field_reusing(database, name, None)
    }

    pub(super) fn field_reusing(
        &mut self,
        database: &Database<'_>,
        name: &str,
        reuse: Option<&mut BTreeSet<usize>>,
    ) -> Result<Node, Skip> {
        let target = path::target(database, self.model, name).ok_or(Skip::Unknown)?;
        let join = self.joins.join(&target, reuse);
        Ok(Node::Column { join, table: target.table, column: target.column })
    }

    pub(super) fn annotation(&self, name: &str) -> Option<&Node> {
        self.annotations.iter().find(|annotation| annotation.name == name).map(|annotation| &annotation.node)
    }

    pub(super) fn model_columns(&self, database: &Database<'_>) -> Vec<Node> {
        let columns = 0..database.tables[self.model].nullable.len();
        columns.map(|column| Node::Column { join: 0, table: self.model, column }).collect()
    }

    /// What is selected, with its names.
    pub(super) fn selected(&self, database: &Database<'_>) -> Vec<(String, Node)> {
        if let Some(values) = &self.values {
            let node = |selected: &Selected| match selected {
                Selected::Field(name, node) => Some((name.clone(), node.clone())),
                Selected::Annotation(name) => Some((name.clone(), self.annotation(name)?.clone())),
            };
            return values.iter().filter_map(node).collect();
        }
        let fields = database.schema.models[self.model].fields.iter().enumerate().filter_map(|(at, field)| {
            matches!(database.place(self.model, at), super::database::Place::Column(_)).then(|| field.name.clone())
        });
        let names = std::iter::once("id".to_owned()).chain(fields);
        let chosen = self.annotations.iter().filter(|annotation| annotation.selected);
        let annotations = chosen.map(|annotation| (annotation.name.clone(), annotation.node.clone()));
        names.zip(self.model_columns(database)).chain(annotations).collect()
    }

    /// What of the query around has to be grouped by where this query is selected; `None` if it itself has to be.
    pub(super) fn group_columns(&self) -> Option<Vec<Node>> {
        let many = self.outer.iter().any(|(_, spans)| *spans);
        (!many).then(|| self.outer.iter().map(|(node, _)| node.clone()).collect())
    }

    pub(super) fn is_sliced(&self) -> bool {
        self.low > 0 || self.high.is_some()
    }

    /// A query within this one, by its queryset.
    pub(super) fn within(
        &mut self,
        database: &Database<'_>,
        set: &QuerySet,
        reuse: Option<&mut BTreeSet<usize>>,
    ) -> Result<Rc<Plan>, Skip> {
        Ok(Rc::new(Self::new(database, set, Some(Outer { plan: self, reuse }))?))
    }
}
