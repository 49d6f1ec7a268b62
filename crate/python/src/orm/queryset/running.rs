//! Methods that run a query at once: `get`, `count`, `exists`, `aggregate`, `first`, `update`.

use std::rc::Rc;

use outerref_lab::events::{Call, Judged};
use outerref_orm::{
    Error, Rows, Statement, Value,
    compiler::{CompiledSelect, SelectCompiler, UpdatePlan, UpdateQuery, compile_delete},
    dialect::Dialect,
    expression::{Expression, Node},
    query::{Aggregation, GroupBy, Query},
    schema::FieldRef,
};
use rustpython_vm::{
    AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, builtins::PyTypeRef, function::FuncArgs,
    pyclass,
};

use super::{
    super::{
        database::{handles, returned, value_expression},
        exceptions::OrRaise,
        expressions,
        model_handle::text_of,
        rows::{Fetched, Usage, converters},
        workspace::Workspace,
    },
    QuerySet,
    building::{refuse_others, warn_of_percent_signs},
};
use crate::convert;

type This = PyRef<QuerySet>;

/// Django's limit for `get()`: enough to say how many there are.
const MAX_GET_RESULTS: u64 = 21;

impl QuerySet {
    /// The single row of an aggregation, by name.
    fn aggregated(
        zelf: &Py<Self>,
        aggregation: &Aggregation,
        vm: &VirtualMachine,
    ) -> PyResult<Vec<(Rc<str>, PyObjectRef)>> {
        let workspace = Self::workspace(zelf, vm)?;
        let dialect = workspace.dialect();
        let names: Vec<Rc<str>> = aggregation.query.annotation_selects().map(|(name, _)| name.clone()).collect();
        let empty = |vm: &VirtualMachine| {
            aggregation
                .query
                .annotation_selects()
                .map(|(_, annotation)| {
                    convert::to_python(vm, &annotation.empty_result_set_value().unwrap_or(Value::Null))
                })
                .collect::<PyResult<Vec<_>>>()
        };
        let compiled = match SelectCompiler::new(&aggregation.query, &dialect, aggregation.elide_empty).compile() {
            Err(Error::EmptyResultSet) => return Ok(names.into_iter().zip(empty(vm)?).collect()),
            other => other.or_raise(vm)?,
        };
        let converters = converters(&compiled.columns, &dialect, vm)?;
        let (rows, usage) = run(&workspace, &compiled, vm)?;
        workspace.tell_written(|dialect| {
            Ok(SelectCompiler::new(&aggregation.query, dialect, aggregation.elide_empty).compile()?.statement)
        });
        Self::tell_asked(zelf, &workspace, Call::Aggregate, usage.number, vm)?;
        let (width, cells) = (rows.columns.len(), rows.cells);
        let fetched = Fetched::new(cells, width, converters, dialect, usage);
        if fetched.len() == 0 {
            return Ok(names.into_iter().zip(empty(vm)?).collect());
        }
        names.into_iter().enumerate().map(|(column, name)| Ok((name, fetched.value(0, column, vm)?))).collect()
    }

    fn one_of(zelf: &Py<Self>, reverse: bool, method: &str, vm: &VirtualMachine) -> PyResult {
        let queryset = zelf.orm(vm)?;
        let ordered = if queryset.is_ordered() || !queryset.query.default_ordering {
            if reverse { vm.call_method(zelf.as_object(), "reverse", ())? } else { zelf.as_object().to_owned() }
        } else {
            if let GroupBy::By(expressions) = &queryset.query.group_by {
                let pk = queryset.query.model.pk();
                let grouped = |wanted: &FieldRef| {
                    expressions.iter().any(|expression| {
                        let field = expression.output_field_or_none().ok().flatten();
                        field.is_some_and(|field| Rc::ptr_eq(wanted, &field))
                            || matches!(expression.node(), Node::Col { target, .. } if Rc::ptr_eq(wanted, target))
                    })
                };
                let parts = queryset.query.model.pk_fields();
                let by_key = pk.as_ref().is_some_and(&grouped) || (!parts.is_empty() && parts.iter().all(grouped));
                if !by_key {
                    return Err(vm.new_type_error(format!(
                        "Cannot use QuerySet.{method}() on an unordered queryset performing aggregation. Add an \
                         ordering with order_by()."
                    )));
                }
            }
            vm.call_method(zelf.as_object(), "order_by", (if reverse { "-pk" } else { "pk" },))?
        };
        let ordered = Self::downcast(&ordered, vm)?;
        if let Some(list) = ordered.with(vm, |held| held.cache.clone())? {
            return Ok(list.borrow_vec().first().cloned().unwrap_or_else(|| vm.ctx.none()));
        }
        let first = Self::sliced(ordered, 0, Some(1), vm)?;
        let list = Self::rows_of(Self::downcast(&first, vm)?, vm)?;
        Self::tell_call(Self::downcast(&first, vm)?, Call::First, vm)?;
        Ok(list.borrow_vec().first().cloned().unwrap_or_else(|| vm.ctx.none()))
    }

