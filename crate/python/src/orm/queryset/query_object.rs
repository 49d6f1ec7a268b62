//! [`QueryObject`]: `queryset.query`.

use std::cell::RefCell;

use outerref_orm::{
    Statement,
    compiler::SelectCompiler,
    query::{GroupBy, Query, SelectRelated},
};
use rustpython_vm::{
    AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyListRef, PyStrRef, PyTupleRef},
    function::FuncArgs,
    pyclass,
    types::Representable,
};

use super::{
    super::{exceptions::OrRaise, expressions, workspace::Workspace},
    tables,
};
use crate::{convert, session::import};

/// A query as Python sees it.
#[pyclass(module = "_orm", name = "Query")]
#[derive(Debug, PyPayload)]
pub(crate) struct QueryObject {
    query: RefCell<Query>,
}

impl QueryObject {
    pub(crate) fn new(query: Query) -> Self {
        Self { query: RefCell::new(query) }
    }

    pub(crate) fn get(&self) -> Query {
        self.query.borrow().clone()
    }

    pub(crate) fn change<R>(&self, change: impl FnOnce(&mut Query) -> R) -> R {
        change(&mut self.query.borrow_mut())
    }

    fn statement(&self, elide_empty: bool, vm: &VirtualMachine) -> PyResult<Statement> {
        let dialect = Workspace::of(vm)?.dialect();
        let compiled = SelectCompiler::new(&self.get(), &dialect, elide_empty).compile();
        Ok(compiled.or_raise(vm)?.statement)
    }
}

