//! Lookups of several columns at once. Mirrors `fields/tuple_lookups.py`.

use super::{
    BuiltinLookup, Rhs,
    build::{exact_query, in_query, width, with_query},
    operands::wrapped,
};
use crate::{
    Error, Result, Value,
    compiler::{
        Compiler, Sql,
        sql::{join, parentheses, template, text},
    },
    expression::{Node, ResolvedExpression},
    python_str_repr,
};

/// The columns of the left side, each as an expression.
fn columns(lhs: &ResolvedExpression) -> Vec<ResolvedExpression> {
    match lhs.node() {
        Node::ColPairs { alias, targets, sources, .. } => targets
            .iter()
            .zip(sources)
            .map(|(target, source)| ResolvedExpression::col(alias.clone(), target.clone(), source.clone()))
            .collect(),
        Node::List(items, true) => items.clone(),
        _ => vec![lhs.clone()],
    }
}

/// The left side as messages show it.
fn shown(lhs: &ResolvedExpression) -> String {
    let name = |expression: &ResolvedExpression| match expression.node() {
        Node::Col { target, .. } => python_str_repr(&target.name()),
        Node::Ref(name, _) => python_str_repr(name),
        _ => expression.class_name(),
    };
    match lhs.node() {
        Node::ColPairs { field, .. } => python_str_repr(&field.name()),
        Node::List(items, true) => format!("({})", items.iter().map(name).collect::<Vec<_>>().join(", ")),
        _ => name(lhs),
    }
}

/// The parts of a tuple on the right.
fn parts(rhs: &Rhs) -> Option<Vec<Rhs>> {
    match rhs {
        Rhs::Value(Value::List(items)) => Some(items.iter().cloned().map(Rhs::Value).collect()),
        Rhs::List(items) => Some(items.clone()),
        Rhs::Expression(expression) => match expression.node() {
            // A tuple that was taken for a value of the column.
            Node::Value(Value::List(items), _) => Some(items.iter().cloned().map(Rhs::Value).collect()),
            Node::List(items, true) => Some(items.iter().cloned().map(Rhs::Expression).collect()),
            _ => None,
        },
        Rhs::Value(_) => None,
    }
}

/// Checks the right side. Mirrors the `get_prep_lookup` methods.
///
/// # Errors
///
/// `ValueError` when it has not as many parts as the left side, or is no tuple.
pub(super) fn prepare(lookup: BuiltinLookup, lhs: &ResolvedExpression, rhs: Rhs) -> Result<Rhs> {
    let name = lookup.name();
    if lookup == BuiltinLookup::IsNull {
        let inner = match &rhs {
            Rhs::Value(Value::List(items)) if items.len() == 1 => items[0].clone(),
            Rhs::Value(value) => value.clone(),
            _ => Value::Null,
        };
        return match inner {
            Value::Bool(_) => Ok(Rhs::Value(inner)),
            _ => Err(Error::Value("The QuerySet value for an isnull lookup must be True or False.".into())),
        };
    }
    if let Rhs::Expression(expression) = &rhs {
        return match (lookup, expression.node()) {
            (BuiltinLookup::In, Node::Query(_)) => with_query(rhs, |query| in_query(lhs, query)),
            (BuiltinLookup::In, Node::Subquery(..)) => Ok(rhs),
            (BuiltinLookup::In, _) => Err(Error::Value(format!(
                "'in' subquery lookup of {} must be a Query object (received '{}')",
                shown(lhs),
                expression.class_name()
            ))),
            (BuiltinLookup::Exact, Node::Query(_)) => with_query(rhs, |query| exact_query(lhs, query)),
            (_, Node::Query(_) | Node::OuterRef(_)) => Ok(rhs),
            _ => Err(Error::Value(format!(
                "'{name}' subquery lookup of {} only supports OuterRef and QuerySet objects (received '{}')",
                shown(lhs),
                expression.class_name()
            ))),
        };
    }
    let Some(given) = parts(&rhs) else {
        return Err(Error::Value(format!("'{name}' lookup of {} must be a tuple or a list", shown(lhs))));
    };
    let wanted = width(lhs);
    if lookup != BuiltinLookup::In {
        return if given.len() == wanted {
            Ok(rhs)
        } else {
            Err(Error::Value(format!("'{name}' lookup of {} must have {wanted} elements", shown(lhs))))
        };
    }
    for row in &given {
        match parts(row) {
            None => {
                return Err(Error::Value(format!(
                    "'{name}' lookup of {} must be a collection of tuples or lists",
                    shown(lhs)
                )));
            }
            Some(row) if row.len() != wanted => {
                return Err(Error::Value(format!(
                    "'{name}' lookup of {} must have {wanted} elements each",
                    shown(lhs)
                )));
            }
            Some(_) => {}
        }
    }
    Ok(rhs)
}

