//! Lookups: as expressions (`GreaterThan(F("a"), 1)`), and of a person's own class.

use std::{any::Any, fmt, rc::Rc};

use outerref_orm::{
    Result, Value,
    compiler::{Compiler, Sql},
    expression::{Expression, ResolvedExpression},
    lookup::{BuiltinLookup, BuiltinTransform, Family, HostLookup, Lookup, LookupClass, Rhs},
    schema::FieldRef,
};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine, builtins::PyType, vm::thread::with_current_vm,
};

use super::{
    attribute,
    class::{self, ClassInfo, Kind},
    convert::{flag, to_expression},
    host::{in_python, type_of, written},
    items, python_of, resolve_alone,
    resolved::{Resolved, resolved_object},
    text_attribute, value_of,
};

/// A lookup in an expression's place, as its class writes it.
pub(super) fn expression(object: &PyObject, info: &ClassInfo, vm: &VirtualMachine) -> PyResult<Expression> {
    let class = match builtin_class(object.class(), vm) {
        Some(class) if info.builtin => class,
        _ => LookupClass::Host(Rc::new(PyLookup { given: Some(object.to_owned()), ..of_class(object, vm) })),
    };
    over(object, class, vm)
}

/// A lookup in an expression's place, as Django writes it.
pub(super) fn native(object: &PyObject, builtin: Option<BuiltinLookup>, vm: &VirtualMachine) -> PyResult<Expression> {
    let Some(builtin) = builtin else {
        return Err(vm.new_not_implemented_error("Subclasses must implement as_sql()"));
    };
    over(object, of_family(family(object.class(), vm), builtin), vm)
}

fn over(object: &PyObject, class: LookupClass, vm: &VirtualMachine) -> PyResult<Expression> {
    let lhs = to_expression(&*attribute(object, "lhs", vm)?, vm)?;
    let rhs = to_expression(&*attribute(object, "rhs", vm)?, vm)?;
    Ok(Expression::Lookup(class, Box::new(lhs), Box::new(rhs)))
}

fn of_class(object: &PyObject, vm: &VirtualMachine) -> PyLookup {
    PyLookup::new(object.class().as_object(), false, vm)
}

fn of_family(family: Family, builtin: BuiltinLookup) -> LookupClass {
    match family {
        Family::Field => LookupClass::Lookup(builtin),
        family => LookupClass::Of(family, builtin),
    }
}

/// Which of Django's variants of a lookup a class is or derives from.
fn family(class: &Py<PyType>, vm: &VirtualMachine) -> Family {
    for parent in class.mro_collect() {
        if !class::is_builtin(&parent, vm) {
            continue;
        }
        let name = parent.name();
        let prefixes = [
            ("Year", Family::Year),
            ("Integer", Family::Integer),
            ("UUID", Family::Uuid),
            ("Related", Family::Related),
            ("Tuple", Family::Tuple),
            ("KeyTransform", Family::JsonKey),
            ("JSON", Family::Json),
            ("HasKey", Family::Json),
            ("HasAnyKeys", Family::Json),
            ("DataContains", Family::Json),
            ("ContainedBy", Family::Json),
        ];
        return prefixes
            .iter()
            .find(|(prefix, _)| name.starts_with(prefix))
            .map_or(Family::Field, |(_, family)| *family);
    }
    Family::Field
}

/// The ORM's own class for one of Django's.
pub(super) fn builtin_class(class: &Py<PyType>, vm: &VirtualMachine) -> Option<LookupClass> {
    let info = class::info(class, vm).filter(|info| info.builtin)?;
    match info.kind {
        Kind::Lookup(Some(builtin)) => Some(of_family(family(class, vm), builtin)),
        Kind::Func(def) if def.arity == Some(1) => Some(LookupClass::Transform(BuiltinTransform::Function(def.name))),
        _ => None,
    }
}

/// Whether a class is a transform.
pub(super) fn is_transform(object: &PyObject, vm: &VirtualMachine) -> bool {
    match object.downcast_ref::<PyType>() {
        Some(class) => matches!(class::info(class, vm), Some(info) if matches!(info.kind, Kind::Func(_))),
        None => false,
    }
}

/// A lookup or transform class of a person's own, or a function that makes one.
pub(crate) struct PyLookup {
    maker: PyObjectRef,
    /// A lookup that was written as an expression.
    given: Option<PyObjectRef>,
    name: String,
    transform: bool,
    base: Option<BuiltinLookup>,
    family: Family,
    writes: bool,
    prepares: bool,
    types: bool,
    initializes: bool,
    prepare_rhs: bool,
    can_use_none: bool,
}

impl PyLookup {
    pub(crate) fn new(maker: &PyObject, transform: bool, vm: &VirtualMachine) -> Self {
        let class = maker.downcast_ref::<PyType>();
        let info = class.and_then(|class| class::info(class, vm));
        let base = match info.as_ref().map(|info| info.kind) {
            Some(Kind::Lookup(base)) => base,
            _ => None,
        };
        let holds = |name: &'static str, default: bool| flag_or(maker, name, default, vm);
        Self {
            name: text_attribute(maker, "lookup_name", vm).unwrap_or_default(),
            transform,
            base,
            family: class.map_or(Family::Field, |class| family(class, vm)),
            writes: info.as_ref().is_none_or(|info| info.writes || info.lookup_parts),
            prepares: info.as_ref().is_some_and(|info| info.prepares),
            types: info.as_ref().is_some_and(|info| info.types),
            initializes: info.as_ref().is_none_or(|info| info.initializes),
            prepare_rhs: holds("prepare_rhs", true),
            can_use_none: holds("can_use_none_as_rhs", false),
            maker: maker.to_owned(),
            given: None,
        }
    }

