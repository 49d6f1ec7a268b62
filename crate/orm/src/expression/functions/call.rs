//! Calls of built-in functions, with the checks and defaults of Django's constructors.

use crate::{
    Error, Result, Value,
    expression::{AggregateParts, Expression, Func, FuncDef, FuncOptions},
    schema::FieldRef,
};

/// A call of a function. Arguments that the user left out take their defaults.
///
/// ```
/// use outerref_orm::expression::{Expression, functions::{self, text}};
///
/// let call = |args| functions::call(&text::LOWER, args, None, Default::default());
/// assert!(call(vec![Expression::f("name")]).is_ok());
/// let error = call(vec![]).unwrap_err();
/// assert_eq!(error.to_string(), "'Lower' takes exactly 1 argument (0 given)");
/// ```
pub fn call(
    def: &'static FuncDef,
    args: Vec<Expression>,
    output_field: Option<FieldRef>,
    options: FuncOptions,
) -> Result<Func<Expression>> {
    let args = check_arguments(def, args, output_field.as_ref(), &options)?;
    let mut func = Func::new(def, args);
    func.output_field = output_field;
    func.options = options;
    check_arity(&func)?;
    Ok(func)
}

/// A call of an aggregate.
pub fn aggregate(
    def: &'static FuncDef,
    args: Vec<Expression>,
    parts: AggregateParts<Expression>,
    output_field: Option<FieldRef>,
    options: FuncOptions,
) -> Result<Func<Expression>> {
    let class = options.class_name.as_deref().unwrap_or(def.name);
    if parts.distinct && !def.allow_distinct && !options.flag("allow_distinct") {
        return Err(Error::Type(format!("{class} does not allow distinct.")));
    }
    if !parts.order_by.is_empty() && !def.allow_order_by && !options.flag("allow_order_by") {
        return Err(Error::Type(format!("{class} does not allow order_by.")));
    }
    let counts = def.empty == crate::expression::EmptyValue::Zero;
    if parts.default.is_some() && counts {
        return Err(Error::Type(format!("{class} does not allow default.")));
    }
    let args = if counts { args.into_iter().map(star).collect::<Vec<_>>() } else { args };
    if counts && parts.filter.is_some() && matches!(args.first(), Some(Expression::Star)) {
        return Err(Error::Value("Star cannot be used with filter. Please specify a field.".into()));
    }
    let mut func = Func::new(def, args);
    if options.flag("sample") {
        func.function = match def.name {
            "StdDev" => Some("STDDEV_SAMP".into()),
            "Variance" => Some("VAR_SAMP".into()),
            _ => None,
        };
    }
    func.output_field = output_field;
    func.options = options;
    func.aggregate = Some(Box::new(parts));
    check_arity(&func)?;
    Ok(func)
}

fn star(argument: Expression) -> Expression {
    match argument {
        Expression::F(name) if &*name == "*" => Expression::Star,
        other => other,
    }
}

fn check_arity(func: &Func<Expression>) -> Result<()> {
    match func.def.arity {
        Some(arity) if arity != func.args.len() => Err(Error::Type(format!(
            "'{}' takes exactly {arity} {} ({} given)",
            func.class_name(),
            if arity == 1 { "argument" } else { "arguments" },
            func.args.len()
        ))),
        _ => Ok(()),
    }
}

/// The plain number of an argument; `None` for expressions.
fn literal(args: &[Expression], at: usize) -> Option<i64> {
    match args.get(at) {
        Some(Expression::Value(value, None)) => value.as_int(),
        _ => None,
    }
}

fn is_none(args: &[Expression], at: usize) -> bool {
    matches!(args.get(at), Some(Expression::Value(Value::Null, None)))
}

fn fill(args: &mut Vec<Expression>, length: usize, default: Value) {
    if args.len() == length {
        args.push(Expression::Value(default, None));
    }
}