/// One tuple of values, each of its column's type.
fn row(columns: &[ResolvedExpression], values: &[Rhs], compiler: &mut Compiler<'_>) -> Result<Sql> {
    let mut out = Vec::new();
    for (column, value) in columns.iter().zip(values) {
        out.push(match value {
            Rhs::Expression(expression) => compiler.compile(expression)?,
            Rhs::Value(value) => {
                let value = ResolvedExpression::value(value.clone(), Some(column.output_field()?));
                compiler.compile(&value)?
            }
            Rhs::List(_) => return Err(Error::Value("A tuple cannot hold a tuple.".into())),
        });
    }
    Ok(parentheses(join(out, ", ")))
}

/// The comparison's SQL.
///
/// # Errors
///
/// `EmptyResultSet` when nothing can match.
pub(super) fn compile(
    lookup: BuiltinLookup,
    lhs: &ResolvedExpression,
    rhs: &Rhs,
    compiler: &mut Compiler<'_>,
) -> Result<Sql> {
    let columns = columns(lhs);
    if lookup == BuiltinLookup::IsNull {
        return is_null(&columns, rhs, compiler);
    }
    let right = match rhs {
        Rhs::Expression(expression) if matches!(expression.node(), Node::Query(_) | Node::Subquery(..)) => {
            let sql = compiler.compile(expression)?;
            wrapped(sql, compiler.dialect)
        }
        Rhs::Expression(expression) if matches!(expression.node(), Node::ColPairs { .. }) => {
            parentheses(compiler.compile(expression)?)
        }
        _ => match (parts(rhs), lookup) {
            (None, _) => {
                if let Rhs::Expression(expression) = rhs
                    && let Node::OuterRef(_) = expression.node()
                {
                    return compiler.compile(expression);
                }
                return Err(Error::Value("Composite field lookups only work with composite expressions.".into()));
            }
            (Some(rows), BuiltinLookup::In) => tuples(&columns, &rows, compiler)?,
            (Some(values), _) => row(&columns, &values, compiler)?,
        },
    };
    let mut left = Vec::new();
    for column in &columns {
        left.push(compiler.compile(column)?);
    }
    let left = parentheses(join(left, ", "));
    let operator = match lookup {
        BuiltinLookup::In => "IN",
        BuiltinLookup::Gt => ">",
        BuiltinLookup::Gte => ">=",
        BuiltinLookup::Lt => "<",
        BuiltinLookup::Lte => "<=",
        _ => "=",
    };
    Ok(template("{} {} {}", [left, text(operator), right]))
}

fn tuples(columns: &[ResolvedExpression], rows: &[Rhs], compiler: &mut Compiler<'_>) -> Result<Sql> {
    let mut out = Vec::new();
    for values in rows.iter().filter_map(parts) {
        // NULL equals nothing.
        if !values.iter().any(Rhs::is_none) {
            out.push(row(columns, &values, compiler)?);
        }
    }
    if out.is_empty() {
        return Err(Error::EmptyResultSet);
    }
    Ok(parentheses(join(out, ", ")))
}

fn is_null(columns: &[ResolvedExpression], rhs: &Rhs, compiler: &mut Compiler<'_>) -> Result<Sql> {
    let null = matches!(rhs, Rhs::Value(Value::Bool(true)));
    let mut out = Vec::new();
    for column in columns {
        let sql = compiler.compile(column)?;
        out.push(template(if null { "{} IS NULL" } else { "{} IS NOT NULL" }, [sql]));
    }
    let many = out.len() > 1;
    let all = join(out, if null { " OR " } else { " AND " });
    Ok(if many { parentheses(all) } else { all })
}
