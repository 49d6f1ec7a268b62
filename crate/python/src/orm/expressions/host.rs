//! Expressions of a person's own: [`PyHostExpression`] before names are resolved, [`PyHostNode`] after.

use std::{any::Any, fmt, rc::Rc};

use outerref_orm::{
    Error, Result,
    compiler::{Compiler, Sql, sql::raw},
    expression::{AliasSet, Expression, HostCell, HostExpression, HostNode, Node, ResolveContext, ResolvedExpression},
    lookup::LookupClass,
    query::Query,
    schema::{FieldKind, FieldRef},
};
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine,
    builtins::{PyBaseExceptionRef, PySet},
    vm::thread::with_current_vm,
};

use super::{
    super::{
        exceptions::{OrHost, OrRaise, host_error},
        field_handle::field_of,
        queryset::QueryObject,
    },
    attribute, class,
    compiler::CompilerObject,
    convert::{flag, output_field, to_expression, without_resolving},
    items, registry,
    resolved::{Resolved, resolved_object},
    text, value_of,
};
use crate::session::import;

/// A Python exception in the ORM; two of Django's steer how conditions are put together.
pub(super) fn orm_error(exception: PyBaseExceptionRef) -> Error {
    let class = exception.class().name().to_string();
    match class.as_str() {
        "EmptyResultSet" => Error::EmptyResultSet,
        "FullResultSet" => Error::FullResultSet,
        _ => host_error(exception),
    }
}

/// Runs Python code from within the ORM.
pub(crate) fn in_python<R>(action: impl FnOnce(&VirtualMachine) -> PyResult<R>) -> Result<R> {
    with_current_vm(action).map_err(orm_error)
}

/// An expression whose class overrides how it is resolved, or of which the ORM knows nothing more.
pub(super) struct PyHostExpression {
    object: PyObjectRef,
    resolves: bool,
}

impl PyHostExpression {
    /// One whose sources the ORM resolves.
    pub(super) fn node(object: &PyObject) -> Self {
        Self { object: object.to_owned(), resolves: false }
    }

    /// One that resolves itself.
    pub(super) fn itself(object: &PyObject) -> Self {
        Self { object: object.to_owned(), resolves: true }
    }

    fn resolve_in_python(&self, query: &mut Query, context: &mut ResolveContext<'_>) -> Result<ResolvedExpression> {
        let answer = in_python(|vm| {
            let held = QueryObject::new(query.clone()).into_ref(&vm.ctx);
            let reuse: PyObjectRef = match &context.reuse {
                Some(reuse) => {
                    let set = PySet::default().into_ref(&vm.ctx);
                    for alias in reuse.iter() {
                        set.add(vm.ctx.new_str(&**alias).into(), vm)?;
                    }
                    set.into()
                }
                None => vm.ctx.none(),
            };
            let flag = |value: bool| -> PyObjectRef { vm.ctx.new_bool(value).into() };
            let args = vec![
                held.clone().into(),
                flag(context.allow_joins),
                reuse.clone(),
                flag(context.summarize),
                flag(context.for_save),
            ];
            let answer = vm.call_method(&self.object, "resolve_expression", args)?;
            *query = held.get();
            if let Some(aliases) = context.reuse.as_deref_mut() {
                *aliases =
                    items(&reuse, vm)?.iter().map(|alias| Ok(text(alias, vm)?.into())).collect::<PyResult<_>>()?;
            }
            Ok(answer)
        })?;
        // What it answers is resolved, but for a shell whose sources are: that is made a node here.
        if let Some(resolved) = answer.downcast_ref::<Resolved>() {
            return Ok(resolved.expression.clone());
        }
        let expression = in_python(|vm| match class::info(answer.class(), vm) {
            Some(info) if answer.class().is(self.object.class()) => without_resolving(&answer, &info, vm),
            Some(_) => to_expression(&answer, vm),
            None => Ok(Expression::Host(Rc::new(Self { object: answer.clone(), resolves: false }))),
        })?;
        expression.resolve(query, context)
    }
}

impl fmt::Debug for PyHostExpression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.class_name())
    }
}

impl HostExpression for PyHostExpression {
    fn resolve(&self, query: &mut Query, context: &mut ResolveContext<'_>) -> Result<ResolvedExpression> {
        if self.resolves {
            return self.resolve_in_python(query, context);
        }
        let sources = in_python(|vm| {
            let sources = vm.call_method(&self.object, "get_source_expressions", ())?;
            let expressions = items(&sources, vm)?;
            expressions.iter().map(|source| present(source, vm)).collect::<PyResult<Vec<_>>>()
        })?;
        let mut children = Vec::with_capacity(sources.len());
        let mut holes = Vec::with_capacity(sources.len());
        for source in sources {
            holes.push(source.is_none());
            if let Some(source) = source {
                children.push(source.resolve(query, context)?);
            }
        }
        Ok(Node::Host(HostCell(Rc::new(PyHostNode { object: self.object.clone(), holes })), children).into())
    }

    fn conditional(&self) -> bool {
        with_current_vm(|vm| flag(&self.object, "conditional", vm).unwrap_or(false))
    }

