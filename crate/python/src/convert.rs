//! Python objects to and from [`Value`]: the only file that does it.
//!
//! The common classes are told by identity. `Decimal` and `UUID` are Python classes; while nobody
//! has imported their modules there are no instances of them, and nothing is imported to ask.

use std::{any::Any, cell::OnceCell, fmt, rc::Rc};

use outerref_orm::{
    Foreign, SequenceKind, Value,
    temporal::{Date, DateTime, Duration, Time},
};
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyBytes, PyFloat, PyFrozenSet, PyInt, PyList, PySet, PyStr, PyTuple, PyTypeRef},
    function::{FuncArgs, KwArgs},
    vm::thread::with_current_vm,
};

use crate::state::State;

/// A Python object that the ORM passes on without looking into it.
pub struct HostObject(pub PyObjectRef);

impl fmt::Debug for HostObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Foreign::repr(self))
    }
}

impl Foreign for HostObject {
    fn repr(&self) -> String {
        with_current_vm(|vm| text_or(self.0.repr(vm), "<repr() failed>"))
    }

    fn display(&self) -> String {
        with_current_vm(|vm| text_or(self.0.str(vm), "<str() failed>"))
    }

    fn type_name(&self) -> String {
        self.0.class().name().to_string()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn equals(&self, other: &dyn Foreign) -> bool {
        let Some(other) = other.as_any().downcast_ref::<Self>() else { return false };
        self.0.is(&other.0) || with_current_vm(|vm| vm.bool_eq(&self.0, &other.0).unwrap_or(false))
    }

    fn mapping(&self) -> Option<outerref_orm::Result<Vec<(Value, Value)>>> {
        let dict = self.0.downcast_ref::<rustpython_vm::builtins::PyDict>()?;
        Some(with_current_vm(|vm| {
            let pair = |(key, value): (PyObjectRef, PyObjectRef)| Ok((to_value(vm, &key)?, to_value(vm, &value)?));
            let items: PyResult<Vec<_>> = dict.items_vec().into_iter().map(pair).collect();
            crate::orm::exceptions::OrHost::or_host(items)
        }))
    }

    fn instance(&self) -> Option<&dyn outerref_orm::ModelInstance> {
        crate::orm::foreign::instance(self)
    }
}

fn text_or(text: PyResult<rustpython_vm::PyRef<PyStr>>, otherwise: &str) -> String {
    text.map_or_else(|_| otherwise.to_owned(), |text| text.to_string_lossy().into_owned())
}

/// Classes of the standard library, found when first needed.
#[derive(Default)]
pub struct Classes {
    date: OnceCell<PyTypeRef>,
    datetime: OnceCell<PyTypeRef>,
    time: OnceCell<PyTypeRef>,
    timedelta: OnceCell<PyTypeRef>,
    timezone: OnceCell<PyTypeRef>,
    decimal: OnceCell<PyTypeRef>,
    uuid: OnceCell<PyTypeRef>,
}

type Cell = fn(&Classes) -> &OnceCell<PyTypeRef>;
type Place = (&'static str, &'static str, Cell);

const DATE: Place = ("datetime", "date", |classes| &classes.date);
const DATETIME: Place = ("datetime", "datetime", |classes| &classes.datetime);
const TIME: Place = ("datetime", "time", |classes| &classes.time);
const TIMEDELTA: Place = ("datetime", "timedelta", |classes| &classes.timedelta);
const TIMEZONE: Place = ("datetime", "timezone", |classes| &classes.timezone);
const DECIMAL: Place = ("decimal", "Decimal", |classes| &classes.decimal);
const UUID: Place = ("uuid", "UUID", |classes| &classes.uuid);

impl Classes {
    /// The class, if its module has been imported.
    fn known(&self, vm: &VirtualMachine, (module, name, cell): Place) -> Option<&PyTypeRef> {
        if cell(self).get().is_none() {
            let modules = vm.sys_module.get_attr("modules", vm).ok()?;
            let module = modules.get_item(module, vm).ok()?;
            let class = module.get_attr(name, vm).ok()?.downcast().ok()?;
            let _ = cell(self).set(class);
        }
        cell(self).get()
    }

