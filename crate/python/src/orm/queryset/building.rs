//! Methods that give a new queryset without running it.

use std::{collections::HashMap, rc::Rc};

use outerref_orm::{
    compiler::SelectCompiler,
    expression::{Expression, Q},
    query::Combinator,
    queryset::QuerySet as OrmQuerySet,
};
use rustpython_vm::{
    AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyDict, PyStr, PyTupleRef},
    function::FuncArgs,
    pyclass,
};

use super::{
    super::{
        exceptions::OrRaise,
        expressions,
        model_handle::{names_of, text_of},
        workspace::Workspace,
    },
    QuerySet, RowKind,
};
use crate::{convert, session::import};

type This = PyRef<QuerySet>;

impl QuerySet {
    fn derived(
        zelf: &Py<Self>,
        vm: &VirtualMachine,
        derive: impl FnOnce(OrmQuerySet) -> Result<OrmQuerySet, outerref_orm::Error>,
    ) -> PyResult {
        let derived = derive(zelf.orm(vm)?).or_raise(vm)?;
        Self::copy_with(zelf, derived.query, vm)
    }

    pub(super) fn filter_or_exclude(zelf: &Py<Self>, q: Q, negate: bool, vm: &VirtualMachine) -> PyResult {
        Self::derived(zelf, vm, |queryset| if negate { queryset.exclude(q) } else { queryset.filter(q) })
    }

    pub(super) fn filtered(zelf: &Py<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        Self::filter_or_exclude(zelf, expressions::to_q(args, vm)?, false, vm)
    }

    fn annotated(zelf: &Py<Self>, args: FuncArgs, select: bool, vm: &VirtualMachine) -> PyResult {
        refuse_others(&args, "annotate", vm)?;
        let mut named: Vec<(Rc<str>, PyObjectRef)> = Vec::new();
        for argument in args.args {
            let alias = expressions::default_alias(&argument, vm)
                .map_err(|_| vm.new_type_error("Complex annotations require an alias"))?;
            if args.kwargs.contains_key(&alias) {
                return Err(vm.new_value_error(format!(
                    "The named annotation '{alias}' conflicts with the default name for another annotation."
                )));
            }
            named.push((alias.into(), argument));
        }
        for (name, value) in args.kwargs {
            named.push((name.to_string_lossy().as_ref().into(), value));
        }
        warn_of_percent_signs(named.iter().map(|(name, _)| &**name), vm)?;
        let mut queryset = zelf.orm(vm)?;
        // One step for all annotations, so that they see the same fields; filtered relations in their places.
        let mut plain: Vec<(Rc<str>, Expression)> = Vec::new();
        for (name, value) in named {
            if expressions::is_filtered_relation(&value, vm) {
                if !plain.is_empty() {
                    queryset = annotate(&queryset, std::mem::take(&mut plain), select).or_raise(vm)?;
                }
                let (relation, condition) = expressions::to_filtered_relation(&value, vm)?;
                queryset = queryset.filtered_relation(&name, &relation, &condition).or_raise(vm)?;
            } else {
                plain.push((name, expressions::to_expression(&value, vm)?));
            }
        }
        queryset = annotate(&queryset, plain, select).or_raise(vm)?;
        Self::copy_with(zelf, queryset.query, vm)
    }