    fn model_exception(zelf: &Py<Self>, name: &str, text: String, vm: &VirtualMachine) -> PyResult {
        let class: PyTypeRef =
            zelf.model_class(vm)?.as_object().get_attr(vm.ctx.intern_str(name), vm)?.try_into_value(vm)?;
        let exception = class.as_object().call((vm.ctx.new_str(text),), vm)?;
        Err(exception.try_into_value(vm)?)
    }
}

fn run(workspace: &Workspace, compiled: &CompiledSelect, vm: &VirtualMachine) -> PyResult<(Rows, Rc<Usage>)> {
    workspace.run(&compiled.statement, vm)
}

/// Runs an UPDATE, in as many statements as it takes, and gives the rows changed.
pub(crate) fn run_update(workspace: &Workspace, update: &UpdateQuery, vm: &VirtualMachine) -> PyResult<u64> {
    let dialect = workspace.dialect();
    match update.plan(&dialect) {
        Err(Error::EmptyResultSet) => Ok(0),
        Err(error) => Err(error).or_raise(vm),
        Ok(UpdatePlan::Nothing) => Ok(0),
        Ok(UpdatePlan::Statement(statement)) => {
            let changed = workspace.run(&statement, vm)?.0.changed;
            workspace.tell_written(|dialect| written(update, dialect));
            Ok(changed)
        }
        Ok(UpdatePlan::Keys(select, places)) => {
            let (rows, usage) = run(workspace, &select, vm)?;
            workspace.tell_written(|dialect| written(update, dialect));
            usage.mark_all(rows.cells.len());
            let keys: Vec<_> = places
                .into_iter()
                .map(|(model, column)| (model, rows.iter().map(|row| row[column].clone()).collect::<Vec<_>>()))
                .collect();
            let mut changed = 0;
            for (number, statement) in update.with_keys(&keys, &dialect).or_raise(vm)?.iter().enumerate() {
                let count = workspace.run(statement, vm)?.0.changed;
                workspace.tell_written(|dialect| Ok(update.with_keys(&keys, dialect)?.swap_remove(number)));
                changed = if changed == 0 { count } else { changed };
            }
            Ok(changed)
        }
    }
}

/// The first statement of an UPDATE.
fn written(update: &UpdateQuery, dialect: &Dialect) -> Result<Statement, Error> {
    match update.plan(dialect)? {
        UpdatePlan::Nothing => Err(Error::EmptyResultSet),
        UpdatePlan::Statement(statement) => Ok(statement),
        UpdatePlan::Keys(select, _) => Ok(select.statement),
    }
}

/// A list of (field name, value).
fn new_values(values: &PyObjectRef, vm: &VirtualMachine) -> PyResult<Vec<(Rc<str>, Expression)>> {
    vm.extract_elements_with(values, |pair| {
        let parts: Vec<PyObjectRef> = pair.try_to_value(vm)?;
        let [name, value] = &parts[..] else { return Err(vm.new_type_error("expected (name, value)")) };
        Ok((text_of(name, vm)?, value_expression(value, vm)?))
    })
}

#[pyclass]
pub(super) trait Running: PyPayload {
    #[pymethod]
    fn count(zelf: This, vm: &VirtualMachine) -> PyResult {
        if let Some(list) = zelf.with(vm, |held| held.cache.clone())? {
            QuerySet::tell_judged(&zelf, Judged::Length, vm)?;
            return Ok(vm.ctx.new_int(list.borrow_vec().len()).into());
        }
        let aggregation = zelf.orm(vm)?.count().or_raise(vm)?;
        let values = QuerySet::aggregated(&zelf, &aggregation, vm)?;
        QuerySet::tell_counted(vm)?;
        Ok(values.into_iter().next().map_or_else(|| vm.ctx.new_int(0).into(), |(_, value)| value))
    }

