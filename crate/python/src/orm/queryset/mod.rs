//! [`QuerySet`]: the native base of Django's `QuerySet`, and [`QueryObject`], its `query`.
//!
//! | what | file |
//! |---|---|
//! | the object and its copies | here |
//! | methods that narrow, annotate, order | [`building`] |
//! | fetching rows and making instances | [`fetch`], [`instances`] |
//! | methods that run a query at once | [`running`] |
//! | iteration, indexing, operators | [`protocol`] |
//! | the rows that belong to an instance | [`related`] |
//! | the joins that Python sees | [`tables`] |
//! | what is noted for the lab | [`telling`] |

mod building;
mod fetch;
mod instances;
mod protocol;
mod query_object;
mod related;
mod running;
mod tables;
mod telling;

pub(crate) use query_object::{QueryObject, sql_and_params};
pub(crate) use running::run_update;

use std::{cell::Cell, rc::Rc};

use outerref_orm::{query::Query, queryset::QuerySet as OrmQuerySet, schema::ModelRef};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, Traverse, VirtualMachine,
    builtins::{PyListRef, PyStr, PyType, PyTypeRef},
    class::StaticType,
    common::lock::PyMutex,
    function::FuncArgs,
    pyclass,
    types::{Constructor, Initializer},
};

use super::{model_handle::ModelHandle, workspace::Workspace};
use crate::{
    observe::{Trace, Via},
    session::import,
};

/// What a row becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum RowKind {
    /// An instance.
    #[default]
    Model,
    /// A dictionary.
    Values,
    /// A tuple.
    ValuesList,
    /// The only value.
    Flat,
    /// A named tuple.
    Named,
}

/// The Python objects that a queryset holds.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) model: PyObjectRef,
    pub(crate) query: PyRef<QueryObject>,
    pub(crate) using: PyObjectRef,
    pub(crate) hints: PyObjectRef,
    pub(crate) cache: Option<PyListRef>,
    pub(crate) prefetch: PyObjectRef,
    pub(crate) known: PyObjectRef,
    pub(crate) fields: PyObjectRef,
    pub(crate) fetch_mode: PyObjectRef,
    pub(crate) iterable: Option<PyObjectRef>,
    /// The relation of an instance that leads here.
    pub(crate) via: Option<Via>,
    /// The steps that led here.
    pub(crate) trace: Option<Rc<Trace>>,
}

#[expect(unsafe_code, reason = "the garbage collector asks for the objects within")]
// SAFETY: every owned Python object is visited.
unsafe impl rustpython_vm::object::Traverse for Held {
    fn traverse(&self, visit: &mut rustpython_vm::object::TraverseFn<'_>) {
        self.model.traverse(visit);
        self.query.traverse(visit);
        self.using.traverse(visit);
        self.hints.traverse(visit);
        self.cache.traverse(visit);
        self.prefetch.traverse(visit);
        self.known.traverse(visit);
        self.fields.traverse(visit);
        self.fetch_mode.traverse(visit);
        self.iterable.traverse(visit);
        if let Some(via) = &self.via {
            via.relation.traverse(visit);
        }
    }
}

/// A lazy set of rows.
#[pyclass(module = "_orm", name = "QuerySet", traverse)]
#[derive(Debug, PyPayload)]
pub(crate) struct QuerySet {
    held: PyMutex<Option<Held>>,
    #[pytraverse(skip)]
    kind: Cell<RowKind>,
    #[pytraverse(skip)]
    sticky: Cell<bool>,
    #[pytraverse(skip)]
    for_write: Cell<bool>,
    #[pytraverse(skip)]
    prefetch_done: Cell<bool>,
    #[pytraverse(skip)]
    pub(crate) cloning_disabled: Cell<bool>,
    /// The number of the statement that the kept rows are of.
    #[pytraverse(skip)]
    number: Cell<u32>,
    /// The number of the first statement whose rows were not kept.
    #[pytraverse(skip)]
    passing: Cell<u32>,
}

impl Constructor for QuerySet {
    type Args = FuncArgs;