    fn with_values(zelf: &Py<Self>, args: FuncArgs, kind: RowKind, vm: &VirtualMachine) -> PyResult {
        let mut names: Vec<Rc<str>> = Vec::new();
        let mut expressions_: Vec<(Rc<str>, Expression)> = Vec::new();
        if kind == RowKind::Values {
            for argument in &args.args {
                if argument.downcast_ref::<PyStr>().is_none() {
                    let class = argument.class().name().to_string();
                    return Err(vm.new_type_error(format!("argument of type '{class}' is not iterable")));
                }
                names.push(text_of(argument, vm)?);
            }
        } else {
            name_columns(&args.args, &mut names, &mut expressions_, vm)?;
        }
        refuse_others(&FuncArgs::new(vec![], args.kwargs.clone()), "annotate", vm)?;
        for (name, value) in &args.kwargs {
            let name: Rc<str> = name.to_string_lossy().as_ref().into();
            names.push(name.clone());
            expressions_.push((name, expressions::to_expression(value, vm)?));
        }
        warn_of_percent_signs(names.iter().map(|name| &**name), vm)?;
        let mut queryset = zelf.orm(vm)?;
        if !expressions_.is_empty() {
            queryset = queryset.annotate(expressions_).or_raise(vm)?;
        }
        let queryset = queryset.values(&names, Vec::new()).or_raise(vm)?;
        let copy = Self::copy_with(zelf, queryset.query, vm)?;
        let this = Self::downcast(&copy, vm)?;
        let fields = names.iter().map(|name| vm.ctx.new_str(&**name).into()).collect();
        this.change(vm, |held| {
            held.fields = vm.ctx.new_tuple(fields).into();
            held.iterable = None;
        })?;
        this.kind.set(kind);
        Ok(copy)
    }

    fn combined(
        zelf: &Py<Self>,
        combinator: Combinator,
        all: bool,
        others: &[PyObjectRef],
        vm: &VirtualMachine,
    ) -> PyResult {
        let orm = |object: &PyObjectRef| match Self::downcast(object, vm) {
            Ok(other) => other.orm(vm),
            Err(error) => Err(error),
        };
        // An empty queryset adds nothing to a union.
        if combinator == Combinator::Union && zelf.orm(vm)?.query.is_empty() {
            let mut full = Vec::new();
            for other in others {
                if !orm(other)?.query.is_empty() {
                    full.push(other.clone());
                }
            }
            return match &full[..] {
                [] => Ok(zelf.as_object().to_owned()),
                [only] => Ok(only.clone()),
                [first, rest @ ..] => Self::combined(Self::downcast(first, vm)?, combinator, all, rest, vm),
            };
        }
        if combinator != Combinator::Union && zelf.orm(vm)?.query.is_empty() {
            return Ok(zelf.as_object().to_owned());
        }
        if combinator == Combinator::Intersection {
            for other in others {
                if orm(other)?.query.is_empty() {
                    return Ok(other.clone());
                }
            }
        }
        let others = others.iter().map(orm).collect::<PyResult<Vec<_>>>()?;
        Self::derived(zelf, vm, |queryset| Ok(queryset.combinator(combinator, all, &others)))
    }
}

/// The name of each column of `values_list()`: a number is added to expressions and to names that come again.
fn name_columns(
    columns: &[PyObjectRef],
    names: &mut Vec<Rc<str>>,
    expressions_: &mut Vec<(Rc<str>, Expression)>,
    vm: &VirtualMachine,
) -> PyResult<()> {
    let mut taken: HashMap<Rc<str>, bool> = HashMap::new();
    for column in columns {
        if column.downcast_ref::<PyStr>().is_some() {
            taken.insert(text_of(column, vm)?, false);
        } else if !expressions::is_expression(column, vm) {
            let class = column.class().name().to_string();
            return Err(vm.new_type_error(format!("argument of type '{class}' is not iterable")));
        }
    }
    let mut counter = 1;
    for column in columns {
        let (mut name, expression) = if column.downcast_ref::<PyStr>().is_some() {
            let name = text_of(column, vm)?;
            let again = taken.get(&name).copied().unwrap_or_default();
            let expression = again.then(|| Expression::F(name.clone()));
            (name, expression)
        } else {
            let name = expressions::default_alias(column, vm).unwrap_or_else(|_| column.class().name().to_lowercase());
            (name.into(), Some(expressions::to_expression(column, vm)?))
        };
        if let Some(expression) = expression {
            let prefix = name;
            name = format!("{prefix}{counter}").into();
            while taken.contains_key(&name) {
                counter += 1;
                name = format!("{prefix}{counter}").into();
            }
            expressions_.push((name.clone(), expression));
        }
        taken.insert(name.clone(), true);
        names.push(name);
    }
    Ok(())
}

