//! What the Python shells call: the module `_orm`'s functions for expressions.

use outerref_orm::{
    Value,
    compiler::{Compiler, compile_check, writer},
    expression::{Expression, Func, Node, ResolveContext, functions as builtin},
    lookup::{self, Rhs},
};
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyDict, PyDictRef, PyStrRef},
    function::FuncArgs,
};

use super::{
    super::{exceptions::OrRaise, queryset::QueryObject, workspace::Workspace},
    class::{self, Kind},
    compiler::{CompilerObject, pair},
    condition,
    convert::{natively, to_expression},
    func,
    host::aliases,
    items, no_query, registry, resolve_alone,
    resolved::{python_field, resolved_object},
    text,
};

/// The SQL that Django writes for a shell whose sources are resolved, `as_sql`'s arguments given.
pub(crate) fn default_as_sql(
    shell: &PyObject,
    compiler: &PyObject,
    overrides: &PyObject,
    vm: &VirtualMachine,
) -> PyResult {
    let dialect = CompilerObject::dialect_of(compiler, vm)?;
    let Some(info) = class::info(shell.class(), vm) else {
        return Err(vm.new_not_implemented_error("Subclasses must implement as_sql()"));
    };
    let resolved = match info.kind {
        Kind::Lookup(Some(_)) => {
            let (lhs, rhs) = (super::attribute(shell, "lhs", vm)?, super::attribute(shell, "rhs", vm)?);
            Node::Lookup(super::lookup::of_shell(shell, &lhs, &rhs, vm)?).into()
        }
        Kind::Func(def) => {
            let mut func = func::native(shell, def, &info, vm)?;
            override_parts(&mut func, overrides, vm)?;
            resolve_alone(&func.into(), vm)?
        }
        _ => resolve_alone(&natively(shell, &info, vm)?, vm)?,
    };
    pair(&Compiler::new(&dialect).statement(&resolved).or_raise(vm)?, vm)
}

/// `as_sql(compiler, connection, function=..., template=..., **extra_context)`.
fn override_parts(func: &mut Func<Expression>, overrides: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    let Some(overrides) = overrides.downcast_ref::<PyDict>() else { return Ok(()) };
    let mut spelled = false;
    for (name, value) in overrides {
        let (name, value) = (text(&name, vm)?, text(&value, vm)?);
        match name.as_str() {
            "function" => func.function = Some(value.into()),
            "template" => func.template = Some(value.into()),
            "arg_joiner" => func.arg_joiner = Some(value.into()),
            _ => {
                func.options.extra.retain(|(known, _)| **known != *name);
                func.options.extra.push((name.into(), value.into()));
                continue;
            }
        }
        spelled = true;
    }
    if spelled {
        // What is given here comes before what the function is called on some database.
        let def = func.def;
        func.function = func.function.take().or_else(|| def.function.map(Into::into));
        func.template = func.template.take().or_else(|| Some(def.template.into()));
        func.arg_joiner = func.arg_joiner.take().or_else(|| Some(def.arg_joiner.into()));
        func.output_field = func.output_field.take().or_else(|| def.output.map(outerref_orm::schema::Field::output));
        func.options.extra.retain(|(name, _)| !matches!(&**name, "function" | "template" | "arg_joiner"));
        func.def = if def.aggregate { &builtin::AGGREGATE } else { &builtin::FUNC };
    }
    Ok(())
}

