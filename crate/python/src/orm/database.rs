//! Statements that Python asks for directly: cursors, batches.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use outerref_lab::datasets;
use outerref_orm::{
    Error, Rows, Statement, Value,
    compiler::{UpdateQuery, compile_delete},
    dialect::Dialect,
    expression::{Expression, Q},
    query::Query,
    schema::{Converter, Field, FieldKind, FieldRef, ModelRef},
};
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine, builtins::PyDict};

use super::{
    exceptions::OrRaise, expressions, field_handle::FieldHandle, model_handle::text_of, query_log::Parameters,
    workspace::Workspace,
};
use crate::convert;

/// `cursor.execute`: (columns or None, rows, rowcount, lastrowid).
pub(crate) fn execute(sql: &str, params: Option<PyObjectRef>, vm: &VirtualMachine) -> PyResult {
    let workspace = Workspace::of(vm)?;
    let (rows, usage, sql) = match params {
        None => {
            let run = || workspace.connection().execute_verbatim(sql);
            let (rows, usage) = workspace.logged(sql, Parameters::Verbatim, vm, run)?;
            (rows, usage, sql.to_owned())
        }
        Some(params) => {
            let statement = positional(sql, &params, vm).map(|(sql, params)| Statement::new(sql, params))?;
            let (rows, usage) = workspace.run(&statement, vm)?;
            (rows, usage, statement.sql)
        }
    };
    let converters = if rows.is_empty() { Vec::new() } else { declared_converters(&workspace, &sql) };
    let naive = Dialect { use_tz: false, ..(*workspace.dialect()).clone() };
    usage.mark_all(rows.cells.len());
    let none = vm.ctx.none();
    let columns = if rows.columns.is_empty() {
        none
    } else {
        let names = rows.columns.iter().map(|name| vm.ctx.new_str(name.as_str()).into()).collect();
        vm.ctx.new_tuple(names).into()
    };
    let mut list = Vec::with_capacity(rows.len());
    for row in rows.iter() {
        let cell = |(place, cell): (usize, &Value)| match converters.get(place) {
            Some(Some(converter)) => convert::to_python(vm, &converter.convert(cell.clone(), &naive).or_raise(vm)?),
            _ => convert::to_python(vm, cell),
        };
        let cells = row.iter().enumerate().map(cell).collect::<PyResult<Vec<_>>>()?;
        list.push(vm.ctx.new_tuple(cells).into());
    }
    let count = if rows.columns.is_empty() { rows.changed as i64 } else { -1 };
    Ok(vm
        .ctx
        .new_tuple(vec![
            columns,
            vm.ctx.new_list(list).into(),
            vm.ctx.new_int(count).into(),
            vm.ctx.new_int(rows.last_insert_id).into(),
        ])
        .into())
}

/// What a cursor makes of columns that are declared as dates, times and truth values. Mirrors the converters that
/// Django registers with `sqlite3`.
fn declared_converters(workspace: &Workspace, sql: &str) -> Vec<Option<Converter>> {
    let converter = |declared: Option<String>| {
        let declared = declared?;
        let kind = match declared.split([' ', '(']).next()? {
            "bool" => FieldKind::Boolean,
            "date" => FieldKind::Date,
            "datetime" | "timestamp" => FieldKind::DateTime,
            "time" => FieldKind::Time,
            _ => return None,
        };
        Some(Field::output(kind).converter(&workspace.dialect()))
    };
    // A statement that cannot be prepared once more gave no rows of a table.
    workspace.connection().declared_types(sql).unwrap_or_default().into_iter().map(converter).collect()
}

/// Named parameters (`%(name)s`) in their places.
fn positional(sql: &str, params: &PyObjectRef, vm: &VirtualMachine) -> PyResult<(String, Vec<Value>)> {
    let dialect = Workspace::of(vm)?.dialect();
    let adapt = |object: &PyObjectRef| dialect.adapt_unknown(&convert::to_value(vm, object)?).or_raise(vm);
    let Some(dict) = params.downcast_ref::<PyDict>() else {
        return Ok((sql.to_owned(), vm.extract_elements_with(params, |object| adapt(&object))?));
    };
    let mut out = String::with_capacity(sql.len());
    let mut values = Vec::new();
    let mut rest = sql;
    while let Some(at) = rest.find("%(") {
        let Some(end) = rest[at..].find(")s") else { break };
        out.push_str(&rest[..at]);
        out.push_str("%s");
        values.push(adapt(&dict.get_item(&rest[at + 2..at + end], vm)?)?);
        rest = &rest[at + end + 2..];
    }
    out.push_str(rest);
    Ok((out, values))
}

/// `cursor.executemany`: the rows changed. Each list of parameters is asked for when its turn comes, so that a generator
/// need not fit into memory.
pub(crate) fn executemany(sql: &str, params: &PyObjectRef, vm: &VirtualMachine) -> PyResult {
    let workspace = Workspace::of(vm)?;
    let dialect = workspace.dialect();
    let length = params.length_opt(vm).transpose()?;
    let list = params.get_iter(vm)?;
    let (times, failed) = (Cell::new(0), RefCell::new(None));
    let adapted = |row: PyObjectRef| {
        vm.extract_elements_with(&row, |cell| dialect.adapt_unknown(&convert::to_value(vm, &cell)?).or_raise(vm))
    };
    let mut rows = list.into_iter(vm).map_while(|row: PyResult| match row.and_then(adapted) {
        Ok(row) => {
            times.set(times.get() + 1);
            Some(row)
        }
        Err(error) => {
            failed.replace(Some(error));
            None
        }
    });
    let first = rows.next().unwrap_or_default();
    let ran = (times.get() > 0).then(|| first.clone());
    let how = Parameters::Many { first: &first, length, times: &times };
    let (result, _) =
        workspace.logged(sql, how, vm, || workspace.connection().execute_many(sql, ran.into_iter().chain(rows)))?;
    match failed.take() {
        Some(error) => Err(error),
        None => Ok(vm.ctx.new_int(result.changed).into()),
    }
}