#[pyclass(with(Representable))]
impl QueryObject {
    #[pymethod]
    fn sql_with_params(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyTupleRef> {
        sql_and_params(&zelf.statement(true, vm)?, vm)
    }

    /// The SQL and its parameters; with `elide_empty`, a query that can match nothing is an error.
    #[pymethod]
    fn compile(zelf: &Py<Self>, elide_empty: bool, vm: &VirtualMachine) -> PyResult<PyTupleRef> {
        sql_and_params(&zelf.statement(elide_empty, vm)?, vm)
    }

    /// The terms of GROUP BY, each with its parameters.
    #[pymethod]
    fn compile_group_by(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyListRef> {
        let dialect = Workspace::of(vm)?.dialect();
        let terms = SelectCompiler::new(&zelf.get(), &dialect, true).group_by().or_raise(vm)?;
        let terms = terms.iter().map(|term| Ok(sql_and_params(term, vm)?.into())).collect::<PyResult<Vec<_>>>()?;
        Ok(vm.ctx.new_list(terms))
    }

    #[pymethod]
    fn get_compiler(zelf: PyRef<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let mut all = FuncArgs::new(vec![zelf.into()], args.kwargs);
        all.args.extend(args.args);
        import(vm, "django.db.models.sql.compiler")?.get_attr("get_compiler", vm)?.call(all, vm)
    }

    /// As a query that tells whether there is a row.
    #[pymethod]
    fn exists(zelf: &Py<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult<QueryObject> {
        let mut args = args;
        let limit = args.take_positional_keyword("limit").map_or(Ok(true), |limit| limit.try_to_bool(vm))?;
        Ok(QueryObject::new(zelf.query.borrow().exists(limit).or_raise(vm)?))
    }

    /// Alias to table, as objects of `sql.datastructures`.
    #[pygetset]
    fn alias_map(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        tables::alias_map(&zelf.query.borrow(), vm)
    }

    #[pygetset]
    fn alias_refcount(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        tables::alias_refcount(&zelf.query.borrow(), vm)
    }

    /// Whether any condition is set.
    #[pymethod]
    fn has_filters(zelf: &Py<Self>) -> bool {
        !zelf.query.borrow().where_.is_empty()
    }

    #[pygetset]
    fn select_related(zelf: &Py<Self>) -> bool {
        !matches!(zelf.query.borrow().select_related, SelectRelated::None)
    }

    #[pygetset]
    fn select_for_update(zelf: &Py<Self>) -> bool {
        zelf.query.borrow().select_for_update.is_some()
    }

    #[pygetset(setter)]
    fn set_select_for_update(zelf: &Py<Self>, value: bool) {
        if !value {
            zelf.query.borrow_mut().select_for_update = None;
        }
    }

    #[pymethod(name = "clone")]
    fn clone_query(zelf: &Py<Self>) -> QueryObject {
        QueryObject::new(zelf.get())
    }

    #[pymethod]
    fn chain(zelf: &Py<Self>) -> QueryObject {
        QueryObject::new(zelf.get().chain())
    }

    #[pymethod]
    fn is_empty(zelf: &Py<Self>) -> bool {
        zelf.query.borrow().is_empty()
    }

    #[pymethod]
    fn set_empty(zelf: &Py<Self>) {
        zelf.change(Query::set_empty);
    }

    #[pymethod]
    fn can_filter(zelf: &Py<Self>) -> bool {
        !zelf.query.borrow().is_sliced()
    }

    #[pymethod]
    fn clear_limits(zelf: &Py<Self>) {
        zelf.change(Query::clear_limits);
    }

    #[pymethod]
    fn clear_ordering(zelf: &Py<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        let mut args = args;
        let mut flag = |name: &str, default: bool| match args.take_positional_keyword(name) {
            Some(value) => value.try_to_bool(vm),
            None => Ok(default),
        };
        let (force, clear_default) = (flag("force", false)?, flag("clear_default", true)?);
        zelf.change(|query| query.clear_ordering(force, clear_default));
        Ok(())
    }

    #[pymethod]
    fn set_limits(zelf: &Py<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        let mut args = args;
        let mut number = |name: &str| match args.take_positional_keyword(name) {
            Some(value) if !vm.is_none(&value) => value.try_to_value::<u64>(vm).map(Some),
            _ => Ok(None),
        };
        let (low, high) = (number("low")?, number("high")?);
        zelf.change(|query| query.set_limits(low.unwrap_or(0), high));
        Ok(())
    }

    #[pygetset]
    fn is_sliced(zelf: &Py<Self>) -> bool {
        zelf.query.borrow().is_sliced()
    }

    #[pygetset]
    fn low_mark(zelf: &Py<Self>) -> u64 {
        zelf.query.borrow().low_mark
    }

    #[pygetset]
    fn high_mark(zelf: &Py<Self>) -> Option<u64> {
        zelf.query.borrow().high_mark
    }

    #[pygetset]
    fn distinct(zelf: &Py<Self>) -> bool {
        zelf.query.borrow().distinct
    }

    #[pygetset(setter)]
    fn set_distinct(zelf: &Py<Self>, value: bool) {
        zelf.change(|query| query.distinct = value);
    }

    #[pygetset]
    fn distinct_fields(zelf: &Py<Self>, vm: &VirtualMachine) -> PyTupleRef {
        let query = zelf.query.borrow();
        vm.ctx.new_tuple(query.distinct_fields.iter().map(|name| vm.ctx.new_str(&**name).into()).collect())
    }

    #[pygetset]
    fn combinator(zelf: &Py<Self>) -> Option<&'static str> {
        zelf.query.borrow().combinator.map(outerref_orm::query::Combinator::name)
    }

    #[pygetset]
    fn default_ordering(zelf: &Py<Self>) -> bool {
        zelf.query.borrow().default_ordering
    }

    #[pygetset(setter)]
    fn set_default_ordering(zelf: &Py<Self>, value: bool) {
        zelf.change(|query| query.default_ordering = value);
    }

    #[pygetset]
    fn standard_ordering(zelf: &Py<Self>) -> bool {
        zelf.query.borrow().standard_ordering
    }

    #[pygetset]
    fn default_cols(zelf: &Py<Self>) -> bool {
        zelf.query.borrow().default_cols
    }

    #[pygetset]
    fn model(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        let model = zelf.query.borrow().model.clone();
        Ok(Workspace::of(vm)?.class_of(&model).map_or_else(|| vm.ctx.none(), Into::into))
    }

    #[pygetset]
    fn group_by(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        let query = zelf.query.borrow();
        Ok(match &query.group_by {
            GroupBy::None => vm.ctx.none(),
            GroupBy::Selected => vm.ctx.new_bool(true).into(),
            GroupBy::By(list) => {
                let list = list.iter().map(|item| expressions::resolved_object(item, vm)).collect::<PyResult<_>>()?;
                vm.ctx.new_tuple(list).into()
            }
        })
    }

    #[pygetset]
    fn annotations(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        let query = zelf.query.borrow();
        let dict = vm.ctx.new_dict();
        for (name, annotation) in &query.annotations {
            dict.set_item(&**name, expressions::resolved_object(annotation, vm)?, vm)?;
        }
        Ok(dict.into())
    }

    #[pygetset]
    fn annotation_select(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        let query = zelf.query.borrow();
        let dict = vm.ctx.new_dict();
        for (name, annotation) in query.annotation_selects() {
            dict.set_item(&**name, expressions::resolved_object(annotation, vm)?, vm)?;
        }
        Ok(dict.into())
    }

    #[pygetset]
    fn values_select(zelf: &Py<Self>, vm: &VirtualMachine) -> PyTupleRef {
        let query = zelf.query.borrow();
        vm.ctx.new_tuple(query.values_select().iter().map(|name| vm.ctx.new_str(&**name).into()).collect())
    }

    #[pygetset]
    fn order_by(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyTupleRef> {
        let items = zelf.query.borrow().order_by.clone();
        let items = items.iter().map(|item| expressions::order_item_object(item, vm));
        Ok(vm.ctx.new_tuple(items.collect::<PyResult<_>>()?))
    }

    /// The filtered relations, by name.
    #[pygetset]
    fn _filtered_relations(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        let names = zelf.query.borrow().filtered_relation_names();
        let dict = vm.ctx.new_dict();
        for (name, relation) in names {
            dict.set_item(&*name, vm.ctx.new_str(&*relation).into(), vm)?;
        }
        Ok(dict.into())
    }

    #[pygetset]
    fn has_select_fields(zelf: &Py<Self>) -> bool {
        zelf.query.borrow().has_select_fields()
    }

    #[pygetset]
    fn deferred_loading(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        let (names, defer) = zelf.query.borrow().deferred();
        let names: Vec<PyObjectRef> = names.into_iter().map(|name| vm.ctx.new_str(&*name).into()).collect();
        let set = vm.ctx.types.frozenset_type.as_object().call((vm.ctx.new_list(names),), vm)?;
        Ok(vm.ctx.new_tuple(vec![set, vm.ctx.new_bool(defer).into()]).into())
    }

    #[pymethod]
    fn __str__(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
        Ok(zelf.statement(true, vm)?.interpolated())
    }

    #[pymethod]
    fn alias_count(zelf: &Py<Self>) -> usize {
        zelf.query.borrow().alias_count()
    }

    #[pymethod]
    fn add_filter(zelf: &Py<Self>, name: PyStrRef, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let value = super::super::database::value_expression(&value, vm)?;
        zelf.change(|query| query.add_filter(&name.to_string(), value)).or_raise(vm)
    }
}

pub(crate) fn sql_and_params(statement: &Statement, vm: &VirtualMachine) -> PyResult<PyTupleRef> {
    let params = statement.params.iter().map(|value| convert::to_python(vm, value)).collect::<PyResult<Vec<_>>>()?;
    Ok(vm.ctx.new_tuple(vec![vm.ctx.new_str(&*statement.sql).into(), vm.ctx.new_tuple(params).into()]))
}

impl Representable for QueryObject {
    fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
        Ok(zelf.statement(true, vm)?.interpolated())
    }
}
