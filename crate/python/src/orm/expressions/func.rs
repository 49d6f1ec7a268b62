//! Functions and aggregates.

use std::rc::Rc;

use outerref_orm::{
    Value,
    expression::{AggregateParts, Expression, Func, FuncDef, FuncOptions, value_type},
    lookup::{KEY_TEXT_TRANSFORM, KEY_TRANSFORM},
};
use rustpython_vm::{PyObject, PyResult, VirtualMachine, builtins::PyDict};

use super::{
    attribute,
    class::{self, ClassInfo, Kind},
    convert::{all, flag, is_expression, output_field, to_expression},
    given,
    host_func::PyHostFunc,
    items, text, value_of,
};

/// A call, with a host where a person's class needs one.
pub(super) fn func(object: &PyObject, info: &ClassInfo, vm: &VirtualMachine) -> PyResult<Expression> {
    let Kind::Func(def) = info.kind else { return Err(vm.new_type_error("expected a function")) };
    let mut func = native(object, def, info, vm)?;
    let transform = || object.class().has_attr(vm.ctx.intern_str("get_bilateral_transforms"));
    if info.writes || info.types || (!info.builtin && transform()) {
        func.host = Some(Rc::new(PyHostFunc::new(object, info)));
    }
    Ok(func.into())
}

/// A call, without a host.
pub(super) fn native(
    object: &PyObject,
    def: &'static FuncDef,
    info: &ClassInfo,
    vm: &VirtualMachine,
) -> PyResult<Func<Expression>> {
    let args = items(&*attribute(object, "source_expressions", vm)?, vm)?;
    let mut func = Func::new(def, all(&args, vm)?);
    func.output_field = output_field(object, vm)?;
    func.function = spelled(object, "function", vm)?;
    func.template = spelled(object, "template", vm)?;
    func.arg_joiner = spelled(object, "arg_joiner", vm)?;
    func.options = options(object, def, info, vm)?;
    if def.aggregate {
        func.aggregate = Some(Box::new(aggregate(object, vm)?));
    }
    Ok(func)
}

/// A name or template that the instance or a person's class sets.
fn spelled(object: &PyObject, name: &'static str, vm: &VirtualMachine) -> PyResult<Option<Rc<str>>> {
    let own = match object.dict() {
        Some(dict) => dict.get_item_opt(vm.ctx.intern_str(name), vm)?,
        None => None,
    };
    let found = own.or_else(|| class::overridden(object.class(), name, vm));
    found.filter(|value| !vm.is_none(value)).map(|value| Ok(text(&value, vm)?.into())).transpose()
}

fn options(object: &PyObject, def: &FuncDef, info: &ClassInfo, vm: &VirtualMachine) -> PyResult<FuncOptions> {
    let mut options = FuncOptions::default();
    if !info.builtin {
        options.class_name = Some(object.class().name().to_string().into());
    }
    let extra = attribute(object, "extra", vm)?;
    if let Some(extra) = extra.downcast_ref::<PyDict>() {
        for (name, value) in extra {
            options.extra.push((text(&name, vm)?.into(), text(&value, vm)?.into()));
        }
    }
    let part = |name: &'static str| -> PyResult<Option<Rc<str>>> {
        given(object, name, vm)?.map(|value| Ok(text(&value, vm)?.into())).transpose()
    };
    match def.name {
        "Extract" => options.kind = part("lookup_name")?,
        "Trunc" => options.kind = part("kind")?,
        "Collate" => {
            let collation = value_of(&*attribute(object, "collation", vm)?, vm)?;
            options.values.push(("collation", collation));
        }
        "BitAnd" | "BitOr" | "BitXor" if flag(object, "_has_default", vm)? => {
            options.values.push(("default", Value::Bool(true)));
        }
        _ if std::ptr::eq(def, &raw const KEY_TRANSFORM) || std::ptr::eq(def, &raw const KEY_TEXT_TRANSFORM) => {
            options.kind = part("key_name")?;
        }
        _ => {}
    }
    if (def.name.starts_with("Extract") || def.name.starts_with("Trunc"))
        && let Some(zone) = given(object, "tzinfo", vm)?
    {
        options.values.push(("tzinfo", value_of(&zone, vm)?));
        let name = vm.call_method(object, "get_tzname", ())?;
        options.tzname = if vm.is_none(&name) { None } else { Some(text(&name, vm)?.into()) };
    }
    if def.aggregate
        && let Some(name) = class::overridden(object.class(), "name", vm)
    {
        options.values.push(("name", value_of(&name, vm)?));
    }
    Ok(options)
}

fn aggregate(object: &PyObject, vm: &VirtualMachine) -> PyResult<AggregateParts<Expression>> {
    let maybe = |name: &'static str| -> PyResult<Option<Expression>> {
        given(object, name, vm)?.map(|part| to_expression(&part, vm)).transpose()
    };
    let order_by = match given(object, "order_by", vm)? {
        Some(order_by) => sources(&order_by, vm)?,
        None => Vec::new(),
    };
    Ok(AggregateParts {
        distinct: flag(object, "distinct", vm)?,
        filter: maybe("filter")?,
        default: default(object, vm)?,
        order_by,
        is_summary: false,
    })
}

/// The default: a bare constant takes the aggregate's type, a `Value` keeps its own.
fn default(object: &PyObject, vm: &VirtualMachine) -> PyResult<Option<Expression>> {
    let Some(default) = given(object, "default", vm)? else { return Ok(None) };
    Ok(Some(match to_expression(&default, vm)? {
        Expression::Value(value, None) if is_expression(&default, vm) => {
            let field = value_type(&value);
            Expression::Value(value, field)
        }
        other => other,
    }))
}

/// The expressions of an `ExpressionList`, or the one that stands for it once it is resolved.
pub(super) fn sources(list: &PyObject, vm: &VirtualMachine) -> PyResult<Vec<Expression>> {
    match given(list, "source_expressions", vm)? {
        Some(sources) => all(&items(&sources, vm)?, vm),
        None => Ok(vec![to_expression(list, vm)?]),
    }
}
