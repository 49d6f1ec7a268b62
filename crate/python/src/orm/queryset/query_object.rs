//! [`QueryObject`]: `queryset.query`.

use std::cell::RefCell;

use outerref_orm::{
    Statement,
    compiler::SelectCompiler,
    query::{GroupBy, Query, RelatedTree, SelectRelated},
    schema::ModelRef,
};
use rustpython_vm::{
    AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyListRef, PyStrRef, PyTupleRef, PyType},
    function::FuncArgs,
    pyclass,
    types::{Constructor, Representable},
};

use super::{
    super::{
        exceptions::OrRaise,
        expressions,
        model_handle::{names_of, text_of},
        workspace::Workspace,
    },
    model_of, tables,
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

    /// The model that it asks for.
    pub(crate) fn root_model(&self) -> ModelRef {
        self.query.borrow().model.clone()
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

#[pyclass(flags(BASETYPE, HAS_DICT), with(Constructor, Representable))]
impl QueryObject {
    #[pymethod]
    fn sql_with_params(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyTupleRef> {
        sql_and_params(&zelf.statement(true, vm)?, vm)
    }

    #[pymethod]
    fn as_sql(zelf: &Py<Self>, _args: FuncArgs, vm: &VirtualMachine) -> PyResult<PyTupleRef> {
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

    /// The letters in use by this query and its subqueries.
    #[pygetset]
    fn subq_aliases(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        let letters = zelf.query.borrow().alias_letters();
        let letters = letters.iter().map(|letter| vm.ctx.new_str(&**letter).into()).collect();
        vm.ctx.types.set_type.as_object().call((vm.ctx.new_list(letters),), vm)
    }

    #[pymethod]
    fn count_active_tables(zelf: &Py<Self>) -> usize {
        zelf.query.borrow().joins().filter(|(_, count)| *count > 0).count()
    }

    /// Conditions without joins, resolved.
    #[pymethod]
    fn build_where(zelf: &Py<Self>, q: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let q = expressions::to_q(FuncArgs::from(vec![q]), vm)?;
        let mut node = zelf.change(|query| query.build_where(&q)).or_raise(vm)?;
        // One `Q` is what it says; the arguments of `filter()` would be one more.
        if let [only] = &node.children[..]
            && let outerref_orm::expression::Node::Where(inner) = only.node()
            && !node.negated
        {
            node = inner.clone();
        }
        let resolved = expressions::resolved_object(&node.into(), vm)?;
        import(vm, "django.db.models.sql.where")?.get_attr("node_of", vm)?.call((resolved,), vm)
    }

    #[pymethod]
    fn add_annotation(zelf: &Py<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        let mut args = args;
        let (Some(annotation), Some(alias)) =
            (args.take_positional_keyword("annotation"), args.take_positional_keyword("alias"))
        else {
            return Err(vm.new_type_error("add_annotation() takes an annotation and an alias"));
        };
        let select = args.take_positional_keyword("select").map_or(Ok(true), |select| select.try_to_bool(vm))?;
        let expression = expressions::to_expression(&annotation, vm)?;
        let alias = text_of(&alias, vm)?;
        zelf.change(|query| query.add_annotation(&expression, &alias, select)).or_raise(vm)
    }

    #[pymethod]
    fn add_select_related(zelf: &Py<Self>, fields: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let names = names_of(&fields, vm)?;
        zelf.change(|query| query.add_select_related(&names));
        Ok(())
    }

    #[pymethod]
    fn __reduce__(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult {
        import(vm, "django.db.models.sql.query")?.get_attr("reduced", vm)?.call((zelf,), vm)
    }

    /// Whether it stands within another query.
    #[pygetset]
    fn subquery(zelf: &Py<Self>) -> bool {
        zelf.query.borrow().subquery
    }

    /// Alias to table, as objects of `sql.datastructures`.
    #[pygetset]
    fn alias_map(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        let mut query = zelf.get();
        if query.alias_count() == 0 {
            query.get_initial_alias().or_raise(vm)?;
        }
        tables::alias_map(&query, vm)
    }

    #[pygetset]
    fn alias_refcount(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        let mut query = zelf.get();
        if query.alias_count() == 0 {
            query.get_initial_alias().or_raise(vm)?;
        }
        tables::alias_refcount(&query, vm)
    }

    /// Whether any condition is set.
    #[pymethod]
    fn has_filters(zelf: &Py<Self>) -> bool {
        !zelf.query.borrow().where_.is_empty()
    }

    /// `False`, `True`, or the names of relations, nested.
    #[pygetset]
    fn select_related(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        fn nested(tree: &RelatedTree, vm: &VirtualMachine) -> PyResult {
            let dict = vm.ctx.new_dict();
            for (name, inner) in &tree.0 {
                dict.set_item(&**name, nested(inner, vm)?, vm)?;
            }
            Ok(dict.into())
        }
        match &zelf.query.borrow().select_related {
            SelectRelated::None => Ok(vm.ctx.new_bool(false).into()),
            SelectRelated::All => Ok(vm.ctx.new_bool(true).into()),
            SelectRelated::Fields(tree) => nested(tree, vm),
        }
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

    #[pygetset(setter)]
    fn set_low_mark(zelf: &Py<Self>, value: u64) {
        zelf.change(|query| query.low_mark = value);
    }

    #[pygetset(setter)]
    fn set_high_mark(zelf: &Py<Self>, value: Option<u64>) {
        zelf.change(|query| query.high_mark = value);
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
        zelf.change(|query| query.add_filter(name.as_ref(), value)).or_raise(vm)
    }
}

pub(crate) fn sql_and_params(statement: &Statement, vm: &VirtualMachine) -> PyResult<PyTupleRef> {
    let params = statement.params.iter().map(|value| convert::to_python(vm, value)).collect::<PyResult<Vec<_>>>()?;
    Ok(vm.ctx.new_tuple(vec![vm.ctx.new_str(&*statement.sql).into(), vm.ctx.new_tuple(params).into()]))
}

/// `Query(model, alias_cols=True)`. Without a model there is no table.
impl Constructor for QueryObject {
    type Args = FuncArgs;

    fn py_new(_cls: &Py<PyType>, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult<Self> {
        let model = args.take_positional_keyword("model").filter(|model| !vm.is_none(model));
        let mut query = match model {
            Some(model) => Query::new(&model_of(&model, vm)?),
            None => expressions::no_query(),
        };
        if let Some(alias_cols) = args.take_positional_keyword("alias_cols") {
            query.set_alias_cols(alias_cols.try_to_bool(vm)?);
        }
        Ok(Self::new(query))
    }
}

impl Representable for QueryObject {
    fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
        Ok(zelf.statement(true, vm)?.interpolated())
    }
}