    /// An instance over these sides.
    fn instance(&self, lhs: &ResolvedExpression, rhs: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let lhs = resolved_object(lhs, vm)?;
        let made = match &self.given {
            Some(given) => vm.call_method(given, "copy", ())?,
            None if self.initializes => self.maker.call((lhs.clone(), rhs.clone()), vm)?,
            None => vm.call_method(&self.maker, "__new__", (self.maker.clone(),))?,
        };
        made.set_attr("lhs", lhs, vm)?;
        made.set_attr("rhs", rhs, vm)?;
        Ok(made)
    }
}

fn flag_or(object: &PyObject, name: &'static str, default: bool, vm: &VirtualMachine) -> bool {
    match vm.get_attribute_opt(object, vm.ctx.intern_str(name)) {
        Ok(Some(_)) => flag(object, name, vm).unwrap_or(default),
        _ => default,
    }
}

fn rhs_object(rhs: &Rhs, vm: &VirtualMachine) -> PyResult {
    match rhs {
        Rhs::Value(value) => python_of(value, vm),
        Rhs::Expression(expression) => resolved_object(expression, vm),
        Rhs::List(sides) => {
            let sides = sides.iter().map(|side| rhs_object(side, vm)).collect::<PyResult<Vec<_>>>()?;
            Ok(vm.ctx.new_list(sides).into())
        }
    }
}

fn rhs_of(object: &PyObject, vm: &VirtualMachine) -> PyResult<Rhs> {
    Ok(match to_expression(object, vm)? {
        Expression::Value(value, None) => Rhs::Value(value),
        Expression::Values(_) => {
            Rhs::List(items(object, vm)?.iter().map(|item| rhs_of(item, vm)).collect::<PyResult<_>>()?)
        }
        other => Rhs::Expression(resolve_alone(&other, vm)?),
    })
}

/// The ORM's lookup of a Python one whose left side is resolved; its right side was prepared.
pub(super) fn of_shell(shell: &PyObject, lhs: &PyObject, rhs: &PyObject, vm: &VirtualMachine) -> PyResult<Lookup> {
    let base = match class::info(shell.class(), vm).map(|info| info.kind) {
        Some(Kind::Lookup(base)) => base,
        _ => None,
    };
    let class = match base {
        Some(builtin) => of_family(family(shell.class(), vm), builtin),
        None => LookupClass::Host(Rc::new(of_class(shell, vm))),
    };
    let lhs = match lhs.downcast_ref::<Resolved>() {
        Some(resolved) => resolved.expression.clone(),
        None => resolve_alone(&to_expression(lhs, vm)?, vm)?,
    };
    Ok(Lookup { class, lhs, rhs: rhs_of(rhs, vm)? })
}

impl fmt::Debug for PyLookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl HostLookup for PyLookup {
    fn lookup_name(&self) -> String {
        self.name.clone()
    }

    fn transform(&self, lhs: &ResolvedExpression) -> Option<Result<ResolvedExpression>> {
        self.transform.then(|| {
            in_python(|vm| {
                let made = self.maker.call((resolved_object(lhs, vm)?,), vm)?;
                resolve_alone(&to_expression(&made, vm)?, vm)
            })
        })
    }

    fn is_transform(&self) -> bool {
        self.transform
    }

    fn base(&self) -> Option<BuiltinLookup> {
        self.base
    }

    fn family(&self) -> Family {
        self.family
    }

    fn prepare_rhs(&self) -> bool {
        self.prepare_rhs
    }

    fn can_use_none_as_rhs(&self) -> bool {
        self.can_use_none
    }

    fn get_prep_lookup(&self, lhs: &ResolvedExpression, rhs: &Value) -> Option<Result<Value>> {
        if !self.prepares {
            return None;
        }
        Some(in_python(|vm| {
            let made = self.instance(lhs, python_of(rhs, vm)?, vm)?;
            value_of(&*vm.call_method(&made, "get_prep_lookup", ())?, vm)
        }))
    }

    fn compile(&self, lookup: &Lookup, compiler: &mut Compiler<'_>) -> Option<Result<Sql>> {
        if !self.writes && self.base.is_some() {
            return None;
        }
        let made = in_python(|vm| self.instance(&lookup.lhs, rhs_object(&lookup.rhs, vm)?, vm));
        Some(made.and_then(|made| written(&made, compiler)))
    }

    fn equals(&self, other: &dyn HostLookup) -> bool {
        let Some(other) = other.as_any().downcast_ref::<Self>() else { return false };
        self.maker.is(&other.maker)
            && match (&self.given, &other.given) {
                (None, None) => true,
                (Some(a), Some(b)) => a.is(b),
                _ => false,
            }
    }

    fn output_field(&self) -> Option<FieldRef> {
        if !self.types {
            return None;
        }
        let made = match &self.given {
            Some(given) => given.clone(),
            None => with_current_vm(|vm| vm.call_method(&self.maker, "__new__", (self.maker.clone(),))).ok()?,
        };
        type_of(&made).ok().flatten()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