/// Arguments that are no expressions are an error that names them all.
pub(super) fn refuse_others(args: &FuncArgs, method: &str, vm: &VirtualMachine) -> PyResult<()> {
    let mut others = Vec::new();
    for value in args.args.iter().chain(args.kwargs.values()) {
        if !expressions::is_expression(value, vm) && !expressions::is_filtered_relation(value, vm) {
            others.push(value.str(vm)?.to_string_lossy().into_owned());
        }
    }
    if others.is_empty() {
        return Ok(());
    }
    others.sort();
    Err(vm.new_type_error(format!("QuerySet.{method}() received non-expression(s): {}.", others.join(", "))))
}

/// Names of columns will not hold percent signs.
pub(super) fn warn_of_percent_signs<'a>(names: impl IntoIterator<Item = &'a str>, vm: &VirtualMachine) -> PyResult<()> {
    let mut with = names.into_iter().filter(|name| name.contains('%'));
    with.try_for_each(|_| deprecated("Using percent signs in a column alias is deprecated.", vm))
}

/// Warns of what a later release refuses.
fn deprecated(text: &str, vm: &VirtualMachine) -> PyResult<()> {
    let category = import(vm, "django.utils.deprecation")?.get_attr("RemovedInDjango2028Warning", vm)?;
    import(vm, "warnings")?.get_attr("warn", vm)?.call((text, category), vm).map(drop)
}

fn annotate(
    queryset: &OrmQuerySet,
    annotations: Vec<(Rc<str>, Expression)>,
    select: bool,
) -> Result<OrmQuerySet, outerref_orm::Error> {
    if select { queryset.annotate(annotations) } else { queryset.alias(annotations) }
}

fn no_keywords(args: &FuncArgs, method: &str, vm: &VirtualMachine) -> PyResult<()> {
    match args.kwargs.keys().next() {
        Some(name) => Err(vm.new_type_error(format!(
            "QuerySet.{method}() got an unexpected keyword argument '{}'",
            name.to_string_lossy()
        ))),
        None => Ok(()),
    }
}

#[pyclass]
pub(super) trait Building: PyPayload {
    #[pymethod]
    fn _chain(zelf: This, vm: &VirtualMachine) -> PyResult {
        QuerySet::chain(&zelf, vm)
    }

    #[pymethod]
    fn _clone(zelf: This, vm: &VirtualMachine) -> PyResult {
        let query = zelf.with(vm, |held| held.query.get())?;
        QuerySet::clone_with(&zelf, query.chain(), vm)
    }

    /// From here on operations change this object.
    #[pymethod]
    fn _disable_cloning(zelf: This) -> This {
        zelf.cloning_disabled.set(true);
        zelf
    }

    #[pymethod]
    fn _enable_cloning(zelf: This) -> This {
        zelf.cloning_disabled.set(false);
        zelf
    }

    #[pymethod]
    fn all(zelf: This, vm: &VirtualMachine) -> PyResult {
        QuerySet::chain(&zelf, vm)
    }

    #[pymethod]
    fn filter(zelf: This, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        QuerySet::filtered(&zelf, args, vm)
    }

    #[pymethod]
    fn exclude(zelf: This, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let q = expressions::to_q(args, vm)?;
        QuerySet::filter_or_exclude(&zelf, q, true, vm)
    }

    #[pymethod]
    fn complex_filter(zelf: This, object: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let args = match object.downcast_ref::<PyDict>() {
            Some(dict) => {
                let mut args = FuncArgs::default();
                for (key, value) in dict.items_vec() {
                    args.kwargs.insert(text_of(&key, vm)?.to_string().into(), value);
                }
                args
            }
            None => FuncArgs::from(vec![object.clone()]),
        };
        QuerySet::filter_or_exclude(&zelf, expressions::to_q(args, vm)?, false, vm)
    }

    #[pymethod]
    fn annotate(zelf: This, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        QuerySet::annotated(&zelf, args, true, vm)
    }