fn check_arguments(
    def: &'static FuncDef,
    mut args: Vec<Expression>,
    output_field: Option<&FieldRef>,
    options: &FuncOptions,
) -> Result<Vec<Expression>> {
    let class = options.class_name.as_deref().unwrap_or(def.name);
    let invalid = |text: String| Err(Error::Value(text));
    match def.name {
        "Coalesce" | "Greatest" | "Least" | "Concat" if args.len() < 2 => {
            return invalid(format!("{} must take at least two expressions", def.name));
        }
        "Concat" => return Ok(vec![pairs(args, output_field)]),
        "Left" | "Right" if literal(&args, 1).is_some_and(|length| length < 1) => {
            return invalid("'length' must be greater than 0.".into());
        }
        "LPad" | "RPad" => {
            if literal(&args, 1).is_some_and(|length| length < 0) {
                return invalid("'length' must be greater or equal to 0.".into());
            }
            fill(&mut args, 2, " ".into());
        }
        "Repeat" if literal(&args, 1).is_some_and(|number| number < 0) => {
            return invalid("'number' must be greater or equal to 0.".into());
        }
        "Replace" => fill(&mut args, 2, "".into()),
        "Substr" if literal(&args, 1).is_some_and(|pos| pos < 1) => {
            return invalid("'pos' must be greater than 0".into());
        }
        "Lag" | "Lead" | "NthValue" => {
            if args.is_empty() || is_none(&args, 0) {
                return invalid(format!("{class} requires a non-null source expression."));
            }
            fill(&mut args, 1, 1.into());
            if is_none(&args, 1) || literal(&args, 1).is_some_and(|offset| offset <= 0) {
                let what = if def.name == "NthValue" { "as for nth" } else { "for the offset" };
                return invalid(format!("{class} requires a positive integer {what}."));
            }
        }
        "Ntile" => {
            fill(&mut args, 0, 1.into());
            if literal(&args, 0).is_some_and(|buckets| buckets <= 0) {
                return invalid("num_buckets must be greater than 0.".into());
            }
        }
        "Round" => fill(&mut args, 1, 0.into()),
        "Collate" => {
            let name = options.value("collation");
            let fits =
                |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
            if !name.and_then(Value::as_text).is_some_and(fits) {
                let shown = name.unwrap_or(&Value::Null).repr();
                return invalid(format!("Invalid collation name: {shown}."));
            }
        }
        "Extract" if options.kind.is_none() => return invalid("lookup_name must be provided".into()),
        "Cast" if output_field.is_none() => {
            return Err(Error::Type("Cast.__init__() missing 1 required positional argument: 'output_field'".into()));
        }
        _ => {}
    }
    Ok(args)
}

/// `Concat(a, b, c)` is `ConcatPair(a, ConcatPair(b, c))`.
fn pairs(args: Vec<Expression>, output_field: Option<&FieldRef>) -> Expression {
    let mut rest = args.into_iter().rev();
    let mut chain = rest.next().unwrap_or(Expression::Value(Value::Null, None));
    for argument in rest {
        let mut pair = Func::new(&super::text::CONCAT_PAIR, vec![argument, chain]);
        pair.output_field = output_field.cloned();
        chain = pair.into();
    }
    chain
}

impl FuncOptions {
    /// A keyword value.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.values.iter().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    fn flag(&self, name: &str) -> bool {
        matches!(self.value(name), Some(Value::Bool(true)))
    }
}

impl Default for AggregateParts<Expression> {
    fn default() -> Self {
        Self { distinct: false, filter: None, default: None, order_by: Vec::new(), is_summary: false }
    }
}

impl Expression {
    /// The name that `aggregate()` and `annotate()` give an aggregate written without one.
    pub fn default_alias(&self) -> Result<String> {
        let complex = || Error::Type("Complex expressions require an alias".into());
        let Self::Func(func) = self else { return Err(complex()) };
        let Some(parts) = &func.aggregate else { return Err(complex()) };
        match func.args.as_slice() {
            [only] if parts.filter.is_none() && parts.order_by.is_empty() => match only.name() {
                Some(name) => Ok(format!("{name}__{}", func.aggregate_name().to_lowercase())),
                None => Err(complex()),
            },
            _ => Err(complex()),
        }
    }
}

