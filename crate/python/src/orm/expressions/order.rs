//! What `order_by()` and `Meta.ordering` take.

use outerref_orm::schema::OrderItem;
use rustpython_vm::{PyObject, PyResult, VirtualMachine, builtins::PyStr};

use super::{
    convert::{is_expression, to_expression},
    text,
};

/// A name, or an expression.
pub(crate) fn to_order_item(object: &PyObject, vm: &VirtualMachine) -> PyResult<OrderItem> {
    if object.downcast_ref::<PyStr>().is_none() && is_expression(object, vm) {
        return Ok(OrderItem::Expression(to_expression(object, vm)?));
    }
    Ok(OrderItem::Name(text(object, vm)?.into()))
}