    fn py_new(_cls: &Py<PyType>, _args: FuncArgs, _vm: &VirtualMachine) -> PyResult<Self> {
        Ok(Self {
            held: PyMutex::new(None),
            kind: Cell::new(RowKind::Model),
            sticky: Cell::new(false),
            for_write: Cell::new(false),
            prefetch_done: Cell::new(false),
            cloning_disabled: Cell::new(false),
            number: Cell::new(0),
            passing: Cell::new(0),
        })
    }
}

impl Initializer for QuerySet {
    type Args = FuncArgs;

    fn slot_init(zelf: &PyObject, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        let this = Self::downcast(zelf, vm)?;
        let mut next = |name: &str| args.take_positional_keyword(name).filter(|value| !vm.is_none(value));
        let model = next("model");
        let query = next("query");
        let using = next("using").unwrap_or_else(|| vm.ctx.none());
        let hints = next("hints").unwrap_or_else(|| vm.ctx.new_dict().into());
        let query = match query {
            Some(query) => query
                .downcast::<QueryObject>()
                .map_err(|other| vm.new_type_error(format!("query must be a Query, not {}", other.class().name())))?,
            None => match &model {
                Some(model) => QueryObject::new(Query::new(&model_of(model, vm)?)).into_ref(&vm.ctx),
                None => return Ok(()),
            },
        };
        let none = vm.ctx.none();
        *this.held.lock() = Some(Held {
            model: model.unwrap_or_else(|| none.clone()),
            query,
            using,
            hints,
            cache: None,
            prefetch: vm.ctx.empty_tuple.clone().into(),
            known: vm.ctx.new_dict().into(),
            fields: none.clone(),
            fetch_mode: none,
            iterable: None,
            via: None,
            trace: None,
        });
        Ok(())
    }

    fn init(_zelf: &Py<Self>, _args: FuncArgs, _vm: &VirtualMachine) -> PyResult<()> {
        Ok(())
    }
}

#[pyclass(
    with(
        Constructor,
        Initializer,
        building::Building,
        protocol::Protocol,
        related::Related,
        running::Running,
        telling::Telling
    ),
    flags(BASETYPE, HAS_DICT, HAS_WEAKREF)
)]
impl QuerySet {}

/// The ORM's model of a model class.
pub(crate) fn model_of(class: &PyObject, vm: &VirtualMachine) -> PyResult<ModelRef> {
    let meta = class.get_attr("_meta", vm)?;
    let handle = meta.get_attr("_orm", vm)?;
    match handle.downcast_ref::<ModelHandle>() {
        Some(handle) => Ok(handle.model.clone()),
        None => Err(vm.new_type_error(format!("{} has no table", class.str(vm)?))),
    }
}

/// The query of a queryset or of a `Query` object.
pub(crate) fn query_of(object: &PyObject) -> Option<Query> {
    if let Some(query) = object.downcast_ref::<QueryObject>() {
        return Some(query.get());
    }
    let queryset = object.downcast_ref::<QuerySet>()?;
    let held = queryset.held.lock();
    held.as_ref().map(|held| held.query.get())
}

/// Whether it is a queryset over another database than the session's.
pub(crate) fn is_elsewhere(object: &PyObject) -> bool {
    let Some(queryset) = object.downcast_ref::<QuerySet>() else { return false };
    let held = queryset.held.lock();
    let using = held
        .as_ref()
        .and_then(|held| held.using.downcast_ref::<PyStr>().map(|alias| alias.to_str() != Some("default")));
    using.unwrap_or_default()
}

