//! Expressions: from the Python classes of `django.db.models` to the ORM's.
//!
//! A Python expression is a shell: it keeps constructor arguments, and `_orm` on its class names what
//! it stands for. Where a person's subclass overrides how it is resolved, typed or written, the ORM
//! gets a host node that calls back.
//!
//! | what | file |
//! |---|---|
//! | what a class stands for and overrides | [`class`] |
//! | shells to [`Expression`](outerref_orm::expression::Expression) | [`convert`], [`func`], [`compound`] |
//! | conditions, orders, constraints | [`condition`], [`order`], [`schema`] |
//! | lookups and transforms of people's own | [`lookup`], [`registry`] |
//! | callbacks | [`host`], [`host_func`] |
//! | what Python sees of a resolved query | [`resolved`], [`compiler`] |
//! | functions of the module `_orm` | [`functions`] |

pub(super) mod class;
pub(crate) mod compiler;
mod compound;
mod condition;
mod convert;
mod func;
pub(crate) mod functions;
pub(super) mod host;
mod host_func;
pub(crate) mod lookup;
mod order;
pub(super) mod registry;
pub(crate) mod resolved;
mod schema;

pub(crate) use condition::{is_filtered_relation, to_filtered_relation, to_q};
pub(crate) use convert::{default_alias, is_database_default, is_expression, to_expression};
pub(crate) use order::{order_item_object, to_order_item};
pub(crate) use registry::forget_lookups;
pub(crate) use resolved::resolved_object;
pub(crate) use schema::{extra_restriction, to_constraint, to_index};

use outerref_orm::{
    Value,
    expression::{Expression, ResolveContext, ResolvedExpression},
    query::Query,
    schema::ModelBuilder,
};
use rustpython_vm::{PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::exceptions::OrRaise;

/// An attribute.
pub(crate) fn attribute(object: &PyObject, name: &'static str, vm: &VirtualMachine) -> PyResult {
    object.get_attr(vm.ctx.intern_str(name), vm)
}

/// An attribute that is there and not `None`.
pub(crate) fn given(object: &PyObject, name: &'static str, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let found = vm.get_attribute_opt(object, vm.ctx.intern_str(name))?;
    Ok(found.filter(|value| !vm.is_none(value)))
}

/// A text attribute.
pub(crate) fn text_attribute(object: &PyObject, name: &'static str, vm: &VirtualMachine) -> PyResult<String> {
    let found = attribute(object, name, vm)?;
    text(&found, vm)
}

/// `str(object)`.
pub(crate) fn text(object: &PyObject, vm: &VirtualMachine) -> PyResult<String> {
    Ok(object.str(vm)?.to_string_lossy().into_owned())
}

/// The items of a list, a tuple or another iterable.
pub(crate) fn items(object: &PyObject, vm: &VirtualMachine) -> PyResult<Vec<PyObjectRef>> {
    vm.extract_elements_with(object, Ok)
}

/// A Python object as a value.
pub(crate) fn value_of(object: &PyObject, vm: &VirtualMachine) -> PyResult<Value> {
    crate::convert::to_value(vm, object)
}

/// A value as a Python object.
pub(crate) fn python_of(value: &Value, vm: &VirtualMachine) -> PyResult {
    crate::convert::to_python(vm, value)
}

/// A query of no model, for expressions whose names are resolved already.
pub(crate) fn no_query() -> Query {
    let model = ModelBuilder {
        app_label: String::new(),
        object_name: String::new(),
        db_table: String::new(),
        module: String::new(),
        proxy_for: None,
        unmanaged: true,
        auto_created: false,
    };
    Query::new(&model.build())
}

/// An expression over resolved ones.
pub(crate) fn resolve_alone(expression: &Expression, vm: &VirtualMachine) -> PyResult<ResolvedExpression> {
    if let Expression::Resolved(resolved) = expression {
        return Ok(resolved.clone());
    }
    expression.resolve(&mut no_query(), &mut ResolveContext::annotation()).or_raise(vm)
}
