//! Resolving: from [`Expression`] to [`ResolvedExpression`], joining tables as names require.
//!
//! Mirrors the `resolve_expression` methods of `expressions.py`.

use std::{collections::BTreeSet, rc::Rc};

use super::{
    Case, Connector, Expression, Func, Node, OrderBy, OuterName, ResolvedExpression, SubqueryKind, When, Window,
};
use crate::{
    Error, Result, Value,
    lookup::{self, BuiltinLookup, LookupClass, Rhs},
    query::Query,
    schema::{FieldKind, FieldRef},
};

/// Table aliases.
pub type AliasSet = BTreeSet<Rc<str>>;

/// What a resolving expression may do. Mirrors the arguments of `resolve_expression`.
pub struct ResolveContext<'a> {
    /// Whether names may cross relations.
    pub allow_joins: bool,
    /// The multi-valued joins that may be used again; `None` means all. Grows with those made.
    pub reuse: Option<&'a mut AliasSet>,
    /// Whether this is for `aggregate()`.
    pub summarize: bool,
    /// Whether this is for `INSERT` or `UPDATE`.
    pub for_save: bool,
}

impl ResolveContext<'_> {
    /// Joins allowed, all reusable: what `annotate()` uses.
    pub fn annotation() -> Self {
        Self { allow_joins: true, reuse: None, summarize: false, for_save: false }
    }

    /// The same again, for a child.
    pub fn reborrow(&mut self) -> ResolveContext<'_> {
        ResolveContext {
            allow_joins: self.allow_joins,
            reuse: self.reuse.as_deref_mut(),
            summarize: self.summarize,
            for_save: self.for_save,
        }
    }

    /// The same, not for saving.
    fn to_read(&mut self) -> ResolveContext<'_> {
        ResolveContext { for_save: false, ..self.reborrow() }
    }
}

impl Expression {
    /// Binds names to the query's tables, joining what is needed. Mirrors `resolve_expression`.
    pub fn resolve(&self, query: &mut Query, context: &mut ResolveContext<'_>) -> Result<ResolvedExpression> {
        Ok(match self {
            Self::F(name) => query.resolve_ref(name, context)?,
            Self::SlicedF(inner, start, stop) => {
                let name = self.name().unwrap_or_default();
                let resolved = query.resolve_ref(&name, context)?;
                let kind = resolved.output_field()?.kind;
                let source = if matches!(**inner, Self::F(_)) { resolved } else { inner.resolve(query, context)? };
                slice(kind, source, *start, *stop)?
            }
            Self::OuterRef(name) => Node::OuterRef(name.clone()).into(),
            // A `None` to be saved is SQL's NULL, of a JSON field too. Mirrors `for_save` in `Value.as_sql`.
            Self::Value(Value::Null, Some(field)) if context.for_save && field.kind == FieldKind::Json => {
                Node::Wrapper(Node::Value(Value::Null, None).into(), field.clone()).into()
            }
            Self::Value(value, field) => Node::Value(value.clone(), field.clone()).into(),
            Self::Star => Node::Star.into(),
            Self::Combined(lhs, connector, rhs, field) => {
                let lhs = lhs.resolve(query, context)?;
                let rhs = rhs.resolve(query, context)?;
                refuse_composites("CombinedExpression", [&lhs, &rhs])?;
                combine(lhs, *connector, rhs, field.clone())
            }
            Self::Negated(inner) => {
                let inner = inner.resolve(query, context)?;
                if !inner.conditional() {
                    return Err(Error::Type("Cannot negate non-conditional expressions.".into()));
                }
                Node::Negated(inner).into()
            }
            Self::Func(func) => func.resolve(query, context)?,
            Self::Case(case) => Node::Case(case.resolve(query, context)?).into(),
            Self::Window(window) => Node::Window(window.resolve(query, context)?).into(),
            Self::OrderBy(order) => Node::OrderBy(OrderBy {
                expression: order.expression.resolve(query, context)?,
                descending: order.descending,
                nulls_first: order.nulls_first,
                nulls_last: order.nulls_last,
            })
            .into(),
            Self::Wrapper(inner, field) => {
                let inner = inner.resolve(query, context)?;
                refuse_composites("ExpressionWrapper", [&inner])?;
                Node::Wrapper(inner, field.clone()).into()
            }
            Self::List(items, parentheses) => Node::List(resolve_all(items, query, context)?, *parentheses).into(),
            Self::Values(items) => Node::List(resolve_all(items, query, context)?, false).into(),
            Self::RawSql(sql, params, field) => {
                join_parents(sql, query, context)?;
                Node::RawSql(sql.clone(), params.clone(), field.clone()).into()
            }
            Self::Subquery(kind, inner, field) => subquery(kind, inner, field, query, context)?,
            Self::Query(inner) => Node::Query(Rc::new(inner.resolve_as_subquery(query, context)?)).into(),
            Self::Q(q) => query.add_q_to_expression(q, context)?,
            Self::Lookup(class, lhs, rhs) => {
                let typed = lhs.known_type().is_some();
                let lhs = lhs.resolve(query, context)?;
                let rhs = right_side(class, rhs, typed, query, context)?;
                Node::Lookup(lookup::build(class.clone(), lhs, rhs)?).into()
            }
            Self::Transform(class, inner) => lookup::apply_transform(class, inner.resolve(query, context)?)?,
            Self::Resolved(expression) => expression.resolved_again(),
            Self::Host(expression) => expression.resolve(query, context)?,
        })
    }
}

