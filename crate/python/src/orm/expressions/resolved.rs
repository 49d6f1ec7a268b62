//! [`Resolved`]: an expression of a query, as Python code sees it.

use outerref_orm::{
    Value,
    compiler::Compiler,
    expression::{Connector, Node, ResolvedExpression},
    lookup::Rhs,
    schema::FieldRef,
};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyDictRef, PyListRef},
    common::hash::PyHash,
    function::{FuncArgs, OptionalArg, PyComparisonValue},
    protocol::PyNumberMethods,
    pyclass,
    types::{AsNumber, Comparable, Hashable, PyComparisonOp, Representable},
};

use super::{
    super::{exceptions::OrRaise, field_hooks::field_object},
    compiler::{CompilerObject, pair},
    python_of, text,
};
use crate::session::import;

/// An expression whose names are resolved.
#[pyclass(module = "_orm", name = "Resolved")]
#[derive(Debug, PyPayload)]
pub(crate) struct Resolved {
    pub(crate) expression: ResolvedExpression,
}

/// An expression of a query as Python sees it.
pub(crate) fn resolved_object(expression: &ResolvedExpression, vm: &VirtualMachine) -> PyResult {
    Ok(made(expression.clone(), vm))
}

fn made(expression: ResolvedExpression, vm: &VirtualMachine) -> PyObjectRef {
    Resolved { expression }.into_ref(&vm.ctx).into()
}

/// The Python field of a type.
pub(super) fn python_field(field: &FieldRef, vm: &VirtualMachine) -> PyResult {
    match field_object(field) {
        Some(object) => Ok(object),
        None => {
            let make = import(vm, "django.db.models.expression_base")?.get_attr("output_field_of_kind", vm)?;
            make.call((vm.ctx.new_str(field.class_name()),), vm)
        }
    }
}

impl Resolved {
    fn children(&self, vm: &VirtualMachine) -> Vec<PyObjectRef> {
        self.expression.children().into_iter().map(|child| made(child.clone(), vm)).collect()
    }

    /// An attribute that only some nodes have.
    fn missing(&self, name: &str, vm: &VirtualMachine) -> PyResult {
        Err(vm.new_attribute_error(format!("'{}' object has no attribute '{name}'", self.expression.class_name())))
    }
}

#[pyclass(with(AsNumber, Comparable, Hashable, Representable))]
impl Resolved {
    #[pygetset]
    fn output_field(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        python_field(&zelf.expression.output_field().or_raise(vm)?, vm)
    }

    #[pygetset]
    fn field(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        Self::output_field(zelf, vm)
    }

    #[pygetset]
    fn _output_field_or_none(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        match zelf.expression.output_field_or_none().or_raise(vm)? {
            Some(field) => python_field(&field, vm),
            None => Ok(vm.ctx.none()),
        }
    }

    #[pygetset]
    fn _node(zelf: &Py<Self>) -> String {
        zelf.expression.class_name()
    }

    /// What it is made of: its kind and its parts. `None` where nobody asked for more yet.
    #[pymethod]
    fn _parts(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        let name = |text: &str| -> PyObjectRef { vm.ctx.new_str(text).into() };
        let several = |parts: Vec<PyObjectRef>| Ok(vm.ctx.new_tuple(parts).into());
        match zelf.expression.node() {
            Node::Where(node) => several(vec![
                name("where"),
                vm.ctx.new_list(zelf.children(vm)).into(),
                name(node.connector.sql()),
                vm.ctx.new_bool(node.negated).into(),
            ]),
            Node::Lookup(lookup) => {
                let rhs = match &lookup.rhs {
                    Rhs::Value(value) => python_of(value, vm)?,
                    Rhs::Expression(expression) => made(expression.clone(), vm),
                    Rhs::List(_) => return Ok(vm.ctx.none()),
                };
                several(vec![name("lookup"), name(&lookup.class.lookup_name()), made(lookup.lhs.clone(), vm), rhs])
            }
            Node::Col { .. } => several(vec![
                name("col"),
                Self::alias(zelf, vm)?,
                Self::target(zelf, vm)?,
                Self::output_field(zelf, vm)?,
            ]),
            Node::Func(func) => {
                several(vec![name("func"), name(func.class_name()), vm.ctx.new_list(zelf.children(vm)).into()])
            }
            _ => Ok(vm.ctx.none()),
        }
    }