    #[pymethod]
    fn exists(zelf: This, vm: &VirtualMachine) -> PyResult<bool> {
        if let Some(list) = zelf.with(vm, |held| held.cache.clone())? {
            QuerySet::tell_judged(&zelf, Judged::Truth, vm)?;
            return Ok(!list.borrow_vec().is_empty());
        }
        let workspace = QuerySet::workspace(&zelf, vm)?;
        let query = zelf.orm(vm)?.exists().or_raise(vm)?;
        match SelectCompiler::new(&query, &workspace.dialect(), true).compile() {
            Err(Error::EmptyResultSet) => Ok(false),
            other => {
                let (rows, usage) = run(&workspace, &other.or_raise(vm)?, vm)?;
                workspace.tell_written(|dialect| Ok(SelectCompiler::new(&query, dialect, true).compile()?.statement));
                usage.mark_all(rows.cells.len());
                QuerySet::tell_asked(&zelf, &workspace, Call::Exists, usage.number, vm)?;
                Ok(!rows.is_empty())
            }
        }
    }

    #[pymethod]
    fn aggregate(zelf: This, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        if !zelf.orm(vm)?.query.distinct_fields.is_empty() {
            return Err(vm.new_not_implemented_error("aggregate() + distinct(fields) not implemented."));
        }
        refuse_others(&args, "aggregate", vm)?;
        // Those without a name of their own come last.
        let mut named: Vec<(Rc<str>, Expression)> = Vec::new();
        for (name, value) in &args.kwargs {
            named.push((name.to_string_lossy().as_ref().into(), expressions::to_expression(value, vm)?));
        }
        for argument in &args.args {
            let alias = expressions::default_alias(argument, vm)
                .map_err(|_| vm.new_type_error("Complex aggregates require an alias"))?;
            let expression = expressions::to_expression(argument, vm)?;
            match named.iter_mut().find(|(name, _)| **name == *alias) {
                Some(known) => known.1 = expression,
                None => named.push((alias.into(), expression)),
            }
        }
        warn_of_percent_signs(named.iter().map(|(name, _)| &**name), vm)?;
        let dict = vm.ctx.new_dict();
        if named.is_empty() {
            return Ok(dict.into());
        }
        let aggregation = zelf.orm(vm)?.aggregate(&named).or_raise(vm)?;
        for (name, value) in QuerySet::aggregated(&zelf, &aggregation, vm)? {
            dict.set_item(&*name, value, vm)?;
        }
        Ok(dict.into())
    }

    #[pymethod]
    fn get(zelf: This, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let query = zelf.orm(vm)?.query;
        let filtering = !args.args.is_empty() || !args.kwargs.is_empty();
        if let Some(combinator) = query.combinator
            && filtering
        {
            return Err(Error::NotSupported(format!(
                "Calling QuerySet.get(...) with filters after {}() is not supported.",
                combinator.name()
            )))
            .or_raise(vm);
        }
        let clone = if query.combinator.is_some() || !filtering {
            QuerySet::chain(&zelf, vm)?
        } else {
            QuerySet::filter_or_exclude(&zelf, expressions::to_q(args, vm)?, false, vm)?
        };
        let clone = QuerySet::downcast(&clone, vm)?;
        let mut narrowed = clone.with(vm, |held| held.query.get())?;
        if !narrowed.is_sliced() && narrowed.distinct_fields.is_empty() {
            narrowed.clear_ordering(true, true);
            narrowed.default_ordering = false;
        }
        narrowed.set_limits(0, Some(MAX_GET_RESULTS));
        let clone = QuerySet::copy_with(clone, narrowed, vm)?;
        let list = QuerySet::fetch_all(QuerySet::downcast(&clone, vm)?, vm)?;
        QuerySet::tell_call(QuerySet::downcast(&clone, vm)?, Call::Get, vm)?;
        let rows: Vec<PyObjectRef> = list.borrow_vec().to_vec();
        let name = &query.model.object_name;
        match &rows[..] {
            [only] => Ok(only.clone()),
            [] => {
                QuerySet::model_exception(&zelf, "DoesNotExist", format!("{name} matching query does not exist."), vm)
            }
            rows => {
                let count = if (rows.len() as u64) < MAX_GET_RESULTS {
                    rows.len().to_string()
                } else {
                    format!("more than {}", MAX_GET_RESULTS - 1)
                };
                let text = format!("get() returned more than one {name} -- it returned {count}!");
                QuerySet::model_exception(&zelf, "MultipleObjectsReturned", text, vm)
            }
        }
    }