    #[pymethod]
    fn alias(zelf: This, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        QuerySet::annotated(&zelf, args, false, vm)
    }

    #[pymethod]
    fn values(zelf: This, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        QuerySet::with_values(&zelf, args, RowKind::Values, vm)
    }

    #[pymethod]
    fn values_list(zelf: This, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let mut flag = |name: &str| match args.take_keyword(name) {
            Some(value) => value.try_to_bool(vm),
            None => Ok(false),
        };
        let (flat, named) = (flag("flat")?, flag("named")?);
        no_keywords(&args, "values_list", vm)?;
        if flat && named {
            return Err(vm.new_type_error("'flat' and 'named' can't be used together."));
        }
        if flat {
            if args.args.len() > 1 {
                return Err(
                    vm.new_type_error("'flat' is not valid when values_list is called with more than one field.")
                );
            }
            if args.args.is_empty() {
                deprecated(
                    "Calling values_list() with no field name and flat=True is deprecated. Pass an explicit field name \
                     instead, like 'pk'.",
                    vm,
                )?;
                let class = zelf.with(vm, |held| held.model.clone())?;
                let fields = super::model_of(&class, vm)?.concrete_fields();
                let name = fields.first().map_or_else(|| "pk".into(), |field| field.attname());
                args.args.push(vm.ctx.new_str(&*name).into());
            }
        }
        let kind = match (flat, named) {
            (true, _) => RowKind::Flat,
            (_, true) => RowKind::Named,
            _ => RowKind::ValuesList,
        };
        QuerySet::with_values(&zelf, args, kind, vm)
    }

    #[pymethod]
    fn order_by(zelf: This, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        no_keywords(&args, "order_by", vm)?;
        let items = args.args.iter().map(|item| expressions::to_order_item(item, vm)).collect::<PyResult<Vec<_>>>()?;
        QuerySet::derived(&zelf, vm, |queryset| queryset.order_by(items))
    }

    #[pymethod]
    fn reverse(zelf: This, vm: &VirtualMachine) -> PyResult {
        QuerySet::derived(&zelf, vm, |queryset| queryset.reverse())
    }

    #[pymethod]
    fn distinct(zelf: This, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        no_keywords(&args, "distinct", vm)?;
        let names = args.args.iter().map(|name| text_of(name, vm)).collect::<PyResult<Vec<_>>>()?;
        QuerySet::derived(&zelf, vm, |queryset| queryset.distinct(names))
    }

    #[pymethod]
    fn none(zelf: This, vm: &VirtualMachine) -> PyResult {
        QuerySet::derived(&zelf, vm, |queryset| Ok(queryset.none()))
    }

    #[pymethod]
    fn select_related(zelf: This, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        no_keywords(&args, "select_related", vm)?;
        if let [only] = &args.args[..]
            && vm.is_none(only)
        {
            return QuerySet::derived(&zelf, vm, |queryset| Ok(queryset.clear_select_related()));
        }
        let names = args.args.iter().map(|name| text_of(name, vm)).collect::<PyResult<Vec<_>>>()?;
        let derived = QuerySet::derived(&zelf, vm, |queryset| queryset.select_related(&names))?;
        if names.is_empty() {
            deprecated(
                "Calling select_related() with no arguments is deprecated. Specify the fields to fetch instead.",
                vm,
            )?;
        }
        Ok(derived)
    }

    #[pymethod]
    fn defer(zelf: This, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        no_keywords(&args, "defer", vm)?;
        if let [only] = &args.args[..]
            && vm.is_none(only)
        {
            return QuerySet::derived(&zelf, vm, |queryset| {
                let mut clone = queryset.chain();
                clone.query.clear_deferred_loading();
                Ok(clone)
            });
        }
        let names = args.args.iter().map(|name| text_of(name, vm)).collect::<PyResult<Vec<_>>>()?;
        QuerySet::derived(&zelf, vm, |queryset| queryset.defer(&names))
    }

