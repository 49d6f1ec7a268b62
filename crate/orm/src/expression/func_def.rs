//! [`FuncDef`]: a built-in function as data.

use crate::{dialect::Vendor, schema::FieldKind};

/// A built-in function, as data. Those that differ in more than text by dialect have a branch of
/// their own in the compiler, found by `name`.
#[derive(Clone, Copy, Debug)]
pub struct FuncDef {
    /// The class's name: `Lower`, `Count`.
    pub name: &'static str,
    /// The SQL function; `None` when the template has no `%(function)s`.
    pub function: Option<&'static str>,
    /// The template over `%(function)s` and `%(expressions)s`.
    pub template: &'static str,
    /// What stands between the arguments.
    pub arg_joiner: &'static str,
    /// The number of arguments, if it is fixed.
    pub arity: Option<usize>,
    /// The type of the result; `None` takes it from the arguments, by `inference`.
    pub output: Option<FieldKind>,
    /// How the type follows from the arguments.
    pub inference: Inference,
    /// Whether it is an aggregate.
    pub aggregate: bool,
    /// Whether an aggregate takes `distinct`.
    pub allow_distinct: bool,
    /// Whether an aggregate takes `order_by`.
    pub allow_order_by: bool,
    /// Whether it may stand in `Window(...)`.
    pub window_compatible: bool,
    /// The name of the lookup that it registers, for transforms: `lower`.
    pub lookup_name: Option<&'static str>,
    /// What it is when no row can match.
    pub empty: EmptyValue,
    /// Its other names and templates on SQLite.
    pub sqlite: Spelling,
    /// Its other names and templates on PostgreSQL.
    pub postgresql: Spelling,
    /// Its other names and templates on MySQL.
    pub mysql: Spelling,
}

/// How a function's type follows from its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inference {
    /// All arguments have one type, and that is it.
    Same,
    /// Decimal if one is decimal, float if one is whole, else as `Same`. Mirrors `NumericOutputFieldMixin`.
    Numeric,
    /// The type of the first argument.
    First,
}

/// What an expression is when the query around it can match no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmptyValue {
    /// No such value is known.
    Unknown,
    /// `NULL`.
    Null,
    /// 0.
    Zero,
    /// That of the first argument which has one other than `NULL`.
    FirstKnown,
}

/// What a dialect writes instead. Mirrors the arguments that `as_<vendor>` methods pass to `as_sql`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spelling {
    /// The function's name.
    pub function: Option<&'static str>,
    /// The template.
    pub template: Option<&'static str>,
}

impl Spelling {
    /// As everywhere.
    pub const SAME: Self = Self { function: None, template: None };

    /// Another name.
    pub const fn function(name: &'static str) -> Self {
        Self { function: Some(name), template: None }
    }

    /// Another template.
    pub const fn template(template: &'static str) -> Self {
        Self { function: None, template: Some(template) }
    }
}

impl FuncDef {
    /// Any number of arguments, their common type.
    pub const fn func(name: &'static str, function: &'static str) -> Self {
        Self {
            name,
            function: Some(function),
            template: "%(function)s(%(expressions)s)",
            arg_joiner: ", ",
            arity: None,
            output: None,
            inference: Inference::Same,
            aggregate: false,
            allow_distinct: false,
            allow_order_by: false,
            window_compatible: false,
            lookup_name: None,
            empty: EmptyValue::Unknown,
            sqlite: Spelling::SAME,
            postgresql: Spelling::SAME,
            mysql: Spelling::SAME,
        }
    }

    /// One argument, and a name in lookups.
    pub const fn transform(name: &'static str, function: &'static str, lookup_name: &'static str) -> Self {
        Self { arity: Some(1), lookup_name: Some(lookup_name), ..Self::func(name, function) }
    }

    /// An aggregate of one argument.
    pub const fn aggregate(name: &'static str, function: &'static str) -> Self {
        Self {
            template: "%(function)s(%(distinct)s%(expressions)s%(order_by)s)%(filter)s",
            arity: Some(1),
            aggregate: true,
            window_compatible: true,
            empty: EmptyValue::Null,
            ..Self::func(name, function)
        }
    }

    /// A function of windows only.
    pub const fn window(name: &'static str, function: &'static str) -> Self {
        Self { window_compatible: true, ..Self::func(name, function) }
    }

    /// The same with this type.
    pub const fn returns(self, kind: FieldKind) -> Self {
        Self { output: Some(kind), ..self }
    }

    /// The same with a numeric type that follows from its arguments.
    pub const fn numeric(self) -> Self {
        Self { inference: Inference::Numeric, ..self }
    }

    /// The same with a fixed number of arguments.
    pub const fn takes(self, arity: usize) -> Self {
        Self { arity: Some(arity), ..self }
    }

    /// What a dialect writes instead.
    pub fn spelling(&self, vendor: Vendor) -> &Spelling {
        match vendor {
            Vendor::Sqlite => &self.sqlite,
            Vendor::Postgresql => &self.postgresql,
            Vendor::Mysql => &self.mysql,
        }
    }
}
