//! Iteration, indexing and operators. The Python class binds these to the special methods.

use outerref_lab::events::Judged;
use outerref_orm::expression::Connective;
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyInt, PySlice},
    function::FuncArgs,
    pyclass,
};

use super::{super::exceptions::OrRaise, QuerySet};

type This = PyRef<QuerySet>;

const REPR_OUTPUT_SIZE: u64 = 20;

impl QuerySet {
    /// `queryset[low:high]`.
    pub(super) fn sliced(zelf: &Py<Self>, low: u64, high: Option<u64>, vm: &VirtualMachine) -> PyResult {
        let queryset = zelf.orm(vm)?.slice(low, high);
        Self::copy_with(zelf, queryset.query, vm)
    }

    fn merged(zelf: &Py<Self>, other: &PyObject, connector: Connective, vm: &VirtualMachine) -> PyResult {
        let Some(right) = other.downcast_ref::<Self>() else {
            return Ok(vm.ctx.not_implemented.clone().into());
        };
        let sign = match connector {
            Connective::And => "&",
            Connective::Or => "|",
            Connective::Xor => "^",
        };
        let (mut left_orm, mut right_orm) = (zelf.orm(vm)?, right.orm(vm)?);
        for queryset in [&left_orm, &right_orm] {
            if queryset.query.combinator.is_some() {
                return Err(vm.new_type_error(format!("Cannot use {sign} operator with combined queryset.")));
            }
        }
        let (left_fields, right_fields) =
            (zelf.with(vm, |held| held.fields.clone())?, right.with(vm, |held| held.fields.clone())?);
        if (!vm.is_none(&left_fields) || !vm.is_none(&right_fields))
            && (left_orm.query.values_select() != right_orm.query.values_select()
                || left_orm.query.selected_names() != right_orm.query.selected_names())
        {
            let class = zelf.class().name().to_string();
            return Err(
                vm.new_type_error(format!("Merging '{class}' classes must involve the same values in each case."))
            );
        }
        let (left_empty, right_empty) = (left_orm.query.is_empty(), right_orm.query.is_empty());
        match connector {
            Connective::And if right_empty => return Ok(other.to_owned()),
            Connective::And if left_empty => return Ok(zelf.as_object().to_owned()),
            Connective::Or | Connective::Xor if left_empty => return Ok(other.to_owned()),
            Connective::Or | Connective::Xor if right_empty => return Ok(zelf.as_object().to_owned()),
            _ => {}
        }
        let mut base = zelf.as_object().to_owned();
        if connector != Connective::And {
            if left_orm.query.is_sliced() {
                base = Self::as_keys(zelf, vm)?;
                left_orm = Self::downcast(&base, vm)?.orm(vm)?;
            }
            if right_orm.query.is_sliced() {
                let keys = Self::as_keys(right, vm)?;
                right_orm = Self::downcast(&keys, vm)?.orm(vm)?;
            }
        }
        let combined = left_orm.combine(&right_orm, connector).or_raise(vm)?;
        let copy = Self::copy_with(Self::downcast(&base, vm)?, combined.query, vm)?;
        vm.call_method(&copy, "_merge_known_related_objects", (other.to_owned(),))?;
        Ok(copy)
    }

    /// A sliced queryset as one that filters by the keys of its rows.
    fn as_keys(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        let model = zelf.with(vm, |held| held.model.clone())?;
        let keys = vm.call_method(zelf.as_object(), "values", ("pk",))?;
        let manager = model.get_attr("_base_manager", vm)?;
        let mut args = FuncArgs::default();
        args.kwargs.insert("pk__in".into(), keys);
        manager.get_attr("filter", vm)?.call(args, vm)
    }
}

fn index_error(object: &PyObject, vm: &VirtualMachine) -> rustpython_vm::builtins::PyBaseExceptionRef {
    vm.new_type_error(format!("QuerySet indices must be integers or slices, not {}.", object.class().name()))
}

#[pyclass]
pub(super) trait Protocol: PyPayload {
    #[pymethod]
    fn _len(zelf: This, vm: &VirtualMachine) -> PyResult<usize> {
        let length = QuerySet::fetch_all(&zelf, vm)?.borrow_vec().len();
        QuerySet::tell_judged(&zelf, Judged::Length, vm)?;
        Ok(length)
    }

    #[pymethod]
    fn _iter(zelf: This, vm: &VirtualMachine) -> PyResult {
        let list = QuerySet::fetch_all(&zelf, vm)?;
        QuerySet::tell_handed(&zelf, vm)?;
        Ok(list.as_object().get_iter(vm)?.into())
    }

