//! [`PyHostFunc`]: a person's subclass of a function, an aggregate or a transform.

use std::{any::Any, fmt, rc::Rc};

use outerref_orm::{
    Result,
    compiler::{Compiler, Sql},
    expression::{Func, HostFunc, Node, ResolvedExpression},
    lookup::LookupClass,
    schema::FieldRef,
};
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine, vm::thread::with_current_vm};

use super::{
    class::ClassInfo,
    convert::flag,
    host::{in_python, type_of, with_sources, written},
    lookup::PyLookup,
    registry,
    resolved::resolved_object,
};

/// A function whose class a person wrote.
pub(super) struct PyHostFunc {
    object: PyObjectRef,
    writes: bool,
    types: bool,
}

impl PyHostFunc {
    pub(super) fn new(object: &PyObject, info: &ClassInfo) -> Self {
        Self { object: object.to_owned(), writes: info.writes, types: info.types }
    }

    fn shell(&self, func: &Func<ResolvedExpression>, vm: &VirtualMachine) -> PyResult {
        with_sources(&self.object, sources(func, vm)?, vm)
    }
}

/// What `set_source_expressions` of a function takes.
fn sources(func: &Func<ResolvedExpression>, vm: &VirtualMachine) -> PyResult<Vec<PyObjectRef>> {
    let mut sources = func.args.iter().map(|arg| resolved_object(arg, vm)).collect::<PyResult<Vec<_>>>()?;
    if let Some(parts) = &func.aggregate {
        sources.push(match &parts.filter {
            Some(filter) => resolved_object(filter, vm)?,
            None => vm.ctx.none(),
        });
        sources.push(match parts.order_by.is_empty() {
            true => vm.ctx.none(),
            false => resolved_object(&Node::List(parts.order_by.clone(), false).into(), vm)?,
        });
    }
    Ok(sources)
}

impl fmt::Debug for PyHostFunc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.object.class().name())
    }
}

impl HostFunc for PyHostFunc {
    fn compile(&self, func: &Func<ResolvedExpression>, compiler: &mut Compiler<'_>) -> Option<Result<Sql>> {
        if !self.writes {
            return None;
        }
        Some(in_python(|vm| self.shell(func, vm)).and_then(|shell| written(&shell, compiler)))
    }

    fn output_field(&self, func: &Func<ResolvedExpression>) -> Option<Result<FieldRef>> {
        if !self.types {
            return None;
        }
        let shell = in_python(|vm| self.shell(func, vm));
        match shell.and_then(|shell| type_of(&shell)) {
            Ok(Some(field)) => Some(Ok(field)),
            Ok(None) => None,
            Err(error) => Some(Err(error)),
        }
    }

    fn equals(&self, other: &dyn HostFunc) -> bool {
        let other = other.as_any().downcast_ref::<Self>();
        other.is_some_and(|other| self.object.class().is(other.object.class()))
    }

    fn get_lookup(&self, name: &str) -> Option<LookupClass> {
        with_current_vm(|vm| registry::of_class(self.object.class(), name, vm))
    }

    fn bilateral_transform(&self) -> Option<LookupClass> {
        with_current_vm(|vm| {
            let class = self.object.class();
            let bilateral = flag(&self.object, "bilateral", vm).unwrap_or(false);
            bilateral.then(|| LookupClass::Host(Rc::new(PyLookup::new(class.as_object(), true, vm))))
        })
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
