//! A case as the Python that a person would write: for reading a failure, and for asking Django itself.

use crate::case::{
    Aggregate, AggregateFunction, Arithmetic, Ask, Case, Cell, Expression, Kind, Lookup, Op, Q, QuerySet, Rhs, Schema,
    SetOperator,
};

/// `models.py`.
pub fn models(schema: &Schema) -> String {
    let mut out = String::from("from django.db import models\n");
    for model in &schema.models {
        out.push_str(&format!("\n\nclass {}(models.Model):\n", model.name));
        for field in &model.fields {
            let null = if field.null { ", null=True" } else { "" };
            let relation = |class: &str, to: usize, rest: &str| {
                let to = &schema.models[to].name;
                format!("{class}(\"{to}\"{rest}, related_name=\"{}\"{null})", field.related_name())
            };
            let plain = |class: &str, first: &str| {
                let arguments = format!("{first}{null}");
                format!("{class}({})", arguments.trim_start_matches(", "))
            };
            let written = match field.kind {
                Kind::Integer => plain("IntegerField", ""),
                Kind::Text => plain("CharField", "max_length=20"),
                Kind::Boolean => plain("BooleanField", ""),
                Kind::Date => plain("DateField", ""),
                Kind::ForeignKey(to) => relation("ForeignKey", to, ", on_delete=models.CASCADE"),
                Kind::OneToOne(to) => relation("OneToOneField", to, ", on_delete=models.CASCADE"),
                Kind::ManyToMany(to) if schema.models[to].name == model.name => {
                    relation("ManyToManyField", to, ", symmetrical=False")
                }
                Kind::ManyToMany(to) => relation("ManyToManyField", to, ""),
            };
            out.push_str(&format!("    {} = models.{written}\n", field.name));
        }
        if model.fields.is_empty() {
            out.push_str("    pass\n");
        }
    }
    out
}

/// What is asked, as one expression.
pub fn asked(case: &Case) -> String {
    let queryset = queryset(&case.schema, &case.queryset);
    match &case.ask {
        Ask::Rows => format!("list({queryset})"),
        Ask::Count => format!("{queryset}.count()"),
        Ask::Exists => format!("{queryset}.exists()"),
        Ask::Aggregate(items) => {
            let items: Vec<_> =
                items.iter().map(|(name, item)| format!("{name}={}", expression(&case.schema, item))).collect();
            format!("{queryset}.aggregate({})", items.join(", "))
        }
    }
}

/// A queryset.
pub fn queryset(schema: &Schema, set: &QuerySet) -> String {
    let mut out = format!("{}.objects", schema.models[set.model].name);
    if set.ops.is_empty() || matches!(set.ops[0], Op::Slice(..)) {
        out.push_str(".all()");
    }
    for op in &set.ops {
        out.push_str(&method(schema, op));
    }
    out
}

fn method(schema: &Schema, op: &Op) -> String {
    match op {
        Op::Filter(condition) => format!(".filter({})", q(schema, condition)),
        Op::Exclude(condition) => format!(".exclude({})", q(schema, condition)),
        Op::Annotate(name, value) => format!(".annotate({name}={})", expression(schema, value)),
        Op::Alias(name, value) => format!(".alias({name}={})", expression(schema, value)),
        Op::Values(names, list) => {
            let names: Vec<_> = names.iter().map(|name| format!("\"{name}\"")).collect();
            format!(".{}({})", if *list { "values_list" } else { "values" }, names.join(", "))
        }
        Op::Distinct => ".distinct()".into(),
        Op::OrderBy(orders) => {
            let names: Vec<_> = orders
                .iter()
                .map(|order| format!("\"{}{}\"", if order.descending { "-" } else { "" }, order.name))
                .collect();
            format!(".order_by({})", names.join(", "))
        }
        Op::Reverse => ".reverse()".into(),
        Op::Slice(low, high) => format!("[{low}:{}]", high.map_or_else(String::new, |high| high.to_string())),
        Op::Combine(operator, others) => {
            let others: Vec<_> = others.iter().map(|other| queryset(schema, other)).collect();
            let (name, all) = match operator {
                SetOperator::Union => ("union", ""),
                SetOperator::UnionAll => ("union", ", all=True"),
                SetOperator::Intersection => ("intersection", ""),
                SetOperator::Difference => ("difference", ""),
            };
            format!(".{name}({}{all})", others.join(", "))
        }
    }
}

fn q(schema: &Schema, condition: &Q) -> String {
    match condition {
        Q::Lookup(path, lookup, rhs) => {
            let suffix = if *lookup == Lookup::Exact { String::new() } else { format!("__{}", lookup.name()) };
            let value = match rhs {
                Rhs::Value(value, kind) => constant(value, *kind),
                Rhs::List(values, kind) => {
                    let values: Vec<_> = values.iter().map(|value| constant(value, *kind)).collect();
                    format!("[{}]", values.join(", "))
                }
                Rhs::Expression(value) => expression(schema, value),
                Rhs::QuerySet(set) => queryset(schema, set),
            };
            format!("Q({path}{suffix}={value})")
        }
        Q::And(a, b) => format!("({} & {})", q(schema, a), q(schema, b)),
        Q::Or(a, b) => format!("({} | {})", q(schema, a), q(schema, b)),
        Q::Not(inner) => format!("~{}", q(schema, inner)),
        Q::Exists(set) => format!("Q(Exists({}))", queryset(schema, set)),
    }
}

/// An expression.
pub fn expression(schema: &Schema, value: &Expression) -> String {
    match value {
        Expression::F(name) => format!("F(\"{name}\")"),
        Expression::OuterRef(name) => format!("OuterRef(\"{name}\")"),
        Expression::Number(number) => format!("Value({number})"),
        Expression::Combined(a, operator, b) => {
            let sign = match operator {
                Arithmetic::Add => "+",
                Arithmetic::Sub => "-",
                Arithmetic::Mul => "*",
            };
            format!("({} {sign} {})", expression(schema, a), expression(schema, b))
        }
        Expression::Aggregate(aggregate) => call(schema, aggregate),
        Expression::Exists(set) => format!("Exists({})", queryset(schema, set)),
        Expression::Subquery(set) => format!("Subquery({})", queryset(schema, set)),
    }
}

fn call(schema: &Schema, aggregate: &Aggregate) -> String {
    let name = match aggregate.function {
        AggregateFunction::Count => "Count",
        AggregateFunction::Sum => "Sum",
        AggregateFunction::Min => "Min",
        AggregateFunction::Max => "Max",
    };
    let argument = aggregate.argument.as_ref().map_or_else(|| "\"*\"".into(), |value| expression(schema, value));
    let distinct = if aggregate.distinct { ", distinct=True" } else { "" };
    let filter = aggregate.filter.as_ref().map_or_else(String::new, |filter| format!(", filter={}", q(schema, filter)));
    format!("{name}({argument}{distinct}{filter})")
}

fn constant(value: &Cell, kind: Kind) -> String {
    match (value, kind) {
        (Cell::Null, _) => "None".into(),
        (Cell::Int(0), Kind::Boolean) => "False".into(),
        (Cell::Int(_), Kind::Boolean) => "True".into(),
        (Cell::Int(value), _) => value.to_string(),
        (Cell::Text(text), Kind::Date) => format!("date.fromisoformat(\"{text}\")"),
        (Cell::Text(text), _) => outerref_orm::python_str_repr(text),
    }
}
