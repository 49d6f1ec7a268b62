//! What `prefetch_related()` does for each instance, without running Python for it: tell which relation is missing, read
//! the values that tie the related rows to the instances, and put them in place.

use std::cell::Cell;

use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyResult, Traverse, VirtualMachine,
    builtins::{PyDictRef, PyList, PyListRef, PyStr, PyStrInterned, PyType, PyTypeRef},
    pyclass,
    types::{Callable, Constructor},
};

use super::instance::Instance;

const PREFETCHED: &str = "_prefetched_objects_cache";

/// The values of some fields of an instance, as a tuple: what a relation joins on. Mirrors
/// `ForeignObject.get_instance_value_for_fields`.
#[pyclass(module = "_orm", name = "RelatedValue", traverse)]
#[derive(Debug, PyPayload)]
pub(crate) struct RelatedValue {
    #[pytraverse(skip)]
    attnames: Vec<&'static PyStrInterned>,
    /// For each field the model whose primary key it is.
    key_of: Vec<Option<PyTypeRef>>,
}

impl RelatedValue {
    fn read(&self, instance: &PyObject, vm: &VirtualMachine) -> PyResult {
        let read = |(attname, key_of): (&&'static PyStrInterned, &Option<PyTypeRef>)| match key_of {
            Some(model) if !instance.class().is(model) && goes_by_own_key(instance, model, vm)? => {
                instance.get_attr("pk", vm)
            }
            _ => instance.get_attr(*attname, vm),
        };
        let values = self.attnames.iter().zip(&self.key_of).map(read).collect::<PyResult<Vec<_>>>()?;
        Ok(vm.ctx.new_tuple(values).into())
    }
}

/// Whether an instance of another class than the key's model is known by its own key: a child that was saved has its
/// parent's key under its own name.
fn goes_by_own_key(instance: &PyObject, model: &PyTypeRef, vm: &VirtualMachine) -> PyResult<bool> {
    let meta = instance.get_attr("_meta", vm)?;
    let link = vm.call_method(&meta, "get_ancestor_link", (model.clone(),))?;
    let truth = |object: PyObjectRef| object.try_to_bool(vm);
    Ok(!truth(link.clone())?
        || truth(link.get_attr("primary_key", vm)?)?
        || truth(link.get_attr("model", vm)?.get_attr("_meta", vm)?.get_attr("abstract", vm)?)?)
}

impl Constructor for RelatedValue {
    type Args = PyObjectRef;

    fn py_new(_cls: &Py<PyType>, fields: PyObjectRef, vm: &VirtualMachine) -> PyResult<Self> {
        let attname = |field: PyObjectRef| interned(&*field.get_attr("attname", vm)?, vm);
        let key_of = |field: PyObjectRef| {
            let is_key = field.get_attr("primary_key", vm)?.try_to_bool(vm)?;
            Ok(if is_key { field.get_attr("model", vm)?.downcast().ok() } else { None })
        };
        Ok(Self {
            attnames: vm.extract_elements_with(&fields, attname)?,
            key_of: vm.extract_elements_with(&fields, key_of)?,
        })
    }
}

impl Callable for RelatedValue {
    type Args = (PyObjectRef,);

    fn call(zelf: &Py<Self>, (instance,): Self::Args, vm: &VirtualMachine) -> PyResult {
        zelf.read(&instance, vm)
    }
}

#[pyclass(with(Constructor, Callable))]
impl RelatedValue {}

/// Whether an instance knows the related one that is kept under a name.
#[pyclass(module = "_orm", name = "KnowsRelated", traverse)]
#[derive(Debug, PyPayload)]
pub(crate) struct KnowsRelated {
    cache_name: PyObjectRef,
}

impl Constructor for KnowsRelated {
    type Args = PyObjectRef;

    fn py_new(_cls: &Py<PyType>, cache_name: PyObjectRef, _vm: &VirtualMachine) -> PyResult<Self> {
        Ok(Self { cache_name })
    }
}

impl Callable for KnowsRelated {
    type Args = (PyObjectRef,);

    fn call(zelf: &Py<Self>, (instance,): Self::Args, vm: &VirtualMachine) -> PyResult {
        let known = match instance.downcast_ref::<Instance>() {
            Some(instance) => instance.related(&zelf.cache_name, vm)?,
            None => fields_cache(&instance, vm)?.get_item_opt(&*zelf.cache_name, vm)?,
        };
        Ok(vm.ctx.new_bool(known.is_some()).into())
    }
}

#[pyclass(with(Constructor, Callable))]
impl KnowsRelated {}

