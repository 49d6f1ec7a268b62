//! What a result's querysets and instances show: their rows and cells. Showing does not count as reading.

use outerref_orm::Foreign;
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyStr, PyStrInterned},
};

use super::{instance::Instance, queryset::QuerySet};
use crate::state::{Cells, Hooks};

/// What the session asks of this layer.
pub(crate) fn hooks() -> Hooks {
    Hooks { value_of, object_of, rows_of, cells_of }
}

/// Instances and expressions are taken as they are.
fn value_of(_vm: &VirtualMachine, _object: &PyObject) -> PyResult<Option<outerref_orm::Value>> {
    Ok(None)
}

fn object_of(_vm: &VirtualMachine, _foreign: &dyn Foreign) -> PyResult<Option<PyObjectRef>> {
    Ok(None)
}

fn rows_of(vm: &VirtualMachine, object: &PyObject) -> PyResult<Option<Vec<PyObjectRef>>> {
    let Some(queryset) = object.downcast_ref::<QuerySet>() else { return Ok(None) };
    Ok(Some(QuerySet::rows_of(queryset, vm)?.borrow_vec().to_vec()))
}

fn cells_of(vm: &VirtualMachine, object: &PyObject) -> PyResult<Option<Cells>> {
    let Some(instance) = object.downcast_ref::<Instance>() else { return Ok(None) };
    let dict = object.dict();
    let set = |name: &'static PyStrInterned| match &dict {
        Some(dict) => dict.get_item_opt(name, vm),
        None => Ok(None),
    };
    let mut cells = Cells::new();
    let fetched = instance.fetched();
    for name in &fetched {
        let value = match set(name)? {
            Some(value) => Some(value),
            None => instance.peek(name, vm)?,
        };
        cells.extend(value.map(|value| (name.to_string(), value)));
    }
    if fetched.is_empty() {
        let meta = object.class().as_object().get_attr("_meta", vm)?;
        let fields: PyObjectRef = meta.get_attr("concrete_fields", vm)?;
        for field in vm.extract_elements_with(&fields, Ok::<PyObjectRef, _>)? {
            let name = field.get_attr("attname", vm)?;
            let Some(name) = name.downcast_ref::<PyStr>() else { continue };
            let name = vm.ctx.intern_str(name.to_string_lossy().into_owned());
            cells.extend(set(name)?.map(|value| (name.to_string(), value)));
        }
    }
    Ok(Some(cells))
}
