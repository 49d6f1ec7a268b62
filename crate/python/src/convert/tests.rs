use outerref_orm::Value;

use super::{to_python, to_value};
use crate::session::{Session, system_clock, with_large_stack};

/// The value's form in the ORM, and the `repr()` of what comes back.
fn there_and_back(source: &str) -> (String, String) {
    with_large_stack(|| {
        let session = Session::new(system_clock());
        session.enter(|vm, _| {
            let scope = vm.new_scope_with_builtins();
            let setup = "import datetime, decimal, uuid, enum\nclass Color(str, enum.Enum):\n    RED = 'red'\n";
            vm.run_string(scope.clone(), setup, "setup").expect("the modules are there");
            let object = rustpython_vm::eval::eval(vm, source, scope, "test").expect("the example is valid");
            let value = to_value(vm, &object).expect("converts");
            let back = to_python(vm, &value).expect("converts back");
            let variant = match &value {
                Value::Foreign(_) => "Foreign".to_owned(),
                Value::Uuid(_) => "Uuid".to_owned(),
                other => format!("{other:?}").split(['(', ' ']).next().unwrap_or_default().to_owned(),
            };
            (variant, back.repr(vm).expect("a repr").to_string_lossy().into_owned())
        })
    })
}

#[track_caller]
fn check(source: &str, variant: &str, back: &str) {
    assert_eq!(there_and_back(source), (variant.to_owned(), back.to_owned()), "{source}");
}

#[test]
fn plain_values_come_back_as_they_were() {
    for (source, variant) in [
        ("None", "Null"),
        ("True", "Bool"),
        ("-5", "Int"),
        ("9223372036854775807", "Int"),
        ("1267650600228229401496703205376", "BigInt"),
        ("1.5", "Float"),
        ("'é'", "Text"),
        ("b'\\x00a'", "Bytes"),
        ("Decimal('1.10')", "Decimal"),
        ("Decimal('-1E+3')", "Decimal"),
        ("datetime.date(2024, 2, 29)", "Date"),
        ("datetime.time(1, 2, 3, 4)", "Time"),
        ("datetime.datetime(2024, 2, 29, 1, 2, 3)", "DateTime"),
        ("datetime.datetime(2024, 2, 29, 1, 2, tzinfo=datetime.timezone.utc)", "DateTime"),
        ("datetime.timedelta(days=-1, seconds=5, microseconds=7)", "Duration"),
        ("UUID('12345678-1234-5678-1234-567812345678')", "Uuid"),
        ("[1, 'a', None]", "List"),
    ] {
        let typed = source.replace("Decimal", "decimal.Decimal").replace("UUID", "uuid.UUID");
        check(&typed, variant, source);
    }
}

#[test]
fn offsets_are_kept() {
    check(
        "datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=-5)))",
        "DateTime",
        "datetime.datetime(2024, 1, 1, 0, 0, tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds=68400)))",
    );
}

#[test]
fn subclasses_are_what_they_derive_from() {
    check("Color.RED", "Text", "'red'");
    check("enum.IntEnum('E', 'A').A", "Int", "1");
}

#[test]
fn iterables_are_lists_that_show_what_they_were() {
    check("[1, 2]", "List", "[1, 2]");
    check("(1, 2)", "List", "(1, 2)");
    check("(1,)", "List", "(1,)");
    check("{1}", "List", "{1}");
    check("frozenset({1})", "List", "frozenset({1})");
    check("set()", "List", "set()");
    check("range(3)", "List", "[0, 1, 2]");
    check("{1: 2}.values()", "List", "[2]");
    check("(n for n in (1, 2))", "List", "[1, 2]");
    check("memoryview(b'a')", "Bytes", "b'a'");
}

#[test]
fn anything_else_is_passed_through() {
    check("{'a': 1}", "Foreign", "{'a': 1}");
    check("len", "Foreign", "<built-in function len>");
}
