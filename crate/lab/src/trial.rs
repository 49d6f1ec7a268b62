//! Trials with a statement that a run showed: an index for it, a subquery out of it. Parameters come back as JSON.

use outerref_orm::{Statement, Value};
use serde_json::Value as Json;

use crate::{
    assemble::to_json,
    browse::{meta_index, shown},
    connection::{Connection, DatabaseError, quote_name},
    plan,
    report::{PlanNode, QueryKind, ResultTable},
    service::{
        BoundColumn, ErrorCode, ServiceError, SubqueryAnswer, SubqueryRequest, WhatIfAnswer, WhatIfRequest, WhatIfSide,
    },
    sql_text, subquery,
    timing::repeated,
    what_if,
};

/// Rows of a subquery's result that are shown.
const ROWS_SHOWN: usize = 50;

/// The statement with and without an index.
pub fn what_if(connection: &Connection, request: &WhatIfRequest) -> Result<WhatIfAnswer, ServiceError> {
    let statement = reading(&request.sql, &request.params)?;
    let columns: Vec<&str> = request.columns.iter().map(String::as_str).collect();
    let known = connection.columns(&request.table)?;
    if known.is_empty() {
        return Err(ServiceError::new(ErrorCode::NotFound, format!("There is no table {}.", request.table)));
    }
    if columns.is_empty() {
        return Err(ServiceError::new(ErrorCode::BadRequest, "An index needs a column."));
    }
    if let Some(unknown) = columns.iter().find(|name| known.iter().all(|column| column.name != **name)) {
        let message = format!("There is no column {unknown} in {}.", request.table);
        return Err(ServiceError::new(ErrorCode::NotFound, message));
    }
    let rows = |table: &str| connection.count_rows(table).ok();
    let tried = what_if::index(connection, &statement, &request.table, &columns, &rows)?;
    let names: Vec<_> = columns.iter().map(|name| quote_name(name)).collect();
    let name = quote_name(&format!("{}_{}_idx", request.table, columns.join("_")));
    let side = |side: what_if::Side| WhatIfSide { plan: side.plan, micros: side.time.micros, runs: side.time.runs };
    Ok(WhatIfAnswer {
        used: uses(&tried.with.plan, what_if::NAME),
        before: side(tried.before),
        with: side(tried.with),
        build_micros: tried.build_micros,
        create_index: format!("CREATE INDEX {name} ON {} ({})", quote_name(&request.table), names.join(", ")),
        meta: meta_index(&request.columns),
    })
}

/// A subquery by itself, with its outer row bound.
pub fn subquery(connection: &Connection, request: &SubqueryRequest) -> Result<SubqueryAnswer, ServiceError> {
    let statement = reading(&request.sql, &request.params)?;
    let count = subquery::count(&statement.sql);
    let Some(span) = subquery::span(&statement.sql, request.subquery as usize) else {
        let message = match count {
            0 => "The statement has no subquery.".to_owned(),
            1 => "The statement has one subquery only.".to_owned(),
            _ => format!("The statement has {count} subqueries only."),
        };
        return Err(ServiceError::new(ErrorCode::NotFound, message));
    };
    let alone = subquery::take_out(connection, &statement, request.subquery as usize, request.row)?;
    let rows = |table: &str| connection.count_rows(table).ok();
    let plan = plan::explain(connection, &alone.statement, &rows)?;
    let mut found = outerref_orm::Rows::default();
    let time = repeated(connection.clock(), || {
        found = connection.execute(&alone.statement)?;
        Ok::<_, DatabaseError>(())
    })?;
    let utf16 = |end: usize| u32::try_from(statement.sql[..end].encode_utf16().count()).unwrap_or(u32::MAX);
    Ok(SubqueryAnswer {
        count: u32::try_from(count).unwrap_or(u32::MAX),
        span: (utf16(span.start), utf16(span.end)),
        params: alone.statement.params.iter().map(to_json).collect(),
        sql: alone.statement.sql,
        bound: alone
            .bound
            .iter()
            .map(|(column, value)| BoundColumn { column: column.clone(), value: to_json(value) })
            .collect(),
        result: ResultTable {
            columns: found.columns.clone(),
            rows: found.iter().take(ROWS_SHOWN).map(|row| row.iter().map(shown).collect()).collect(),
            total_rows: found.len() as u64,
        },
        plan,
        micros: time.micros,
        runs: time.runs,
    })
}

