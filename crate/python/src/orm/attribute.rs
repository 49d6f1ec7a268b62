//! [`Attribute`]: a field's place on the model class. Reading it on an instance takes the value out
//! of the fetched row, once; afterwards it lies in the instance's `__dict__`.

use rustpython_vm::{
    Py, PyObject, PyObjectRef, PyPayload, PyResult, Traverse, VirtualMachine,
    builtins::{PyStr, PyTypeRef},
    function::FuncArgs,
    pyclass,
    types::{Constructor, GetDescriptor},
};

use super::instance::Instance;

/// A non-data descriptor, as Django's `DeferredAttribute`.
#[pyclass(module = "_orm", name = "Attribute", traverse)]
#[derive(Debug, PyPayload)]
pub(crate) struct Attribute {
    field: PyObjectRef,
    #[pytraverse(skip)]
    name: &'static rustpython_vm::builtins::PyStrInterned,
}

impl Constructor for Attribute {
    type Args = FuncArgs;

    fn py_new(_cls: &Py<rustpython_vm::builtins::PyType>, args: FuncArgs, vm: &VirtualMachine) -> PyResult<Self> {
        let Some(field) = args.args.first().cloned() else {
            return Err(vm.new_type_error("Attribute() takes the field"));
        };
        let name = field.get_attr("attname", vm)?;
        let name = name.downcast_ref::<PyStr>().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Self { field, name: vm.ctx.intern_str(name) })
    }
}

#[pyclass(with(Constructor, GetDescriptor), flags(BASETYPE, HAS_DICT))]
impl Attribute {
    #[pygetset]
    fn field(zelf: &Py<Self>) -> PyObjectRef {
        zelf.field.clone()
    }

    #[pymethod]
    fn __set_name__(_zelf: &Py<Self>, _owner: PyTypeRef, _name: PyObjectRef) {}
}

impl GetDescriptor for Attribute {
    fn descr_get(zelf: &PyObject, obj: Option<&PyObject>, _cls: Option<&PyObject>, vm: &VirtualMachine) -> PyResult {
        let (Some(this), Some(obj)) = (zelf.downcast_ref::<Self>(), obj.filter(|obj| !vm.is_none(obj))) else {
            return Ok(zelf.to_owned());
        };
        if let Some(dict) = obj.dict()
            && let Some(value) = dict.get_item_opt(this.name, vm)?
        {
            return Ok(value);
        }
        if let Some(instance) = obj.downcast_ref::<Instance>()
            && let Some(value) = instance.read(this.name, vm)?
        {
            if let Some(dict) = obj.dict() {
                dict.set_item(this.name, value.clone(), vm)?;
            }
            return Ok(value);
        }
        vm.call_method(obj, "_load_deferred", (this.name.to_owned(),))
    }
}