pub(super) fn resolve_all(
    items: &[Expression],
    query: &mut Query,
    context: &mut ResolveContext<'_>,
) -> Result<Vec<ResolvedExpression>> {
    items.iter().map(|item| item.resolve(query, context)).collect()
}

/// Refuses a composite primary key where one value is wanted.
pub(super) fn refuse_composites<'a>(
    class: &str,
    sources: impl IntoIterator<Item = &'a ResolvedExpression>,
) -> Result<()> {
    if sources.into_iter().any(|source| matches!(source.node(), Node::ColPairs { .. })) {
        return Err(Error::Value(format!("{class} expression does not support composite primary keys.")));
    }
    Ok(())
}

/// `lhs connector rhs`, as date arithmetic where the types ask for it. Mirrors the rewriting in
/// `CombinedExpression.resolve_expression`.
pub(super) fn combine(
    lhs: ResolvedExpression,
    connector: Connector,
    rhs: ResolvedExpression,
    output_field: Option<FieldRef>,
) -> ResolvedExpression {
    let (left, right) = (lhs.internal_kind(), rhs.internal_kind());
    let duration = Some(FieldKind::Duration);
    if left != right && (left == duration || right == duration) {
        return Node::Duration { lhs, connector, rhs, subtraction: false, output_field: None }.into();
    }
    let temporal = matches!(left, Some(FieldKind::Date | FieldKind::DateTime | FieldKind::Time));
    if connector == Connector::Sub && temporal && left == right {
        return Node::Duration { lhs, connector, rhs, subtraction: true, output_field: None }.into();
    }
    Node::Combined { lhs, connector, rhs, output_field }.into()
}

/// `F("name")[start:stop]`. Mirrors `Sliced` and `Field.slice_expression`.
fn slice(kind: FieldKind, source: ResolvedExpression, start: u64, stop: Option<u64>) -> Result<ResolvedExpression> {
    if kind != FieldKind::Text && !kind.is_char() {
        return Err(Error::NotSupported("This field does not support slicing.".into()));
    }
    let number = |number: u64| ResolvedExpression::value(number as i64, None);
    let mut args = vec![source, number(start + 1)];
    args.extend(stop.map(|stop| number(stop.saturating_sub(start))));
    Ok(Node::Func(Func::new(&super::functions::text::SUBSTR, args)).into())
}

