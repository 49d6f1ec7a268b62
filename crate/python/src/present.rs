//! A result as a person sees it: JSON by the fixed rules of the reference corpus, `repr()`, a table.
//!
//! The rules: `None`, booleans, integers, floats and text as they are; `Decimal` and `UUID` as text;
//! dates and times in ISO form; a `timedelta` in seconds; bytes in hexadecimal; dictionaries with
//! text keys; sets sorted; lists and tuples as lists. Anything else, anywhere within, has no JSON.

use std::cmp::Ordering;

use outerref_lab::report::ResultTable;
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyBytes, PyDict, PyFloat, PyFrozenSet, PyInt, PyList, PySet, PyStr, PyTuple},
};
use serde_json::{Map, Number, Value as Json};

use crate::{
    convert::{self, Kind},
    state::{Cells, State},
};

/// The longest `repr()` shown, in characters.
const LONGEST_REPR: usize = 10_000;
/// A list or tuple that is longer is one cell, not a row.
const MOST_COLUMNS: usize = 100;
/// The longest cell shown, in characters.
const LONGEST_CELL: usize = 500;

/// A result, ready to be shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    /// As JSON, if the rules cover it.
    pub json: Option<Json>,
    /// `repr()`, cut to a readable length.
    pub repr: Option<String>,
    /// As rows and columns, if it is a list or a queryset.
    pub table: Option<ResultTable>,
}

/// Shows a result with at most so many rows in its table.
pub fn present(vm: &VirtualMachine, state: &State, value: &PyObject, rows_shown: usize) -> PyResult<Shown> {
    let table = table(vm, state, value, rows_shown)?;
    let json = to_json(vm, value)?;
    let repr = cut(&value.repr(vm)?.to_string_lossy(), LONGEST_REPR);
    Ok(Shown { json, repr: Some(repr), table })
}

/// The value as JSON; `None` when the rules do not cover it.
pub fn to_json(vm: &VirtualMachine, value: &PyObject) -> PyResult<Option<Json>> {
    if vm.is_none(value) {
        return Ok(Some(Json::Null));
    }
    if value.class().is(vm.ctx.types.bool_type) {
        return Ok(Some(Json::Bool(value.is(&vm.ctx.true_value))));
    }
    if value.downcast_ref::<PyStr>().is_some() {
        return text(vm, value);
    }
    if let Some(number) = value.downcast_ref::<PyInt>() {
        return Ok(Some(integer(number)));
    }
    if let Some(number) = value.downcast_ref::<PyFloat>() {
        // JSON has no infinity and no NaN.
        return Ok(Some(Number::from_f64(number.to_f64()).map_or(Json::Null, Json::Number)));
    }
    match convert::kind(vm, value) {
        Kind::Decimal | Kind::Uuid => return text(vm, value),
        Kind::DateTime | Kind::Date | Kind::Time => {
            let iso = vm.call_method(value, "isoformat", ())?;
            return text(vm, &iso);
        }
        Kind::Duration => {
            let seconds = vm.call_method(value, "total_seconds", ())?;
            return to_json(vm, &seconds);
        }
        Kind::Other => {}
    }
    if let Some(bytes) = value.downcast_ref::<PyBytes>() {
        return Ok(Some(Json::String(bytes.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect())));
    }
    if value.fast_isinstance(vm.ctx.types.memoryview_type) {
        let digits = vm.call_method(value, "hex", ())?;
        return text(vm, &digits);
    }
    if let Some(dictionary) = value.downcast_ref::<PyDict>() {
        let mut map = Map::new();
        for (key, value) in dictionary.items_vec() {
            let Some(value) = vm.with_recursion("", || to_json(vm, &value))? else { return Ok(None) };
            map.insert(key.str(vm)?.to_string_lossy().into_owned(), value);
        }
        return Ok(Some(Json::Object(map)));
    }
    let sorted = value.downcast_ref::<PySet>().is_some() || value.downcast_ref::<PyFrozenSet>().is_some();
    let Some(items) = items(vm, value, sorted)? else { return Ok(None) };
    let mut list = Vec::with_capacity(items.len());
    for item in items {
        let Some(item) = vm.with_recursion("", || to_json(vm, &item))? else { return Ok(None) };
        list.push(item);
    }
    if sorted {
        let mut comparable = true;
        list.sort_by(|a, b| {
            compare(a, b).unwrap_or_else(|| {
                comparable = false;
                Ordering::Equal
            })
        });
        if !comparable {
            return Ok(None);
        }
    }
    Ok(Some(Json::Array(list)))
}

