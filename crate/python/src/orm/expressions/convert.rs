//! Python expressions as [`Expression`]s.

use std::rc::Rc;

use outerref_orm::{
    Value,
    expression::{Connector, Expression, Node, OuterName},
    schema::FieldRef,
};
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyList, PyStr, PyTuple},
};

use super::{
    super::{
        exceptions::OrRaise,
        field_handle::field_of,
        queryset::{is_elsewhere, query_of},
    },
    attribute,
    class::{self, ClassInfo, Kind},
    compound, condition, func, given,
    host::PyHostExpression,
    lookup,
    resolved::Resolved,
    text_attribute, value_of,
};

/// Whether an object is an expression: it has `resolve_expression`.
pub(crate) fn is_expression(object: &PyObject, vm: &VirtualMachine) -> bool {
    if is_plain(object, vm) {
        return false;
    }
    object.downcast_ref::<Resolved>().is_some()
        || query_of(object).is_some()
        || object.class().has_attr(vm.ctx.intern_str("resolve_expression"))
}

/// Whether an object is of a class that is certainly no expression.
fn is_plain(object: &PyObject, vm: &VirtualMachine) -> bool {
    let types = &vm.ctx.types;
    let class = object.class();
    let plain = [types.str_type, types.int_type, types.float_type, types.bool_type, types.none_type];
    plain.iter().any(|plain| class.is(*plain))
}

/// Whether it is `DatabaseDefault`.
pub(crate) fn is_database_default(object: &PyObject, vm: &VirtualMachine) -> bool {
    !is_plain(object, vm)
        && class::info(object.class(), vm).is_some_and(|info| matches!(info.kind, Kind::DatabaseDefault))
}

/// The name that an aggregate gets when it is written without one.
pub(crate) fn default_alias(object: &PyObject, vm: &VirtualMachine) -> PyResult<String> {
    if class::info(object.class(), vm).is_some_and(|info| info.builtin) {
        return to_expression(object, vm)?.default_alias().or_raise(vm);
    }
    text_attribute(object, "default_alias", vm)
}

/// What a Python object is in an expression's place: an expression, a query, or a constant.
pub(crate) fn to_expression(object: &PyObject, vm: &VirtualMachine) -> PyResult<Expression> {
    if is_plain(object, vm) {
        return Ok(Expression::Value(value_of(object, vm)?, None));
    }
    if let Some(resolved) = object.downcast_ref::<Resolved>() {
        return Ok(Expression::Resolved(resolved.expression.clone()));
    }
    if let Some(query) = query_of(object) {
        if is_elsewhere(object) {
            return Err(vm.new_value_error(
                "Subqueries aren't allowed across different databases. Force the inner query to be evaluated using \
                 `list(inner_query)`.",
            ));
        }
        return Ok(Expression::Query(Rc::new(query)));
    }
    let Some(info) = class::info(object.class(), vm) else { return other(object, vm) };
    if info.resolves {
        return Ok(Expression::Host(Rc::new(PyHostExpression::itself(object))));
    }
    without_resolving(object, &info, vm)
}

/// As [`to_expression`], without asking a person's `resolve_expression`.
pub(super) fn without_resolving(object: &PyObject, info: &ClassInfo, vm: &VirtualMachine) -> PyResult<Expression> {
    match info.kind {
        Kind::Func(_) => func::func(object, info, vm),
        Kind::Lookup(_) => lookup::expression(object, info, vm),
        Kind::F | Kind::Q | Kind::Sliced | Kind::OuterRef | Kind::ResolvedOuterRef => natively(object, info, vm),
        Kind::Plain => Ok(Expression::Host(Rc::new(PyHostExpression::node(object)))),
        _ if info.is_plain_shell() => natively(object, info, vm),
        _ => Ok(Expression::Host(Rc::new(PyHostExpression::node(object)))),
    }
}

/// As the ORM's own node, without asking a person's `as_sql` and types.
pub(super) fn natively(object: &PyObject, info: &ClassInfo, vm: &VirtualMachine) -> PyResult<Expression> {
    let part = |name: &'static str| to_expression(&*attribute(object, name, vm)?, vm);
    Ok(match info.kind {
        Kind::Q => Expression::Q(condition::q(object, vm)?),
        Kind::F => {
            let name = attribute(object, "name", vm)?;
            Expression::F(super::text(&name, vm)?.into())
        }
        Kind::Sliced => {
            let start: u64 = attribute(object, "start", vm)?.try_into_value(vm)?;
            let length: Option<u64> = attribute(object, "length", vm)?.try_into_value(vm)?;
            let start = start.saturating_sub(1);
            Expression::SlicedF(Box::new(part("obj")?), start, length.map(|length| start + length))
        }
        Kind::OuterRef => Expression::OuterRef(outer_name(object, vm)?),
        Kind::ResolvedOuterRef => Expression::Resolved(Node::OuterRef(outer_name(object, vm)?).into()),
        Kind::Combined => {
            let connector = connector(&text_attribute(object, "connector", vm)?, vm)?;
            let (lhs, rhs) = (part("lhs")?, part("rhs")?);
            Expression::Combined(Box::new(lhs), connector, Box::new(rhs), output_field(object, vm)?)
        }
        Kind::Func(def) => func::native(object, def, info, vm)?.into(),
        Kind::Value => Expression::Value(value_of(&*attribute(object, "value", vm)?, vm)?, output_field(object, vm)?),
        Kind::JsonNull => {
            let field = match output_field(object, vm)? {
                Some(field) => field,
                None => outerref_orm::schema::Field::output(outerref_orm::schema::FieldKind::Json),
            };
            Expression::Value(Value::Json("null".into()), Some(field))
        }
        Kind::RawSql => {
            let params: PyResult<Vec<Value>> =
                super::items(&*attribute(object, "params", vm)?, vm)?.iter().map(|item| value_of(item, vm)).collect();
            Expression::RawSql(text_attribute(object, "sql", vm)?.into(), params?, output_field(object, vm)?)
        }
        Kind::Star => Expression::Star,
        Kind::DatabaseDefault => part("expression")?,
        Kind::Col => compound::col(object, vm)?,
        Kind::List => {
            let sources = super::items(&*attribute(object, "source_expressions", vm)?, vm)?;
            match &sources[..] {
                [only] => to_expression(only, vm)?,
                _ => Expression::List(all(&sources, vm)?, false),
            }
        }
        Kind::Tuple => {
            let sources = super::items(&*attribute(object, "source_expressions", vm)?, vm)?;
            Expression::List(all(&sources, vm)?, true)
        }
        Kind::Wrapper => match output_field(object, vm)? {
            Some(field) => Expression::Wrapper(Box::new(part("expression")?), field),
            None => part("expression")?,
        },
        Kind::Negated => Expression::Negated(Box::new(part("expression")?)),
        Kind::Case => compound::case(object, vm)?,
        Kind::Subquery => compound::subquery(object, false, vm)?,
        Kind::Exists => compound::subquery(object, true, vm)?,
        Kind::OrderBy => compound::order_by(object, vm)?,
        Kind::Window => compound::window(object, vm)?,
        Kind::Lookup(builtin) => lookup::native(object, builtin, vm)?,
        Kind::When | Kind::Frame | Kind::FilteredRelation | Kind::Plain => {
            let message = format!("{} cannot be used as an expression here.", object.class().name());
            return Err(vm.new_type_error(message));
        }
    })
}

