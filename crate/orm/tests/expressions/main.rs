//! Each expression of `cases.txt` has the SQL that Django gives it, in three dialects.
//!
//! `golden.json` is what `generate.py` recorded of Django 6.1.3. A case that has no answer for
//! PostgreSQL or MySQL has that of SQLite there. Of parameters only those of SQLite are compared: the
//! other two are values of their drivers.

mod build;
mod parse;
mod shop;

use std::{cell::RefCell, rc::Rc};

use outerref_orm::{
    Result, Statement, Value,
    compiler::Compiler,
    dialect::{Dialect, Vendor},
    expression::{ChangeMap, ResolveContext, ResolvedExpression},
    query::Query,
    schema::ModelRef,
};
use serde_json::{Value as Json, json};

fn resolved(source: &str) -> Result<ResolvedExpression> {
    let model = shop::sample();
    let expression = build::Builder { model: &model }.expression(&parse::parse(source))?;
    // The query holds its model alive only as long as the models are.
    MODELS.with_borrow_mut(|models| models.push(model.clone()));
    let mut query = Query::new(&model);
    expression.resolve(&mut query, &mut ResolveContext::annotation())
}

thread_local! {
    static MODELS: RefCell<Vec<ModelRef>> = const { RefCell::new(Vec::new()) };
}

fn statement(expression: &ResolvedExpression, vendor: Vendor) -> Result<Statement> {
    let dialect = Dialect::new(vendor);
    Compiler::new(&dialect).statement(expression)
}

fn shown(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Int(value) => (*value).into(),
        Value::Float(value) => (*value).into(),
        other => Json::String(other.display()),
    }
}

#[test]
fn expressions_have_djangos_sql() {
    let golden: Vec<Json> = serde_json::from_str(include_str!("golden.json")).expect("the golden file is JSON");
    let mut failures = Vec::new();
    for case in &golden {
        let source = case["source"].as_str().expect("a source");
        for vendor in [Vendor::Sqlite, Vendor::Postgresql, Vendor::Mysql] {
            let expected = case.get(vendor.name()).unwrap_or(&case["sqlite"]);
            let given = resolved(source).and_then(|resolved| statement(&resolved, vendor));
            let text = match &given {
                Ok(statement) => statement.sql.clone(),
                Err(error) => build::shown(error),
            };
            let wanted = expected["sql"].as_str().or(expected["error"].as_str()).expect("an answer");
            if text != wanted {
                failures.push(format!("{source} ({})\n  Django: {wanted}\n  here:   {text}", vendor.name()));
            } else if let (Ok(statement), Vendor::Sqlite) = (&given, vendor) {
                let params: Vec<_> = statement.params.iter().map(shown).collect();
                if Json::from(params.clone()) != expected["params"] {
                    let wanted = &expected["params"];
                    failures.push(format!("{source}\n  Django: {wanted}\n  here:   {}", Json::from(params)));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), golden.len() * 3, failures.join("\n"));
}

/// What an expression says of itself, as `generate.py` writes it down.
fn facts(expression: &ResolvedExpression) -> Result<Json> {
    let text = |expression: &ResolvedExpression| statement(expression, Vendor::Sqlite).map(|statement| statement.sql);
    let group_by: Result<Vec<_>> = expression.get_group_by_cols().iter().map(text).collect();
    let map = ChangeMap::from([(Rc::from("shop_sample"), Rc::from("T9"))]);
    Ok(json!({
        "type": match expression.output_field_or_none() {
            Ok(field) => field.map_or(Json::Null, |field| field.class_name().into()),
            Err(error) => error.to_string().into(),
        },
        "conditional": expression.conditional(),
        "contains_aggregate": expression.contains_aggregate(),
        "contains_over_clause": expression.contains_over_clause(),
        "empty": expression.empty_result_set_value().map_or("unknown".into(), |value| value.repr()),
        "group_by": group_by?,
        "relabeled": text(&expression.relabeled_clone(&map))?,
    }))
}

#[test]
fn resolved_expressions_say_what_djangos_say() {
    let golden: Vec<Json> = serde_json::from_str(include_str!("golden.json")).expect("the golden file is JSON");
    let mut failures = Vec::new();
    for case in &golden {
        let Some(expected) = case.get("facts") else { continue };
        let source = case["source"].as_str().expect("a source");
        let given =
            resolved(source).and_then(|resolved| facts(&resolved)).unwrap_or_else(|error| json!(error.to_string()));
        if given != *expected {
            failures.push(format!("{source}\n  Django: {expected}\n  here:   {given}"));
        }
    }
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), golden.len(), failures.join("\n"));
}
