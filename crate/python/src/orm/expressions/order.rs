//! What `order_by()` and `Meta.ordering` take.

use outerref_orm::{expression::Expression, schema::OrderItem};
use rustpython_vm::{PyObject, PyResult, VirtualMachine, builtins::PyStr, function::FuncArgs};

use super::{
    convert::{is_expression, to_expression},
    text,
};
use crate::session::import;

/// A name, or an expression.
pub(crate) fn to_order_item(object: &PyObject, vm: &VirtualMachine) -> PyResult<OrderItem> {
    if object.downcast_ref::<PyStr>().is_none() && is_expression(object, vm) {
        return Ok(OrderItem::Expression(to_expression(object, vm)?));
    }
    Ok(OrderItem::Name(text(object, vm)?.into()))
}

/// An item of the order as Python code finds it in `query.order_by`.
pub(crate) fn order_item_object(item: &OrderItem, vm: &VirtualMachine) -> PyResult {
    match item {
        OrderItem::Name(name) => Ok(vm.ctx.new_str(&**name).into()),
        OrderItem::Expression(expression) => unresolved_object(expression, vm),
    }
}

fn unresolved_object(expression: &Expression, vm: &VirtualMachine) -> PyResult {
    let module = import(vm, "django.db.models.expressions")?;
    match expression {
        Expression::F(name) => module.get_attr("F", vm)?.call((vm.ctx.new_str(&**name),), vm),
        Expression::OrderBy(order) => {
            let mut args = FuncArgs::from(vec![unresolved_object(&order.expression, vm)?]);
            args.kwargs.insert("descending".into(), vm.ctx.new_bool(order.descending).into());
            for (name, given) in [("nulls_first", order.nulls_first), ("nulls_last", order.nulls_last)] {
                if given {
                    args.kwargs.insert(name.into(), vm.ctx.new_bool(true).into());
                }
            }
            module.get_attr("OrderBy", vm)?.call(args, vm)
        }
        // Nothing asks more of the others than how they look.
        _ => Ok(vm.ctx.new_str(expression.repr()).into()),
    }
}