fn subquery(
    kind: &SubqueryKind,
    inner: &Rc<Query>,
    field: &Option<FieldRef>,
    query: &mut Query,
    context: &mut ResolveContext<'_>,
) -> Result<ResolvedExpression> {
    if *kind == SubqueryKind::Exists {
        let inner = inner.exists(true)?.resolve_as_subquery(query, context)?;
        return Ok(Node::Subquery(SubqueryKind::Exists, Rc::new(inner), None).into());
    }
    let resolved = Rc::new(inner.resolve_as_subquery(query, context)?);
    if *kind != SubqueryKind::Scalar {
        return Ok(Node::Subquery(kind.clone(), resolved, field.clone()).into());
    }
    // A plain subquery becomes its query; only another type is kept around it.
    let own = resolved.output_field()?;
    let plain: ResolvedExpression = Node::Query(resolved).into();
    Ok(match field {
        Some(field) if own.is_none_or(|own| own.class_name() != field.class_name()) => {
            Node::Wrapper(plain, field.clone()).into()
        }
        _ => plain,
    })
}

/// What a lookup written as an expression has on its right. Mirrors `Lookup.get_prep_lookup`: a
/// value is prepared by the left side's type only where that is known before resolving.
fn right_side(
    class: &LookupClass,
    rhs: &Expression,
    typed: bool,
    query: &mut Query,
    context: &mut ResolveContext<'_>,
) -> Result<Rhs> {
    Ok(match rhs {
        Expression::Value(value, None)
            if typed
                || matches!(value, Value::List(_))
                || matches!(class.builtin(), Some(BuiltinLookup::IsNull | BuiltinLookup::In)) =>
        {
            Rhs::Value(value.clone())
        }
        Expression::Values(items) => {
            let mut sides = Vec::with_capacity(items.len());
            for item in items {
                sides.push(match item {
                    Expression::Value(value, None) => Rhs::Value(value.clone()),
                    other => Rhs::Expression(other.resolve(query, context)?),
                });
            }
            Rhs::List(sides)
        }
        other => Rhs::Expression(other.resolve(query, context)?),
    })
}

/// Joins the tables of parent models whose columns raw SQL mentions. Mirrors `RawSQL.resolve_expression`.
fn join_parents(sql: &str, query: &mut Query, context: &mut ResolveContext<'_>) -> Result<()> {
    let model = query.model.clone();
    let mut parents: Vec<_> = model.parents.borrow().iter().map(|(parent, _)| parent.clone()).collect();
    let sql = sql.to_lowercase();
    while let Some(parent) = parents.pop() {
        parents.extend(parent.parents.borrow().iter().map(|(parent, _)| parent.clone()));
        let mentioned = parent
            .concrete_fields()
            .iter()
            .find(|field| {
                field.model().is_some_and(|model| model == parent) && sql.contains(&field.column().to_lowercase())
            })
            .cloned();
        if let Some(field) = mentioned {
            query.resolve_ref(&field.name(), context)?;
        }
    }
    Ok(())
}

impl Case<Expression> {
    fn resolve(&self, query: &mut Query, context: &mut ResolveContext<'_>) -> Result<Case<ResolvedExpression>> {
        let mut whens = Vec::with_capacity(self.whens.len());
        for when in &self.whens {
            // A condition filters, also where the result is saved.
            let condition = when.condition.resolve(query, &mut context.to_read())?;
            let then = when.then.resolve(query, context)?;
            refuse_composites("When", [&condition, &then])?;
            whens.push(When { condition, then });
        }
        let default = self.default.as_ref().map(|default| default.resolve(query, context)).transpose()?;
        refuse_composites("Case", &default)?;
        Ok(Case { whens, default, output_field: self.output_field.clone(), template: self.template.clone() })
    }
}

impl Window<Expression> {
    fn resolve(&self, query: &mut Query, context: &mut ResolveContext<'_>) -> Result<Window<ResolvedExpression>> {
        let window = Window {
            source: self.source.resolve(query, context)?,
            partition_by: resolve_all(&self.partition_by, query, context)?,
            order_by: resolve_all(&self.order_by, query, context)?,
            frame: self.frame.clone(),
            output_field: self.output_field.clone(),
        };
        refuse_composites("Window", [&window.source])?;
        refuse_composites("ExpressionList", &window.partition_by)?;
        refuse_composites("OrderByList", &window.order_by)?;
        Ok(window)
    }
}

impl OuterName {
    /// The name, as the outermost query knows it.
    pub fn name(&self) -> &Rc<str> {
        match self {
            Self::Name(name) => name,
            Self::Outer(inner) => inner.name(),
        }
    }
}