    #[pygetset]
    fn conditional(zelf: &Py<Self>) -> bool {
        zelf.expression.conditional()
    }

    #[pygetset]
    fn filterable(_zelf: &Py<Self>) -> bool {
        true
    }

    #[pygetset]
    fn is_summary(zelf: &Py<Self>) -> bool {
        zelf.expression.is_summary()
    }

    #[pygetset]
    fn contains_aggregate(zelf: &Py<Self>) -> bool {
        zelf.expression.contains_aggregate()
    }

    #[pygetset]
    fn contains_over_clause(zelf: &Py<Self>) -> bool {
        zelf.expression.contains_over_clause()
    }

    #[pygetset]
    fn contains_subquery(zelf: &Py<Self>) -> bool {
        zelf.expression.contains_subquery()
    }

    #[pygetset]
    fn contains_column_references(zelf: &Py<Self>) -> bool {
        !zelf.expression.gen_cols(true, true).is_empty()
    }

    #[pygetset]
    fn lhs(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        match zelf.expression.children().first() {
            Some(child) => Ok(made((*child).clone(), vm)),
            None => zelf.missing("lhs", vm),
        }
    }

    #[pygetset]
    fn rhs(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        match zelf.expression.children().get(1) {
            Some(child) => Ok(made((*child).clone(), vm)),
            None => zelf.missing("rhs", vm),
        }
    }

    #[pygetset]
    fn value(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        match zelf.expression.node() {
            Node::Value(value, _) => python_of(value, vm),
            _ => zelf.missing("value", vm),
        }
    }

    #[pygetset]
    fn alias(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        match zelf.expression.node() {
            Node::Col { alias, .. } | Node::ColPairs { alias, .. } => {
                Ok(alias.as_ref().map_or_else(|| vm.ctx.none(), |alias| vm.ctx.new_str(&**alias).into()))
            }
            _ => zelf.missing("alias", vm),
        }
    }

    #[pygetset]
    fn target(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        match zelf.expression.node() {
            Node::Col { target, .. } => python_field(target, vm),
            _ => zelf.missing("target", vm),
        }
    }

    #[pygetset]
    fn key_name(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        match zelf.expression.node() {
            Node::Func(func) if func.def.name.starts_with("Key") => {
                python_of(&func.options.kind.as_deref().map_or(Value::Null, Value::text), vm)
            }
            _ => zelf.missing("key_name", vm),
        }
    }

    #[pygetset]
    fn empty_result_set_value(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        match zelf.expression.empty_result_set_value() {
            Some(value) => python_of(&value, vm),
            None => Ok(vm.ctx.not_implemented()),
        }
    }

    #[pygetset]
    fn source_expressions(zelf: &Py<Self>, vm: &VirtualMachine) -> PyListRef {
        vm.ctx.new_list(zelf.children(vm))
    }

    #[pymethod]
    fn get_source_expressions(zelf: &Py<Self>, vm: &VirtualMachine) -> PyListRef {
        vm.ctx.new_list(zelf.children(vm))
    }