/// `resolve_expression`'s arguments: the query, `allow_joins`, `reuse`, `summarize`, `for_save`.
///
/// With `by_name`, the source is an `F` whose own `resolve_expression` asks.
pub(crate) fn resolve_source(mut args: FuncArgs, by_name: bool, vm: &VirtualMachine) -> PyResult {
    let mut next = |name: &str| args.take_positional_keyword(name).unwrap_or_else(|| vm.ctx.none());
    let (source, held, allow_joins) = (next("source"), next("query"), next("allow_joins"));
    let (reuse, summarize, for_save) = (next("reuse"), next("summarize"), next("for_save"));
    let expression = match class::info(source.class(), vm) {
        Some(info) if by_name => natively(&source, &info, vm)?,
        _ => to_expression(&source, vm)?,
    };
    let mut used = aliases(&reuse, vm)?;
    let before = used.clone();
    let mut context = ResolveContext {
        allow_joins: vm.is_none(&allow_joins) || allow_joins.try_to_bool(vm)?,
        reuse: used.as_mut(),
        summarize: summarize.try_to_bool(vm)?,
        for_save: for_save.try_to_bool(vm)?,
    };
    let resolved = match held.downcast_ref::<QueryObject>() {
        Some(held) => {
            let mut query = held.get();
            let resolved = expression.resolve(&mut query, &mut context).or_raise(vm)?;
            held.change(|held| *held = query);
            resolved
        }
        None => expression.resolve(&mut no_query(), &mut context).or_raise(vm)?,
    };
    if let (Some(used), Some(before)) = (used, before) {
        for alias in used.difference(&before) {
            vm.call_method(&reuse, "add", (vm.ctx.new_str(&**alias),))?;
        }
    }
    resolved_object(&resolved, vm)
}

/// The type that follows from a shell's sources, which are resolved.
pub(crate) fn infer_output_field(shell: &PyObject, vm: &VirtualMachine) -> PyResult {
    let Some(info) = class::info(shell.class(), vm) else { return Ok(vm.ctx.none()) };
    let fields = |sources: PyObjectRef| -> PyResult {
        // Of an expression that Django does not know: the one type of its sources.
        let sources = items(&sources, vm)?;
        let sources = sources.iter().filter(|source| !vm.is_none(source));
        let sources: Vec<Expression> = sources.map(|source| to_expression(source, vm)).collect::<PyResult<_>>()?;
        let list = resolve_alone(&Expression::List(sources, false), vm)?;
        match list.output_field_or_none().or_raise(vm)? {
            Some(field) => python_field(&field, vm),
            None => Ok(vm.ctx.none()),
        }
    };
    if let Some(unresolved) = unresolved_name(shell, vm)? {
        return Err(vm.new_attribute_error(format!("'{unresolved}' object has no attribute '_output_field_or_none'")));
    }
    let resolved = match info.kind {
        Kind::Plain | Kind::When | Kind::Frame => {
            return fields(vm.call_method(shell, "get_source_expressions", ())?);
        }
        Kind::Func(def) => {
            let mut func = func::native(shell, def, &info, vm)?;
            func.output_field = None;
            resolve_alone(&func.into(), vm)?
        }
        _ => resolve_alone(&natively(shell, &info, vm)?, vm)?,
    };
    match resolved.output_field_or_none().or_raise(vm)? {
        Some(field) => python_field(&field, vm),
        None => Ok(vm.ctx.none()),
    }
}

/// The class of a name among the sources that no query has resolved.
fn unresolved_name(shell: &PyObject, vm: &VirtualMachine) -> PyResult<Option<String>> {
    for source in items(&*vm.call_method(shell, "get_source_expressions", ())?, vm)? {
        let Some(info) = class::info(source.class(), vm) else { continue };
        match info.kind {
            Kind::F | Kind::Sliced | Kind::OuterRef | Kind::ResolvedOuterRef => {
                return Ok(Some(source.class().name().to_string()));
            }
            Kind::Q | Kind::Subquery | Kind::Exists => {}
            _ => {
                if let Some(name) = unresolved_name(&source, vm)? {
                    return Ok(Some(name));
                }
            }
        }
    }
    Ok(None)
}

/// `Lookup.process_lhs`.
pub(crate) fn process_lhs(shell: &PyObject, compiler: &PyObject, lhs: &PyObject, vm: &VirtualMachine) -> PyResult {
    let dialect = CompilerObject::dialect_of(compiler, vm)?;
    let lookup = super::lookup::of_shell(shell, lhs, &vm.ctx.none(), vm)?;
    let sql = lookup::process_lhs(&lookup, &mut Compiler::new(&dialect)).or_raise(vm)?;
    pair(&writer::expression(&sql, &dialect), vm)
}

