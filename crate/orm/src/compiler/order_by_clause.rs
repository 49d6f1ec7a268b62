//! `ORDER BY`. Mirrors `_order_by_pairs`, `get_order_by` and `find_ordering_name`.

use std::rc::Rc;

use super::{Compiler, SelectCompiler, Sql, shorthand};
use crate::{
    Error, Result,
    expression::{Expression, Node, OrderBy, ResolveContext, ResolvedExpression},
    query::{Alias, split_name},
    schema::{ModelField, ModelRef, OrderItem},
};

/// One item: the resolved `OrderBy`, its SQL, and whether it refers to the select list.
#[derive(Clone)]
pub(super) struct OrderByItem {
    pub(super) expression: ResolvedExpression,
    pub(super) sql: Sql,
    pub(super) bare: Sql,
    pub(super) is_ref: bool,
}

impl SelectCompiler<'_> {
    /// What the rows are ordered by: `OrderBy` expressions.
    pub fn ordering(mut self) -> Result<Vec<ResolvedExpression>> {
        Ok(self.get_order_by()?.into_iter().map(|item| item.expression).collect())
    }

    pub(super) fn get_order_by(&mut self) -> Result<Vec<OrderByItem>> {
        let mut items: Vec<OrderByItem> = Vec::new();
        for (expression, is_ref) in self.order_by_pairs()? {
            let mut resolved = expression.resolve(&mut self.query, &mut ResolveContext::annotation())?;
            if !is_ref && self.query.combinator.is_some() && !self.select.is_empty() {
                resolved = self.order_combined(&expression, resolved)?;
            }
            let mut compiler = Compiler::new(self.dialect);
            let bare = match resolved.node() {
                Node::OrderBy(order) => compiler.compile(&order.expression)?,
                _ => compiler.compile(&resolved)?,
            };
            if items.iter().any(|item| item.bare == bare) {
                continue;
            }
            let sql = compiler.compile(&resolved)?;
            items.push(OrderByItem { expression: resolved, sql, bare, is_ref });
        }
        Ok(items)
    }

    fn order_by_pairs(&mut self) -> Result<Vec<(Expression, bool)>> {
        let query = &self.query;
        let ordering: Vec<OrderItem> = if !query.extra_order_by.is_empty() {
            query.extra_order_by.clone()
        } else if !query.default_ordering || !query.order_by.is_empty() {
            query.order_by.clone()
        } else {
            let ordering = query.model.ordering.borrow().clone();
            self.meta_ordering = !ordering.is_empty();
            ordering
        };
        let mut pairs = Vec::with_capacity(ordering.len());
        for item in ordering {
            match item {
                OrderItem::Expression(expression) => pairs.push(self.order_by_expression(expression)?),
                OrderItem::Name(name) => self.order_by_name(&name, &mut pairs)?,
            }
        }
        Ok(pairs)
    }

    fn position_of(&self, name: &str) -> Option<Expression> {
        let place = self.select.iter().rposition(|item| item.alias.as_deref() == Some(name))?;
        Some(self.position(place))
    }

    fn position(&self, place: usize) -> Expression {
        let item = &self.select[place];
        Expression::Resolved(Node::PositionRef(place + 1, item.alias.clone(), item.expression.clone()).into())
    }

    fn order_by_expression(&self, expression: Expression) -> Result<(Expression, bool)> {
        let mut order = match expression {
            Expression::OrderBy(order) => *order,
            expression => OrderBy {
                expression: constant_with_type(expression),
                descending: false,
                nulls_first: false,
                nulls_last: false,
            },
        };
        if !self.query.standard_ordering {
            order.descending = !order.descending;
            if order.nulls_first || order.nulls_last {
                std::mem::swap(&mut order.nulls_first, &mut order.nulls_last);
            }
        }
        let selected = match &order.expression {
            Expression::F(name) => self.position_of(name),
            Expression::Resolved(resolved) => {
                self.select.iter().rposition(|item| item.expression == *resolved).map(|place| self.position(place))
            }
            _ => None,
        };
        let is_ref = selected.is_some();
        if let Some(selected) = selected
            && ((!order.nulls_first && !order.nulls_last) || self.dialect.features.supports_order_by_nulls_modifier)
        {
            order.expression = selected;
        }
        Ok((Expression::OrderBy(Box::new(order)), is_ref))
    }

    fn order_by_name(&mut self, name: &Rc<str>, pairs: &mut Vec<(Expression, bool)>) -> Result<()> {
        if &**name == "?" || &**name == "-?" {
            pairs.push((order(shorthand::random(), false), false));
            return Ok(());
        }
        let (column, mut descending) = match name.strip_prefix('-') {
            Some(column) => (column, true),
            None => (&**name, false),
        };
        descending ^= !self.query.standard_ordering;
        if let Some(selected) = self.position_of(column) {
            pairs.push((order(selected, descending), true));
            return Ok(());
        }
        let parts = split_name(column);
        let (annotation, transforms) = match self.query.annotations.get(column) {
            Some(annotation) => (Some(annotation.clone()), &parts[parts.len()..]),
            None => (self.query.annotations.get(&parts[0]).cloned(), &parts[1..]),
        };
        let combined = self.query.combinator.is_some() && !self.select.is_empty();
        if let Some(annotation) = annotation {
            if combined {
                if !transforms.is_empty() {
                    return Err(Error::NotImplemented(
                        "Ordering combined queries by transforms is not implemented.".into(),
                    ));
                }
                pairs.push((order(Expression::f(column), descending), false));
                return Ok(());
            }
            let mut expression = annotation;
            for name in transforms {
                expression = self.query.try_transform(&expression, name, None)?;
            }
            pairs.push((order(constant_with_type(Expression::Resolved(expression)), descending), false));
            return Ok(());
        }
        if name.contains('.') && !self.query.extra_order_by.is_empty() {
            let (table, column) = column.split_once('.').unwrap_or((column, ""));
            let text: Rc<str> = format!("{}.{column}", shorthand::quote_name(self.dialect, table)).into();
            pairs.push((order(Expression::RawSql(text, Vec::new(), None), descending), false));
            return Ok(());
        }
        if let Some((text, params)) = self.query.extra.get(column).cloned() {
            let raw: ResolvedExpression = Node::RawSql(text, params, None).into();
            let selected = self.query.extra_selects().any(|(extra, _)| &**extra == column);
            let expression = if selected { Node::Ref(column.into(), raw).into() } else { raw };
            pairs.push((order(Expression::Resolved(expression), descending), selected));
            return Ok(());
        }
        if combined {
            pairs.push((order(Expression::f(column), descending), false));
            return Ok(());
        }
        let model = self.query.model.clone();
        pairs.extend(self.find_ordering_name(name, &model, None, !self.query.standard_ordering, &mut Vec::new())?);
        Ok(())
    }

    /// Follows a name to its columns; a relation is ordered as its model is. Mirrors `find_ordering_name`.
    fn find_ordering_name(
        &mut self,
        name: &str,
        model: &ModelRef,
        alias: Option<Alias>,
        default_descending: bool,
        already_seen: &mut Vec<Vec<(Rc<str>, Rc<str>)>>,
    ) -> Result<Vec<(Expression, bool)>> {
        let (name, descending) = match name.strip_prefix('-') {
            Some(name) => (name, !default_descending),
            None => (name, default_descending),
        };
        let parts = split_name(name);
        let alias = match alias {
            Some(alias) => alias,
            None => self.query.get_initial_alias()?,
        };
        let info = self.query.setup_joins(&parts, model, &alias, None, true)?;
        let target_ordering = info.model.ordering.borrow().clone();
        let attname = match &info.final_field {
            ModelField::Field(field) => Some(field.attname()),
            ModelField::Rel(_) => None,
        };
        if info.final_field.is_relation()
            && !target_ordering.is_empty()
            && attname.as_ref() != parts.last()
            && name != "pk"
            && info.transforms.is_empty()
        {
            let columns: Vec<(Rc<str>, Rc<str>)> = info
                .joins
                .iter()
                .filter_map(|alias| self.query.join_of(alias)?.join_field.clone())
                .flat_map(|field| field.joining_fields())
                .map(|(lhs, rhs)| (lhs.label().into(), rhs.label().into()))
                .collect();
            if already_seen.contains(&columns) {
                return Err(Error::FieldError("Infinite loop caused by ordering.".into()));
            }
            already_seen.push(columns);
            let end = info.joins[info.joins.len() - 1].clone();
            let mut results = Vec::new();
            for item in target_ordering {
                match item {
                    OrderItem::Expression(expression) => {
                        let expression = match expression {
                            Expression::OrderBy(order) => Expression::OrderBy(order),
                            expression => order(expression, descending),
                        };
                        results.push((expression.prefix_references(&format!("{name}__")), false));
                    }
                    OrderItem::Name(item) => {
                        let end = Some(end.clone());
                        let found = self.find_ordering_name(&item, &info.model, end, descending, already_seen)?;
                        let prefix = format!("{name}__");
                        results.extend(found.iter().map(|(found, is_ref)| (found.prefix_references(&prefix), *is_ref)));
                    }
                }
            }
            return Ok(results);
        }
        let (targets, alias, _) = self.query.trim_joins(&info.targets, &info.joins, &info.path);
        targets
            .iter()
            .map(|target| {
                let column = self.query.transformed_col(&info, target, &alias)?;
                Ok((order(Expression::Resolved(column), descending), false))
            })
            .collect()
    }

    /// The order of a combined query refers to selected columns by name. Mirrors the part of
    /// `get_order_by` for combinators.
    fn order_combined(&mut self, written: &Expression, resolved: ResolvedExpression) -> Result<ResolvedExpression> {
        let Node::OrderBy(order) = resolved.node() else { return Ok(resolved) };
        let source = &order.expression;
        let written = match written {
            Expression::OrderBy(order) => order.expression.clone(),
            written => written.clone(),
        };
        let with = |name: Rc<str>| -> ResolvedExpression {
            Node::OrderBy(OrderBy { expression: Node::Ref(name, source.clone()).into(), ..order.clone() }).into()
        };
        for item in &self.select {
            if item.expression != *source {
                continue;
            }
            if self.query.has_select_fields()
                && let Some(alias) = &item.alias
                && self.query.annotation_select(alias).is_some()
                && !matches!(&written, Expression::F(name) if name == alias)
            {
                continue;
            }
            let name = match (&item.alias, source.node()) {
                (Some(alias), _) => alias.clone(),
                (None, Node::Col { target, .. }) => target.column(),
                _ => continue,
            };
            return Ok(with(name));
        }
        let name: Rc<str> = format!("__orderbycol{}", self.query.select.len() + 1).into();
        for query in &mut self.query.combined_queries {
            if query.has_select_fields() {
                return Err(Error::DatabaseError("ORDER BY term does not match any column in the result set.".into()));
            }
            query.add_annotation(&written, &name, true)?;
        }
        self.query.add_select_col(resolved.clone(), name.clone());
        Ok(with(name))
    }
}

fn order(expression: Expression, descending: bool) -> Expression {
    Expression::OrderBy(Box::new(OrderBy { expression, descending, nulls_first: false, nulls_last: false }))
}

/// A constant needs its type in SQL, or it would mean a position.
fn constant_with_type(expression: Expression) -> Expression {
    let is_value = match &expression {
        Expression::Value(..) => true,
        Expression::Resolved(resolved) => matches!(resolved.node(), Node::Value(..)),
        _ => false,
    };
    if is_value { shorthand::cast_to_own_type(expression) } else { expression }
}
