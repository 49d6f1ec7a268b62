//! [`Func`]: functions and aggregates. Mirrors `expressions.Func` and `aggregates.Aggregate`.

use std::{fmt, rc::Rc};

use super::{Expression, FuncDef, ResolvedExpression};
use crate::{
    Result, Value,
    compiler::{Compiler, Sql},
    schema::{FieldKind, FieldRef},
};

/// A function call.
#[derive(Clone, Debug)]
pub struct Func<E> {
    /// Which function.
    pub def: &'static FuncDef,
    /// Overrides `def.function`.
    pub function: Option<Rc<str>>,
    /// Overrides `def.template`.
    pub template: Option<Rc<str>>,
    /// Overrides `def.arg_joiner`.
    pub arg_joiner: Option<Rc<str>>,
    /// The arguments.
    pub args: Vec<E>,
    /// `output_field`.
    pub output_field: Option<FieldRef>,
    /// What an aggregate has beside.
    pub aggregate: Option<Box<AggregateParts<E>>>,
    /// Further options.
    pub options: FuncOptions,
    /// A user's subclass that writes its own SQL or knows its own type.
    pub host: Option<Rc<dyn HostFunc>>,
}

/// `distinct`, `filter`, `default` and `order_by` of an aggregate.
#[derive(Clone, Debug)]
pub struct AggregateParts<E> {
    /// `distinct`.
    pub distinct: bool,
    /// `filter`: a `Q` or a conditional expression.
    pub filter: Option<E>,
    /// `default`, for when there are no rows. A [`Expression::Value`] without a type takes the aggregate's.
    /// Resolving turns it into `COALESCE`.
    pub default: Option<E>,
    /// `order_by`.
    pub order_by: Vec<E>,
    /// Whether it is of `aggregate()`, not of `annotate()`. Set when resolved.
    pub is_summary: bool,
}

/// What some functions have beside their arguments.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FuncOptions {
    /// `tzinfo` of date functions: a zone's name, or an offset as `+05:30`.
    pub tzname: Option<Rc<str>>,
    /// `kind` of `Trunc` and `lookup_name` of `Extract`: `month`.
    pub kind: Option<Rc<str>>,
    /// `delimiter`, `sample`, `precision` and other keyword values, by name.
    pub values: Vec<(&'static str, Value)>,
    /// `extra` keyword arguments of the user's call that templates may name.
    pub extra: Vec<(Rc<str>, Rc<str>)>,
    /// Names kept for messages: the class of the user's subclass.
    pub class_name: Option<Rc<str>>,
}

/// A user's subclass of a function.
pub trait HostFunc: fmt::Debug {
    /// Its SQL, if it overrides `as_sql` or `as_<vendor>` for this dialect. `None` takes the built-in way.
    fn compile(&self, func: &Func<ResolvedExpression>, compiler: &mut Compiler<'_>) -> Option<Result<Sql>>;
    /// Its type, if it overrides `output_field` or `_resolve_output_field`.
    fn output_field(&self, func: &Func<ResolvedExpression>) -> Option<Result<FieldRef>>;
    /// Whether it says the same as another with equal arguments.
    fn equals(&self, other: &dyn HostFunc) -> bool;
    /// For a transform: the lookup or transform of this name that is registered on its class.
    fn get_lookup(&self, _name: &str) -> Option<crate::lookup::LookupClass> {
        None
    }
    /// For a transform with `bilateral = True`: its class, which lookups then apply to their right side too.
    fn bilateral_transform(&self) -> Option<crate::lookup::LookupClass> {
        None
    }
    /// Lets the host find its own type again.
    fn as_any(&self) -> &dyn std::any::Any;
}

impl<E> Func<E> {
    /// A call of a built-in function.
    pub fn new(def: &'static FuncDef, args: Vec<E>) -> Self {
        Self {
            def,
            function: None,
            template: None,
            arg_joiner: None,
            args,
            output_field: None,
            aggregate: def.aggregate.then(|| {
                Box::new(AggregateParts {
                    distinct: false,
                    filter: None,
                    default: None,
                    order_by: Vec::new(),
                    is_summary: false,
                })
            }),
            options: FuncOptions::default(),
            host: None,
        }
    }

    /// The class's name.
    pub fn class_name(&self) -> &str {
        self.options.class_name.as_deref().unwrap_or(self.def.name)
    }

    /// Whether its type is boolean as far as can be said without its arguments.
    pub fn conditional(&self) -> bool {
        match &self.output_field {
            Some(field) => field.value_kind() == FieldKind::Boolean,
            None => self.def.output == Some(FieldKind::Boolean),
        }
    }
}

impl<E: PartialEq> PartialEq for Func<E> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.def, other.def)
            && self.args == other.args
            && self.function == other.function
            && self.template == other.template
            && self.arg_joiner == other.arg_joiner
            && self.options == other.options
            && self.output_field == other.output_field
            && match (&self.aggregate, &other.aggregate) {
                (None, None) => true,
                (Some(a), Some(b)) => {
                    a.distinct == b.distinct
                        && a.filter == b.filter
                        && a.default == b.default
                        && a.order_by == b.order_by
                        && a.is_summary == b.is_summary
                }
                _ => false,
            }
            && match (&self.host, &other.host) {
                (None, None) => true,
                (Some(a), Some(b)) => a.equals(b.as_ref()),
                _ => false,
            }
    }
}

impl From<Func<Expression>> for Expression {
    fn from(func: Func<Expression>) -> Self {
        Self::Func(Box::new(func))
    }
}