    #[pymethod]
    fn only(zelf: This, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        no_keywords(&args, "only", vm)?;
        if args.args.iter().any(|name| vm.is_none(name)) {
            return Err(vm.new_type_error("Cannot pass None as an argument to only()."));
        }
        let names = args.args.iter().map(|name| text_of(name, vm)).collect::<PyResult<Vec<_>>>()?;
        let orm = zelf.orm(vm)?;
        for name in &names {
            let first = name.split("__").next().unwrap_or_default();
            if orm.query.is_filtered_relation(first) {
                return Err(vm.new_value_error("only() is not supported with FilteredRelation."));
            }
        }
        QuerySet::derived(&zelf, vm, |queryset| queryset.only(&names))
    }

    #[pymethod]
    fn union(zelf: This, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let all = match args.take_keyword("all") {
            Some(value) => value.try_to_bool(vm)?,
            None => false,
        };
        no_keywords(&args, "union", vm)?;
        QuerySet::combined(&zelf, Combinator::Union, all, &args.args, vm)
    }

    #[pymethod]
    fn intersection(zelf: This, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        no_keywords(&args, "intersection", vm)?;
        QuerySet::combined(&zelf, Combinator::Intersection, false, &args.args, vm)
    }

    #[pymethod]
    fn difference(zelf: This, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        no_keywords(&args, "difference", vm)?;
        QuerySet::combined(&zelf, Combinator::Difference, false, &args.args, vm)
    }

    #[pymethod]
    fn using(zelf: This, alias: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let copy = QuerySet::chain(&zelf, vm)?;
        QuerySet::downcast(&copy, vm)?.change(vm, |held| held.using = alias)?;
        Ok(copy)
    }

    #[pymethod]
    fn select_for_update(zelf: This, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let mut flag = |name: &str| match args.take_positional_keyword(name) {
            Some(value) => value.try_to_bool(vm),
            None => Ok(false),
        };
        let (nowait, skip_locked) = (flag("nowait")?, flag("skip_locked")?);
        let of = match args.take_keyword("of") {
            Some(of) => names_of(&of, vm)?,
            None => Vec::new(),
        };
        let no_key = match args.take_keyword("no_key") {
            Some(value) => value.try_to_bool(vm)?,
            None => false,
        };
        if nowait && skip_locked {
            return Err(vm.new_value_error("The nowait option cannot be used with skip_locked."));
        }
        QuerySet::derived(&zelf, vm, |queryset| {
            let mut clone = queryset.chain();
            clone.query.select_for_update =
                Some(outerref_orm::query::SelectForUpdate { nowait, skip_locked, of, no_key });
            Ok(clone)
        })
    }

    #[pymethod]
    fn extra(zelf: This, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let mut next = |name: &str| args.take_positional_keyword(name).filter(|value| !vm.is_none(value));
        let (select, where_, params, tables, order_by, select_params) =
            (next("select"), next("where"), next("params"), next("tables"), next("order_by"), next("select_params"));
        let mut selects = Vec::new();
        if let Some(select) = &select {
            let Some(dict) = select.downcast_ref::<PyDict>() else {
                return Err(vm.new_type_error("select must be a dictionary"));
            };
            for (name, sql) in dict.items_vec() {
                selects.push((text_of(&name, vm)?, Rc::from(sql.str(vm)?.to_string_lossy().as_ref())));
            }
        }
        let values = |list: &Option<PyObjectRef>| match list {
            Some(list) => vm.extract_elements_with(list, |value| convert::to_value(vm, &value)),
            None => Ok(Vec::new()),
        };
        let names = |list: &Option<PyObjectRef>| match list {
            Some(list) => names_of(list, vm),
            None => Ok(Vec::new()),
        };
        let order_by = match &order_by {
            Some(list) => vm.extract_elements_with(list, |item| expressions::to_order_item(&item, vm))?,
            None => Vec::new(),
        };
        let (params, select_params) = (values(&params)?, values(&select_params)?);
        let (where_, tables) = (names(&where_)?, names(&tables)?);
        QuerySet::derived(&zelf, vm, |queryset| {
            queryset.not_combined("extra")?;
            if queryset.query.is_sliced() {
                return Err(outerref_orm::Error::Type("Cannot change a query once a slice has been taken.".into()));
            }
            let mut clone = queryset.chain();
            clone.query.add_extra(selects, select_params, where_, params, tables, order_by)?;
            Ok(clone)
        })
    }

