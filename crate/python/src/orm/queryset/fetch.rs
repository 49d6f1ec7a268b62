//! Running the query of a queryset and making of its rows what was asked for.

use std::rc::Rc;

use outerref_orm::{
    Error,
    compiler::{CompiledSelect, OutputColumn, SelectCompiler},
    expression::Node,
};
use rustpython_vm::{
    AsObject, Py, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyListRef, PyTypeRef},
};

use super::{
    super::{
        exceptions::OrRaise,
        rows::{Fetched, converters},
        workspace::Workspace,
    },
    QuerySet, RowKind,
    instances::InstanceMaker,
};

impl QuerySet {
    /// The rows, fetched once. Mirrors `_fetch_all`.
    pub(crate) fn fetch_all(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyListRef> {
        let cached = zelf.with(vm, |held| held.cache.clone())?;
        let list = match cached {
            Some(list) => list,
            None => {
                let custom = zelf.with(vm, |held| held.iterable.clone())?;
                let rows = match custom {
                    Some(iterable) => {
                        let rows = iterable.call((zelf.as_object().to_owned(),), vm)?;
                        vm.extract_elements_with(&rows, Ok)?
                    }
                    None => Self::fetch_rows(zelf, vm)?,
                };
                let list = vm.ctx.new_list(rows);
                zelf.change(vm, |held| held.cache = Some(list.clone()))?;
                list
            }
        };
        if !zelf.prefetch_done.get() {
            let lookups = zelf.with(vm, |held| held.prefetch.clone())?;
            if lookups.try_to_bool(vm)? {
                zelf.prefetch_done.set(true);
                vm.call_method(zelf.as_object(), "_prefetch_related_objects", ())?;
            }
        }
        Ok(list)
    }

    /// The rows as iterating gives them: a person's class may have its own `__iter__`.
    pub(crate) fn rows_of(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyListRef> {
        let name = vm.ctx.intern_str("__iter__");
        let class = zelf.class();
        let base = class
            .mro_collect()
            .into_iter()
            .rev()
            .find(|class| &*class.name() == "QuerySet" && class.get_direct_attr(name).is_some());
        match (class.get_attr(name), base.and_then(|base| base.get_direct_attr(name))) {
            (Some(own), Some(base)) if !own.is(&base) => {
                Ok(vm.ctx.new_list(vm.extract_elements_with(zelf.as_object(), Ok)?))
            }
            _ => Self::fetch_all(zelf, vm),
        }
    }

    /// Runs the query.
    pub(crate) fn fetch_rows(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<Vec<PyObjectRef>> {
        let workspace = Self::workspace(zelf, vm)?;
        let dialect = workspace.dialect();
        let query = zelf.with(vm, |held| held.query.get())?;
        check_transaction(&workspace, &query, vm)?;
        let compiled = match SelectCompiler::new(&query, &dialect, true).compile() {
            Err(Error::EmptyResultSet) => return Ok(Vec::new()),
            other => other.or_raise(vm)?,
        };
        let converters = converters(&compiled.columns, &dialect, vm)?;
        let (rows, usage) = workspace.run(&compiled.statement, vm)?;
        workspace.tell_written(|dialect| Ok(SelectCompiler::new(&query, dialect, true).compile()?.statement));
        Self::tell_fetched(zelf, &workspace, &compiled, usage.number, vm)?;
        let (width, cells) = (rows.columns.len(), rows.cells);
        let fetched = Rc::new(Fetched::new(cells, width, converters, dialect, usage));
        match zelf.kind.get() {
            RowKind::Model => Self::make_instances(zelf, &workspace, &compiled, fetched, vm),
            kind => make_values(zelf, kind, &compiled, &fetched, vm),
        }
    }

    fn make_instances(
        zelf: &Py<Self>,
        workspace: &Rc<Workspace>,
        compiled: &CompiledSelect,
        fetched: Rc<Fetched>,
        vm: &VirtualMachine,
    ) -> PyResult<Vec<PyObjectRef>> {
        let Some(info) = &compiled.klass_info else { return Ok(Vec::new()) };
        let class: PyTypeRef = zelf.model_class(vm)?;
        let held = zelf.with(vm, |held| (held.known.clone(), held.fetch_mode.clone()))?;
        let annotations: Vec<(Rc<str>, usize)> =
            compiled.annotations.iter().map(|(name, column)| (name.clone(), *column)).collect();
        let maker = InstanceMaker::new(class, info, &compiled.columns, &annotations, held, fetched.clone(), vm)?;
        let made: Vec<PyObjectRef> = (0..fetched.len()).map(|row| maker.make(row, vm)).collect::<PyResult<_>>()?;
        workspace.instances.set(workspace.instances.get() + made.len() as u64 * maker.models());
        maker.finish(&made, vm)?;
        Ok(made)
    }
}

/// `select_for_update` is only allowed where rows can be locked; SQLite ignores it.
fn check_transaction(
    _workspace: &Workspace,
    _query: &outerref_orm::query::Query,
    _vm: &VirtualMachine,
) -> PyResult<()> {
    Ok(())
}

/// Dictionaries, tuples or single values.
fn make_values(
    zelf: &Py<QuerySet>,
    kind: RowKind,
    compiled: &CompiledSelect,
    fetched: &Rc<Fetched>,
    vm: &VirtualMachine,
) -> PyResult<Vec<PyObjectRef>> {
    let names = zelf.with(vm, |held| held.query.get())?.names_of_columns();
    let places = places_of_columns(&compiled.columns);
    let cell = |row: usize, place: &Place| -> PyResult {
        match place {
            Place::One(column) => fetched.value(row, *column, vm),
            Place::Several(columns) => {
                let cells =
                    columns.iter().map(|column| fetched.value(row, *column, vm)).collect::<PyResult<Vec<_>>>()?;
                Ok(vm.ctx.new_tuple(cells).into())
            }
        }
    };
    let rows = 0..fetched.len();
    match kind {
        RowKind::Flat => match places.first() {
            Some(place) => rows.map(|row| cell(row, place)).collect(),
            None => Ok(Vec::new()),
        },
        RowKind::ValuesList => rows
            .map(|row| {
                let cells = places.iter().map(|place| cell(row, place)).collect::<PyResult<Vec<_>>>()?;
                Ok(vm.ctx.new_tuple(cells).into())
            })
            .collect(),
        RowKind::Named => {
            let class = named_tuple(&names, vm)?;
            let make = class.get_attr("_make", vm)?;
            rows.map(|row| {
                let cells = places.iter().map(|place| cell(row, place)).collect::<PyResult<Vec<_>>>()?;
                make.call((vm.ctx.new_tuple(cells),), vm)
            })
            .collect()
        }
        _ => {
            let keys: Vec<_> = names.iter().map(|name| vm.ctx.intern_str(&**name)).collect();
            rows.map(|row| {
                let dict = vm.ctx.new_dict();
                for (key, place) in keys.iter().zip(&places) {
                    dict.set_item(*key, cell(row, place)?, vm)?;
                }
                Ok(dict.into())
            })
            .collect()
        }
    }
}

/// Where a value of a row lies: a composite key takes several columns.
enum Place {
    One(usize),
    Several(Vec<usize>),
}

fn places_of_columns(columns: &[OutputColumn]) -> Vec<Place> {
    let mut next = 0;
    columns
        .iter()
        .map(|column| {
            let start = next;
            match column.expression.node() {
                Node::ColPairs { targets, .. } => {
                    next += targets.len();
                    Place::Several((start..next).collect())
                }
                _ => {
                    next += 1;
                    Place::One(start)
                }
            }
        })
        .collect()
}

/// `namedtuple("Row", names)`.
fn named_tuple(names: &[Rc<str>], vm: &VirtualMachine) -> PyResult {
    let make = crate::session::import(vm, "django.db.models.query")?.get_attr("create_namedtuple_class", vm)?;
    let names: Vec<PyObjectRef> = names.iter().map(|name| vm.ctx.new_str(&**name).into()).collect();
    make.call((vm.ctx.new_tuple(names),), vm)
}
