//! Model instances as values of the ORM.

use outerref_orm::{ModelInstance, Result, Value, schema::ModelRef};
use rustpython_vm::{AsObject, builtins::PyTypeRef, vm::thread::with_current_vm};

use super::{exceptions::OrHost, instance::Instance, model_handle::ModelHandle};
use crate::convert::{self, HostObject};

/// The object as a model instance, if it is one.
pub(crate) fn instance(object: &HostObject) -> Option<&dyn ModelInstance> {
    object.0.downcast_ref::<Instance>()?;
    model_of_class(&object.0.class().to_owned())?;
    Some(object)
}

fn model_of_class(class: &PyTypeRef) -> Option<ModelRef> {
    with_current_vm(|vm| {
        let meta = class.as_object().get_attr("_meta", vm).ok()?;
        let handle = meta.get_attr("_orm", vm).ok()?;
        handle.downcast_ref::<ModelHandle>().map(|handle| handle.model.clone())
    })
}

impl ModelInstance for HostObject {
    fn model(&self) -> ModelRef {
        model_of_class(&self.0.class().to_owned()).expect("instance() gives only objects with a model")
    }

    fn attribute(&self, attname: &str) -> Result<Option<Value>> {
        with_current_vm(|vm| {
            let name = vm.ctx.intern_str(attname);
            match vm.get_attribute_opt(&self.0, name) {
                Ok(Some(value)) => convert::to_value(vm, &value).map(Some),
                Ok(None) => Ok(None),
                Err(error) => Err(error),
            }
        })
        .or_host()
    }

    fn is_unsaved(&self) -> bool {
        with_current_vm(|vm| Instance::pk(&self.0, vm).map(|pk| vm.is_none(&pk)).unwrap_or(true))
    }
}
