use std::cell::RefCell;

use outerref_lab::{
    clock,
    report::{ApproachSource, Repeat, RunRequest, SourceFile},
    service::{Answer, Ask, BrowseRequest, DdlRequest, ErrorCode, PrepareRequest, ReplAnswer, ReplRequest},
};

use crate::{Engine, session::with_large_stack};

const MODELS: &str = "from django.db import models

class State(models.Model):
    name = models.CharField(max_length=50)

class City(models.Model):
    name = models.CharField(max_length=50, db_index=True)
    population = models.PositiveIntegerField()
    state = models.ForeignKey(State, models.CASCADE, related_name='cities')
    friends = models.ManyToManyField('self')
";

const DATA: &str = "from geo.models import City, State

def load(scale=3):
    for number in range(3):
        state = State.objects.create(name=f'State {number}')
        for other in range(scale):
            City.objects.create(name=f'City {number}.{other}', population=other * 100, state=state)
";

fn request(approach: &str) -> RunRequest {
    let file = |path: &str, text: &str| SourceFile { path: path.into(), text: text.into() };
    RunRequest {
        files: vec![file("geo/__init__.py", ""), file("geo/models.py", MODELS), file("geo/data.py", DATA)],
        models_module: "geo".into(),
        data_file: Some("geo/data.py".into()),
        imported: None,
        approaches: vec![ApproachSource { name: "one".into(), source: approach.into() }],
        scale: None,
        dialect: Default::default(),
        repeat: Repeat { warm_up: 0, max_runs: 1, ..Repeat::default() },
        budget: Default::default(),
        growth: None,
    }
}

fn ask(engine: &Engine, ask: Ask) -> Answer {
    engine.ask(&ask, &mut |_, _, _| {})
}

fn prepare(engine: &Engine, run: RunRequest) {
    let Answer::Prepare(prepared) = ask(engine, Ask::Prepare(PrepareRequest { run })) else { panic!("is prepared") };
    assert_eq!(prepared.error, None);
}

fn repl(engine: &Engine, line: &str) -> ReplAnswer {
    match ask(engine, Ask::Repl(ReplRequest { line: line.into() })) {
        Answer::Repl(answer) => answer,
        other => panic!("{other:?}"),
    }
}

fn with_engine(test: impl FnOnce(&Engine) + Send) {
    with_large_stack(|| test(&Engine::new(clock::native).expect("starts")));
}

#[test]
fn nothing_is_served_before_models_are_there() {
    with_engine(|engine| {
        let Answer::Failed(error) = ask(engine, Ask::Schema) else { panic!("is refused") };
        assert_eq!(error.code, ErrorCode::NotPrepared);
        let broken =
            RunRequest { models_module: "nothing".into(), data_file: Some("nothing.py".into()), ..request("") };
        let Answer::Prepare(prepared) = ask(engine, Ask::Prepare(PrepareRequest { run: broken })) else { panic!() };
        assert!(prepared.error.is_some());
        assert!(matches!(ask(engine, Ask::Schema), Answer::Failed(_)));
    });
}

#[test]
fn models_are_told_with_relations_and_rows() {
    with_engine(|engine| {
        prepare(engine, request(""));
        let Answer::Schema(schema) = ask(engine, Ask::Schema) else { panic!("is told") };
        let labels: Vec<_> = schema.models.iter().map(|model| (model.label.as_str(), model.rows)).collect();
        assert_eq!(labels[0], ("geo.City", Some(9)));
        assert!(labels.contains(&("geo.State", Some(3))), "{labels:?}");
        let state = schema.models.iter().find(|model| model.name == "State").expect("is there");
        assert_eq!(state.reverse[0].accessor.as_deref(), Some("cities"));
        let city = &schema.models[0];
        let names: Vec<_> = city.fields.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(names, ["id", "name", "population", "state", "friends"]);
        assert_eq!(city.fields[3].column.as_deref(), Some("state_id"));
        assert!(city.fields[1].indexed && city.fields[3].indexed && !city.fields[2].indexed);
        let table = Some("geo_city".to_owned());
        for dialect in [outerref_lab::report::Dialect::Sqlite, outerref_lab::report::Dialect::Postgresql] {
            let Answer::Ddl(ddl) = ask(engine, Ask::Ddl(DdlRequest { table: table.clone(), dialect })) else {
                panic!()
            };
            let statements = &ddl.tables[0].statements;
            assert!(statements[0].starts_with("CREATE TABLE \"geo_city\""), "{statements:?}");
            assert!(statements.iter().any(|sql| sql.starts_with("CREATE INDEX")), "{statements:?}");
        }
    });
}