    /// The class; imports its module.
    fn import(&self, vm: &VirtualMachine, place: Place) -> PyResult<&PyTypeRef> {
        if self.known(vm, place).is_none() {
            vm.import(place.0, 0)?;
        }
        self.known(vm, place)
            .ok_or_else(|| vm.new_import_error(format!("cannot import {}", place.1), vm.ctx.new_utf8_str(place.0)))
    }

    fn is(&self, vm: &VirtualMachine, object: &PyObject, place: Place) -> bool {
        self.known(vm, place).is_some_and(|class| object.fast_isinstance(class))
    }
}

fn classes<R>(action: impl FnOnce(&Classes) -> R) -> R {
    match State::current() {
        Some(state) => action(&state.classes),
        None => action(&Classes::default()),
    }
}

/// What kind of plain value a Python object is.
pub(crate) enum Kind {
    Decimal,
    DateTime,
    Date,
    Time,
    Duration,
    Uuid,
    Other,
}

/// Tells the standard library's value classes apart, subclasses included.
pub(crate) fn kind(vm: &VirtualMachine, object: &PyObject) -> Kind {
    classes(|classes| {
        // A datetime is a date.
        let order = [
            (DATETIME, Kind::DateTime),
            (DATE, Kind::Date),
            (DECIMAL, Kind::Decimal),
            (TIME, Kind::Time),
            (TIMEDELTA, Kind::Duration),
            (UUID, Kind::Uuid),
        ];
        order.into_iter().find_map(|(place, kind)| classes.is(vm, object, place).then_some(kind)).unwrap_or(Kind::Other)
    })
}

/// A Python object that is to come back as it is: only those of the common classes become values.
pub(crate) fn to_value_as_is(vm: &VirtualMachine, object: &PyObject) -> PyResult<Value> {
    let types = &vm.ctx.types;
    let class = object.class();
    let common = [types.none_type, types.bool_type, types.int_type, types.float_type, types.str_type];
    if common.iter().any(|common| class.is(*common)) {
        return to_value(vm, object);
    }
    Ok(Value::Foreign(Rc::new(HostObject(object.to_owned()))))
}

/// A Python object as the ORM takes it.
pub fn to_value(vm: &VirtualMachine, object: &PyObject) -> PyResult<Value> {
    let types = &vm.ctx.types;
    if vm.is_none(object) {
        return Ok(Value::Null);
    }
    if object.is(&vm.ctx.true_value) {
        return Ok(Value::Bool(true));
    }
    if object.is(&vm.ctx.false_value) {
        return Ok(Value::Bool(false));
    }
    if let Some(text) = object.downcast_ref::<PyStr>() {
        // A lone surrogate cannot be stored; Python says so when it encodes the text.
        return match text.to_str() {
            Some(text) => Ok(Value::text(text)),
            None => {
                vm.call_method(object, "encode", ())?;
                Ok(Value::Text(text.to_string_lossy().into()))
            }
        };
    }
    if let Some(number) = object.downcast_ref::<PyInt>() {
        let digits = number.as_bigint();
        return Ok(i64::try_from(digits).map_or_else(|_| Value::BigInt(digits.to_string().into()), Value::Int));
    }
    if let Some(number) = object.downcast_ref::<PyFloat>() {
        return Ok(Value::Float(number.to_f64()));
    }
    if let Some(bytes) = object.downcast_ref::<PyBytes>() {
        return Ok(Value::Bytes(bytes.as_bytes().into()));
    }
    if object.fast_isinstance(types.memoryview_type) || object.fast_isinstance(types.bytearray_type) {
        let bytes = types.bytes_type.as_object().call((object.to_owned(),), vm)?;
        return to_value(vm, &bytes);
    }
    if let Some(items) = object.downcast_ref::<PyList>() {
        // Cloned: converting an item may run Python code that changes the list.
        return sequence(vm, object, &items.borrow_vec());
    }
    if let Some(items) = object.downcast_ref::<PyTuple>() {
        return sequence(vm, object, items.as_slice());
    }
    if is_plain_iterable(vm, object) {
        let items: Vec<PyObjectRef> = object.to_owned().try_into_value(vm)?;
        return sequence(vm, object, &items);
    }
    if let Some(value) = temporal(vm, object)? {
        return Ok(value);
    }
    if let Some(value) = State::current().and_then(|state| state.hooks.get()).map(|hooks| (hooks.value_of)(vm, object))
        && let Some(value) = value?
    {
        return Ok(value);
    }
    if let Some(wrapped) = unwrapped(vm, object)? {
        return to_value(vm, &wrapped);
    }
    Ok(Value::Foreign(Rc::new(HostObject(object.to_owned()))))
}

/// The object of a `LazyObject`.
fn unwrapped(vm: &VirtualMachine, object: &PyObject) -> PyResult<Option<PyObjectRef>> {
    let [setup, wrapped] = ["_setup", "_wrapped"].map(|name| vm.ctx.intern_str(name));
    if !object.class().has_attr(setup) || !object.class().has_attr(wrapped) {
        return Ok(None);
    }
    // Its truth makes it.
    object.to_owned().try_to_bool(vm)?;
    object.get_attr(wrapped, vm).map(Some)
}

fn sequence(vm: &VirtualMachine, object: &PyObject, items: &[PyObjectRef]) -> PyResult<Value> {
    let values: PyResult<Vec<Value>> = items.iter().map(|item| to_value(vm, item)).collect();
    Ok(Value::sequence(sequence_kind(object), values?))
}

/// As what a message shows an iterable object.
pub(crate) fn sequence_kind(object: &PyObject) -> SequenceKind {
    match object {
        tuple if tuple.downcast_ref::<PyTuple>().is_some() => SequenceKind::Tuple,
        set if set.downcast_ref::<PySet>().is_some() => SequenceKind::Set,
        set if set.downcast_ref::<PyFrozenSet>().is_some() => SequenceKind::FrozenSet,
        _ => SequenceKind::List,
    }
}

/// Sets, ranges, iterators and a dictionary's views: what the right-hand side of `in` may be.
pub(crate) fn is_plain_iterable(vm: &VirtualMachine, object: &PyObject) -> bool {
    let types = &vm.ctx.types;
    object.downcast_ref::<PySet>().is_some()
        || object.downcast_ref::<PyFrozenSet>().is_some()
        || object.class().slots.iternext.load().is_some()
        || [types.range_type, types.dict_keys_type, types.dict_values_type]
            .iter()
            .any(|class| object.class().is(*class))
}

fn temporal(vm: &VirtualMachine, object: &PyObject) -> PyResult<Option<Value>> {
    let text = |method: &str| -> PyResult<String> {
        Ok(vm.call_method(object, method, ())?.str(vm)?.to_string_lossy().into_owned())
    };
    let number = |name: &'static str| -> PyResult<i64> { object.get_attr(name, vm)?.try_into_value(vm) };
    Ok(match kind(vm, object) {
        Kind::DateTime => DateTime::parse(&text("isoformat")?).map(Value::DateTime),
        Kind::Date => Date::parse(&text("isoformat")?).map(Value::Date),
        Kind::Time => Time::parse(&text("isoformat")?).map(Value::Time),
        Kind::Duration => {
            let micros = number("days")? * 86_400_000_000 + number("seconds")? * 1_000_000 + number("microseconds")?;
            Some(Value::Duration(Duration { micros }))
        }
        Kind::Decimal => Some(Value::Decimal(text("__str__")?.into())),
        Kind::Uuid => {
            let bytes = object.get_attr("bytes", vm)?;
            let bytes = bytes.downcast_ref::<PyBytes>().and_then(|bytes| bytes.as_bytes().try_into().ok());
            bytes.map(Value::Uuid)
        }
        Kind::Other => None,
    })
}

/// A value as Python code gets it.
pub fn to_python(vm: &VirtualMachine, value: &Value) -> PyResult {
    let context = &vm.ctx;
    Ok(match value {
        Value::Null => context.none(),
        Value::Bool(truth) => context.new_bool(*truth).into(),
        Value::Int(number) => context.new_int(*number).into(),
        Value::BigInt(digits) => context.types.int_type.as_object().call((digits.to_string(),), vm)?,
        Value::Float(number) => context.new_float(*number).into(),
        Value::Text(text) => context.new_str(&**text).into(),
        Value::Bytes(bytes) => context.new_bytes(bytes.to_vec()).into(),
        Value::Decimal(digits) => make(vm, DECIMAL, (digits.to_string(),))?,
        Value::Date(date) => make(vm, DATE, (date.0.year(), date.0.month(), date.0.day()))?,
        Value::Time(time) => make(vm, TIME, (time.0.hour(), time.0.minute(), time.0.second(), time.micros()))?,
        Value::DateTime(moment) => datetime(vm, moment)?,
        Value::Duration(span) => make(vm, TIMEDELTA, span.parts())?,
        Value::Uuid(bytes) => {
            let keywords: KwArgs =
                [("bytes".to_owned(), context.new_bytes(bytes.to_vec()).into())].into_iter().collect();
            make(vm, UUID, FuncArgs::new(vec![], keywords))?
        }
        Value::Json(text) => vm.import("json", 0)?.get_attr("loads", vm)?.call((text.to_string(),), vm)?,
        Value::List(values) => {
            let items: PyResult<Vec<_>> = values.iter().map(|value| to_python(vm, value)).collect();
            let items = items?;
            match values.kind() {
                SequenceKind::List => context.new_list(items).into(),
                SequenceKind::Tuple => context.new_tuple(items).into(),
                SequenceKind::Set => context.types.set_type.as_object().call((context.new_list(items),), vm)?,
                SequenceKind::FrozenSet => {
                    context.types.frozenset_type.as_object().call((context.new_list(items),), vm)?
                }
            }
        }
        Value::Foreign(foreign) => match foreign.as_any().downcast_ref::<HostObject>() {
            Some(object) => object.0.clone(),
            None => match State::current().and_then(|state| state.hooks.get()) {
                Some(hooks) => (hooks.object_of)(vm, foreign.as_ref())?.unwrap_or_else(|| context.none()),
                None => context.none(),
            },
        },
    })
}

fn make(vm: &VirtualMachine, place: Place, args: impl rustpython_vm::function::IntoFuncArgs) -> PyResult {
    let class = classes(|classes| classes.import(vm, place).cloned())?;
    class.as_object().call(args, vm)
}

fn datetime(vm: &VirtualMachine, moment: &DateTime) -> PyResult {
    let (date, time) = (moment.civil.date(), moment.civil.time());
    let zone = match moment.offset {
        None => vm.ctx.none(),
        Some(0) => classes(|classes| classes.import(vm, TIMEZONE).cloned())?.as_object().get_attr("utc", vm)?,
        Some(seconds) => {
            let offset = make(vm, TIMEDELTA, (0, seconds))?;
            make(vm, TIMEZONE, (offset,))?
        }
    };
    let numbers = [
        i32::from(date.year()),
        date.month().into(),
        date.day().into(),
        time.hour().into(),
        time.minute().into(),
        time.second().into(),
        moment.micros(),
    ];
    let mut args: Vec<PyObjectRef> = numbers.iter().map(|number| vm.ctx.new_int(*number).into()).collect();
    args.push(zone);
    make(vm, DATETIME, FuncArgs::from(args))
}

#[cfg(test)]
mod tests;