/// The statement, if it reads only.
fn reading(sql: &str, params: &[Json]) -> Result<Statement, ServiceError> {
    if sql_text::kind(sql) != QueryKind::Select {
        return Err(ServiceError::new(ErrorCode::BadRequest, "Only a SELECT can be tried again."));
    }
    Ok(Statement::new(sql, params.iter().map(from_json).collect::<Vec<_>>()))
}

/// A parameter as it was bound: what a report shows as text was bound as text.
fn from_json(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::Int(whole),
            None => Value::Float(number.as_f64().unwrap_or_default()),
        },
        Json::String(text) => Value::text(text),
        Json::Array(_) | Json::Object(_) => Value::text(json.to_string()),
    }
}

fn uses(plan: &[PlanNode], index: &str) -> bool {
    plan.iter().any(|node| node.detail.contains(index) || uses(&node.children, index))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::geo;

    #[test]
    fn an_index_is_tried() {
        let request = WhatIfRequest {
            sql: "SELECT id FROM geo_city WHERE name = %s".into(),
            params: vec![json!("City 7")],
            table: "geo_city".into(),
            columns: vec!["name".into()],
        };
        let connection = geo();
        let tried = what_if(&connection, &request).expect("is tried");
        assert!(tried.used);
        assert_eq!(tried.create_index, "CREATE INDEX \"geo_city_name_idx\" ON \"geo_city\" (\"name\")");
        assert_eq!(tried.meta, "indexes = [models.Index(fields=[\"name\"])]");
        let unused = WhatIfRequest { columns: vec!["state_id".into()], ..request.clone() };
        assert!(!what_if(&connection, &unused).expect("is tried").used);
        for (table, columns, sql, code) in [
            ("nothing", vec!["name"], "SELECT 1", ErrorCode::NotFound),
            ("geo_city", vec!["nothing"], "SELECT 1", ErrorCode::NotFound),
            ("geo_city", vec![], "SELECT 1", ErrorCode::BadRequest),
            ("geo_city", vec!["name"], "DELETE FROM geo_city", ErrorCode::BadRequest),
            ("geo_city", vec!["name"], "SELECT FROM", ErrorCode::Database),
        ] {
            let columns = columns.into_iter().map(str::to_owned).collect();
            let request = WhatIfRequest { sql: sql.into(), params: Vec::new(), table: table.into(), columns };
            assert_eq!(what_if(&connection, &request).expect_err(sql).code, code, "{sql}");
        }
    }

    #[test]
    fn a_subquery_is_shown_alone() {
        let sql = "SELECT 'é', (SELECT COUNT(*) FROM \"geo_city\" U0 WHERE U0.\"state_id\" = (\"geo_state\".\"id\")) \
                   AS \"n\" FROM \"geo_state\"";
        let request = SubqueryRequest { sql: sql.into(), params: Vec::new(), subquery: 0, row: 4 };
        let alone = subquery(&geo(), &request).expect("is taken out");
        assert_eq!(alone.result.rows, [[Some("10".to_owned())]]);
        assert_eq!(alone.bound, [BoundColumn { column: "\"geo_state\".\"id\"".into(), value: json!(5) }]);
        let units: Vec<u16> = sql.encode_utf16().collect();
        let text = String::from_utf16(&units[alone.span.0 as usize..alone.span.1 as usize]).expect("is text");
        assert!(text.starts_with("SELECT COUNT(*)") && text.ends_with("(\"geo_state\".\"id\")"), "{text}");
        let missing = SubqueryRequest { subquery: 1, ..request };
        let error = subquery(&geo(), &missing).expect_err("there is one");
        assert_eq!(error.message, "The statement has one subquery only.");
    }
}
