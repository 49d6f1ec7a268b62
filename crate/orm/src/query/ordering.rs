//! Order and limits. Mirrors `add_ordering`, `clear_ordering` and `set_limits`.

use std::rc::Rc;

use super::{GroupBy, Query, names::split};
use crate::{
    Error, Result,
    expression::{Expression, ResolveContext},
    schema::OrderItem,
};

impl Query {
    /// `order_by(*ordering)`, after what is there. Mirrors `add_ordering`.
    pub fn add_ordering(&mut self, ordering: Vec<OrderItem>) -> Result<()> {
        for item in &ordering {
            match item {
                OrderItem::Name(name) => {
                    let name = name.strip_prefix('-').unwrap_or(name);
                    if name == "?" || self.annotations.contains_key(name) || self.extra.contains_key(name) {
                        continue;
                    }
                    self.names_to_path(&split(name), &self.model, true, false)?;
                }
                OrderItem::Expression(expression) => {
                    if aggregate_in(expression) {
                        let text = expression.text();
                        return Err(Error::FieldError(format!(
                            "Using an aggregate in order_by() without also including it in annotate() is not \
                             allowed: {text}"
                        )));
                    }
                }
            }
        }
        if ordering.is_empty() {
            self.default_ordering = false;
        } else {
            self.order_by.extend(ordering);
        }
        Ok(())
    }

    /// Forgets the order, where that changes nothing, or always with `force`. Mirrors `clear_ordering`.
    pub fn clear_ordering(&mut self, force: bool, clear_default: bool) {
        if !force && (self.is_sliced() || !self.distinct_fields.is_empty() || self.select_for_update.is_some()) {
            return;
        }
        self.order_by.clear();
        self.extra_order_by.clear();
        if clear_default {
            self.default_ordering = false;
        }
        for query in &mut self.combined_queries {
            query.clear_ordering(false, clear_default);
        }
    }

    /// Whether ordering only by what is grouped by. Mirrors `orderby_issubset_groupby`.
    pub(crate) fn orderby_is_subset_of_groupby(&self) -> Result<bool> {
        if !self.extra_order_by.is_empty() {
            return Ok(false);
        }
        let GroupBy::By(expressions) = &self.group_by else { return Ok(true) };
        let mut query = self.clone();
        for item in &self.order_by {
            let expression = match item {
                OrderItem::Name(name) if &**name == "?" => return Ok(false),
                OrderItem::Name(name) => Expression::f(name.strip_prefix('-').unwrap_or(name)),
                OrderItem::Expression(expression) => expression.clone(),
            };
            let resolved = expression.resolve(&mut query, &mut ResolveContext::annotation())?;
            if !expressions.contains(&resolved) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether `order_by()` or `extra(order_by=...)` gave an order.
    pub fn has_ordering(&self) -> bool {
        !self.order_by.is_empty() || !self.extra_order_by.is_empty()
    }

    /// Whether rows are left out at either end.
    pub fn is_sliced(&self) -> bool {
        self.low_mark != 0 || self.high_mark.is_some()
    }

    /// Narrows to rows `low..high` of those wanted so far. Mirrors `set_limits`.
    pub fn set_limits(&mut self, low: u64, high: Option<u64>) {
        if let Some(high) = high {
            let high = self.low_mark.saturating_add(high);
            self.high_mark = Some(self.high_mark.map_or(high, |old| old.min(high)));
        }
        if low > 0 {
            let low = self.low_mark.saturating_add(low);
            self.low_mark = self.high_mark.map_or(low, |high| high.min(low));
        }
        if self.high_mark == Some(self.low_mark) {
            self.set_empty();
        }
    }

    /// All rows. Mirrors `clear_limits`.
    pub fn clear_limits(&mut self) {
        self.low_mark = 0;
        self.high_mark = None;
    }

    /// `distinct(*fields)`. Mirrors `add_distinct_fields`.
    pub fn add_distinct_fields(&mut self, fields: Vec<Rc<str>>) {
        self.distinct_fields = fields;
        self.distinct = true;
    }
}

/// Whether there is an aggregate within.
fn aggregate_in(expression: &Expression) -> bool {
    match expression {
        Expression::Func(func) => func.aggregate.is_some() || func.args.iter().any(aggregate_in),
        Expression::OrderBy(order) => aggregate_in(&order.expression),
        Expression::Combined(lhs, _, rhs, _) => aggregate_in(lhs) || aggregate_in(rhs),
        Expression::Wrapper(inner, _) => aggregate_in(inner),
        _ => false,
    }
}