impl QuerySet {
    /// Where its statements run. A database that there is not is an error.
    fn workspace(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<Rc<Workspace>> {
        let using = zelf.with(vm, |held| held.using.clone())?;
        if using.downcast_ref::<PyStr>().is_some_and(|alias| alias.to_str() != Some("default")) {
            import(vm, "django.db")?.get_attr("connections", vm)?.get_item(&*using, vm)?;
        }
        Workspace::of(vm)
    }

    pub(crate) fn downcast<'a>(object: &'a PyObject, vm: &VirtualMachine) -> PyResult<&'a Py<Self>> {
        object.downcast_ref::<Self>().ok_or_else(|| vm.new_type_error("expected a QuerySet"))
    }

    /// Reads what it holds.
    pub(crate) fn with<R>(&self, vm: &VirtualMachine, read: impl FnOnce(&Held) -> R) -> PyResult<R> {
        match &*self.held.lock() {
            Some(held) => Ok(read(held)),
            None => Err(vm.new_runtime_error("this QuerySet has no model")),
        }
    }

    /// Changes what it holds.
    pub(crate) fn change(&self, vm: &VirtualMachine, change: impl FnOnce(&mut Held)) -> PyResult<()> {
        match &mut *self.held.lock() {
            Some(held) => {
                change(held);
                Ok(())
            }
            None => Err(vm.new_runtime_error("this QuerySet has no model")),
        }
    }

    /// The queryset of the ORM.
    pub(crate) fn orm(&self, vm: &VirtualMachine) -> PyResult<OrmQuerySet> {
        let mut queryset = OrmQuerySet::of(self.with(vm, |held| held.query.get())?);
        queryset.has_values = self.kind.get() != RowKind::Model || self.with(vm, |held| !vm.is_none(&held.fields))?;
        if self.sticky.get() {
            queryset.next_is_sticky();
        }
        Ok(queryset)
    }

    /// A copy over another query, or itself while cloning is disabled. Mirrors `_chain`.
    pub(crate) fn copy_with(zelf: &Py<Self>, query: Query, vm: &VirtualMachine) -> PyResult<PyObjectRef> {
        if !zelf.cloning_disabled.get() {
            return Self::clone_with(zelf, query, vm);
        }
        let query = QueryObject::new(query).into_ref(&vm.ctx);
        zelf.change(vm, |held| held.query = query)?;
        Ok(zelf.as_object().to_owned())
    }

    /// A copy over another query, of the same class. Mirrors `_clone`.
    pub(crate) fn clone_with(zelf: &Py<Self>, query: Query, vm: &VirtualMachine) -> PyResult<PyObjectRef> {
        let object = zelf.as_object();
        let class = object.class().to_owned();
        let query = QueryObject::new(query).into_ref(&vm.ctx);
        let held = zelf.with(vm, |held| Held {
            model: held.model.clone(),
            query: query.clone(),
            using: held.using.clone(),
            hints: held.hints.clone(),
            cache: None,
            prefetch: held.prefetch.clone(),
            known: held.known.clone(),
            fields: held.fields.clone(),
            fetch_mode: held.fetch_mode.clone(),
            iterable: held.iterable.clone(),
            via: held.via.clone(),
            trace: Some(Self::traced(held, &query)),
        })?;
        let has_own_clone = overridden(&class, "_clone", vm) || overridden(&class, "__init__", vm);
        let copy = if has_own_clone {
            let copy = vm.call_method(object, "_clone", ())?;
            let this = Self::downcast(&copy, vm)?;
            this.change(vm, |own| {
                own.query = query;
                own.fields = held.fields;
                own.prefetch = held.prefetch;
                own.via = held.via;
                own.trace = held.trace;
            })?;
            this.kind.set(zelf.kind.get());
            copy
        } else {
            let copy = Self {
                held: PyMutex::new(Some(held)),
                kind: Cell::new(zelf.kind.get()),
                sticky: Cell::new(false),
                for_write: Cell::new(zelf.for_write.get()),
                prefetch_done: Cell::new(false),
                cloning_disabled: Cell::new(false),
                number: Cell::new(0),
                passing: Cell::new(0),
            };
            copy.into_ref_with_type(vm, class)?.into()
        };
        Ok(copy)
    }

    /// A copy that is ready for the next operation. Mirrors `_chain`.
    pub(crate) fn chain(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyObjectRef> {
        let queryset = zelf.orm(vm)?.chain();
        Self::copy_with(zelf, queryset.query, vm)
    }

    /// The model class.
    pub(crate) fn model_class(&self, vm: &VirtualMachine) -> PyResult<PyTypeRef> {
        self.with(vm, |held| held.model.clone())?.try_into_value(vm)
    }
}

/// Whether a subclass defines the attribute anew, past this module and the package `django`.
fn overridden(class: &Py<PyType>, name: &str, vm: &VirtualMachine) -> bool {
    let name = vm.ctx.intern_str(name);
    let Some(found) = class.get_attr(name) else { return false };
    let native = <QuerySet as StaticType>::static_type().get_attr(name);
    !native.is_some_and(|native| native.is(&found))
}
