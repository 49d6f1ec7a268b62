//! From the Python of a case to what the ORM takes.

use std::rc::Rc;

use outerref_orm::{
    Error, Result, Value,
    expression::{
        AggregateParts, Case, Connector, Expression, Frame, FrameExclusion, FrameKind, FuncOptions, OrderBy, OuterName,
        Q, QChild, SubqueryKind, When, Window, functions,
    },
    lookup::{BuiltinLookup, LookupClass},
    queryset::QuerySet,
    schema::{Field, FieldKind, FieldRef, ModelRef, OrderItem},
    temporal::{Date, DateTime, Duration, Time},
};

use crate::parse::Py;

/// What a piece of Python is.
#[derive(Clone)]
enum Object {
    Expression(Expression),
    When(When<Expression>),
    Field(FieldRef),
    Frame(Frame),
    Exclusion(FrameExclusion),
    QuerySet(QuerySet),
    List(Vec<Object>),
    Text(String),
}

pub(crate) struct Builder<'a> {
    pub(crate) model: &'a ModelRef,
}

impl Builder<'_> {
    /// The expression of a case.
    pub(crate) fn expression(&self, source: &Py) -> Result<Expression> {
        Ok(match self.object(source)? {
            Object::Expression(expression) => expression,
            Object::QuerySet(queryset) => Expression::Query(Rc::new(queryset.query)),
            Object::Text(text) => Expression::f(text),
            _ => panic!("not an expression: {source:?}"),
        })
    }

    /// As the argument of a function: text is a name.
    fn argument(&self, source: &Py) -> Result<Expression> {
        self.expression(source)
    }

    /// As the right-hand side of a condition: text is a value.
    fn value(&self, source: &Py) -> Result<Expression> {
        match self.object(source)? {
            Object::Text(text) => Ok(Expression::value(text.as_str())),
            Object::List(items) => Ok(Expression::Value(
                Value::list(items.into_iter().map(|item| match item {
                    Object::Text(text) => Value::text(text),
                    Object::Expression(Expression::Value(value, _)) => value,
                    _ => panic!("a value"),
                })),
                None,
            )),
            _ => self.expression(source),
        }
    }

    fn object(&self, source: &Py) -> Result<Object> {
        let expression = |expression| Ok(Object::Expression(expression));
        match source {
            Py::Text(text) => Ok(Object::Text(text.clone())),
            Py::Int(value) => expression(Expression::value(*value)),
            Py::Float(value) => expression(Expression::value(*value)),
            Py::List(items) => Ok(Object::List(items.iter().map(|item| self.object(item)).collect::<Result<_>>()?)),
            Py::Name(name) => expression(Expression::Value(
                match name.as_str() {
                    "True" => true.into(),
                    "False" => false.into(),
                    "None" => Value::Null,
                    other => panic!("unknown name {other}"),
                },
                None,
            )),
            Py::Negative(inner) => match &**inner {
                Py::Int(value) => expression(Expression::value(-value)),
                other => expression(combined(self.expression(other)?, Connector::Mul, (-1).into())),
            },
            Py::Invert(inner) => match self.expression(inner)? {
                Expression::Q(q) => expression(Expression::Q(!q)),
                other => expression(Expression::Negated(Box::new(other))),
            },
            Py::Binary(sign, left, right) => {
                let (left, right) = (self.expression(left)?, self.value(right)?);
                if let (Expression::Q(left), Expression::Q(right)) = (&left, &right) {
                    let (left, right) = (left.clone(), right.clone());
                    return expression(Expression::Q(if sign == "&" { left & right } else { left | right }));
                }
                let connector = match sign.as_str() {
                    "+" => Connector::Add,
                    "-" => Connector::Sub,
                    "*" => Connector::Mul,
                    "/" => Connector::Div,
                    "%" => Connector::Mod,
                    _ => Connector::Pow,
                };
                expression(combined(left, connector, right))
            }
            Py::Item(inner, at) => match self.object(inner)? {
                Object::Expression(inner) => {
                    expression(Expression::SlicedF(Box::new(inner), *at as u64, Some(*at as u64 + 1)))
                }
                _ => panic!("cannot take an item"),
            },
            Py::Slice(inner, start, stop) => match self.object(inner)? {
                Object::Expression(inner) => {
                    let (start, stop) = (start.unwrap_or(0) as u64, stop.map(|stop| stop as u64));
                    expression(Expression::SlicedF(Box::new(inner), start, stop))
                }
                Object::QuerySet(queryset) => {
                    Ok(Object::QuerySet(queryset.slice(start.unwrap_or(0) as u64, stop.map(|stop| stop as u64))))
                }
                _ => panic!("cannot slice"),
            },
            Py::Attribute(inner, name) => match (&**inner, name.as_str()) {
                (Py::Name(class), "CURRENT_ROW") if class == "WindowFrameExclusion" => {
                    Ok(Object::Exclusion(FrameExclusion::CurrentRow))
                }
                (Py::Name(_), "objects") => Ok(Object::QuerySet(QuerySet::new(self.model))),
                _ => panic!("unknown attribute {name}"),
            },
            Py::Call(callee, args, named) => match &**callee {
                Py::Name(name) => self.call(name, args, named),
                Py::Attribute(inner, method) => self.method(inner, method, args, named),
                _ => panic!("cannot call {callee:?}"),
            },
        }
    }

    fn method(&self, inner: &Py, method: &str, args: &[Py], named: &[(String, Py)]) -> Result<Object> {
        let connector = match method {
            "bitand" => Some(Connector::BitAnd),
            "bitor" => Some(Connector::BitOr),
            "bitxor" => Some(Connector::BitXor),
            "bitleftshift" => Some(Connector::BitLeftShift),
            "bitrightshift" => Some(Connector::BitRightShift),
            _ => None,
        };
        if let Some(connector) = connector {
            let right = self.value(&args[0])?;
            return Ok(Object::Expression(combined(self.expression(inner)?, connector, right)));
        }
        if matches!(method, "asc" | "desc") {
            let has = |option: &str| named.iter().any(|(name, _)| name == option);
            return Ok(Object::Expression(Expression::OrderBy(Box::new(OrderBy {
                expression: self.expression(inner)?,
                descending: method == "desc",
                nulls_first: has("nulls_first"),
                nulls_last: has("nulls_last"),
            }))));
        }
        let Object::QuerySet(queryset) = self.object(inner)? else { panic!("no method {method}") };
        Ok(Object::QuerySet(match method {
            "filter" => queryset.filter(self.q(args, named)?)?,
            "values" => {
                let names: Vec<Rc<str>> = self.names(args);
                queryset.values(&names, Vec::new())?
            }
            "order_by" => {
                let items = self.names(args).into_iter().map(OrderItem::Name);
                queryset.order_by(items.collect())?
            }
            "annotate" => queryset.annotate(
                named
                    .iter()
                    .map(|(name, value)| Ok((Rc::from(name.as_str()), self.expression(value)?)))
                    .collect::<Result<_>>()?,
            )?,
            _ => panic!("no method {method}"),
        }))
    }

    fn names(&self, args: &[Py]) -> Vec<Rc<str>> {
        args.iter()
            .map(|arg| match arg {
                Py::Text(name) => Rc::from(name.as_str()),
                _ => panic!("a name"),
            })
            .collect()
    }

    /// `Q(...)` of conditions and keywords; keywords are sorted, as Django does.
    fn q(&self, args: &[Py], named: &[(String, Py)]) -> Result<Q> {
        let mut children = Vec::new();
        for arg in args {
            children.push(match self.expression(arg)? {
                Expression::Q(q) => QChild::Q(q),
                other => QChild::Expression(other),
            });
        }
        let mut named: Vec<_> = named.iter().collect();
        named.sort_by(|a, b| a.0.cmp(&b.0));
        for (name, value) in named {
            children.push(QChild::Lookup(Rc::from(name.as_str()), self.value(value)?));
        }
        Ok(Q::all(children))
    }

    fn call(&self, name: &str, args: &[Py], named: &[(String, Py)]) -> Result<Object> {
        let keyword = |key: &str| named.iter().find(|(name, _)| name == key).map(|(_, value)| value);
        let expression = |expression| Ok(Object::Expression(expression));
        if let Some(kind) = FieldKind::from_class_name(name) {
            let number = |key: &str| match keyword(key) {
                Some(Py::Int(value)) => Some(*value as u32),
                _ => None,
            };
            let field = Field::builder(kind).max_length(number("max_length"));
            let field = field.max_digits(number("max_digits")).decimal_places(number("decimal_places"));
            return Ok(Object::Field(field.build()));
        }
        let field = |place: usize| -> Result<Option<FieldRef>> {
            match keyword("output_field").or(args.get(place)).map(|arg| self.object(arg)).transpose()? {
                Some(Object::Field(field)) => Ok(Some(field)),
                _ => Ok(None),
            }
        };
        let text = |at: usize| match args.get(at) {
            Some(Py::Text(text)) => text.clone(),
            other => panic!("text, not {other:?}"),
        };
        let class = match name {
            "GreaterThan" => Some(BuiltinLookup::Gt),
            "LessThanOrEqual" => Some(BuiltinLookup::Lte),
            "Exact" => Some(BuiltinLookup::Exact),
            "IsNull" => Some(BuiltinLookup::IsNull),
            _ => None,
        };
        if let Some(class) = class {
            let (lhs, rhs) = (self.expression(&args[0])?, self.value(&args[1])?);
            return expression(Expression::Lookup(LookupClass::Lookup(class), lhs.into(), rhs.into()));
        }
        match name {
            "F" => expression(Expression::f(text(0))),
            "OuterRef" => match &args[0] {
                Py::Text(name) => expression(Expression::outer_ref(name)),
                inner => match self.expression(inner)? {
                    Expression::OuterRef(inner) => expression(Expression::OuterRef(OuterName::Outer(inner.into()))),
                    _ => panic!("an outer reference"),
                },
            },
            "Value" => match self.value(&args[0])? {
                Expression::Value(value, _) => expression(Expression::Value(value, field(1)?)),
                _ => panic!("a value"),
            },
            "Decimal" => expression(Expression::Value(Value::Decimal(text(0).into()), None)),
            "date" | "datetime" | "time" | "timedelta" => {
                expression(Expression::Value(moment(name, args, named), None))
            }
            "RawSQL" => {
                let Object::List(items) = self.object(&args[1])? else { panic!("params") };
                let params = items.into_iter().map(|item| match item {
                    Object::Text(text) => Value::text(text),
                    _ => panic!("text"),
                });
                expression(Expression::RawSql(text(0).into(), params.collect(), field(2)?))
            }
            "ExpressionWrapper" => {
                let inner = self.expression(&args[0])?;
                expression(Expression::Wrapper(inner.into(), field(1)?.expect("a type")))
            }
            "Q" => expression(Expression::Q(self.q(args, named)?)),
            "When" => {
                let then = self.argument(keyword("then").expect("then"))?;
                let conditions: Vec<_> = named.iter().filter(|(key, _)| key != "then").cloned().collect();
                let condition = match args {
                    [condition] => self.expression(condition)?,
                    _ => Expression::Q(self.q(args, &conditions)?),
                };
                Ok(Object::When(When::new(condition, then)?))
            }
            "Case" => {
                let mut whens = Vec::new();
                for arg in args {
                    match self.object(arg)? {
                        Object::When(when) => whens.push(when),
                        _ => panic!("When"),
                    }
                }
                let default = keyword("default").map(|default| self.argument(default)).transpose()?;
                let case = Case { whens, default, output_field: field(usize::MAX)?, template: None };
                expression(Expression::Case(case.into()))
            }
            "Subquery" | "Exists" => {
                let Object::QuerySet(queryset) = self.object(&args[0])? else { panic!("a queryset") };
                let kind = if name == "Exists" { SubqueryKind::Exists } else { SubqueryKind::Scalar };
                expression(Expression::Subquery(kind, Rc::new(queryset.query), field(1)?))
            }
            "Window" => {
                let list = |key: &str| -> Result<Vec<Expression>> {
                    match keyword(key) {
                        None => Ok(Vec::new()),
                        Some(Py::List(items)) => items.iter().map(|item| self.order_item(item)).collect(),
                        Some(item) => Ok(vec![self.order_item(item)?]),
                    }
                };
                let frame = match keyword("frame").map(|frame| self.object(frame)).transpose()? {
                    Some(Object::Frame(frame)) => Some(frame),
                    _ => None,
                };
                let mut window = Window::new(self.expression(&args[0])?)?;
                window.partition_by = list("partition_by")?;
                window.order_by = list("order_by")?;
                window.frame = frame;
                expression(Expression::Window(window.into()))
            }
            "RowRange" | "ValueRange" => {
                let bound = |key: &str| -> Result<Option<i64>> {
                    match keyword(key).map(|bound| self.expression(bound)).transpose()? {
                        Some(Expression::Value(value, _)) => Ok(value.as_int()),
                        _ => Ok(None),
                    }
                };
                let exclusion = match keyword("exclusion").map(|value| self.object(value)).transpose()? {
                    Some(Object::Exclusion(exclusion)) => Some(exclusion),
                    _ => None,
                };
                let kind = if name == "RowRange" { FrameKind::Rows } else { FrameKind::Range };
                Ok(Object::Frame(Frame { kind, start: bound("start")?, end: bound("end")?, exclusion }))
            }
            _ => self.function(name, args, named).map(Object::Expression),
        }
    }

    fn order_item(&self, item: &Py) -> Result<Expression> {
        match item {
            Py::Text(name) => Ok(match name.strip_prefix('-') {
                Some(name) => Expression::f(name).desc(),
                None => Expression::f(name),
            }),
            other => self.expression(other),
        }
    }

    fn function(&self, name: &str, args: &[Py], named: &[(String, Py)]) -> Result<Expression> {
        let def = functions::by_name(name).unwrap_or_else(|| panic!("unknown function {name}"));
        let mut options = FuncOptions::default();
        let mut output_field = None;
        let mut parts = AggregateParts::default();
        let mut positional = Vec::new();
        let mut strings = Vec::new();
        for (at, arg) in args.iter().enumerate() {
            match (name, at, arg) {
                ("Extract" | "Trunc", 1, Py::Text(kind)) => options.kind = Some(kind.as_str().into()),
                ("Collate", 1, Py::Text(collation)) => options.values.push(("collation", collation.as_str().into())),
                _ => match self.object(arg)? {
                    Object::Field(field) => output_field = Some(field),
                    Object::Text(text) if text == "*" => positional.push(Expression::Star),
                    _ => positional.push(self.argument(arg)?),
                },
            }
        }
        for (key, value) in named {
            match (name, key.as_str(), value) {
                ("JSONObject", _, value) => {
                    positional.push(Expression::value(key.as_str()));
                    positional.push(self.argument(value)?);
                }
                (_, "output_field", value) => match self.object(value)? {
                    Object::Field(field) => output_field = Some(field),
                    _ => panic!("a field"),
                },
                (_, "distinct", _) => parts.distinct = true,
                (_, "filter", value) => parts.filter = Some(self.expression(value)?),
                ("Lag" | "Lead", "default" | "offset", value) | ("Round", "precision", value) => {
                    positional.push(self.argument(value)?);
                }
                (_, "default", value) => parts.default = Some(self.value(value)?),
                (_, "order_by", value) => parts.order_by = vec![self.order_item(value)?],
                (_, "sample", _) => options.values.push(("sample", true.into())),
                (_, _, Py::Text(text)) => strings.push((key.as_str(), text.as_str())),
                other => panic!("unknown keyword {other:?}"),
            }
        }
        let mut func = if def.aggregate {
            functions::aggregate(def, positional, parts, output_field, options)?
        } else {
            functions::call(def, positional, output_field, options)?
        };
        for (key, text) in strings {
            func.options.extra.push((key.into(), text.into()));
        }
        Ok(func.into())
    }
}

