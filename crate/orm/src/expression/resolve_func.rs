//! Resolving functions and aggregates. Mirrors `Func.resolve_expression` and `Aggregate.resolve_expression`.

use super::{
    AggregateParts, EmptyValue, Expression, Func, Node, ResolveContext, ResolvedExpression,
    functions::{self, comparison},
    resolve::{refuse_composites, resolve_all},
};
use crate::{Error, Result, query::Query, schema::FieldRef};

impl Func<Expression> {
    /// Resolves the arguments, then checks what can be said only now.
    pub(super) fn resolve(&self, query: &mut Query, context: &mut ResolveContext<'_>) -> Result<ResolvedExpression> {
        match &self.aggregate {
            Some(parts) => self.resolve_aggregate(parts, query, context),
            None => {
                let func = self.with_args(resolve_all(&self.args, query, context)?);
                refuse_composites(func.class_name(), &func.args)?;
                functions::after_resolving(&func)?;
                Ok(Node::Func(func).into())
            }
        }
    }

    fn with_args(&self, args: Vec<ResolvedExpression>) -> Func<ResolvedExpression> {
        Func {
            def: self.def,
            function: self.function.clone(),
            template: self.template.clone(),
            arg_joiner: self.arg_joiner.clone(),
            args,
            output_field: self.output_field.clone(),
            aggregate: None,
            options: self.options.clone(),
            host: self.host.clone(),
        }
    }

    fn resolve_aggregate(
        &self,
        parts: &AggregateParts<Expression>,
        query: &mut Query,
        context: &mut ResolveContext<'_>,
    ) -> Result<ResolvedExpression> {
        let context = &mut ResolveContext { for_save: false, ..context.reborrow() };
        let mut func = self.with_args(resolve_all(&self.args, query, context)?);
        let filter = parts.filter.as_ref().map(|filter| filter.resolve(query, context)).transpose()?;
        let order_by = resolve_all(&parts.order_by, query, context)?;
        let counts = func.def.empty == EmptyValue::Zero;
        if counts {
            count_first_column(&mut func, parts.distinct)?;
        } else {
            refuse_composites(func.class_name(), &func.args)?;
        }
        func.aggregate = Some(Box::new(AggregateParts {
            distinct: parts.distinct,
            filter,
            default: None,
            order_by,
            is_summary: context.summarize,
        }));
        let name = func.aggregate_name();
        let aggregate = Node::Func(func).into();
        self.refuse_nested(&aggregate, &name, query, context.summarize)?;
        match &parts.default {
            None => Ok(aggregate),
            Some(default) => with_default(aggregate, default, query, context),
        }
    }

    /// An aggregate of an aggregate is refused. Its own filter may hold one; that is an error of the database.
    fn refuse_nested(&self, aggregate: &ResolvedExpression, name: &str, query: &Query, summarize: bool) -> Result<()> {
        let refuse =
            |of: &str| Err(Error::FieldError(format!("Cannot compute {name}('{of}'): '{of}' is an aggregate")));
        if summarize {
            for of in aggregate.get_refs() {
                if query.annotations.get(&of).is_some_and(ResolvedExpression::is_summary) {
                    return refuse(&of);
                }
            }
            return Ok(());
        }
        let Node::Func(func) = aggregate.node() else { return Ok(()) };
        for (written, resolved) in self.args.iter().zip(&func.args) {
            if resolved.contains_aggregate() {
                return refuse(&written.name().unwrap_or_else(|| written.repr()));
            }
        }
        Ok(())
    }
}

/// A composite primary key is counted by its first column.
fn count_first_column(func: &mut Func<ResolvedExpression>, distinct: bool) -> Result<()> {
    let Some(first) = func.args.first_mut() else { return Ok(()) };
    if matches!(first.node(), Node::ColPairs { .. }) {
        if distinct {
            return Err(Error::Value("COUNT(DISTINCT) doesn't support composite primary keys".into()));
        }
        if let Some(column) = first.cols().into_iter().next() {
            *first = column;
        }
    }
    Ok(())
}

/// `Coalesce(aggregate, default)`.
fn with_default(
    aggregate: ResolvedExpression,
    default: &Expression,
    query: &mut Query,
    context: &mut ResolveContext<'_>,
) -> Result<ResolvedExpression> {
    let own: Option<FieldRef> = aggregate.output_field_or_none()?;
    let default = match default {
        Expression::Value(value, None) => ResolvedExpression::value(value.clone(), own.clone()),
        other => {
            let resolved = other.resolve(query, context)?;
            match (resolved.output_field_or_none()?, &own) {
                (None, Some(field)) => resolved.with_output_field(field.clone()),
                _ => resolved,
            }
        }
    };
    let mut coalesce = Func::new(&comparison::COALESCE, vec![aggregate, default]);
    coalesce.output_field = own;
    Ok(Node::Func(coalesce).into())
}
