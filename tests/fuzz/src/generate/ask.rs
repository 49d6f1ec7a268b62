//! What is asked of a queryset.

use arbitrary::{Result, Unstructured};

use super::{column, scope::Scope};
use crate::case::{Aggregate, AggregateFunction, Ask, Expression, Kind, QuerySet, Schema};

/// What is asked.
pub(super) fn ask(u: &mut Unstructured<'_>, schema: &Schema, set: &QuerySet, scope: &Scope) -> Result<Ask> {
    Ok(match u.int_in_range(0..=9)? {
        0 | 1 => Ask::Count,
        2 => Ask::Exists,
        3 | 4 if !scope.combined => {
            let items: Result<Vec<_>> = (0..u.int_in_range(1..=2)?)
                .map(|number| Ok((format!("a{number}"), Expression::Aggregate(call(u, schema, set.model, scope)?))))
                .collect();
            Ask::Aggregate(items?)
        }
        _ => Ask::Rows,
    })
}

fn call(u: &mut Unstructured<'_>, schema: &Schema, model: usize, scope: &Scope) -> Result<Aggregate> {
    use AggregateFunction::{Count, Max, Min, Sum};
    let function = *u.choose(&[Count, Sum, Min, Max])?;
    let fits = |kind: Kind| match function {
        Count => true,
        Sum => kind == Kind::Integer,
        _ => matches!(kind, Kind::Integer | Kind::Text | Kind::Date),
    };
    let known: Vec<_> =
        scope.annotations.iter().filter(|annotation| annotation.selected && fits(annotation.kind)).collect();
    let name = if !known.is_empty() && u.ratio(1, 2)? {
        Some(u.choose(&known)?.name.clone())
    } else {
        column::column(u, schema, model, false, fits)?.map(|column| column.name)
    };
    let distinct = name.is_some() && matches!(function, Count | Sum) && u.ratio(1, 3)?;
    Ok(match name {
        Some(name) => Aggregate { function, argument: Some(Box::new(Expression::F(name))), distinct, filter: None },
        None => Aggregate { function: Count, argument: None, distinct: false, filter: None },
    })
}