    fn class_name(&self) -> String {
        self.object.class().name().to_string()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn present(source: &PyObject, vm: &VirtualMachine) -> PyResult<Option<Expression>> {
    if vm.is_none(source) { Ok(None) } else { to_expression(source, vm).map(Some) }
}

/// A node whose SQL a person's class writes.
struct PyHostNode {
    object: PyObjectRef,
    /// Which of its sources are `None`.
    holes: Vec<bool>,
}

impl PyHostNode {
    fn shell(&self, children: &[ResolvedExpression], vm: &VirtualMachine) -> PyResult {
        let mut children = children.iter();
        let sources = self.holes.iter().map(|hole| match hole {
            true => Ok(vm.ctx.none()),
            false => children.next().map_or_else(|| Ok(vm.ctx.none()), |child| resolved_object(child, vm)),
        });
        with_sources(&self.object, sources.collect::<PyResult<Vec<_>>>()?, vm)
    }
}

/// A copy of a shell over resolved sources.
pub(super) fn with_sources(object: &PyObject, sources: Vec<PyObjectRef>, vm: &VirtualMachine) -> PyResult {
    if sources.is_empty() {
        return Ok(object.to_owned());
    }
    let shell = vm.call_method(object, "copy", ())?;
    vm.call_method(&shell, "set_source_expressions", (vm.ctx.new_list(sources),))?;
    Ok(shell)
}

/// The SQL that a shell writes: by `as_<vendor>`, or by `as_sql`.
pub(super) fn written(shell: &PyObject, compiler: &Compiler<'_>) -> Result<Sql> {
    in_python(|vm| {
        let dialect = compiler.dialect;
        let vendor = vm.ctx.intern_str(format!("as_{}", dialect.vendor.name()));
        let method = if shell.class().has_attr(vendor) { vendor } else { vm.ctx.intern_str("as_sql") };
        let connection = import(vm, "django.db")?.get_attr("connection", vm)?;
        let compiler = CompilerObject::new(dialect.clone()).into_ref(&vm.ctx);
        let answer = shell.get_attr(method, vm)?.call((compiler, connection), vm)?;
        let parts = items(&answer, vm)?;
        let [sql, params] = &parts[..] else {
            return Err(vm.new_value_error(format!("{}.{method}() must give SQL and parameters", shell.class().name())));
        };
        let mut values = Vec::new();
        for param in items(params, vm)? {
            values.push(dialect.adapt_unknown(&value_of(&param, vm)?).or_raise(vm)?);
        }
        Ok(raw(&text(sql, vm)?, values))
    })
}

/// The type that a shell says it has.
pub(super) fn type_of(shell: &PyObject) -> Result<Option<FieldRef>> {
    let found = with_current_vm(|vm| {
        let field = attribute(shell, "output_field", vm)?;
        if vm.is_none(&field) { Ok(None) } else { field_of(&field, vm).map(Some) }
    });
    match found {
        Err(exception) if &*exception.class().name() == "OutputFieldIsNoneError" => Ok(None),
        other => other.or_host(),
    }
}

impl fmt::Debug for PyHostNode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.class_name())
    }
}

impl HostNode for PyHostNode {
    fn compile(&self, children: &[ResolvedExpression], compiler: &mut Compiler<'_>) -> Result<Sql> {
        let shell = in_python(|vm| self.shell(children, vm))?;
        written(&shell, compiler)
    }

    fn output_field(&self, children: &[ResolvedExpression]) -> Result<Option<FieldRef>> {
        if let Some(field) = in_python(|vm| output_field(&self.object, vm))? {
            return Ok(Some(field));
        }
        type_of(&*in_python(|vm| self.shell(children, vm))?)
    }

    fn contains_aggregate(&self) -> bool {
        with_current_vm(|vm| {
            let found = class::overridden(self.object.class(), "contains_aggregate", vm);
            found.is_some_and(|value| value.is(&vm.ctx.true_value))
        })
    }

    fn conditional(&self) -> bool {
        with_current_vm(|vm| match class::overridden(self.object.class(), "conditional", vm) {
            Some(value) => value.is(&vm.ctx.true_value),
            None => output_field(&self.object, vm)
                .is_ok_and(|field| field.is_some_and(|field| field.kind == FieldKind::Boolean)),
        })
    }

    fn class_name(&self) -> String {
        self.object.class().name().to_string()
    }

    fn equals(&self, other: &dyn HostNode) -> bool {
        let Some(other) = other.as_any().downcast_ref::<Self>() else { return false };
        self.object.is(&other.object) || with_current_vm(|vm| vm.bool_eq(&self.object, &other.object).unwrap_or(false))
    }

    fn get_lookup(&self, name: &str) -> Option<LookupClass> {
        with_current_vm(|vm| registry::of_class(self.object.class(), name, vm))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// The aliases in a Python set; `None` lets all be used again.
pub(super) fn aliases(reuse: &PyObject, vm: &VirtualMachine) -> PyResult<Option<AliasSet>> {
    if vm.is_none(reuse) {
        return Ok(None);
    }
    items(reuse, vm)?.iter().map(|alias| Ok(text(alias, vm)?.into())).collect::<PyResult<_>>().map(Some)
}