fn combined(left: Expression, connector: Connector, right: Expression) -> Expression {
    Expression::Combined(left.into(), connector, right.into(), None)
}

fn moment(class: &str, args: &[Py], named: &[(String, Py)]) -> Value {
    let numbers: Vec<i64> = args
        .iter()
        .map(|arg| match arg {
            Py::Int(value) => *value,
            _ => panic!("a number"),
        })
        .collect();
    let part = |at: usize| numbers.get(at).copied().unwrap_or(0) as i8;
    match class {
        "timedelta" => {
            let micros = named.iter().map(|(unit, amount)| match (unit.as_str(), amount) {
                ("days", Py::Int(days)) => days * 86_400_000_000,
                ("hours", Py::Int(hours)) => hours * 3_600_000_000,
                ("seconds", Py::Int(seconds)) => seconds * 1_000_000,
                other => panic!("unknown {other:?}"),
            });
            Value::Duration(Duration { micros: micros.sum() })
        }
        "time" => Value::Time(Time::new(part(0), part(1), part(2), 0).expect("a time")),
        _ => {
            let date = Date::new(numbers[0] as i16, part(1), part(2)).expect("a date");
            if class == "date" {
                return Value::Date(date);
            }
            let text = format!("{date} {:02}:{:02}:{:02}", part(3), part(4), part(5));
            Value::DateTime(DateTime::parse(&text).expect("a moment"))
        }
    }
}

/// The error, as the golden file names it.
pub(crate) fn shown(error: &Error) -> String {
    match error {
        Error::EmptyResultSet | Error::FullResultSet => error.class().into(),
        other => format!("{other:?}"),
    }
}
