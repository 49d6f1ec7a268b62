//! From recordings to the [`Report`]: totals, groups, findings, and whether the approaches agree.

use std::collections::{HashMap, HashSet};

use outerref_orm::{Statement, Value};
use serde_json::Value as Json;

use crate::{
    checklist,
    connection::Connection,
    cost_model,
    events::{Event, FilteringManager, LoopUse, joins_past_managers},
    findings::{self, Context},
    groups::Groups,
    introspection::Schema,
    plan,
    recorder::{QueryRecord, Recording},
    report::{Approach, Dialect, Growth, PlanNode, Query, Report, ResultTable, RunError, TableSize, Totals},
    same_result, sql_text, timing,
};

/// At most so many statements of an approach are explained: one of each shape comes first.
const MOST_PLANS: usize = 200;

/// One approach after its runs.
#[derive(Clone, Debug, Default)]
pub struct Ran {
    /// The name that the person gave it.
    pub name: String,
    /// The result as JSON; `Null` if JSON cannot say it.
    pub result: Json,
    /// `repr()` of the result.
    pub result_repr: Option<String>,
    /// The result as a table.
    pub result_table: Option<ResultTable>,
    /// What the code printed.
    pub stdout: String,
    /// How many characters of output were cut off.
    pub stdout_cut: u64,
    /// Why it ended early.
    pub error: Option<RunError>,
    /// The recording of the last run.
    pub recording: Recording,
    /// The timed runs: all the time, and the part in the database, in microseconds.
    pub runs: Vec<(f64, f64)>,
    /// Growth, if it was measured.
    pub growth: Option<Growth>,
}

/// What is told besides the approaches.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// The dialect in which the SQL is shown.
    pub dialect: Dialect,
    /// The scale that the data was loaded at.
    pub scale: Option<u64>,
    /// An error in the models or the data.
    pub setup_error: Option<RunError>,
    /// What loading them printed.
    pub setup_stdout: String,
    /// The tables of the models.
    pub tables: Vec<TableSize>,
    /// The tick of the clock, in microseconds.
    pub clock_micros: f64,
    /// The models whose default manager leaves rows out.
    pub managers: Vec<FilteringManager>,
}

/// The report. `connection` holds the data that the approaches ran on; plans are asked of it.
pub fn report(runs: Vec<Ran>, around: Around, connection: &Connection) -> Report {
    let schema = connection.schema().unwrap_or_default();
    let approaches: Vec<_> = {
        let read = |mut run: Ran| {
            run.recording.events.extend(joins_past_managers(&run.recording.queries, &around.managers, &schema));
            approach(run, connection, &schema)
        };
        runs.into_iter().map(read).collect()
    };
    let (same_result, difference) = same_result::compare(&approaches);
    Report {
        version: Report::VERSION,
        approaches,
        same_result,
        difference,
        dialect: around.dialect,
        scale: around.scale,
        setup_error: around.setup_error,
        setup_stdout: around.setup_stdout,
        tables: around.tables,
        clock_micros: around.clock_micros,
    }
}

/// One approach's part.
pub fn approach(run: Ran, connection: &Connection, schema: &Schema) -> Approach {
    let mut run = run;
    tell_kept(&mut run);
    let recording = &run.recording;
    let groups = Groups::of(&recording.queries);
    let plans = plans(&recording.queries, connection, schema);
    let context = Context::new(recording, &groups, schema, &plans).cut_short(run.error.is_some());
    let findings = findings::find(&context);
    let queries = (0..).zip(&recording.queries).map(|(index, query)| Query {
        sql: query.written.as_ref().map_or(&query.sql, |written| &written.sql).clone(),
        params: query.written.as_ref().map_or(&query.params, |written| &written.params).iter().map(to_json).collect(),
        times: query.times,
        kind: query.kind,
        rows: query.rows,
        columns: u32::try_from(query.columns.len()).unwrap_or(u32::MAX),
        cells_used: query.used.count(),
        bytes: query.bytes,
        start_micros: query.start_micros,
        micros: query.micros,
        line: query.frame().map(|frame| frame.line),
        file: query.frame().map(|frame| frame.file.clone()),
        stack: query.stack.clone(),
        similar_group: groups.similar[index as usize],
        duplicate_group: groups.duplicate[index as usize],
        plan: plans.get(&index).cloned(),
        // They are places in SQLite's text.
        clauses: Some(query.clauses.clone()).filter(|clauses| !clauses.is_empty() && query.written.is_none()),
    });
    let mut approach = Approach {
        queries: queries.collect(),
        totals: totals(recording),
        timing: timing::summary(&run.runs),
        groups: groups.groups,
        findings,
        growth: run.growth,
        name: run.name,
        result: run.result,
        result_repr: run.result_repr,
        result_table: run.result_table,
        stdout: run.stdout,
        stdout_cut: run.stdout_cut,
        error: run.error,
        checklist: Vec::new(),
    };
    approach.checklist = checklist::answers(&approach);
    approach
}

