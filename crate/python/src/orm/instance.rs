//! [`Instance`]: the native base of `Model`. It keeps the fetched row that it was made from and
//! takes values out of it only when they are read.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyResult, Traverse, VirtualMachine,
    builtins::{PyDictRef, PyStr, PyStrInterned, PyStrRef, PyTuple, PyType, PyTypeRef},
    common::{hash::PyHash, lock::PyMutex},
    function::{FuncArgs, PyComparisonValue},
    pyclass,
    types::{Comparable, Constructor, GetAttr, Hashable, Initializer, PyComparisonOp},
};

use super::{init_plan::InitPlan, rows::Fetched, workspace::Workspace};

/// The name of the database that there is.
const DEFAULT_DB_ALIAS: &str = "default";

/// Which columns of a statement make up an instance.
#[derive(Debug)]
pub(crate) struct Layout {
    /// Field attributes, each with its column.
    pub(crate) attributes: Vec<(&'static PyStrInterned, usize)>,
    /// Annotations that no attribute of the class stands in the way of.
    pub(crate) annotations: Vec<(&'static PyStrInterned, usize)>,
}

/// The row that an instance was made from.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) fetched: Rc<Fetched>,
    pub(crate) index: usize,
    pub(crate) layout: Rc<Layout>,
}

/// The native part of a model instance.
#[pyclass(module = "_orm", name = "Instance", traverse)]
#[derive(Debug, PyPayload)]
pub(crate) struct Instance {
    #[pytraverse(skip)]
    row: RefCell<Option<Row>>,
    /// The number of the statement that fetched it; 0 if none did.
    #[pytraverse(skip)]
    origin: Cell<u32>,
    /// Whether it came from the database or was put into it, as long as nobody asked for its state.
    #[pytraverse(skip)]
    stored: Cell<bool>,
    state: PyMutex<Option<PyObjectRef>>,
    caches: PyMutex<Option<PyDictRef>>,
}

impl Instance {
    /// An instance of `class` made from a row, as `Model.from_db` makes it.
    pub(crate) fn from_row(class: &PyTypeRef, row: Row, vm: &VirtualMachine) -> PyResult {
        let payload = Self {
            origin: Cell::new(row.fetched.number()),
            stored: Cell::new(true),
            row: RefCell::new(Some(row)),
            state: PyMutex::new(None),
            caches: PyMutex::new(None),
        };
        payload.into_ref_with_type(vm, class.clone()).map(Into::into)
    }

    /// The number of the statement that fetched an instance.
    pub(crate) fn origin(object: &PyObject) -> Option<u32> {
        object.downcast_ref::<Self>().map(|this| this.origin.get()).filter(|number| *number > 0)
    }

    /// Notes the statement that fetched an instance.
    pub(crate) fn set_origin(object: &PyObject, number: u32) {
        if let Some(this) = object.downcast_ref::<Self>() {
            this.origin.set(number);
        }
    }

    /// The value of an attribute, if the row holds it.
    pub(crate) fn read(&self, name: &'static PyStrInterned, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
        let found = {
            let row = self.row.borrow();
            let Some(row) = &*row else { return Ok(None) };
            let column = row
                .layout
                .attributes
                .iter()
                .chain(&row.layout.annotations)
                .find(|(other, _)| std::ptr::eq(*other, name))
                .map(|(_, column)| *column);
            column.map(|column| (row.fetched.clone(), row.index, column))
        };
        found.map(|(fetched, index, column)| fetched.value(index, column, vm)).transpose()
    }

    /// The attributes that the row holds, in the order of its columns.
    pub(crate) fn fetched(&self) -> Vec<&'static PyStrInterned> {
        let row = self.row.borrow();
        let Some(row) = &*row else { return Vec::new() };
        let mut names: Vec<_> = row.layout.attributes.iter().chain(&row.layout.annotations).copied().collect();
        names.sort_by_key(|(_, column)| *column);
        names.into_iter().map(|(name, _)| name).collect()
    }