#[test]
fn each_run_has_a_log_of_its_own() {
    const SOURCE: &str = "from django.db import connection, transaction
log = [len(connection.queries)]
with transaction.atomic():
    City.objects.count()
with connection.cursor() as cursor:
    cursor.executemany('INSERT INTO geo_state (name) VALUES (%s)', [('a',), ('b',)])
    cursor.executemany('INSERT INTO geo_state (name) VALUES (%s)', ((name,) for name in 'cde'))
    log.append(cursor.rowcount)
    cursor.execute('SELECT 100 % 30')
log += [query['sql'] for query in connection.queries]
log += [connection.queries_log[-1]['sql'], len(connection.queries_log)]
print(*log, sep='\\n')
connection.queries_log.clear()
City.objects.count()
print(len(connection.queries))
";
    const PRINTED: &str = "0
3
BEGIN
SELECT COUNT(*) AS \"__count\" FROM \"geo_city\"
COMMIT
2 times: INSERT INTO geo_state (name) VALUES (%s)
? times: INSERT INTO geo_state (name) VALUES (%s)
SELECT 100 % 30
SELECT 100 % 30
6
1
";
    with_engine(|engine| {
        for max_runs in [1, 3] {
            let mut asked = request(SOURCE);
            asked.repeat = Repeat { warm_up: max_runs - 1, max_runs, ..Repeat::default() };
            let report = engine.run(&asked, &mut |_, _, _| {});
            assert_eq!(report.approaches[0].error, None);
            assert_eq!(report.approaches[0].stdout, PRINTED);
            let many: Vec<_> = report.approaches[0].queries.iter().filter(|query| query.times.is_some()).collect();
            let told =
                many.iter().map(|query| (query.times, query.rows, serde_json::to_string(&query.params).unwrap()));
            assert_eq!(told.collect::<Vec<_>>(), [(Some(2), 2, "[\"a\"]".into()), (Some(3), 3, "[\"c\"]".into())]);
        }
    });
}

#[test]
fn an_error_between_lists_of_parameters_is_raised() {
    const SOURCE: &str = "from django.db import connection
def names():
    yield ('a',)
    raise KeyError('no more')
with connection.cursor() as cursor:
    try:
        cursor.executemany('INSERT INTO geo_state (name) VALUES (%s)', names())
    except KeyError as error:
        print(error)
    cursor.executemany('INSERT INTO geo_state (name) VALUES (%s)', [])
print(State.objects.filter(name='a').count())
";
    with_engine(|engine| {
        let report = engine.run(&request(SOURCE), &mut |_, _, _| {});
        assert_eq!(report.approaches[0].stdout, "'no more'\n1\n");
    });
}

#[test]
fn lines_find_the_queries_of_lines_before() {
    with_engine(|engine| {
        prepare(engine, request(""));
        repl(engine, "from django.db import connection, reset_queries");
        assert_eq!(repl(engine, "len(connection.queries)").repr.as_deref(), Some("0"));
        repl(engine, "City.objects.count()");
        repl(engine, "State.objects.count()");
        let last = repl(engine, "connection.queries[-1]['sql']").repr;
        assert_eq!(last.as_deref(), Some("'SELECT COUNT(*) AS \"__count\" FROM \"geo_state\"'"));
        assert_eq!(repl(engine, "len(connection.queries)").repr.as_deref(), Some("2"));
        repl(engine, "reset_queries()");
        assert_eq!(repl(engine, "len(connection.queries)").repr.as_deref(), Some("0"));
    });
}

#[test]
fn lines_see_the_last_run_and_each_other() {
    with_engine(|engine| {
        engine.run(&request("City.objects.all().delete()"), &mut |_, _, _| {});
        let counted = repl(engine, "City.objects.count()");
        assert_eq!((counted.repr.as_deref(), counted.queries.len()), (Some("9"), 1));
        assert_eq!(repl(engine, "big = City.objects.filter(population__gt=100)").repr, None);
        let shown = repl(engine, "big");
        assert_eq!(shown.error, None);
        assert_eq!(shown.table.expect("is a table").total_rows, 3);
        assert_eq!(shown.queries.len(), 1);
        assert_eq!(repl(engine, "print('a', big.count())").stdout, "a 3\n");
        let error = repl(engine, "City.objects.get(nme='x')").error.expect("is raised");
        assert_eq!(error.kind, "FieldError");
        assert!(repl(engine, "big =").error.is_some_and(|error| error.kind == "SyntaxError"));
        assert_eq!(repl(engine, "City.objects.all().delete()[0] > 0").repr.as_deref(), Some("True"));
        assert_eq!(repl(engine, "City.objects.count()").repr.as_deref(), Some("0"));
        engine.run(&request("City.objects.count()"), &mut |_, _, _| {});
        assert_eq!(repl(engine, "City.objects.count()").repr.as_deref(), Some("9"));
        assert_eq!(repl(engine, "big").error.expect("is forgotten").kind, "NameError");
    });
}