pub(crate) fn executescript(sql: &str, vm: &VirtualMachine) -> PyResult<()> {
    Workspace::of(vm)?.connection().execute_script(sql).or_raise(vm)
}

/// Transaction control: in Django's log, and not among a Report's queries.
pub(crate) fn control(sql: &str, vm: &VirtualMachine) -> PyResult<()> {
    let workspace = Workspace::of(vm)?;
    let clock = workspace.connection().clock();
    let start = clock();
    let result = workspace.connection().execute_verbatim(sql);
    if workspace.recording.get() {
        workspace.query_log.add_control(sql, clock() - start);
    }
    result.or_raise(vm).map(drop)
}

pub(crate) fn check_constraints(vm: &VirtualMachine) -> PyResult<()> {
    Workspace::of(vm)?.connection().check_constraints(None).or_raise(vm)
}

/// What RETURNING gave, as a tuple for each row.
pub(crate) fn returned(
    rows: &Rows,
    fields: &[FieldRef],
    dialect: &Dialect,
    vm: &VirtualMachine,
) -> PyResult<Vec<PyObjectRef>> {
    let converters: Vec<_> = fields.iter().map(|field| field.converter(dialect)).collect();
    let tuple = |row: &[Value]| {
        let cells = row.iter().zip(&converters).map(|(cell, converter)| {
            let value = converter.convert(cell.clone(), dialect).or_raise(vm)?;
            convert::to_python(vm, &value)
        });
        Ok(vm.ctx.new_tuple(cells.collect::<PyResult<_>>()?).into())
    };
    rows.iter().map(tuple).collect()
}

pub(crate) fn handles(list: &PyObjectRef, vm: &VirtualMachine) -> PyResult<Vec<FieldRef>> {
    vm.extract_elements_with(list, |item| match item.downcast_ref::<FieldHandle>() {
        Some(handle) => Ok(handle.field.clone()),
        None => Err(vm.new_type_error("expected field handles")),
    })
}

/// Rows for a model's table, made by the lab. Gives how many were added.
pub(crate) fn generate(model: &ModelRef, rows: u64, seed: i64, vm: &VirtualMachine) -> PyResult<u64> {
    let workspace = Workspace::of(vm)?;
    workspace.dirty.set(true);
    let (label, table, listener) = (model.label(), model.table(), workspace.listener.borrow().clone());
    let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let mut tell = |done, total| {
        if let Some(listener) = &listener {
            listener(&label, count(done), count(total));
        }
        true
    };
    let connection = workspace.connection();
    let before = connection.count_rows(&table).or_raise(vm)?;
    datasets::fill(&connection, &[(&*table, rows)], seed.cast_unsigned(), &mut tell).or_raise(vm)?;
    Ok(connection.count_rows(&table).or_raise(vm)? - before)
}

/// `DELETE ... WHERE field IN (values)`.
pub(crate) fn delete_batch(model: &ModelRef, field: &str, values: &PyObjectRef, vm: &VirtualMachine) -> PyResult<u64> {
    let workspace = Workspace::of(vm)?;
    let values = vm.extract_elements_with(values, |value| convert::to_value(vm, &value))?;
    let mut query = Query::new(model);
    let name: Rc<str> = format!("{field}__in").into();
    match query.add_q(&Q::new(name, Value::list(values))) {
        Err(Error::EmptyResultSet) => return Ok(0),
        other => other.or_raise(vm)?,
    }
    match compile_delete(&query, &workspace.dialect()) {
        Err(Error::EmptyResultSet) => Ok(0),
        other => {
            let changed = workspace.run(&other.or_raise(vm)?, vm)?.0.changed;
            workspace.tell_written(|dialect| compile_delete(&query, dialect));
            Ok(changed)
        }
    }
}

/// `UPDATE ... WHERE pk IN (keys)`.
pub(crate) fn update_batch(
    model: &ModelRef,
    keys: &PyObjectRef,
    values: &PyObjectRef,
    vm: &VirtualMachine,
) -> PyResult<u64> {
    let workspace = Workspace::of(vm)?;
    let keys = vm.extract_elements_with(keys, |value| convert::to_value(vm, &value))?;
    let values = vm.extract_elements_with(values, |pair| {
        let parts: Vec<PyObjectRef> = pair.try_to_value(vm)?;
        let [name, value] = &parts[..] else { return Err(vm.new_type_error("expected (name, value)")) };
        Ok((text_of(name, vm)?, value_expression(value, vm)?))
    })?;
    let mut query = Query::new(model);
    query.add_filter("pk__in", Value::list(keys)).or_raise(vm)?;
    let update = UpdateQuery::new(&query, &values).or_raise(vm)?;
    super::queryset::run_update(&workspace, &update, vm)
}

/// A value of `update()`: an expression, or a plain value.
pub(crate) fn value_expression(value: &PyObjectRef, vm: &VirtualMachine) -> PyResult<Expression> {
    if expressions::is_expression(value, vm) {
        expressions::to_expression(value, vm)
    } else {
        Ok(Expression::Value(convert::to_value(vm, value)?, None))
    }
}