    /// As [`read`](Self::read), without counting as reading.
    pub(crate) fn peek(&self, name: &'static PyStrInterned, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
        let found = {
            let row = self.row.borrow();
            let Some(row) = &*row else { return Ok(None) };
            let column = row.layout.attributes.iter().chain(&row.layout.annotations);
            let column = column.copied().find(|(other, _)| std::ptr::eq(*other, name)).map(|(_, column)| column);
            column.map(|column| (row.fetched.clone(), row.index, column))
        };
        found.map(|(fetched, index, column)| fetched.peek(index, column, vm)).transpose()
    }

    /// Whether the row holds this attribute.
    pub(crate) fn holds(&self, name: &str) -> bool {
        self.row.borrow().as_ref().is_some_and(|row| {
            row.layout.attributes.iter().chain(&row.layout.annotations).any(|(other, _)| other.as_str() == name)
        })
    }

    /// Puts all values of the row into `__dict__` and lets the row go.
    pub(crate) fn materialise(zelf: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
        let Some(this) = zelf.downcast_ref::<Self>() else { return Ok(()) };
        let Some(row) = this.row.borrow_mut().take() else { return Ok(()) };
        let Some(dict) = zelf.dict() else { return Ok(()) };
        for (name, column) in row.layout.attributes.iter().chain(&row.layout.annotations) {
            if dict.get_item_opt(*name, vm)?.is_none() {
                dict.set_item(*name, row.fetched.value(row.index, *column, vm)?, vm)?;
            }
        }
        Ok(())
    }

    /// Forgets what the row says of an attribute, as `del instance.name` does.
    fn forget(&self, name: &str) {
        let mut row = self.row.borrow_mut();
        if let Some(row) = &mut *row
            && row.layout.attributes.iter().chain(&row.layout.annotations).any(|(other, _)| other.as_str() == name)
        {
            let without = |list: &[(&'static PyStrInterned, usize)]| {
                list.iter().filter(|(other, _)| other.as_str() != name).copied().collect()
            };
            row.layout = Rc::new(Layout {
                attributes: without(&row.layout.attributes),
                annotations: without(&row.layout.annotations),
            });
        }
    }

    /// The dictionary of related instances.
    pub(crate) fn fields_cache(zelf: &PyObject, vm: &VirtualMachine) -> PyResult<PyDictRef> {
        let Some(this) = zelf.downcast_ref::<Self>() else {
            return Err(vm.new_type_error("expected a model instance"));
        };
        if let Some(state) = this.state.lock().clone() {
            return state.get_attr("fields_cache", vm)?.try_into_value(vm);
        }
        Ok(this.caches.lock().get_or_insert_with(|| vm.ctx.new_dict()).clone())
    }

    /// The related instances that it knows, if it may know any.
    pub(crate) fn known(&self, vm: &VirtualMachine) -> PyResult<Option<PyDictRef>> {
        match self.state.lock().clone() {
            Some(state) => state.get_attr("fields_cache", vm)?.try_into_value(vm).map(Some),
            None => Ok(self.caches.lock().clone()),
        }
    }

    /// A related instance that it knows, by the name of its cache. That there is none is known as `None` of Python's.
    pub(crate) fn related(&self, cache_name: &PyObject, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
        self.known(vm)?.map_or(Ok(None), |known| known.get_item_opt(cache_name, vm))
    }

    /// Says that it is in the database `alias`.
    pub(crate) fn mark_stored(zelf: &PyObject, alias: &PyStrRef, vm: &VirtualMachine) -> PyResult<()> {
        if let Some(this) = zelf.downcast_ref::<Self>()
            && this.state.lock().is_none()
            && alias.as_bytes() == DEFAULT_DB_ALIAS.as_bytes()
        {
            this.stored.set(true);
            return Ok(());
        }
        let state = zelf.get_attr("_state", vm)?;
        state.set_attr("adding", vm.ctx.new_bool(false), vm)?;
        state.set_attr("db", alias.clone(), vm)
    }

    fn pk_name(zelf: &PyObject, vm: &VirtualMachine) -> PyResult<PyStrRef> {
        let meta = zelf.class().as_object().get_attr("_meta", vm)?;
        let pk = meta.get_attr("pk", vm)?;
        if vm.is_none(&pk) {
            return Err(vm.new_attribute_error("the model has no primary key"));
        }
        pk.get_attr("attname", vm)?.try_into_value(vm)
    }
}

impl Constructor for Instance {
    type Args = FuncArgs;

