//! [`Resolver`]: expressions and conditions of a queryset, as [`Node`]s and [`Condition`]s of its [`Plan`].
//!
//! The rules of Django that matter here:
//! - all of one `filter()` share the tables that they join over a relation to many; the next `filter()` joins them anew;
//! - an expression uses what is joined already, the last first;
//! - inside a negation a relation to many is asked by itself: whether any row at its end meets the lookup;
//! - inside an odd number of negations a lookup also asks that the column is not NULL.
//!
//! Where Django goes by something else than these, there is [`Skip::Unknown`]: each place says by what.

use std::collections::BTreeSet;

use super::{
    Skip,
    database::Database,
    node::{Aggregate, Condition, Node, Right},
    path,
    plan::{Outer, Plan},
};
use crate::case::{Cell, Expression, Lookup, Q, Rhs};

/// Where in a condition one stands.
#[derive(Clone, Copy)]
struct Place {
    /// Inside any negation.
    negated: bool,
    /// Inside an odd number of them.
    odd: bool,
    /// Whether relations to many are asked by themselves inside negations.
    split: bool,
}

/// Resolves names for a plan.
pub(super) struct Resolver<'a, 'd> {
    database: &'a Database<'d>,
    plan: &'a mut Plan,
    outer: Option<Outer<'a>>,
    /// Lookups resolved so far.
    lookups: usize,
}

impl<'a, 'd> Resolver<'a, 'd> {
    pub(super) fn new(database: &'a Database<'d>, plan: &'a mut Plan, outer: Option<Outer<'a>>) -> Self {
        Self { database, plan, outer, lookups: 0 }
    }

    /// The condition of `filter(q)`, or of `exclude(q)`.
    pub(super) fn filter(&mut self, q: &Q, exclude: bool) -> Result<Condition, Skip> {
        let mut reuse = BTreeSet::new();
        let place = Place { negated: exclude, odd: exclude, split: true };
        let condition = self.condition(q, Some(&mut reuse), place)?;
        Ok(if exclude { Condition::Excluded(Box::new(condition)) } else { condition })
    }

    fn condition(&mut self, q: &Q, mut reuse: Option<&mut BTreeSet<usize>>, place: Place) -> Result<Condition, Skip> {
        Ok(match q {
            Q::And(a, b) => Condition::And(
                Box::new(self.condition(a, reuse.as_deref_mut(), place)?),
                Box::new(self.condition(b, reuse, place)?),
            ),
            Q::Or(a, b) => Condition::Or(
                Box::new(self.condition(a, reuse.as_deref_mut(), place)?),
                Box::new(self.condition(b, reuse, place)?),
            ),
            Q::Not(inner) => {
                let place = Place { negated: true, odd: !place.odd, ..place };
                Condition::Not(Box::new(self.condition(inner, reuse, place)?))
            }
            Q::Exists(set) => Condition::Exists(self.plan.within(self.database, set, reuse)?),
            Q::Lookup(name, lookup, rhs) => self.lookup(name, *lookup, rhs, reuse, place)?,
        })
    }

