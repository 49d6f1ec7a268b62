//! The rows that a foreign key of theirs leads to an instance.

use rustpython_vm::{
    AsObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyDict, PyDictRef, PyStr},
    function::FuncArgs,
    pyclass,
};

use super::{QuerySet, overridden};

type This = PyRef<QuerySet>;

#[pyclass]
pub(super) trait Related: PyPayload {
    /// The related rows of an instance, over its reverse `relation`; they know the instance without a query.
    #[pymethod]
    fn _of_instance(
        zelf: This,
        instance: PyObjectRef,
        relation: PyObjectRef,
        lookups: PyDictRef,
        vm: &VirtualMachine,
    ) -> PyResult {
        let field = relation.get_attr("field", vm)?;
        let mode = instance.get_attr("_state", vm)?.get_attr("fetch_mode", vm)?;
        zelf.add_hint("instance", instance.clone(), vm)?;
        zelf.change(vm, |held| held.fetch_mode = mode)?;

        let mut args = FuncArgs::default();
        for (name, value) in &lookups {
            args.kwargs.insert(name.str(vm)?.to_string_lossy().as_ref().into(), value);
        }
        let filtered = if overridden(zelf.class(), "filter", vm) {
            zelf.as_object().get_attr("filter", vm)?.call(args, vm)?
        } else {
            QuerySet::filtered(&zelf, args, vm)?
        };

        let remote = field.get_attr("foreign_related_fields", vm)?;
        let values = vm.extract_elements_with(&remote, |remote| {
            let name = remote.get_attr("attname", vm)?;
            match name.downcast_ref::<PyStr>() {
                Some(name) => instance.get_attr(name, vm),
                None => Err(vm.new_type_error("attname must be a string")),
            }
        })?;
        if values.iter().any(|value| vm.is_none(value)) {
            return vm.call_method(&filtered, "none", ());
        }
        let queryset = QuerySet::downcast(&filtered, vm)?;
        if field.get_attr("many_to_one", vm)?.try_to_bool(vm)? {
            let key = match &values[..] {
                [only] => only.clone(),
                _ => vm.ctx.new_tuple(values).into(),
            };
            let by_key = vm.ctx.new_dict();
            by_key.set_item(&*key, instance.clone(), vm)?;
            let known = vm.ctx.new_dict();
            known.set_item(&*field, by_key.into(), vm)?;
            queryset.change(vm, |held| held.known = known.into())?;
        }
        QuerySet::tell_followed(queryset, &instance, relation, vm)?;
        Ok(filtered)
    }
}

impl Related for QuerySet {}

impl QuerySet {
    fn add_hint(&self, name: &str, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let held = self.with(vm, |held| held.hints.clone())?;
        let all = match held.downcast_ref::<PyDict>() {
            Some(hints) => hints.copy().into_ref(&vm.ctx),
            None => vm.ctx.new_dict(),
        };
        all.set_item(name, value, vm)?;
        self.change(vm, |held| held.hints = all.into())
    }
}
