//! Branches, subqueries, orders and windows.

use std::rc::Rc;

use outerref_orm::expression::{
    Case, Expression, Frame, FrameBound, FrameExclusion, FrameKind, OrderBy, ResolvedExpression, SubqueryKind, When,
    Window,
};
use rustpython_vm::{AsObject, PyObject, PyResult, VirtualMachine};

use super::{
    super::{field_handle::field_of, queryset::query_of},
    attribute,
    convert::{flag, output_field, to_expression},
    func, given, items,
    resolved::Resolved,
    text, text_attribute,
};

pub(super) fn case(object: &PyObject, vm: &VirtualMachine) -> PyResult<Expression> {
    let mut whens = Vec::new();
    for when in items(&*attribute(object, "cases", vm)?, vm)? {
        whens.push(When {
            condition: to_expression(&*attribute(&when, "condition", vm)?, vm)?,
            then: to_expression(&*attribute(&when, "result", vm)?, vm)?,
        });
    }
    let default = Some(to_expression(&*attribute(object, "default", vm)?, vm)?);
    Ok(Expression::Case(Box::new(Case { whens, default, output_field: output_field(object, vm)?, template: None })))
}

pub(super) fn subquery(object: &PyObject, exists: bool, vm: &VirtualMachine) -> PyResult<Expression> {
    let held = attribute(object, "query", vm)?;
    if let Some(resolved) = held.downcast_ref::<Resolved>() {
        return Ok(Expression::Resolved(resolved.expression.clone()));
    }
    let Some(query) = query_of(&held) else {
        let message = format!("'{}' object is not a query", held.class().name());
        return Err(vm.new_type_error(message));
    };
    let template = text_attribute(object, "template", vm)?;
    let kind = match template.as_str() {
        "EXISTS(%(subquery)s)" if exists => SubqueryKind::Exists,
        "(%(subquery)s)" => SubqueryKind::Scalar,
        _ => SubqueryKind::Template(template.into()),
    };
    Ok(Expression::Subquery(kind, Rc::new(query), output_field(object, vm)?))
}

pub(super) fn order_by(object: &PyObject, vm: &VirtualMachine) -> PyResult<Expression> {
    Ok(Expression::OrderBy(Box::new(OrderBy {
        expression: to_expression(&*attribute(object, "expression", vm)?, vm)?,
        descending: flag(object, "descending", vm)?,
        nulls_first: flag(object, "nulls_first", vm)?,
        nulls_last: flag(object, "nulls_last", vm)?,
    })))
}

pub(super) fn window(object: &PyObject, vm: &VirtualMachine) -> PyResult<Expression> {
    let list = |name: &'static str| match given(object, name, vm)? {
        Some(list) => func::sources(&list, vm),
        None => Ok(Vec::new()),
    };
    let frame = given(object, "frame", vm)?.map(|frame| self::frame(&frame, vm)).transpose()?;
    Ok(Expression::Window(Box::new(Window {
        source: to_expression(&*attribute(object, "source_expression", vm)?, vm)?,
        partition_by: list("partition_by")?,
        order_by: list("order_by")?,
        frame,
        output_field: output_field(object, vm)?,
    })))
}

fn frame(object: &PyObject, vm: &VirtualMachine) -> PyResult<Frame> {
    let bound = |name: &'static str| -> PyResult<FrameBound> {
        let value = attribute(&*attribute(object, name, vm)?, "value", vm)?;
        if vm.is_none(&value) || value.fast_isinstance(vm.ctx.types.int_type) {
            return value.try_into_value(vm);
        }
        let kind = match (text_attribute(object, "frame_type", vm)?.as_str(), name) {
            ("ROWS", _) => "an",
            (_, "start") => "a negative",
            _ => "a positive",
        };
        let value = value.str(vm)?.to_string_lossy().into_owned();
        Err(vm.new_value_error(format!("{name} argument must be {kind} integer, zero, or None, but got '{value}'.")))
    };
    let exclusion = match given(object, "exclusion", vm)? {
        None => None,
        Some(exclusion) => Some(match text_attribute(&exclusion, "value", vm)?.as_str() {
            "CURRENT ROW" => FrameExclusion::CurrentRow,
            "GROUP" => FrameExclusion::Group,
            "TIES" => FrameExclusion::Ties,
            _ => FrameExclusion::NoOthers,
        }),
    };
    let kind = if text_attribute(object, "frame_type", vm)? == "RANGE" { FrameKind::Range } else { FrameKind::Rows };
    Ok(Frame { kind, start: bound("start")?, end: bound("end")?, exclusion })
}

/// A column that a person's code names itself.
pub(super) fn col(object: &PyObject, vm: &VirtualMachine) -> PyResult<Expression> {
    let target = field_of(&*attribute(object, "target", vm)?, vm)?;
    let alias = given(object, "alias", vm)?.map(|alias| text(&alias, vm)).transpose()?;
    let output = output_field(object, vm)?.unwrap_or_else(|| target.clone());
    Ok(Expression::Resolved(ResolvedExpression::col(alias.map(Rc::from), target, output)))
}