    fn py_new(_cls: &Py<PyType>, _args: FuncArgs, _vm: &VirtualMachine) -> PyResult<Self> {
        Ok(Self {
            row: RefCell::new(None),
            origin: Cell::new(0),
            stored: Cell::new(false),
            state: PyMutex::new(None),
            caches: PyMutex::new(None),
        })
    }
}

impl Initializer for Instance {
    type Args = FuncArgs;

    fn slot_init(zelf: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        InitPlan::of(zelf.class(), vm)?.run(zelf, args, vm)
    }

    fn init(_zelf: &Py<Self>, _args: FuncArgs, _vm: &VirtualMachine) -> PyResult<()> {
        Ok(())
    }
}

/// Attributes that the class does not know are annotations still in the row. What a descriptor
/// raises passes through, an `AttributeError` too (`RelatedObjectDoesNotExist` is one).
impl GetAttr for Instance {
    fn getattro(zelf: &Py<Self>, name: &Py<PyStr>, vm: &VirtualMachine) -> PyResult {
        let object = zelf.as_object();
        if let Some(found) = object.generic_getattr_opt(name, None, vm)? {
            return Ok(found);
        }
        let interned = vm.ctx.intern_str(name.to_string_lossy().as_ref());
        if let Some(value) = zelf.read(interned, vm)? {
            if let Some(dict) = object.dict() {
                dict.set_item(interned, value.clone(), vm)?;
            }
            return Ok(value);
        }
        let class = object.class().name().to_string();
        let error = vm.new_attribute_error(format!("'{class}' object has no attribute '{}'", interned.as_str()));
        error.as_object().set_attr("name", interned.to_owned(), vm)?;
        error.as_object().set_attr("obj", object.to_owned(), vm)?;
        Err(error)
    }
}

#[pyclass(with(Constructor, Initializer, Comparable, Hashable, GetAttr), flags(BASETYPE, HAS_DICT, HAS_WEAKREF))]
impl Instance {
    #[pygetset]
    fn __dict__(zelf: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyDictRef> {
        Self::materialise(&zelf, vm)?;
        zelf.dict().ok_or_else(|| vm.new_attribute_error("__dict__"))
    }

    #[pygetset(setter)]
    fn set___dict__(zelf: PyObjectRef, value: PyDictRef, vm: &VirtualMachine) -> PyResult<()> {
        Self::materialise(&zelf, vm)?;
        if let Some(dict) = zelf.dict() {
            dict.clear();
            for (key, item) in &value {
                dict.set_item(&*key, item, vm)?;
            }
        }
        Ok(())
    }

    /// What was set or read so far, without what is still in the row.
    #[pygetset]
    fn _own_values(zelf: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyDictRef> {
        zelf.dict().ok_or_else(|| vm.new_attribute_error("__dict__"))
    }

    #[pymethod]
    fn __delattr__(zelf: PyObjectRef, name: PyStrRef, vm: &VirtualMachine) -> PyResult<()> {
        if let Some(this) = zelf.downcast_ref::<Self>()
            && this.holds(name.as_ref())
            && zelf.dict().is_none_or(|dict| !dict.contains_key(&*name, vm))
        {
            this.forget(name.as_ref());
            return Ok(());
        }
        if let Some(this) = zelf.downcast_ref::<Self>() {
            this.forget(name.as_ref());
        }
        zelf.generic_setattr(&name, rustpython_vm::function::PySetterValue::Delete, vm)
    }

    #[pygetset]
    fn _state(zelf: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let Some(this) = zelf.downcast_ref::<Self>() else { return Ok(vm.ctx.none()) };
        if let Some(state) = this.state.lock().clone() {
            return Ok(state);
        }
        let Some(class) = Workspace::of(vm)?.model_state_class() else { return Ok(vm.ctx.none()) };
        let state = class.as_object().call((), vm)?;
        if this.stored.get() {
            state.set_attr("adding", vm.ctx.new_bool(false), vm)?;
            state.set_attr("db", vm.ctx.new_str(DEFAULT_DB_ALIAS), vm)?;
        }
        state.set_attr("fields_cache", Self::fields_cache(&zelf, vm)?, vm)?;
        *this.state.lock() = Some(state.clone());
        Ok(state)
    }

    #[pygetset(setter)]
    fn set__state(zelf: PyObjectRef, value: PyObjectRef, vm: &VirtualMachine) {
        if let Some(this) = zelf.downcast_ref::<Self>() {
            if let Ok(caches) = value.get_attr("fields_cache", vm)
                && let Ok(caches) = caches.downcast::<rustpython_vm::builtins::PyDict>()
            {
                *this.caches.lock() = Some(caches);
            }
            *this.state.lock() = Some(value);
        }
    }

    #[pymethod]
    fn _has_value(zelf: PyObjectRef, name: PyStrRef, vm: &VirtualMachine) -> bool {
        let in_dict = zelf.dict().is_some_and(|dict| dict.contains_key(&*name, vm));
        in_dict || zelf.downcast_ref::<Self>().is_some_and(|this| this.holds(name.as_ref()))
    }

    #[pymethod]
    fn _materialise(zelf: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        Self::materialise(&zelf, vm)
    }
}

impl Comparable for Instance {
    fn cmp(zelf: &Py<Self>, other: &PyObject, op: PyComparisonOp, vm: &VirtualMachine) -> PyResult<PyComparisonValue> {
        let equal = |zelf: &PyObject, other: &PyObject| -> PyResult<Option<bool>> {
            if other.downcast_ref::<Self>().is_none() {
                return Ok(None);
            }
            let concrete = |obj: &PyObject| -> PyResult {
                obj.class().as_object().get_attr("_meta", vm)?.get_attr("concrete_model", vm)
            };
            if !concrete(zelf)?.is(&concrete(other)?) {
                return Ok(Some(false));
            }
            let mine = zelf.get_attr("pk", vm)?;
            if vm.is_none(&mine) {
                return Ok(Some(zelf.is(other)));
            }
            if let Some(tuple) = mine.downcast_ref::<rustpython_vm::builtins::PyTuple>()
                && tuple.iter().any(|part| vm.is_none(part))
            {
                return Ok(Some(zelf.is(other)));
            }
            let theirs = other.get_attr("pk", vm)?;
            vm.bool_eq(&mine, &theirs).map(Some)
        };
        Ok(match op {
            PyComparisonOp::Eq => match equal(zelf.as_object(), other)? {
                Some(answer) => PyComparisonValue::Implemented(answer),
                None => PyComparisonValue::NotImplemented,
            },
            PyComparisonOp::Ne => match equal(zelf.as_object(), other)? {
                Some(answer) => PyComparisonValue::Implemented(!answer),
                None => PyComparisonValue::NotImplemented,
            },
            _ => PyComparisonValue::NotImplemented,
        })
    }
}

impl Hashable for Instance {
    fn hash(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyHash> {
        let pk = zelf.as_object().get_attr("pk", vm)?;
        let part = |part: &PyObjectRef| vm.is_none(part);
        if vm.is_none(&pk) || pk.downcast_ref::<PyTuple>().is_some_and(|key| key.as_slice().iter().any(part)) {
            return Err(vm.new_type_error("Model instances without primary key value are unhashable"));
        }
        pk.hash(vm)
    }
}

impl Instance {
    /// The primary key's value, through the attribute of its name.
    pub(crate) fn pk(zelf: &PyObject, vm: &VirtualMachine) -> PyResult {
        let name = Self::pk_name(zelf, vm)?;
        let interned: &PyStr = &name;
        zelf.get_attr(vm.ctx.intern_str(interned.to_string_lossy().as_ref()), vm)
    }
}
