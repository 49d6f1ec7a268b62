//! Constraints, indexes and the conditions of joins.

use std::{fmt, rc::Rc};

use outerref_orm::{
    Result,
    expression::{Q, ResolvedExpression},
    schema::{Constraint, ExtraRestriction, Index, IndexColumn},
};
use rustpython_vm::{PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::{
    condition,
    convert::{all, to_expression},
    given,
    host::in_python,
    items, resolve_alone, text, text_attribute,
};

fn condition_of(object: &PyObject, vm: &VirtualMachine) -> PyResult<Option<Q>> {
    given(object, "condition", vm)?.map(|condition| condition::q(&condition, vm)).transpose()
}

fn names(object: &PyObject, vm: &VirtualMachine) -> PyResult<Vec<Rc<str>>> {
    match given(object, "fields", vm)? {
        Some(fields) => items(&fields, vm)?.iter().map(|name| Ok(text(name, vm)?.into())).collect(),
        None => Ok(Vec::new()),
    }
}

fn expressions(object: &PyObject, vm: &VirtualMachine) -> PyResult<Vec<outerref_orm::expression::Expression>> {
    match given(object, "expressions", vm)? {
        Some(expressions) => all(&items(&expressions, vm)?, vm),
        None => Ok(Vec::new()),
    }
}

/// A constraint of `Meta.constraints`.
pub(crate) fn to_constraint(object: &PyObject, vm: &VirtualMachine) -> PyResult<Constraint> {
    let name: Rc<str> = text_attribute(object, "name", vm)?.into();
    let checks = !object.class().has_attr(vm.ctx.intern_str("nulls_distinct"))
        && given(object, "fields", vm)?.is_none()
        && given(object, "expressions", vm)?.is_none();
    if checks {
        let condition = super::attribute(object, "condition", vm)?;
        return Ok(Constraint::Check { name, condition: to_expression(&condition, vm)? });
    }
    Ok(Constraint::Unique {
        name,
        fields: names(object, vm)?,
        expressions: expressions(object, vm)?,
        condition: condition_of(object, vm)?,
        nulls_distinct: given(object, "nulls_distinct", vm)?.map(|value| value.try_to_bool(vm)).transpose()?,
    })
}

/// An index of `Meta.indexes`.
pub(crate) fn to_index(object: &PyObject, vm: &VirtualMachine) -> PyResult<Index> {
    let names = names(object, vm)?;
    let columns = names.iter().map(|name| match name.strip_prefix('-') {
        Some(field) => IndexColumn { field: field.into(), descending: true },
        None => IndexColumn { field: name.clone(), descending: false },
    });
    Ok(Index {
        name: given(object, "name", vm)?.map_or_else(|| Ok(String::new()), |name| text(&name, vm))?.into(),
        columns: columns.collect(),
        expressions: expressions(object, vm)?,
        condition: condition_of(object, vm)?,
    })
}

/// `get_extra_restriction(alias, related_alias)` of a field of a person's own, or of a generic relation.
pub(crate) fn extra_restriction(function: PyObjectRef, _vm: &VirtualMachine) -> PyResult<Rc<dyn ExtraRestriction>> {
    Ok(Rc::new(PyRestriction { function }))
}

struct PyRestriction {
    function: PyObjectRef,
}

impl fmt::Debug for PyRestriction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("get_extra_restriction")
    }
}

impl ExtraRestriction for PyRestriction {
    fn restriction(&self, alias: Option<&str>, related_alias: Option<&str>) -> Result<Option<ResolvedExpression>> {
        in_python(|vm| {
            let name = |alias: Option<&str>| alias.map_or_else(|| vm.ctx.none(), |alias| vm.ctx.new_str(alias).into());
            let found = self.function.call((name(alias), name(related_alias)), vm)?;
            if vm.is_none(&found) {
                return Ok(None);
            }
            Ok(Some(resolve_alone(&to_expression(&found, vm)?, vm)?))
        })
    }
}