    #[pymethod]
    fn get_source_fields(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyListRef> {
        let fields =
            zelf.expression.children().into_iter().map(|child| match child.output_field_or_none().or_raise(vm)? {
                Some(field) => python_field(&field, vm),
                None => Ok(vm.ctx.none()),
            });
        Ok(vm.ctx.new_list(fields.collect::<PyResult<Vec<_>>>()?))
    }

    #[pymethod]
    fn as_sql(zelf: &Py<Self>, compiler: PyObjectRef, _rest: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let dialect = CompilerObject::dialect_of(&compiler, vm)?;
        pair(&Compiler::new(&dialect).statement(&zelf.expression).or_raise(vm)?, vm)
    }

    #[pymethod]
    fn resolve_expression(zelf: PyRef<Self>, _args: FuncArgs) -> PyRef<Self> {
        zelf
    }

    #[pymethod]
    fn copy(zelf: PyRef<Self>) -> PyRef<Self> {
        zelf
    }

    #[pymethod]
    fn relabeled_clone(zelf: &Py<Self>, map: PyDictRef, vm: &VirtualMachine) -> PyResult {
        let mut aliases = outerref_orm::expression::ChangeMap::new();
        for (from, to) in &map {
            aliases.insert(text(&from, vm)?.into(), text(&to, vm)?.into());
        }
        Ok(made(zelf.expression.relabeled_clone(&aliases), vm))
    }

    #[pymethod]
    fn get_group_by_cols(zelf: &Py<Self>, vm: &VirtualMachine) -> PyListRef {
        let cols = zelf.expression.get_group_by_cols();
        vm.ctx.new_list(cols.into_iter().map(|col| made(col, vm)).collect())
    }

    #[pymethod]
    fn get_refs(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        let names = zelf.expression.get_refs().iter().map(|name| vm.ctx.new_str(&**name).into()).collect();
        vm.ctx.types.set_type.as_object().call((vm.ctx.new_list(names),), vm)
    }

    #[pymethod]
    fn flatten(zelf: &Py<Self>, vm: &VirtualMachine) -> PyListRef {
        fn walk(expression: &ResolvedExpression, out: &mut Vec<ResolvedExpression>) {
            out.push(expression.clone());
            for child in expression.children() {
                walk(child, out);
            }
        }
        let mut all = Vec::new();
        walk(&zelf.expression, &mut all);
        vm.ctx.new_list(all.into_iter().map(|expression| made(expression, vm)).collect())
    }

    #[pymethod]
    fn get_lookup(zelf: &Py<Self>, name: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        vm.call_method(&*Self::output_field(zelf, vm)?, "get_lookup", (name,))
    }

    #[pymethod]
    fn get_transform(zelf: &Py<Self>, name: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        vm.call_method(&*Self::output_field(zelf, vm)?, "get_transform", (name,))
    }

    #[pymethod]
    fn get_cols(zelf: &Py<Self>, vm: &VirtualMachine) -> PyListRef {
        vm.ctx.new_list(zelf.expression.cols().into_iter().map(|col| made(col, vm)).collect())
    }

    #[pymethod]
    fn asc(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        made(zelf.expression.asc(), vm)
    }

    #[pymethod]
    fn desc(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        made(zelf.expression.desc(), vm)
    }

    #[pymethod]
    fn replace_expressions(zelf: PyRef<Self>, _map: OptionalArg<PyObjectRef>) -> PyRef<Self> {
        zelf
    }
}

impl Comparable for Resolved {
    fn cmp(zelf: &Py<Self>, other: &PyObject, op: PyComparisonOp, _vm: &VirtualMachine) -> PyResult<PyComparisonValue> {
        op.eq_only(|| {
            let equal = other.downcast_ref::<Self>().map(|other| zelf.expression == other.expression);
            Ok(equal.map_or(PyComparisonValue::NotImplemented, PyComparisonValue::Implemented))
        })
    }
}

impl Hashable for Resolved {
    fn hash(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<PyHash> {
        // Equal expressions are of one class.
        Ok(zelf
            .expression
            .class_name()
            .bytes()
            .fold(7, |hash: PyHash, byte| hash.wrapping_mul(31).wrapping_add(byte.into())))
    }
}

impl Representable for Resolved {
    fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
        Ok(zelf.expression.repr())
    }
}

/// An operator, as `Combinable` makes it.
fn combined(a: &PyObject, b: &PyObject, connector: Connector, vm: &VirtualMachine) -> PyResult {
    let combine = import(vm, "django.db.models.expressions")?.get_attr("Combinable", vm)?.get_attr("_combine", vm)?;
    let reversed = a.downcast_ref::<Resolved>().is_none();
    let (own, other) = if reversed { (b, a) } else { (a, b) };
    combine.call((own.to_owned(), other.to_owned(), connector.sql(), reversed), vm)
}

impl AsNumber for Resolved {
    fn as_number() -> &'static PyNumberMethods {
        static METHODS: PyNumberMethods = PyNumberMethods {
            add: Some(|a, b, vm| combined(a, b, Connector::Add, vm)),
            subtract: Some(|a, b, vm| combined(a, b, Connector::Sub, vm)),
            multiply: Some(|a, b, vm| combined(a, b, Connector::Mul, vm)),
            true_divide: Some(|a, b, vm| combined(a, b, Connector::Div, vm)),
            remainder: Some(|a, b, vm| combined(a, b, Connector::Mod, vm)),
            ..PyNumberMethods::NOT_IMPLEMENTED
        };
        &METHODS
    }
}