    #[pymethod]
    fn first(zelf: This, vm: &VirtualMachine) -> PyResult {
        QuerySet::one_of(&zelf, false, "first", vm)
    }

    #[pymethod]
    fn last(zelf: This, vm: &VirtualMachine) -> PyResult {
        QuerySet::one_of(&zelf, true, "last", vm)
    }

    #[pymethod]
    fn explain(zelf: This, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult<String> {
        let format = args.take_positional_keyword("format").filter(|format| !vm.is_none(format));
        let mut options: Vec<String> = args.kwargs.keys().map(|name| name.to_string_lossy().into_owned()).collect();
        let allowed = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
        for name in &options {
            if name.contains("--") || name.is_empty() || !name.chars().all(allowed) {
                let shown = vm.ctx.new_str(name.as_str()).as_object().repr(vm)?;
                return Err(vm.new_value_error(format!("Invalid option name: {}.", shown.to_string_lossy())));
            }
        }
        if let Some(format) = format {
            let format = format.str(vm)?.to_string_lossy().to_uppercase();
            return Err(vm.new_value_error(format!(
                "{format} is not a recognized format. SQLite does not support any formats."
            )));
        }
        if !options.is_empty() {
            options.sort();
            return Err(vm.new_value_error(format!("Unknown options: {}", options.join(", "))));
        }
        let workspace = QuerySet::workspace(&zelf, vm)?;
        let mut query = zelf.orm(vm)?.query;
        query.explain = Some("EXPLAIN QUERY PLAN".into());
        let compiled = SelectCompiler::new(&query, &workspace.dialect(), true).compile().or_raise(vm)?;
        let (rows, usage) = run(&workspace, &compiled, vm)?;
        usage.mark_all(rows.cells.len());
        let lines: Vec<String> =
            rows.iter().map(|row| row.iter().map(Value::display).collect::<Vec<_>>().join(" ")).collect();
        Ok(lines.join("\n"))
    }

    /// UPDATE of the rows: a list of (field name, value).
    #[pymethod]
    fn _update(zelf: This, values: PyObjectRef, vm: &VirtualMachine) -> PyResult<u64> {
        let values = new_values(&values, vm)?;
        let query = zelf.orm(vm)?.query;
        query.check_update_order().or_raise(vm)?;
        let update = UpdateQuery::new(&query.for_update_statement(), &values).or_raise(vm)?;
        zelf.change(vm, |held| held.cache = None)?;
        run_update(&*QuerySet::workspace(&zelf, vm)?, &update, vm)
    }

    /// As `_update`, giving the columns of each updated row.
    #[pymethod]
    fn _update_returning(zelf: This, values: PyObjectRef, fields: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let values = new_values(&values, vm)?;
        let query = zelf.orm(vm)?.query.for_update_statement();
        let mut update = UpdateQuery::new(&query, &values).or_raise(vm)?;
        update.returning = handles(&fields, vm)?;
        zelf.change(vm, |held| held.cache = None)?;
        let workspace = QuerySet::workspace(&zelf, vm)?;
        let dialect = workspace.dialect();
        let statement = match update.plan(&dialect) {
            Err(Error::EmptyResultSet) => return Ok(vm.ctx.new_list(Vec::new()).into()),
            other => match other.or_raise(vm)? {
                UpdatePlan::Statement(statement) => statement,
                UpdatePlan::Nothing | UpdatePlan::Keys(..) => return Ok(vm.ctx.new_list(Vec::new()).into()),
            },
        };
        let (rows, usage) = workspace.run(&statement, vm)?;
        workspace.tell_written(|dialect| written(&update, dialect));
        usage.mark_all(rows.cells.len());
        Ok(vm.ctx.new_list(returned(&rows, &update.returning, &dialect, vm)?).into())
    }

    /// DELETE of the rows in one statement, without looking at what points at them.
    #[pymethod]
    fn _raw_delete(zelf: This, args: FuncArgs, vm: &VirtualMachine) -> PyResult<u64> {
        let _ = args;
        let workspace = QuerySet::workspace(&zelf, vm)?;
        let mut query: Query = zelf.orm(vm)?.query;
        query.clear_ordering(true, true);
        match compile_delete(&query, &workspace.dialect()) {
            Err(Error::EmptyResultSet) => Ok(0),
            other => {
                let changed = workspace.run(&other.or_raise(vm)?, vm)?.0.changed;
                workspace.tell_written(|dialect| compile_delete(&query, dialect));
                Ok(changed)
            }
        }
    }
}

impl Running for QuerySet {}