    fn lookup(
        &mut self,
        name: &str,
        lookup: Lookup,
        rhs: &Rhs,
        mut reuse: Option<&mut BTreeSet<usize>>,
        place: Place,
    ) -> Result<Condition, Skip> {
        self.lookups += 1;
        let right = self.right(rhs, reuse.as_deref_mut())?;
        if let Some(left) = self.plan.annotation(name).cloned() {
            return Ok(Condition::Compare { left, lookup, right, not_null: Vec::new() });
        }
        let target = path::target(self.database, self.plan.model, name).ok_or(Skip::Unknown)?;
        if place.negated && place.split && target.is_many() {
            // Whether the subquery is about a row already joined Django tells by an alias's name, which may be another's.
            let Some(reuse) = reuse.filter(|reuse| reuse.is_empty()) else { return Err(Skip::Unknown) };
            if lookup == Lookup::IsNull && target.steps.len() > 1 {
                reuse.insert(0);
            }
            return Ok(Condition::Related { target, lookup, right });
        }
        let known = self.plan.joins.len();
        let join = self.plan.joins.join(&target, reuse);
        let left = Node::Column { join, table: target.table, column: target.column };
        let may_be_null = self.database.tables[target.table].nullable[target.column];
        if place.odd && join != 0 && join <= known && !may_be_null && self.lookups > 1 {
            // Whether NULL is thought of depends on what the join was taken for by the conditions before.
            return Err(Skip::Unknown);
        }
        let mut not_null = Vec::new();
        if place.odd && lookup != Lookup::IsNull {
            not_null.push(left.clone());
            if let Right::Node(Node::Column { table, column, .. }) = &right
                && self.database.tables[*table].nullable[*column]
                && let Right::Node(node) = &right
            {
                not_null.push(node.clone());
            }
        }
        Ok(Condition::Compare { left, lookup, right, not_null })
    }

    fn right(&mut self, rhs: &Rhs, reuse: Option<&mut BTreeSet<usize>>) -> Result<Right, Skip> {
        Ok(match rhs {
            Rhs::Value(cell, _) => Right::Cells(vec![cell.clone()]),
            Rhs::List(cells, _) => Right::Cells(cells.iter().filter(|cell| **cell != Cell::Null).cloned().collect()),
            Rhs::Expression(value) => Right::Node(self.expression(value, reuse)?),
            Rhs::QuerySet(set) => {
                let plan = self.plan.within(self.database, set, reuse)?;
                if plan.outer.iter().any(|(_, spans)| *spans) {
                    // Django takes the tables that an OuterRef joins for ones that the lookup needs a row of.
                    return Err(Skip::Unknown);
                }
                Right::Plan(plan)
            }
        })
    }

    /// An expression. Tables over relations to many are used again if they are in `reuse`, or it is `None`.
    pub(super) fn expression(
        &mut self,
        value: &Expression,
        mut reuse: Option<&mut BTreeSet<usize>>,
    ) -> Result<Node, Skip> {
        Ok(match value {
            Expression::F(name) => {
                if let Some(node) = self.plan.annotation(name) {
                    return Ok(node.clone());
                }
                let target = path::target(self.database, self.plan.model, name).ok_or(Skip::Unknown)?;
                let join = self.plan.joins.join(&target, reuse);
                Node::Column { join, table: target.table, column: target.column }
            }
            Expression::OuterRef(name) => {
                let outer = self.outer.as_mut().ok_or(Skip::Unknown)?;
                let node = outer.plan.field_reusing(self.database, name, outer.reuse.as_deref_mut())?;
                let joined = matches!(node, Node::Column { join, .. } if join != 0);
                self.plan.outer.push((node.clone(), joined || name.contains("__")));
                Node::Outer(Box::new(node))
            }
            Expression::Number(number) => Node::Number(*number),
            Expression::Combined(a, operator, b) => Node::Combined(
                Box::new(self.expression(a, reuse.as_deref_mut())?),
                *operator,
                Box::new(self.expression(b, reuse)?),
            ),
            Expression::Aggregate(aggregate) => {
                let argument = aggregate.argument.as_ref();
                let argument = argument.map(|argument| self.expression(argument, None)).transpose()?;
                let place = Place { negated: false, odd: false, split: false };
                let filter = aggregate.filter.as_ref();
                let filter = filter.map(|filter| self.condition(filter, None, place)).transpose()?;
                let (function, distinct) = (aggregate.function, aggregate.distinct);
                Node::Aggregate(Box::new(Aggregate { function, argument, distinct, filter }))
            }
            Expression::Exists(set) => Node::Exists(self.plan.within(self.database, set, reuse)?),
            Expression::Subquery(set) => Node::Scalar(self.plan.within(self.database, set, reuse)?),
        })
    }
}