/// How many rows a loop kept, known by the result; and a loop that nobody told, known by what it kept.
fn tell_kept(run: &mut Ran) {
    let Some(Event::PythonLoop { query, seen, kept, .. }) = kept_by_python(run) else { return };
    let mut told = false;
    for event in &mut run.recording.events {
        if let Event::PythonLoop { query: of, used_for, kept: known, .. } = event {
            told = true;
            if *used_for == LoopUse::Filter && *of == query && known.is_none() {
                *known = kept;
            }
        }
    }
    if !told {
        run.recording.events.push(Event::PythonLoop { query, used_for: LoopUse::Filter, at: None, seen, kept });
    }
}

/// A loop that kept few of the rows it went over, known by the result: one statement gave many instances, all were
/// looked at, and the result has a fifth of them or fewer, as many as no other statement gave. Nothing is said where
/// the code printed.
fn kept_by_python(run: &Ran) -> Option<Event> {
    const LEAST_ROWS: u64 = 100;

    let queries = &run.recording.queries;
    let kept = run.result.as_array()?.len() as u64;
    if kept == 0 || run.error.is_some() || !run.stdout.is_empty() || run.recording.instances < LEAST_ROWS {
        return None;
    }
    let mut large = (0..).zip(queries).filter(|(_, query)| query.is_select() && query.rows >= LEAST_ROWS);
    let (index, query) = large.next().filter(|_| large.next().is_none())?;
    let same = queries.iter().any(|other| other.rows == kept);
    let all_seen = query.used.rows_used() * 10 >= query.rows * 9;
    (kept * 5 <= query.rows && all_seen && !same).then_some(Event::PythonLoop {
        query: index,
        used_for: LoopUse::Filter,
        at: None,
        seen: query.rows,
        kept: Some(kept),
    })
}

/// Sums over a recording.
pub fn totals(recording: &Recording) -> Totals {
    let queries = &recording.queries;
    let db_micros = queries.iter().map(|query| query.micros).sum();
    Totals {
        queries: queries.len() as u64,
        rows_fetched: queries.iter().filter(|query| !query.columns.is_empty()).map(|query| query.rows).sum(),
        columns_fetched: queries.iter().map(|query| query.columns.len() as u64).sum(),
        cells_fetched: queries.iter().map(QueryRecord::cells).sum(),
        cells_used: queries.iter().map(|query| query.used.count()).sum(),
        bytes: queries.iter().map(|query| query.bytes).sum(),
        instances: recording.instances,
        db_micros,
        python_micros: (recording.micros - db_micros).max(0.0),
        django_micros: Some(cost_model::django_on_cpython(&cost_model::Work::of(recording))),
    }
}

/// The plan of one statement of each shape. A statement that cannot be explained, because the run changed what it is
/// about, has none.
fn plans(queries: &[QueryRecord], connection: &Connection, schema: &Schema) -> HashMap<u32, Vec<PlanNode>> {
    let mut seen = HashSet::new();
    let mut found = HashMap::new();
    for (index, query) in (0..).zip(queries) {
        if !query.is_select() || query.failed || found.len() >= MOST_PLANS || !seen.insert(sql_text::shape(&query.sql))
        {
            continue;
        }
        let statement = Statement::new(query.sql.clone(), query.params.clone());
        if let Ok(plan) = plan::explain(connection, &statement, &|table| schema.rows(table)) {
            found.insert(index, plan);
        }
    }
    found
}