/// What a relation joins on, read by a [`RelatedValue`] or by a function of Python's.
fn value_of(key: &PyObject, instance: &PyObject, vm: &VirtualMachine) -> PyResult {
    match key.downcast_ref::<RelatedValue>() {
        Some(key) => key.read(instance, vm),
        None => key.call((instance.to_owned(),), vm),
    }
}

fn fields_cache(instance: &PyObject, vm: &VirtualMachine) -> PyResult<PyDictRef> {
    match instance.downcast_ref::<Instance>() {
        Some(_) => Instance::fields_cache(instance, vm),
        None => instance.get_attr("_state", vm)?.get_attr("fields_cache", vm)?.try_into_value(vm),
    }
}

fn interned(name: &PyObject, vm: &VirtualMachine) -> PyResult<&'static PyStrInterned> {
    match name.downcast_ref::<PyStr>() {
        Some(name) => Ok(vm.ctx.intern_str(name.to_string_lossy().as_ref())),
        None => Err(vm.new_type_error("an attribute's name must be a string")),
    }
}

/// Calls for each of the instances.
fn each(instances: &PyObject, vm: &VirtualMachine, call: impl Fn(PyObjectRef) -> PyResult<()>) -> PyResult<()> {
    vm.extract_elements_with(instances, call).map(drop)
}

/// Gives each instance a place for prefetched rows. False if one cannot have it, as the values of a relation that are no
/// instances.
pub(crate) fn have_caches(instances: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    let name = vm.ctx.intern_str(PREFETCHED);
    let all = Cell::new(true);
    each(instances, vm, |instance| {
        let own = instance.downcast_ref::<Instance>().and_then(|_| instance.dict());
        let has = match &own {
            Some(dict) => dict.get_item_opt(name, vm)?.is_some(),
            None => instance.has_attr(name, vm)?,
        };
        if !all.get() || has {
            return Ok(());
        }
        match own {
            Some(dict) => dict.set_item(name, vm.ctx.new_dict().into(), vm)?,
            None => match instance.set_attr(name, vm.ctx.new_dict(), vm) {
                Ok(()) => {}
                Err(error)
                    if error.fast_isinstance(vm.ctx.exceptions.attribute_error)
                        || error.fast_isinstance(vm.ctx.exceptions.type_error) =>
                {
                    all.set(false);
                }
                Err(error) => return Err(error),
            },
        }
        Ok(())
    })?;
    Ok(all.get())
}

/// The instances by what they are joined on; of equal ones the last.
pub(crate) fn by_value(instances: &PyObject, key: &PyObject, vm: &VirtualMachine) -> PyResult<PyDictRef> {
    let found = vm.ctx.new_dict();
    each(instances, vm, |instance| found.set_item(&*value_of(key, &instance, vm)?, instance, vm))?;
    Ok(found)
}

/// The related objects by what they are joined on, as lists.
pub(crate) fn grouped(related: &PyObject, key: &PyObject, vm: &VirtualMachine) -> PyResult<PyDictRef> {
    let groups = vm.ctx.new_dict();
    each(related, vm, |object| {
        let value = value_of(key, &object, vm)?;
        match groups.get_item_opt(&*value, vm)?.and_then(|group| group.downcast::<PyList>().ok()) {
            Some(group) => {
                group.borrow_vec_mut().push(object);
                Ok(())
            }
            None => groups.set_item(&*value, vm.ctx.new_list(vec![object]).into(), vm),
        }
    })?;
    Ok(groups)
}

/// Tells the related objects which instance each of them belongs to, unless they know one already and `keep` is set.
pub(crate) fn point_back(
    related: &PyObject,
    key: &PyObject,
    instances: &PyDictRef,
    cache_name: &PyObject,
    keep: bool,
    vm: &VirtualMachine,
) -> PyResult<()> {
    each(related, vm, |object| {
        let known = fields_cache(&object, vm)?;
        if keep && known.get_item_opt(cache_name, vm)?.is_some() {
            return Ok(());
        }
        let instance = instances.get_item(&*value_of(key, &object, vm)?, vm)?;
        known.set_item(cache_name, instance, vm)
    })
}

/// Puts the one related object of each instance, or `None`, in its place.
pub(crate) fn give_single(
    instances: &PyObject,
    key: &PyObject,
    groups: &PyDictRef,
    cache_name: &PyObject,
    vm: &VirtualMachine,
) -> PyResult<()> {
    each(instances, vm, |instance| {
        let group: Option<PyListRef> = match groups.get_item_opt(&*value_of(key, &instance, vm)?, vm)? {
            Some(group) => Some(group.try_into_value(vm)?),
            None => None,
        };
        let related = group.and_then(|group| group.borrow_vec().first().cloned());
        let related = related.unwrap_or_else(|| vm.ctx.none());
        fields_cache(&instance, vm)?.set_item(cache_name, related, vm)
    })
}