#[test]
fn imported_data_begins_a_run_and_is_not_changed_by_it() {
    with_engine(|engine| {
        prepare(engine, request(""));
        let bytes = engine.export_database().expect("is exported");
        let Answer::Import(import) = engine.import_file("mine.sqlite3", bytes, None) else { panic!("is imported") };
        let file = SourceFile { path: "models.py".into(), text: import.models };
        let run = RunRequest {
            files: vec![file],
            models_module: "models".into(),
            data_file: None,
            imported: Some("mine.sqlite3".into()),
            ..request("GeoCity.objects.filter(state__name='State 1').delete()\nGeoCity.objects.count()")
        };
        for _ in 0..2 {
            let report = engine.run(&run, &mut |_, _, _| {});
            assert_eq!(report.setup_error, None);
            let approach = &report.approaches[0];
            assert_eq!((approach.error.as_ref(), approach.result_repr.as_deref()), (None, Some("6")));
        }
        let Answer::Browse(page) = ask(
            engine,
            Ask::Browse(BrowseRequest {
                table: "geo_city".into(),
                filter: String::new(),
                order: None,
                offset: 0,
                limit: 5,
            }),
        ) else {
            panic!("is shown")
        };
        assert_eq!((page.total, page.rows.len()), (9, 5));
        let Answer::Failed(error) = engine.import_file("bad.sqlite3", b"nothing".to_vec(), None) else { panic!() };
        assert_eq!(error.code, ErrorCode::BadFile);
        let Answer::Imports(imports) = ask(engine, Ask::Imports) else { panic!("is told") };
        assert_eq!(imports.imports.len(), 1);
        let missing = RunRequest { imported: Some("other".into()), ..run };
        let error = engine.run(&missing, &mut |_, _, _| {}).setup_error.expect("is refused");
        assert_eq!(error.message, "The data of other is not here. Import the file again.");
    });
}

#[test]
fn rows_are_generated_with_progress() {
    with_engine(|engine| {
        let told = std::rc::Rc::new(RefCell::new(Vec::new()));
        let heard = told.clone();
        engine.listen(Some(std::rc::Rc::new(move |stage: &str, done, total| {
            heard.borrow_mut().push((stage.to_owned(), done, total));
        })));
        let mut run = request("City.objects.count(), City.friends.through.objects.count()");
        run.scale = Some(20);
        run.files[2].text = "import outerref
from geo.models import City, State

def load(scale):
    outerref.generate(State, 50)
    assert outerref.generate(City, 1000 * scale, seed=7) == 20000
    outerref.generate(City.friends.through, 500)
    for bad in (-1, 10 ** 9, 'x', True):
        try:
            outerref.generate(City, bad)
        except (ValueError, TypeError):
            continue
        raise AssertionError(bad)
"
        .into();
        let report = engine.run(&run, &mut |_, _, _| {});
        assert_eq!(report.setup_error, None);
        assert_eq!(report.approaches[0].result_repr.as_deref(), Some("(20000, 500)"));
        assert!(told.borrow().contains(&("geo.City".to_owned(), 10_000, 20_000)), "{:?}", told.borrow());
    });
}

#[test]
fn what_completion_offers_is_there() {
    with_engine(|engine| {
        prepare(engine, request(""));
        for (section, place) in [
            ("queryset", "models.QuerySet"),
            ("related manager", "City.objects.first().friends"),
            ("manager", "models.Manager"),
            ("model", "models.Model"),
            ("expressions", "models"),
            ("functions", "functions"),
            ("fields", "models"),
            ("on delete", "models"),
        ] {
            let names = outerref_lab::complete::known_names(section);
            let missing = repl(engine, &format!("[name for name in {names:?} if not hasattr({place}, name)]"));
            assert_eq!((missing.error, missing.repr.as_deref()), (None, Some("[]")), "{section}");
        }
    });
}
