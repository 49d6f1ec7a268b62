use serde_json::json;

use super::{Json, ResultTable, Shown, present};
use crate::session::{Session, system_clock, with_large_stack};

fn shown(source: &str) -> Shown {
    with_large_stack(|| {
        let session = Session::new(system_clock());
        session.enter(|vm, state| {
            let scope = vm.new_scope_with_builtins();
            let setup = "import datetime, decimal, uuid, enum, collections";
            vm.run_string(scope.clone(), setup, "setup").expect("the modules are there");
            let value = rustpython_vm::eval::eval(vm, source, scope, "test").expect("the example is valid");
            present(vm, state, &value, 2).expect("can be shown")
        })
    })
}

#[track_caller]
fn check(source: &str, expected: Option<Json>) {
    assert_eq!(shown(source).json, expected, "{source}");
}

#[test]
fn json_follows_the_fixed_rules() {
    check("[None, True, 1, 1.5, 'é']", Some(json!([null, true, 1, 1.5, "é"])));
    check("2 ** 63", Some(json!(9_223_372_036_854_775_808_u64)));
    check("2 ** 100", Some(json!("1267650600228229401496703205376")));
    check("decimal.Decimal('1.10')", Some(json!("1.10")));
    check(
        "datetime.datetime(2024, 2, 29, 1, 2, tzinfo=datetime.timezone.utc)",
        Some(json!("2024-02-29T01:02:00+00:00")),
    );
    check("[datetime.date(2024, 2, 29), datetime.time(1, 2, 3, 4)]", Some(json!(["2024-02-29", "01:02:03.000004"])));
    check("datetime.timedelta(days=1, milliseconds=5)", Some(json!(86400.005)));
    check("uuid.UUID(int=1)", Some(json!("00000000-0000-0000-0000-000000000001")));
    check("[b'\\x00\\xff', memoryview(b'a')]", Some(json!(["00ff", "61"])));
    check("{1: (2, 3), 'a': {}}", Some(json!({"1": [2, 3], "a": {}})));
    check("{3, 1, 2}", Some(json!([1, 2, 3])));
    check("frozenset({'b', 'a'})", Some(json!(["a", "b"])));
    check("enum.StrEnum('E', 'A').A", Some(json!("a")));
    check("enum.IntEnum('E', 'A').A", Some(json!(1)));
}

#[test]
fn what_the_rules_do_not_cover_has_no_json() {
    for source in ["object()", "[1, object()]", "{'a': [object()]}", "{1, 'a'}", "range(3)"] {
        check(source, None);
    }
}

#[test]
fn lists_are_shown_as_tables() {
    let table = |columns: &[&str], rows: &[&[Option<&str>]], total_rows| {
        Some(ResultTable {
            columns: columns.iter().map(|&name| name.to_owned()).collect(),
            rows: rows.iter().map(|row| row.iter().map(|cell| cell.map(str::to_owned)).collect()).collect(),
            total_rows,
        })
    };
    assert_eq!(
        shown("[{'a': 1}, {'a': None, 'b': 'x'}, {}]").table,
        table(&["a", "b"], &[&[Some("1"), None], &[None, Some("x")]], 3)
    );
    assert_eq!(shown("[(1, 'x')]").table, table(&["0", "1"], &[&[Some("1"), Some("x")]], 1));
    assert_eq!(
        shown("[collections.namedtuple('P', 'x y')(1, 2)]").table,
        table(&["x", "y"], &[&[Some("1"), Some("2")]], 1)
    );
    assert_eq!(
        shown("[['x', 1], ['y', None], ['z']]").table,
        table(&["0", "1"], &[&[Some("x"), Some("1")], &[Some("y"), None]], 3)
    );
    assert_eq!(shown("[(1,), (2,)]").table, table(&["0"], &[&[Some("1")], &[Some("2")]], 2));
    assert_eq!(shown("[['x', ['y', 'z']]]").table, table(&["0", "1"], &[&[Some("x"), Some("['y', 'z']")]], 1));
    assert_eq!(shown("[[0] * 101]").table.expect("a table").columns, ["value"]);
    assert_eq!(shown("[]").table, table(&[], &[], 0));
    assert_eq!(shown("[[], [1]]").table, table(&["0"], &[&[None], &[Some("1")]], 2));
    assert_eq!(shown("None").table, None);
    assert_eq!(shown("['a', None]").table, table(&["value"], &[&[Some("a")], &[None]], 2));
    assert_eq!(shown("5").table, None);
}

#[test]
fn a_long_repr_is_cut() {
    let repr = shown("'é' * 20_000").repr.expect("a repr");
    assert_eq!(repr.chars().count(), 10_001);
    assert!(repr.ends_with('…'));
}
