//! Every statement that Django 6.1.3 was recorded to run for the corpus, run here: none fails, and no finding speaks
//! that is not explained below.

use std::collections::{BTreeMap, HashMap};

use outerref_orm::{Statement, Value};
use serde_json::Value as Json;

use crate::{
    clock::stopped,
    connection::{Connection, ErrorClass},
    findings::{Context, find},
    groups::Groups,
    plan::explain,
    recorder::{Recorder, Recording},
    snapshot::Snapshot,
    testing::frame,
};

fn read(text: &str) -> Json {
    serde_json::from_str(text).expect("is JSON")
}

fn text(json: &Json) -> &str {
    json.as_str().unwrap_or_default()
}

fn items(json: &Json) -> impl Iterator<Item = &Json> {
    json.as_array().into_iter().flatten()
}

fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => (*value).into(),
        Json::Number(number) => number.as_i64().map_or_else(|| number.as_f64().unwrap_or(0.0).into(), Value::Int),
        other => text(other).into(),
    }
}

fn bookshop() -> Connection {
    let data = read(include_str!("../golden/corpus_db.json"));
    let connection = Connection::open_in_memory(stopped).expect("opens");
    connection.execute_script("PRAGMA foreign_keys = OFF").expect("runs");
    for ddl in items(&data["ddl"]).filter(|ddl| !text(ddl).contains("sqlite_sequence")) {
        connection.execute_script(text(ddl)).expect("creates");
    }
    for (table, contents) in data["tables"].as_object().expect("are tables") {
        let columns: Vec<_> = items(&contents["columns"]).map(|name| format!("\"{}\"", text(name))).collect();
        let places = vec!["%s"; columns.len()].join(", ");
        let sql = format!("INSERT INTO \"{table}\" ({}) VALUES ({places})", columns.join(", "));
        let rows: Vec<Vec<Value>> = items(&contents["rows"]).map(|row| items(row).map(value).collect()).collect();
        connection.execute_many(&sql, &rows).expect("fills");
    }
    connection.execute_script("PRAGMA foreign_keys = ON").expect("runs");
    connection
}

/// Runs a snippet's statements. Those with the same SQL share a line, as in a loop.
fn run(connection: &Connection, snippet: &Json) -> Recording {
    let mut recorder = Recorder::begin(stopped, 1000);
    let mut lines: HashMap<&str, u32> = HashMap::new();
    for query in items(&snippet["expect"]["queries"]) {
        let sql = text(&query["sql"]);
        let next = u32::try_from(lines.len()).unwrap_or(0) + 1;
        let stack = vec![frame("main", *lines.entry(sql).or_insert(next))];
        let ran = match &query["params"] {
            Json::Null => recorder.execute_verbatim(connection, sql, stack),
            params => recorder.execute(connection, &Statement::new(sql, items(params).map(value).collect()), stack),
        };
        // One snippet is about a row that is there already.
        if let Err(error) = ran {
            assert_eq!(error.class, ErrorClass::IntegrityError, "{}: {sql}: {error}", snippet["id"]);
        }
    }
    recorder.finish()
}

#[test]
fn django_recorded_statements_run_and_only_known_findings_speak() {
    let corpus = read(include_str!("../../../tests/golden/corpus.json"));
    let mut connection = bookshop();
    let snapshot = Snapshot::take(&mut connection).expect("is taken");
    let schema = connection.schema().expect("reads");
    let mut spoken: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut statements = 0;
    for snippet in items(&corpus) {
        let recording = run(&connection, snippet);
        statements += recording.queries.len();
        let groups = Groups::of(&recording.queries);
        let mut plans = HashMap::new();
        for (index, query) in (0..).zip(&recording.queries).filter(|(_, query)| query.is_select()) {
            let statement = Statement::new(query.sql.clone(), query.params.clone());
            let plan = explain(&connection, &statement, &|table| schema.rows(table)).expect("explains");
            assert!(plan.iter().all(|node| !node.words.is_empty()));
            plans.insert(index, plan);
        }
        for finding in find(&Context::new(&recording, &groups, &schema, &plans)) {
            let about = spoken.entry(finding.code).or_default();
            if about.last().is_none_or(|last| *last != text(&snippet["id"])) {
                about.push(text(&snippet["id"]).to_owned());
            }
        }
        snapshot.restore(&mut connection).expect("restores");
    }
    assert!(statements > 200, "{statements} statements ran");
    let told: Vec<_> = spoken.iter().map(|(code, about)| format!("{code}: {}", about.join(", "))).collect();
    let expected: Vec<_> = EXPECTED.iter().map(|(code, about)| format!("{code}: {}", about.join(", "))).collect();
    assert_eq!(told.join("\n"), expected.join("\n"));
}

/// What speaks on the corpus, and why each is right.
const EXPECTED: [(&str, &[&str]); 5] = [
    // Both ask the same twice on purpose: to compare spellings, and to compare instances.
    ("duplicate_query", &["filter_relations/fk_instance_and_id", "retrieval/iterator_and_equality"]),
    // `bad` and `n` are counts over two multiplying joins without distinct=True: their numbers are wrong.
    ("multiplied_aggregate", &["annotate/two_multivalued_joins_distinct", "filtered_relation/count"]),
    // The snippet shows one.
    ("n_plus_one", &["select_related/without_is_n_plus_one"]),
    // Here each SQL text has a line of its own, so the line of delete() is not known to write as well.
    ("query_in_loop", &["writes/delete_fast"]),
    // The annotation is selected and filtered by.
    ("repeated_subquery", &["subquery/aggregate_in_subquery"]),
];