/// `Lookup.process_rhs`.
pub(crate) fn process_rhs(shell: &PyObject, compiler: &PyObject, vm: &VirtualMachine) -> PyResult {
    let rhs = super::attribute(shell, "rhs", vm)?;
    let sides = batch(shell, compiler, &rhs, vm)?;
    match sides {
        Batch::One(sql) => Ok(sql),
        Batch::Several(sqls, params) => {
            let sql = format!("({})", sqls.join(", "));
            Ok(vm.ctx.new_tuple(vec![vm.ctx.new_str(sql).into(), vm.ctx.new_tuple(params).into()]).into())
        }
    }
}

/// `Lookup.batch_process_rhs`.
pub(crate) fn batch_process_rhs(
    shell: &PyObject,
    compiler: &PyObject,
    rhs: &PyObject,
    vm: &VirtualMachine,
) -> PyResult {
    match batch(shell, compiler, rhs, vm)? {
        Batch::One(sql) => Ok(sql),
        Batch::Several(sqls, params) => {
            let sqls = sqls.into_iter().map(|sql| vm.ctx.new_str(sql).into()).collect();
            Ok(vm.ctx.new_tuple(vec![vm.ctx.new_list(sqls).into(), vm.ctx.new_list(params).into()]).into())
        }
    }
}

enum Batch {
    One(PyObjectRef),
    Several(Vec<String>, Vec<PyObjectRef>),
}

fn batch(shell: &PyObject, compiler: &PyObject, rhs: &PyObject, vm: &VirtualMachine) -> PyResult<Batch> {
    let dialect = CompilerObject::dialect_of(compiler, vm)?;
    let lhs = super::attribute(shell, "lhs", vm)?;
    let mut lookup = super::lookup::of_shell(shell, &lhs, rhs, vm)?;
    let iterable = lookup.class.builtin().is_some_and(|builtin| builtin.is_iterable());
    let sides = match &lookup.rhs {
        Rhs::Value(Value::List(values)) if iterable => values.iter().cloned().map(Rhs::Value).collect(),
        Rhs::List(sides) => sides.clone(),
        _ => {
            let sql = lookup::process_rhs(&lookup, &mut Compiler::new(&dialect)).or_raise(vm)?;
            return Ok(Batch::One(pair(&writer::expression(&sql, &dialect), vm)?));
        }
    };
    let (mut sqls, mut params) = (Vec::new(), Vec::new());
    for side in sides {
        lookup.rhs = side;
        let sql = lookup::process_rhs(&lookup, &mut Compiler::new(&dialect)).or_raise(vm)?;
        let statement = writer::expression(&sql, &dialect);
        for value in &statement.params {
            params.push(super::python_of(value, vm)?);
        }
        sqls.push(statement.sql);
    }
    Ok(Batch::Several(sqls, params))
}

/// `register_lookup` on one of Django's classes; a lookup of `None` takes it back.
pub(crate) fn register_lookup(owner: &PyObject, name: &str, found: &PyObject, vm: &VirtualMachine) {
    registry::register(owner, name, (!vm.is_none(found)).then_some(found), vm);
}

/// `Q.check`: whether these values meet the condition. What the database cannot tell counts as met.
pub(crate) fn check_condition(object: &PyObject, against: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    let workspace = Workspace::of(vm)?;
    let dialect = workspace.dialect();
    let mut values = Vec::new();
    if let Some(against) = against.downcast_ref::<PyDict>() {
        for (name, value) in against {
            values.push((text(&name, vm)?.into(), to_expression(&value, vm)?));
        }
    }
    let q = condition::q(object, vm)?;
    let statement = match compile_check(&mut no_query(), values, &q, &dialect) {
        Ok(statement) => statement,
        Err(outerref_orm::Error::EmptyResultSet) => return Ok(false),
        Err(outerref_orm::Error::FullResultSet) => return Ok(true),
        Err(error) => return Err(error).or_raise(vm),
    };
    match workspace.run(&statement, vm) {
        Ok((rows, _)) => Ok(!rows.is_empty()),
        Err(exception) if exception.class().name().ends_with("Error") => {
            vm.call_method(object, "_check_failed", (exception,))?;
            Ok(true)
        }
        Err(exception) => Err(exception),
    }
}