/// Several.
pub(super) fn all(objects: &[PyObjectRef], vm: &VirtualMachine) -> PyResult<Vec<Expression>> {
    objects.iter().map(|object| to_expression(object, vm)).collect()
}

/// An object without a marker: an expression class of a person's own, a list, or a constant.
fn other(object: &PyObject, vm: &VirtualMachine) -> PyResult<Expression> {
    let items = match (object.downcast_ref::<PyList>(), object.downcast_ref::<PyTuple>()) {
        (Some(list), _) => list.borrow_vec().to_vec(),
        (_, Some(tuple)) => tuple.as_slice().to_vec(),
        _ if object.class().has_attr(vm.ctx.intern_str("resolve_expression")) => {
            return Ok(Expression::Host(Rc::new(PyHostExpression::itself(object))));
        }
        _ if crate::convert::is_plain_iterable(vm, object) => super::items(object, vm)?,
        // It can write itself, and has nothing to resolve.
        _ if object.class().has_attr(vm.ctx.intern_str("as_sql")) => {
            return Ok(Expression::Host(Rc::new(PyHostExpression::node(object))));
        }
        _ => return Ok(Expression::Value(value_of(object, vm)?, None)),
    };
    if items.iter().any(|item| holds_expression(item, vm)) {
        return Ok(Expression::Values(all(&items, vm)?));
    }
    let values = items.iter().map(|item| value_of(item, vm)).collect::<PyResult<Vec<_>>>()?;
    Ok(Expression::Value(Value::sequence(crate::convert::sequence_kind(object), values), None))
}

/// Whether it is an expression, or a tuple or list that holds one.
fn holds_expression(object: &PyObject, vm: &VirtualMachine) -> bool {
    if let Some(tuple) = object.downcast_ref::<PyTuple>() {
        return tuple.as_slice().iter().any(|item| holds_expression(item, vm));
    }
    if let Some(list) = object.downcast_ref::<PyList>() {
        return list.borrow_vec().iter().any(|item| holds_expression(item, vm));
    }
    is_expression(object, vm)
}

fn outer_name(object: &PyObject, vm: &VirtualMachine) -> PyResult<OuterName> {
    let name = attribute(object, "name", vm)?;
    if name.downcast_ref::<PyStr>().is_some() {
        return Ok(OuterName::Name(super::text(&name, vm)?.into()));
    }
    Ok(OuterName::Outer(Box::new(outer_name(&name, vm)?)))
}

fn connector(sign: &str, vm: &VirtualMachine) -> PyResult<Connector> {
    Ok(match sign {
        "+" => Connector::Add,
        "-" => Connector::Sub,
        "*" => Connector::Mul,
        "/" => Connector::Div,
        "%%" => Connector::Mod,
        "^" => Connector::Pow,
        "&" => Connector::BitAnd,
        "|" => Connector::BitOr,
        "<<" => Connector::BitLeftShift,
        ">>" => Connector::BitRightShift,
        "#" => Connector::BitXor,
        _ => return Err(vm.new_value_error(format!("Unknown connector: {sign}"))),
    })
}

/// The type that was given to the constructor, or that a person's class has as an attribute.
pub(super) fn output_field(object: &PyObject, vm: &VirtualMachine) -> PyResult<Option<FieldRef>> {
    let name = vm.ctx.intern_str("output_field");
    if let Some(dict) = object.dict()
        && let Some(field) = dict.get_item_opt(name, vm)?
    {
        return if vm.is_none(&field) { Ok(None) } else { field_of(&field, vm).map(Some) };
    }
    match class::overridden(object.class(), "output_field", vm) {
        Some(field) if class::is_field(&field, vm) => field_of(&field, vm).map(Some),
        _ => Ok(None),
    }
}

/// Whether a flag attribute is set.
pub(super) fn flag(object: &PyObject, name: &'static str, vm: &VirtualMachine) -> PyResult<bool> {
    match given(object, name, vm)? {
        Some(value) => value.try_to_bool(vm),
        None => Ok(false),
    }
}