    #[pymethod]
    fn _bool(zelf: This, vm: &VirtualMachine) -> PyResult<bool> {
        let any = !QuerySet::fetch_all(&zelf, vm)?.borrow_vec().is_empty();
        QuerySet::tell_judged(&zelf, Judged::Truth, vm)?;
        Ok(any)
    }

    #[pymethod]
    fn _fetch_all(zelf: This, vm: &VirtualMachine) -> PyResult<()> {
        QuerySet::fetch_all(&zelf, vm).map(drop)
    }

    /// Fetches the rows without keeping them. Prefetching is up to the caller.
    #[pymethod]
    fn _fetch_rows(zelf: This, vm: &VirtualMachine) -> PyResult {
        let rows = QuerySet::fetch_rows(&zelf, vm)?;
        QuerySet::tell_handed(&zelf, vm)?;
        Ok(vm.ctx.new_list(rows).into())
    }

    #[pymethod]
    fn _getitem(zelf: This, key: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let negative = || vm.new_value_error("Negative indexing is not supported.");
        let cached = zelf.with(vm, |held| held.cache.clone())?;
        QuerySet::tell_handed(&zelf, vm)?;
        if let Some(slice) = key.downcast_ref::<PySlice>() {
            let bound = |value: Option<&PyObjectRef>| -> PyResult<Option<u64>> {
                match value.filter(|value| !vm.is_none(value)) {
                    None => Ok(None),
                    Some(value) => match value.try_to_value::<i64>(vm) {
                        Ok(number) => u64::try_from(number).map(Some).map_err(|_| negative()),
                        Err(_) => Err(index_error(value, vm)),
                    },
                }
            };
            let (start, stop) = (bound(slice.start.as_ref())?, bound(Some(&slice.stop))?);
            if let Some(list) = cached {
                return list.as_object().get_item(&*key, vm);
            }
            let sliced = QuerySet::sliced(&zelf, start.unwrap_or(0), stop, vm)?;
            let step = slice.step.clone().filter(|step| !vm.is_none(step));
            if let Some(step) = step {
                let list = QuerySet::rows_of(QuerySet::downcast(&sliced, vm)?, vm)?;
                let every = PySlice { start: None, stop: vm.ctx.none(), step: Some(step) };
                let every: PyObjectRef = rustpython_vm::PyPayload::into_ref(every, &vm.ctx).into();
                return list.as_object().get_item(&*every, vm);
            }
            return Ok(sliced);
        }
        let Some(_) = key.downcast_ref::<PyInt>() else { return Err(index_error(&key, vm)) };
        let place: i64 = key.try_to_value(vm)?;
        let place = u64::try_from(place).map_err(|_| negative())?;
        if let Some(list) = cached {
            return list.as_object().get_item(&*key, vm);
        }
        let sliced = QuerySet::sliced(&zelf, place, Some(place.saturating_add(1)), vm)?;
        let list = QuerySet::fetch_all(QuerySet::downcast(&sliced, vm)?, vm)?;
        QuerySet::tell_passing(&zelf, QuerySet::downcast(&sliced, vm)?, vm)?;
        let first = list.borrow_vec().first().cloned();
        first.ok_or_else(|| {
            vm.new_exception_msg(vm.ctx.exceptions.index_error.to_owned(), "list index out of range".into())
        })
    }

    #[pymethod]
    fn _and(zelf: This, other: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        QuerySet::merged(&zelf, &other, Connective::And, vm)
    }

    #[pymethod]
    fn _or(zelf: This, other: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        QuerySet::merged(&zelf, &other, Connective::Or, vm)
    }

    #[pymethod]
    fn _xor(zelf: This, other: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        QuerySet::merged(&zelf, &other, Connective::Xor, vm)
    }

    #[pymethod]
    fn _repr(zelf: This, vm: &VirtualMachine) -> PyResult<String> {
        let cached = zelf.with(vm, |held| held.cache.clone())?;
        let list = match cached {
            Some(list) => list,
            None => {
                let sliced = QuerySet::sliced(&zelf, 0, Some(REPR_OUTPUT_SIZE + 1), vm)?;
                QuerySet::fetch_all(QuerySet::downcast(&sliced, vm)?, vm)?
            }
        };
        let mut shown: Vec<PyObjectRef> =
            list.borrow_vec().iter().take(REPR_OUTPUT_SIZE as usize + 1).cloned().collect();
        if shown.len() > REPR_OUTPUT_SIZE as usize {
            shown.pop();
            shown.push(vm.ctx.new_str("...(remaining elements truncated)...").into());
        }
        let data = vm.ctx.new_list(shown);
        Ok(format!("<{} {}>", zelf.class().name(), data.as_object().repr(vm)?.to_string_lossy()))
    }