impl<E> Func<E> {
    /// `Aggregate.name`, as messages and default aliases show it.
    pub fn aggregate_name(&self) -> String {
        match self.options.value("name") {
            Some(name) => name.display(),
            None if self.def.name == "Aggregate" => "None".into(),
            None => self.def.name.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{aggregate, call};
    use crate::{
        Value,
        expression::{AggregateParts, Expression, FuncOptions, Q, functions::by_name},
    };

    fn check(name: &str, args: Vec<Expression>, expected: &str) {
        let def = by_name(name).expect("known");
        let error = call(def, args, None, FuncOptions::default()).expect_err(name);
        assert_eq!(format!("{error:?}"), expected);
    }

    #[test]
    fn arguments_are_checked_as_constructors_do() {
        let f = || Expression::f("name");
        check("NullIf", vec![f()], "TypeError: 'NullIf' takes exactly 2 arguments (1 given)");
        check("Pi", vec![f()], "TypeError: 'Pi' takes exactly 0 arguments (1 given)");
        check("Coalesce", vec![f()], "ValueError: Coalesce must take at least two expressions");
        check("Left", vec![f(), 0.into()], "ValueError: 'length' must be greater than 0.");
        check("LPad", vec![f(), (-1).into()], "ValueError: 'length' must be greater or equal to 0.");
        check("Substr", vec![f(), 0.into()], "ValueError: 'pos' must be greater than 0");
        check("Lag", vec![f(), 0.into()], "ValueError: Lag requires a positive integer for the offset.");
        check("NthValue", vec![f(), (-1).into()], "ValueError: NthValue requires a positive integer as for nth.");
        check("Ntile", vec![0.into()], "ValueError: num_buckets must be greater than 0.");
        check("Extract", vec![f()], "ValueError: lookup_name must be provided");
        check("Collate", vec![f()], "ValueError: Invalid collation name: None.");
    }

    #[test]
    fn aggregates_check_their_options() {
        let make = |name: &str, parts| {
            let def = by_name(name).expect("known");
            aggregate(def, vec![Expression::f("*")], parts, None, FuncOptions::default())
        };
        let parts = AggregateParts::default;
        let text = |result: crate::Result<_>| format!("{:?}", result.expect_err("fails"));
        let distinct = AggregateParts { distinct: true, ..parts() };
        assert_eq!(text(make("Max", distinct)), "TypeError: Max does not allow distinct.");
        let default = AggregateParts { default: Some(0.into()), ..parts() };
        assert_eq!(text(make("Count", default)), "TypeError: Count does not allow default.");
        let filter = AggregateParts { filter: Some(Expression::Q(Q::new("a", 1))), ..parts() };
        assert_eq!(text(make("Count", filter)), "ValueError: Star cannot be used with filter. Please specify a field.");
        let order_by = AggregateParts { order_by: vec![Expression::f("a")], ..parts() };
        assert_eq!(text(make("Sum", order_by)), "TypeError: Sum does not allow order_by.");
    }

    #[test]
    fn aggregates_name_themselves_after_their_field() {
        let def = by_name("Avg").expect("known");
        let avg = |argument| -> Expression {
            aggregate(def, vec![argument], AggregateParts::default(), None, FuncOptions::default())
                .expect("valid")
                .into()
        };
        assert_eq!(avg(Expression::f("price")).default_alias().ok().as_deref(), Some("price__avg"));
        let error = avg(Expression::Value(Value::Int(1), None)).default_alias().expect_err("has no name");
        assert_eq!(error.to_string(), "Complex expressions require an alias");
    }
}