fn text(vm: &VirtualMachine, value: &PyObject) -> PyResult<Option<Json>> {
    Ok(Some(Json::String(value.str(vm)?.to_string_lossy().into_owned())))
}

/// An integer; as digits in text where it is larger than JSON's readers can be trusted with.
fn integer(number: &PyInt) -> Json {
    let number = number.as_bigint();
    i64::try_from(number)
        .map(Json::from)
        .or_else(|_| u64::try_from(number).map(Json::from))
        .unwrap_or_else(|_| Json::String(number.to_string()))
}

/// The items of a list, a tuple or a set.
fn items(vm: &VirtualMachine, value: &PyObject, set: bool) -> PyResult<Option<Vec<PyObjectRef>>> {
    if let Some(list) = value.downcast_ref::<PyList>() {
        return Ok(Some(list.borrow_vec().to_vec()));
    }
    if let Some(tuple) = value.downcast_ref::<PyTuple>() {
        return Ok(Some(tuple.as_slice().to_vec()));
    }
    if set { value.to_owned().try_into_value(vm).map(Some) } else { Ok(None) }
}

/// The order of Python's `sorted`, where it has one.
fn compare(a: &Json, b: &Json) -> Option<Ordering> {
    match (a, b) {
        (Json::String(a), Json::String(b)) => Some(a.cmp(b)),
        (Json::Number(a), Json::Number(b)) => match (a.as_i64(), b.as_i64()) {
            (Some(a), Some(b)) => Some(a.cmp(&b)),
            _ => a.as_f64()?.partial_cmp(&b.as_f64()?),
        },
        (Json::Bool(a), Json::Bool(b)) => Some(a.cmp(b)),
        (Json::Array(a), Json::Array(b)) => {
            for (a, b) in a.iter().zip(b) {
                match compare(a, b)? {
                    Ordering::Equal => {}
                    order => return Some(order),
                }
            }
            Some(a.len().cmp(&b.len()))
        }
        _ => None,
    }
}

fn table(vm: &VirtualMachine, state: &State, value: &PyObject, rows_shown: usize) -> PyResult<Option<ResultTable>> {
    let hooks = state.hooks.get();
    let queried = hooks.map_or(Ok(None), |hooks| (hooks.rows_of)(vm, value))?;
    let rows = match queried {
        Some(rows) => rows,
        None if value.downcast_ref::<PyList>().is_some() => items(vm, value, false)?.unwrap_or_default(),
        None => match hooks.map_or(Ok(None), |hooks| (hooks.cells_of)(vm, value))? {
            Some(_) => vec![value.to_owned()],
            None => return Ok(None),
        },
    };
    let mut columns: Vec<String> = Vec::new();
    let mut shown = Vec::new();
    for row in rows.iter().take(rows_shown) {
        let cells = cells(vm, state, row)?;
        let mut line = vec![None; columns.len()];
        for (name, value) in cells {
            let at = columns.iter().position(|column| *column == name).unwrap_or_else(|| {
                columns.push(name);
                columns.len() - 1
            });
            line.resize(columns.len(), None);
            line[at] = cell(vm, &value)?;
        }
        shown.push(line);
    }
    shown.iter_mut().for_each(|line: &mut Vec<Option<String>>| line.resize(columns.len(), None));
    Ok(Some(ResultTable { columns, rows: shown, total_rows: rows.len() as u64 }))
}

/// The named cells of one row.
fn cells(vm: &VirtualMachine, state: &State, row: &PyObject) -> PyResult<Cells> {
    if let Some(dictionary) = row.downcast_ref::<PyDict>() {
        let named = dictionary.items_vec().into_iter();
        return named.map(|(key, value)| Ok((key.str(vm)?.to_string_lossy().into_owned(), value))).collect();
    }
    if let Some(items) = items(vm, row, false)?.filter(|items| items.len() <= MOST_COLUMNS) {
        let fields: Vec<String> = match row.get_attr("_fields", vm) {
            Ok(names) => names.try_into_value(vm)?,
            Err(_) => (0..items.len()).map(|at| at.to_string()).collect(),
        };
        return Ok(fields.into_iter().zip(items).collect());
    }
    let cells = state.hooks.get().map_or(Ok(None), |hooks| (hooks.cells_of)(vm, row))?;
    Ok(cells.unwrap_or_else(|| vec![("value".to_owned(), row.to_owned())]))
}

fn cell(vm: &VirtualMachine, value: &PyObject) -> PyResult<Option<String>> {
    if vm.is_none(value) {
        return Ok(None);
    }
    Ok(Some(cut(&value.str(vm)?.to_string_lossy(), LONGEST_CELL)))
}

/// The first characters, with an ellipsis if there are more.
fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
