//! [`ClassInfo`]: what a Python expression class stands for, and what a person's subclass overrides.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use outerref_orm::{
    expression::{FuncDef, functions},
    lookup::{BuiltinLookup, KEY_TEXT_TRANSFORM, KEY_TRANSFORM},
};
use rustpython_vm::{
    AsObject, Py, PyObjectRef, PyRef, VirtualMachine,
    builtins::{PyStr, PyType},
};

/// What a class stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// An expression of which the ORM knows nothing more.
    Plain,
    Q,
    F,
    Sliced,
    OuterRef,
    ResolvedOuterRef,
    Combined,
    Func(&'static FuncDef),
    Value,
    JsonNull,
    RawSql,
    Star,
    DatabaseDefault,
    Col,
    List,
    Tuple,
    Wrapper,
    Negated,
    When,
    Case,
    Subquery,
    Exists,
    OrderBy,
    Window,
    Frame,
    /// A lookup; `None` for `Lookup` itself.
    Lookup(Option<BuiltinLookup>),
    FilteredRelation,
}

/// What a class stands for, and which methods a person's subclass overrides.
#[derive(Debug)]
pub(super) struct ClassInfo {
    pub(super) kind: Kind,
    /// Whether the class is Django's own.
    pub(super) builtin: bool,
    /// `as_sql`, or `as_` a vendor.
    pub(super) writes: bool,
    /// `resolve_expression`.
    pub(super) resolves: bool,
    /// `output_field` as a property, or `_resolve_output_field`.
    pub(super) types: bool,
    /// Parts of a lookup.
    pub(super) lookup_parts: bool,
    /// `get_prep_lookup`.
    pub(super) prepares: bool,
    /// `__init__`.
    pub(super) initializes: bool,
}

const WRITERS: [&str; 4] = ["as_sql", "as_sqlite", "as_postgresql", "as_mysql"];
const LOOKUP_PARTS: [&str; 6] = [
    "process_lhs",
    "process_rhs",
    "get_rhs_op",
    "get_db_prep_lookup",
    "batch_process_rhs",
    "resolve_expression_parameter",
];

thread_local! {
    /// Of Django's own classes; they live as long as the interpreter.
    static BUILTIN: RefCell<HashMap<usize, (PyRef<PyType>, Rc<ClassInfo>)>> = RefCell::default();
}

/// Forgets what is known of an interpreter's classes.
pub(super) fn forget() {
    BUILTIN.with_borrow_mut(HashMap::clear);
}

/// What the class stands for; `None` if it is no expression class of ours.
pub(super) fn info(class: &Py<PyType>, vm: &VirtualMachine) -> Option<Rc<ClassInfo>> {
    let address = class.as_object().get_id();
    if let Some(known) = BUILTIN.with_borrow(|known| known.get(&address).map(|(_, info)| info.clone())) {
        return Some(known);
    }
    let marker = class.get_attr(vm.ctx.intern_str("_orm"))?;
    let marker = marker.downcast_ref::<PyStr>()?.to_str()?;
    let kind = kind(marker)?;
    let overrides = |names: &[&'static str]| names.iter().any(|name| overridden(class, name, vm).is_some());
    let typed = overridden(class, "output_field", vm).is_some_and(|value| !is_field(&value, vm));
    let info = Rc::new(ClassInfo {
        kind,
        builtin: is_builtin(class, vm),
        writes: overrides(&WRITERS),
        resolves: overrides(&["resolve_expression"]),
        types: typed || overrides(&["_resolve_output_field"]),
        lookup_parts: overrides(&LOOKUP_PARTS),
        prepares: overrides(&["get_prep_lookup"]),
        initializes: overrides(&["__init__"]),
    });
    if info.builtin {
        BUILTIN.with_borrow_mut(|known| known.insert(address, (class.to_owned(), info.clone())));
    }
    Some(info)
}

/// Whether a class is Django's own.
pub(crate) fn is_builtin(class: &Py<PyType>, vm: &VirtualMachine) -> bool {
    let module = class.get_direct_attr(vm.ctx.intern_str("__module__"));
    module
        .as_ref()
        .and_then(|module| module.downcast_ref::<PyStr>())
        .and_then(|module| module.to_str())
        .is_some_and(|module| module.starts_with("django.") || module == "_orm" || module == "builtins")
}

/// The attribute that a class which is not Django's gives, before any of Django's does.
pub(crate) fn overridden(class: &Py<PyType>, name: &'static str, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let name = vm.ctx.intern_str(name);
    let vendor = name.as_str().starts_with("as_") && name.as_str() != "as_sql";
    if !vendor && is_builtin(class, vm) {
        return None;
    }
    for parent in class.mro_collect() {
        if let Some(found) = parent.get_direct_attr(name) {
            // Django's own shells have no `as_<vendor>`: one that is there was put there.
            return (vendor || !is_builtin(&parent, vm)).then_some(found);
        }
    }
    None
}

/// Whether a class attribute is a field, not a property or function.
pub(super) fn is_field(value: &PyObjectRef, vm: &VirtualMachine) -> bool {
    value.class().has_attr(vm.ctx.intern_str("_orm_handle"))
}

fn kind(marker: &str) -> Option<Kind> {
    Some(match marker {
        "Expression" => Kind::Plain,
        "Q" => Kind::Q,
        "F" => Kind::F,
        "Sliced" => Kind::Sliced,
        "OuterRef" => Kind::OuterRef,
        "ResolvedOuterRef" => Kind::ResolvedOuterRef,
        "Combined" => Kind::Combined,
        "KeyTransform" => Kind::Func(&KEY_TRANSFORM),
        "KeyTextTransform" => Kind::Func(&KEY_TEXT_TRANSFORM),
        "Value" => Kind::Value,
        "JSONNull" => Kind::JsonNull,
        "RawSQL" => Kind::RawSql,
        "Star" => Kind::Star,
        "DatabaseDefault" => Kind::DatabaseDefault,
        "Col" => Kind::Col,
        "ExpressionList" | "OrderByList" => Kind::List,
        "Tuple" => Kind::Tuple,
        "ExpressionWrapper" => Kind::Wrapper,
        "Negated" => Kind::Negated,
        "When" => Kind::When,
        "Case" => Kind::Case,
        "Subquery" => Kind::Subquery,
        "Exists" => Kind::Exists,
        "OrderBy" => Kind::OrderBy,
        "Window" => Kind::Window,
        "WindowFrame" | "RowRange" | "ValueRange" => Kind::Frame,
        "Lookup" => Kind::Lookup(None),
        "FilteredRelation" => Kind::FilteredRelation,
        name => match functions::by_name(name) {
            Some(def) => Kind::Func(def),
            None => Kind::Lookup(Some(BuiltinLookup::from_class_name(name)?)),
        },
    })
}

impl ClassInfo {
    /// Whether nothing of it needs the host once it is an expression of the ORM.
    pub(super) fn is_plain_shell(&self) -> bool {
        !self.writes && !self.types
    }
}