/// `connection.operators`: what stands before the right side, by the lookup's name.
pub(crate) fn lookup_operators(vm: &VirtualMachine) -> PyResult<PyDictRef> {
    let dialect = Workspace::of(vm)?.dialect();
    let operators = vm.ctx.new_dict();
    for lookup in lookup::BuiltinLookup::OF_FIELD {
        if let Some(operator) = dialect.operator(lookup.name()) {
            operators.set_item(lookup.name(), vm.ctx.new_str(operator).into(), vm)?;
        }
    }
    Ok(operators)
}

/// The functions as Python sees them.
#[rustpython_vm::pymodule(sub, name = "_orm")]
pub(crate) mod module {
    use rustpython_vm::{builtins::PyTypeRef, class::PyClassImpl};

    use super::{FuncArgs, PyDictRef, PyObjectRef, PyResult, PyStrRef, VirtualMachine};
    use crate::orm::expressions::{compiler::CompilerObject, resolved::Resolved};

    #[pyattr(name = "Compiler")]
    fn compiler_class(_vm: &VirtualMachine) -> PyTypeRef {
        CompilerObject::make_static_type()
    }

    #[pyattr(name = "Resolved")]
    fn resolved_class(_vm: &VirtualMachine) -> PyTypeRef {
        Resolved::make_static_type()
    }

    /// `__new__` of what `deconstructible` decorates: an object that keeps the arguments it is made with.
    #[pyfunction]
    fn construct(cls: PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let keywords = vm.ctx.new_dict();
        for (name, value) in args.kwargs {
            keywords.set_item(&*name, value, vm)?;
        }
        let arguments = vm.ctx.new_tuple(vec![vm.ctx.new_tuple(args.args).into(), keywords.into()]);
        let attributes = vm.ctx.new_dict();
        attributes.set_item("_constructor_args", arguments.into(), vm)?;
        Ok(vm.ctx.new_base_object(cls, Some(attributes)))
    }

    #[pyfunction]
    fn default_as_sql(
        shell: PyObjectRef,
        compiler: PyObjectRef,
        overrides: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult {
        super::default_as_sql(&shell, &compiler, &overrides, vm)
    }

    #[pyfunction]
    fn resolve_source(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        super::resolve_source(args, false, vm)
    }

    #[pyfunction]
    fn resolve_name(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        super::resolve_source(args, true, vm)
    }

    #[pyfunction]
    fn infer_output_field(shell: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        super::infer_output_field(&shell, vm)
    }

    #[pyfunction]
    fn process_lhs(shell: PyObjectRef, compiler: PyObjectRef, lhs: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        super::process_lhs(&shell, &compiler, &lhs, vm)
    }

    #[pyfunction]
    fn process_rhs(shell: PyObjectRef, compiler: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        super::process_rhs(&shell, &compiler, vm)
    }

    #[pyfunction]
    fn batch_process_rhs(shell: PyObjectRef, compiler: PyObjectRef, rhs: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        super::batch_process_rhs(&shell, &compiler, &rhs, vm)
    }

    #[pyfunction]
    fn register_lookup(owner: PyObjectRef, name: PyStrRef, found: PyObjectRef, vm: &VirtualMachine) {
        super::register_lookup(&owner, &name.to_string_lossy(), &found, vm);
    }

    #[pyfunction]
    fn lookup_operators(vm: &VirtualMachine) -> PyResult<PyDictRef> {
        super::lookup_operators(vm)
    }

    #[pyfunction]
    fn join_conditions(
        pieces: PyObjectRef,
        connector: PyStrRef,
        negated: bool,
        resolved: bool,
        vm: &VirtualMachine,
    ) -> PyResult<String> {
        let pieces = vm.extract_elements_with(&pieces, |piece| super::super::text(&piece, vm))?;
        Ok(outerref_orm::compiler::join_conditions(&pieces, &connector.to_string_lossy(), negated, resolved))
    }

    #[pyfunction]
    fn check_condition(q: PyObjectRef, against: PyObjectRef, vm: &VirtualMachine) -> PyResult<bool> {
        super::check_condition(&q, &against, vm)
    }
}
