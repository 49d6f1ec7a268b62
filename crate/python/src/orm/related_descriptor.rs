//! [`RelatedDescriptor`]: a relation's place on the model class. A related instance that is known is given without running
//! Python; what to do about others the subclass says in `_get_unknown`.

use rustpython_vm::{
    Py, PyObject, PyObjectRef, PyPayload, PyResult, Traverse, VirtualMachine,
    builtins::PyType,
    common::lock::PyMutex,
    function::FuncArgs,
    pyclass,
    types::{Constructor, GetDescriptor},
};

use super::instance::Instance;

/// The base of the descriptors that give one related instance: `city.state`, `author.profile`.
#[pyclass(module = "_orm", name = "RelatedDescriptor", traverse)]
#[derive(Debug, PyPayload)]
pub(crate) struct RelatedDescriptor {
    /// The name of the instance's cache, once somebody asked.
    cache_name: PyMutex<Option<PyObjectRef>>,
}

impl RelatedDescriptor {
    fn cache_name(&self, zelf: &PyObject, vm: &VirtualMachine) -> PyResult {
        if let Some(name) = self.cache_name.lock().clone() {
            return Ok(name);
        }
        let name = zelf.get_attr("field", vm)?.get_attr("cache_name", vm)?;
        *self.cache_name.lock() = Some(name.clone());
        Ok(name)
    }
}

impl Constructor for RelatedDescriptor {
    type Args = FuncArgs;

    fn py_new(_cls: &Py<PyType>, _args: FuncArgs, _vm: &VirtualMachine) -> PyResult<Self> {
        Ok(Self { cache_name: PyMutex::new(None) })
    }
}

#[pyclass(with(Constructor, GetDescriptor), flags(BASETYPE, HAS_DICT))]
impl RelatedDescriptor {}

impl GetDescriptor for RelatedDescriptor {
    fn descr_get(zelf: &PyObject, obj: Option<&PyObject>, _cls: Option<&PyObject>, vm: &VirtualMachine) -> PyResult {
        let (Some(this), Some(obj)) = (zelf.downcast_ref::<Self>(), obj.filter(|obj| !vm.is_none(obj))) else {
            return Ok(zelf.to_owned());
        };
        if let Some(instance) = obj.downcast_ref::<Instance>()
            && let Some(related) = instance.related(&*this.cache_name(zelf, vm)?, vm)?
            && !vm.is_none(&related)
        {
            return Ok(related);
        }
        vm.call_method(zelf, "_get_unknown", (obj.to_owned(),))
    }
}
