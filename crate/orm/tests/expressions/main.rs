//! Each expression of `cases.txt` has the SQL that Django gives it, in three dialects.
//!
//! `golden.json` is what `generate.py` recorded of Django 6.1.3. A case that has no answer for
//! PostgreSQL or MySQL has that of SQLite there. Of parameters only those of SQLite are compared: the
//! other two are values of their drivers.

mod build;
mod parse;
mod shop;

use outerref_orm::{
    Result, Statement, Value,
    compiler::Compiler,
    dialect::{Dialect, Vendor},
    expression::ResolveContext,
    query::Query,
};
use serde_json::Value as Json;

fn statement(source: &str, vendor: Vendor) -> Result<Statement> {
    let model = shop::sample();
    let expression = build::Builder { model: &model }.expression(&parse::parse(source))?;
    let mut query = Query::new(&model);
    let resolved = expression.resolve(&mut query, &mut ResolveContext::annotation())?;
    let dialect = Dialect::new(vendor);
    Compiler::new(&dialect).statement(&resolved)
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
            let given = statement(source, vendor);
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