/// A parameter as JSON. What JSON has no number for is told as Python shows it.
/// A parameter as JSON: what JSON has no kind for is shown as text.
pub fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => (*value).into(),
        Value::Int(value) => (*value).into(),
        Value::Float(value) if value.is_finite() => (*value).into(),
        Value::Text(text) => text.to_string().into(),
        Value::List(values) => values.iter().map(to_json).collect(),
        Value::Float(_) | Value::Bytes(_) | Value::Foreign(_) => value.repr().into(),
        _ => value.display().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{geo, ran, recording, select};

    fn run(name: &str, statements: &[&str], connection: &Connection, result: Json) -> Ran {
        let recording = ran(connection, statements);
        Ran { name: name.into(), result, recording, runs: vec![(10.0, 5.0), (12.0, 6.0)], ..Ran::default() }
    }

    #[test]
    fn report_tells_totals_groups_plans_and_agreement() {
        let connection = geo();
        let each = "SELECT COUNT(*) FROM geo_city WHERE state_id = 1";
        let runs = vec![
            run("Loop", &["SELECT * FROM geo_state", each, each], &connection, serde_json::json!([1, 2])),
            run("One", &["SELECT 1"], &connection, serde_json::json!([1, 2])),
        ];
        let report = report(runs, Around::default(), &connection);
        assert_eq!((report.same_result, &report.difference), (Some(true), &None));
        let looped = &report.approaches[0];
        assert_eq!((looped.totals.queries, looped.totals.rows_fetched, looped.totals.cells_fetched), (3, 53, 104));
        assert_eq!(looped.queries[1].duplicate_group, looped.queries[2].duplicate_group);
        assert!(looped.queries[1].plan.is_some() && looped.queries[2].plan.is_none(), "one plan a shape");
        assert_eq!((looped.timing.runs, looped.timing.median_micros), (2, 11.0));
        assert_eq!(looped.findings[0].code, "duplicate_query");
        let json = serde_json::to_value(&report).expect("serialises");
        assert_eq!(json["approaches"][0]["totals"]["cellsUsed"], 0);
    }

    #[test]
    fn results_that_differ_are_told_between_two_names() {
        let connection = geo();
        let runs = vec![
            run("A", &[], &connection, serde_json::json!([1])),
            run("B", &[], &connection, serde_json::json!([1])),
            run("C", &[], &connection, serde_json::json!([])),
        ];
        let report = report(runs, Around::default(), &connection);
        let difference = report.difference.expect("differs");
        assert_eq!((report.same_result, difference.between), (Some(false), ("A".into(), "C".into())));
        assert_eq!(difference.message, "1 row against 0");
    }

    #[test]
    fn a_result_much_smaller_than_what_was_fetched_tells_of_a_loop() {
        let connection = geo();
        let cities = || select("SELECT * FROM geo_city").at("main", 2).fetched(510, &["id", "name"], 510, &[1]).done();
        let approach = |instances: u64, result: Json, stdout: &str| {
            let recording = Recording { instances, ..recording(vec![cities()]) };
            let ran = Ran { recording, result, stdout: stdout.into(), ..Ran::default() };
            let found = approach(ran, &connection, &connection.schema().expect("reads")).findings;
            found
                .into_iter()
                .filter(|finding| finding.code == "python_filter")
                .map(|finding| finding.title)
                .collect::<Vec<_>>()
        };
        let few = || serde_json::json!([1, 2, 3]);
        assert_eq!(approach(510, few(), ""), ["510 rows fetched, 3 kept by a loop"]);
        assert!(approach(0, few(), "").is_empty(), "no instances");
        assert!(approach(510, few(), "City 1").is_empty(), "the rows were printed");
        assert!(approach(510, Json::Array(vec![Json::Null; 400]), "").is_empty(), "most were kept");
    }

    #[test]
    fn an_approach_that_failed_is_not_compared() {
        let connection = geo();
        let mut failed = run("B", &[], &connection, Json::Null);
        failed.error = Some(RunError {
            kind: "FieldError".into(),
            message: "no".into(),
            file: None,
            line: None,
            column: None,
            frames: Vec::new(),
            traceback: String::new(),
            hint: None,
        });
        let runs = vec![run("A", &[], &connection, serde_json::json!(1)), failed];
        assert_eq!(report(runs, Around::default(), &connection).same_result, None);
    }

    #[test]
    fn parameters_are_told_in_json() {
        let query = select("SELECT %s").params([Value::Bytes([1].into())]).done();
        assert_eq!(to_json(&query.params[0]), "b'\\x01'");
        assert_eq!(to_json(&Value::Float(f64::NAN)), "nan");
        assert_eq!(to_json(&Value::Bool(true)), true);
        assert_eq!(totals(&recording(vec![query])).queries, 1);
    }
}