    #[pymethod]
    fn _next_is_sticky(zelf: This) -> This {
        zelf.sticky.set(true);
        zelf
    }

    #[pymethod]
    fn _filter_q(zelf: This, q: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let q = expressions::to_q(FuncArgs::from(vec![q]), vm)?;
        QuerySet::filter_or_exclude(&zelf, q, false, vm)
    }

    /// Rows whose columns, taken together, are one of the tuples.
    #[pymethod]
    fn _filter_columns_in(zelf: This, names: PyObjectRef, rows: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let names = names_of(&names, vm)?;
        let rows = vm.extract_elements_with(&rows, |row| {
            Ok(outerref_orm::Value::list(vm.extract_elements_with(&row, |cell| convert::to_value(vm, &cell))?))
        })?;
        QuerySet::derived(&zelf, vm, |queryset| {
            let mut clone = queryset.chain();
            clone.query.add_columns_in(&names, rows)?;
            Ok(clone)
        })
    }

    /// A condition that may use every join there is.
    #[pymethod]
    fn _filter_reusing(zelf: This, q: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let q = expressions::to_q(FuncArgs::from(vec![q]), vm)?;
        QuerySet::derived(&zelf, vm, |queryset| {
            let mut clone = queryset.chain();
            clone.query.add_q_reusing_all(&q)?;
            Ok(clone)
        })
    }

    #[pygetset]
    fn ordered(zelf: This, vm: &VirtualMachine) -> PyResult<bool> {
        Ok(zelf.orm(vm)?.is_ordered())
    }

    /// What the rows are ordered by, resolved; `None` if by nothing.
    #[pymethod]
    fn _ordering_expressions(zelf: This, vm: &VirtualMachine) -> PyResult {
        let query = zelf.orm(vm)?.query;
        let dialect = Workspace::of(vm)?.dialect();
        let ordering = SelectCompiler::new(&query, &dialect, true).ordering().or_raise(vm)?;
        if ordering.is_empty() {
            return Ok(vm.ctx.none());
        }
        let ordering = ordering.iter().map(|item| expressions::resolved_object(item, vm)).collect::<PyResult<_>>()?;
        Ok(vm.ctx.new_list(ordering).into())
    }

    #[pygetset]
    fn query(zelf: This, vm: &VirtualMachine) -> PyResult {
        zelf.with(vm, |held| held.query.clone().into())
    }

    #[pygetset(setter)]
    fn set_query(zelf: This, query: PyRef<super::QueryObject>, vm: &VirtualMachine) -> PyResult<()> {
        zelf.change(vm, |held| held.query = query)
    }

    #[pygetset]
    fn model(zelf: This, vm: &VirtualMachine) -> PyResult {
        zelf.with(vm, |held| held.model.clone())
    }

    #[pygetset(setter)]
    fn set_model(zelf: This, model: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        zelf.change(vm, |held| held.model = model)
    }

    #[pygetset]
    fn _fields(zelf: This, vm: &VirtualMachine) -> PyResult {
        zelf.with(vm, |held| held.fields.clone())
    }

    #[pygetset(setter)]
    fn set__fields(zelf: This, fields: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        zelf.change(vm, |held| held.fields = fields)
    }

    #[pymethod]
    fn _selected_names(zelf: This, vm: &VirtualMachine) -> PyResult<PyTupleRef> {
        let names = zelf.orm(vm)?.query.names_of_columns();
        Ok(vm.ctx.new_tuple(names.iter().map(|name| vm.ctx.new_str(&**name).into()).collect()))
    }
}

impl Building for QuerySet {}