    #[pygetset]
    fn _result_cache(zelf: This, vm: &VirtualMachine) -> PyResult {
        QuerySet::tell_handed(&zelf, vm)?;
        zelf.with(vm, |held| held.cache.clone().map_or_else(|| vm.ctx.none(), Into::into))
    }

    #[pygetset(setter)]
    fn set__result_cache(zelf: This, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let list = if vm.is_none(&value) { None } else { Some(vm.ctx.new_list(vm.extract_elements_with(&value, Ok)?)) };
        zelf.number.set(QuerySet::number_of(list.as_deref()));
        zelf.change(vm, |held| held.cache = list)
    }

    #[pygetset]
    fn _prefetch_related_lookups(zelf: This, vm: &VirtualMachine) -> PyResult {
        zelf.with(vm, |held| held.prefetch.clone())
    }

    #[pygetset(setter)]
    fn set__prefetch_related_lookups(zelf: This, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        zelf.change(vm, |held| held.prefetch = value)
    }

    #[pygetset]
    fn _prefetch_done(zelf: This) -> bool {
        zelf.prefetch_done.get()
    }

    #[pygetset(setter)]
    fn set__prefetch_done(zelf: This, value: bool) {
        zelf.prefetch_done.set(value);
    }

    #[pygetset]
    fn _known_related_objects(zelf: This, vm: &VirtualMachine) -> PyResult {
        zelf.with(vm, |held| held.known.clone())
    }

    #[pygetset(setter)]
    fn set__known_related_objects(zelf: This, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        zelf.change(vm, |held| held.known = value)
    }

    #[pygetset]
    fn _hints(zelf: This, vm: &VirtualMachine) -> PyResult {
        zelf.with(vm, |held| held.hints.clone())
    }

    #[pygetset(setter)]
    fn set__hints(zelf: This, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        zelf.change(vm, |held| held.hints = value)
    }

    #[pymethod]
    fn _add_hints(zelf: This, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        let hints = vm.ctx.new_dict();
        for (name, value) in args.kwargs {
            hints.set_item(&*name, value, vm)?;
        }
        let held = zelf.with(vm, |held| held.hints.clone())?;
        let all = vm.call_method(&held, "copy", ())?;
        vm.call_method(&all, "update", (hints,))?;
        zelf.change(vm, |held| held.hints = all)
    }

    #[pygetset]
    fn _db(zelf: This, vm: &VirtualMachine) -> PyResult {
        zelf.with(vm, |held| held.using.clone())
    }

    #[pygetset(setter)]
    fn set__db(zelf: This, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        zelf.change(vm, |held| held.using = value)
    }

    #[pygetset]
    fn _for_write(zelf: This) -> bool {
        zelf.for_write.get()
    }

    #[pygetset(setter)]
    fn set__for_write(zelf: This, value: bool) {
        zelf.for_write.set(value);
    }

    #[pygetset]
    fn _fetch_mode(zelf: This, vm: &VirtualMachine) -> PyResult {
        zelf.with(vm, |held| held.fetch_mode.clone())
    }

    #[pygetset(setter)]
    fn set__fetch_mode(zelf: This, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        zelf.change(vm, |held| held.fetch_mode = value)
    }

    #[pygetset]
    fn _iterable_class(zelf: This, vm: &VirtualMachine) -> PyResult {
        if let Some(iterable) = zelf.with(vm, |held| held.iterable.clone())? {
            return Ok(iterable);
        }
        let name = match zelf.kind.get() {
            super::RowKind::Model => "ModelIterable",
            super::RowKind::Values => "ValuesIterable",
            super::RowKind::ValuesList => "ValuesListIterable",
            super::RowKind::Flat => "FlatValuesListIterable",
            super::RowKind::Named => "NamedValuesListIterable",
        };
        crate::session::import(vm, "django.db.models.query")?.get_attr(name, vm)
    }

    #[pygetset(setter)]
    fn set__iterable_class(zelf: This, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let kind = value.get_attr("_row_kind", vm).ok().and_then(|kind| kind.try_into_value::<String>(vm).ok());
        let known = match kind.as_deref() {
            Some("model") => Some(super::RowKind::Model),
            Some("values") => Some(super::RowKind::Values),
            Some("values_list") => Some(super::RowKind::ValuesList),
            Some("flat") => Some(super::RowKind::Flat),
            Some("named") => Some(super::RowKind::Named),
            _ => None,
        };
        if let Some(kind) = known {
            zelf.kind.set(kind);
        }
        // A person's own class, though it is a kind of ours, may make its rows itself.
        let own = value.get_attr("__module__", vm)?.str(vm)?.to_string_lossy() != "django.db.models.query";
        zelf.change(vm, |held| held.iterable = (own || known.is_none()).then_some(value))
    }
}

impl Protocol for QuerySet {}
