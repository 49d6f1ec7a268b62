//! Conditions: `Q` and the arguments of `filter()`.

use std::rc::Rc;

use outerref_orm::{
    Error,
    expression::{Connective, Q, QChild},
};
use rustpython_vm::{
    PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyDict, PyList, PyTuple},
    function::FuncArgs,
};

use super::{
    super::exceptions::OrRaise,
    attribute,
    class::{self, Kind},
    convert::{flag, is_expression, to_expression},
    items, text, text_attribute,
};

/// `Q(*args, **kwargs)`, the names in order.
pub(crate) fn to_q(args: FuncArgs, vm: &VirtualMachine) -> PyResult<Q> {
    let mut children = Vec::with_capacity(args.args.len() + args.kwargs.len());
    for argument in &args.args {
        children.push(child(argument, vm)?);
    }
    let mut named: Vec<(Rc<str>, PyObjectRef)> =
        args.kwargs.into_iter().map(|(name, value)| (name.to_string_lossy().as_ref().into(), value)).collect();
    named.sort_by(|(a, _), (b, _)| a.cmp(b));
    let prohibited: Vec<&str> =
        named.iter().map(|(name, _)| &**name).filter(|name| matches!(*name, "_connector" | "_negated")).collect();
    if !prohibited.is_empty() {
        let shown: Vec<String> = prohibited.iter().map(|name| format!("'{name}'")).collect();
        return Err(vm.new_type_error(format!("The following kwargs are invalid: {}", shown.join(", "))));
    }
    for (name, value) in named {
        children.push(QChild::Lookup(name, to_expression(&value, vm)?));
    }
    Ok(Q::all(children))
}

/// A Python `Q`.
pub(super) fn q(object: &PyObject, vm: &VirtualMachine) -> PyResult<Q> {
    let held = attribute(object, "children", vm)?;
    let held = match held.downcast_ref::<PyList>() {
        Some(list) => list.borrow_vec().to_vec(),
        None => items(&held, vm)?,
    };
    let children = held.iter().map(|item| child(item, vm)).collect::<PyResult<_>>()?;
    let connector = match text_attribute(object, "connector", vm)?.as_str() {
        "OR" => Connective::Or,
        "XOR" => Connective::Xor,
        _ => Connective::And,
    };
    Ok(Q { children, connector, negated: flag(object, "negated", vm)? })
}

fn child(object: &PyObject, vm: &VirtualMachine) -> PyResult<QChild> {
    if let Some(pair) = object.downcast_ref::<PyTuple>()
        && let [name, value] = pair.as_slice()
    {
        return Ok(QChild::Lookup(text(name, vm)?.into(), to_expression(value, vm)?));
    }
    match class::info(object.class(), vm) {
        Some(info) if matches!(info.kind, Kind::Q) => Ok(QChild::Q(q(object, vm)?)),
        None if !is_expression(object, vm) => {
            if object.downcast_ref::<PyDict>().is_some() {
                return Err(Error::FieldError("Cannot parse keyword query as dict".into())).or_raise(vm);
            }
            // Django takes it for a name and a value.
            let pair = match object.get_iter(vm) {
                Ok(_) => items(object, vm)?,
                Err(_) => {
                    let message = format!("cannot unpack non-iterable {} object", object.class().name());
                    return Err(vm.new_type_error(message));
                }
            };
            match &pair[..] {
                [name, value] => Ok(QChild::Lookup(text(name, vm)?.into(), to_expression(value, vm)?)),
                [] | [_] => {
                    let message = format!("not enough values to unpack (expected 2, got {})", pair.len());
                    Err(vm.new_value_error(message))
                }
                _ => Err(vm.new_value_error("too many values to unpack (expected 2)")),
            }
        }
        _ => Ok(QChild::Expression(to_expression(object, vm)?)),
    }
}

/// Whether it is `FilteredRelation(...)`.
pub(crate) fn is_filtered_relation(object: &PyObject, vm: &VirtualMachine) -> bool {
    class::info(object.class(), vm).is_some_and(|info| matches!(info.kind, Kind::FilteredRelation))
}

/// The relation and the condition of `FilteredRelation(...)`.
pub(crate) fn to_filtered_relation(object: &PyObject, vm: &VirtualMachine) -> PyResult<(Rc<str>, Q)> {
    let relation = text_attribute(object, "relation_name", vm)?;
    Ok((relation.into(), q(&*attribute(object, "condition", vm)?, vm)?))
}
