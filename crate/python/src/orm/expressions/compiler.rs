//! [`CompilerObject`]: the `compiler` argument of `as_sql`.

use outerref_orm::{
    Statement,
    compiler::Compiler,
    dialect::{Dialect, Vendor},
};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine, builtins::PyStrRef, function::FuncArgs,
    pyclass, types::Callable,
};

use super::{
    super::{exceptions::OrRaise, workspace::Workspace},
    convert::to_expression,
    python_of, resolve_alone,
};
use crate::session::import;

/// Compiles expressions for one database.
#[pyclass(module = "_orm", name = "Compiler")]
#[derive(Debug, PyPayload)]
pub(crate) struct CompilerObject {
    dialect: Dialect,
}

impl CompilerObject {
    pub(crate) fn new(dialect: Dialect) -> Self {
        Self { dialect }
    }

    /// The dialect of a `compiler` argument; the session's where it is something else.
    pub(super) fn dialect_of(object: &PyObject, vm: &VirtualMachine) -> PyResult<Dialect> {
        match object.downcast_ref::<Self>() {
            Some(compiler) => Ok(compiler.dialect.clone()),
            None => Ok((*Workspace::of(vm)?.dialect()).clone()),
        }
    }
}

/// SQL and its parameters as Python has them.
pub(super) fn pair(statement: &Statement, vm: &VirtualMachine) -> PyResult {
    let params = statement.params.iter().map(|value| python_of(value, vm)).collect::<PyResult<Vec<_>>>()?;
    Ok(vm.ctx.new_tuple(vec![vm.ctx.new_str(&*statement.sql).into(), vm.ctx.new_tuple(params).into()]).into())
}

/// The SQL of a Python expression whose names are resolved.
pub(super) fn compile(object: &PyObject, dialect: &Dialect, vm: &VirtualMachine) -> PyResult {
    let resolved = resolve_alone(&to_expression(object, vm)?, vm)?;
    pair(&Compiler::new(dialect).statement(&resolved).or_raise(vm)?, vm)
}

fn quoted(dialect: &Dialect, name: &str) -> String {
    let mark = if dialect.vendor == Vendor::Mysql { '`' } else { '"' };
    if name.len() > 1 && name.starts_with(mark) && name.ends_with(mark) {
        return name.to_owned();
    }
    format!("{mark}{name}{mark}")
}

#[pyclass(with(Callable))]
impl CompilerObject {
    #[pymethod]
    fn compile(zelf: &Py<Self>, node: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        compile(&node, &zelf.dialect, vm)
    }

    #[pymethod]
    fn quote_name(zelf: &Py<Self>, name: PyStrRef) -> String {
        quoted(&zelf.dialect, &name.to_string_lossy())
    }

    #[pymethod]
    fn quote_name_unless_alias(zelf: &Py<Self>, name: PyStrRef) -> String {
        quoted(&zelf.dialect, &name.to_string_lossy())
    }

    #[pygetset]
    fn connection(_zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        import(vm, "django.db")?.get_attr("connection", vm)
    }

    #[pygetset]
    fn query(_zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        vm.ctx.none()
    }

    #[pygetset]
    fn using(_zelf: &Py<Self>) -> &'static str {
        "default"
    }
}

impl Callable for CompilerObject {
    type Args = FuncArgs;

    fn call(zelf: &Py<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let name = args.args.first().map_or_else(String::new, |name| {
            name.str(vm).map_or_else(|_| String::new(), |name| name.to_string_lossy().into_owned())
        });
        let _ = zelf.as_object();
        Ok(vm.ctx.new_str(quoted(&zelf.dialect, &name)).into())
    }
}
