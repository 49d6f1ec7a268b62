//! What a [`Node`] or a [`Condition`] is for a row or a group of rows.

use super::{
    Skip, aggregate,
    compare::meets,
    database::Database,
    joins::{Binding, follow},
    node::{Condition, Node, Right},
    path::Target,
    plan::Plan,
    rows,
    truth::Truth,
};
use crate::case::{Arithmetic, Cell, Lookup};

/// The rows that an expression is evaluated for: one, or all of a group.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) database: &'a Database<'a>,
    pub(super) bindings: &'a [Binding],
    /// The row of the query around.
    pub(super) outer: Option<&'a Scope<'a>>,
    /// The model of the base.
    pub(super) model: usize,
}

impl<'a> Scope<'a> {
    /// The same for one row alone.
    pub(super) fn of(&self, binding: &'a Binding) -> Self {
        Self { bindings: std::slice::from_ref(binding), ..*self }
    }

    /// The value of an expression.
    pub(super) fn cell(&self, node: &Node) -> Result<Cell, Skip> {
        Ok(match node {
            Node::Column { join, table, column } => {
                let row = self.bindings.first().and_then(|binding| binding[*join]);
                row.map_or(Cell::Null, |row| self.database.tables[*table].rows[row][*column].clone())
            }
            Node::Number(number) => Cell::Int(*number),
            Node::Combined(a, operator, b) => match (self.cell(a)?, self.cell(b)?) {
                (Cell::Int(a), Cell::Int(b)) => Cell::Int(match operator {
                    Arithmetic::Add => a.wrapping_add(b),
                    Arithmetic::Sub => a.wrapping_sub(b),
                    Arithmetic::Mul => a.wrapping_mul(b),
                }),
                _ => Cell::Null,
            },
            Node::Aggregate(of) => aggregate::over(of, self)?,
            Node::Exists(plan) => Cell::Int(i64::from(self.exists(plan)?)),
            Node::Scalar(plan) => {
                let cells = self.column(plan)?;
                if cells.iter().any(|cell| *cell != cells[0]) {
                    return Err(Skip::Ambiguous);
                }
                cells.into_iter().next().unwrap_or(Cell::Null)
            }
            Node::Outer(node) => match self.outer {
                Some(outer) => outer.cell(node)?,
                None => return Err(Skip::Unknown),
            },
        })
    }

    fn exists(&self, plan: &Plan) -> Result<bool, Skip> {
        rows::any(self.database, plan, Some(self))
    }

    /// The first column of a query within.
    fn column(&self, plan: &Plan) -> Result<Vec<Cell>, Skip> {
        let rows = rows::list(self.database, plan, Some(self))?.settled()?;
        rows.into_iter().map(|row| row.into_iter().next().ok_or(Skip::Unknown)).collect()
    }

    /// Whether a condition holds.
    pub(super) fn truth(&self, condition: &Condition) -> Result<Truth, Skip> {
        Ok(match condition {
            Condition::And(a, b) => self.truth(a)?.and(self.truth(b)?),
            Condition::Or(a, b) => self.truth(a)?.or(self.truth(b)?),
            Condition::Not(inner) | Condition::Excluded(inner) => self.truth(inner)?.not(),
            Condition::Exists(plan) => self.exists(plan)?.into(),
            Condition::Compare { left, lookup, right, not_null } => {
                let mut truth = meets(&self.cell(left)?, *lookup, &self.right(right)?);
                for node in not_null {
                    truth = truth.and((self.cell(node)? != Cell::Null).into());
                }
                truth
            }
            Condition::Related { target, lookup, right } => self.related(target, *lookup, right)?.into(),
        })
    }

    fn right(&self, right: &Right) -> Result<Vec<Cell>, Skip> {
        match right {
            Right::Cells(cells) => Ok(cells.clone()),
            Right::Node(node) => Ok(vec![self.cell(node)?]),
            Right::Plan(plan) => self.column(plan),
        }
    }

    fn related(&self, target: &Target, lookup: Lookup, right: &Right) -> Result<bool, Skip> {
        let right = self.right(right)?;
        let mut rows = vec![self.bindings.first().and_then(|binding| binding[0])];
        let mut table = self.model;
        for step in &target.steps {
            rows = rows.into_iter().flat_map(|row| follow(self.database, table, row, *step)).collect();
            table = step.table();
        }
        Ok(rows.into_iter().any(|row| {
            let cell = row.map_or(Cell::Null, |row| self.database.tables[table].rows[row][target.column].clone());
            meets(&cell, lookup, &right) == Truth::True
        }))
    }
}
