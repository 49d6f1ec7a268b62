use outerref_orm::{Statement, Value};

use super::*;
use crate::{clock, testing::geo};

fn connection() -> Connection {
    let connection = Connection::open_in_memory(clock::stopped).expect("opens");
    connection
        .execute_script(
            "CREATE TABLE app_city (id integer PRIMARY KEY, name varchar(10) NOT NULL UNIQUE,
               p integer CHECK (p >= 0), s bigint REFERENCES app_state(id) DEFERRABLE INITIALLY DEFERRED);
             CREATE TABLE app_state (id integer PRIMARY KEY, n text);
             INSERT INTO app_city (id, name) VALUES (1, 'a');",
        )
        .expect("fills");
    connection
}

fn error(sql: &str, params: Option<Vec<Value>>) -> (ErrorClass, String) {
    let connection = connection();
    let answer = match params {
        Some(params) => connection.execute(&Statement::new(sql, params)),
        None => connection.execute_verbatim(sql),
    };
    let error = answer.expect_err(sql);
    (error.class, error.message)
}

/// Each as Django 6.1.3 raises it on CPython 3.13.
#[test]
fn errors_carry_django_classes_and_texts() {
    use ErrorClass::*;

    let text = |text: &str| Some(vec![Value::from(text)]);
    for (sql, params, class, message) in [
        (
            "INSERT INTO app_city (name) VALUES (%s)",
            text("a"),
            IntegrityError,
            "UNIQUE constraint failed: app_city.name",
        ),
        (
            "INSERT INTO app_city (id, name) VALUES (1, %s)",
            text("b"),
            IntegrityError,
            "UNIQUE constraint failed: app_city.id",
        ),
        (
            "INSERT INTO app_city (name) VALUES (%s)",
            Some(vec![Value::Null]),
            IntegrityError,
            "NOT NULL constraint failed: app_city.name",
        ),
        (
            "INSERT INTO app_city (name, p) VALUES (%s, -1)",
            text("x"),
            IntegrityError,
            "CHECK constraint failed: p >= 0",
        ),
        ("INSERT INTO app_city (id, name) VALUES (%s, 'q')", text("abc"), IntegrityError, "datatype mismatch"),
        (
            "INSERT INTO app_city (id, name, s) VALUES (7, 'z', 99)",
            None,
            IntegrityError,
            "FOREIGN KEY constraint failed",
        ),
        ("SELECT * FROM nope", None, OperationalError, "no such table: nope"),
        ("SELECT nope FROM app_city", None, OperationalError, "no such column: nope"),
        ("SELEC 1", None, OperationalError, "near \"SELEC\": syntax error"),
        ("SELECT 1 FROM", None, OperationalError, "incomplete input"),
        ("SELECT 'abc", None, OperationalError, "unrecognized token: \"'abc\""),
        ("SELECT nofunc(1)", None, OperationalError, "no such function: nofunc"),
        ("SELECT abs(-9223372036854775808)", None, OperationalError, "integer overflow"),
        ("INSERT INTO app_city (name) VALUES (1, 2)", None, OperationalError, "2 values for 1 columns"),
        (
            "SELECT django_date_extract('nonsense', '2024-01-01')",
            None,
            OperationalError,
            "user-defined function raised exception",
        ),
        ("SELECT STDDEV_SAMP(1)", None, OperationalError, "user-defined aggregate's 'finalize' method raised error"),
        ("SELECT 1; SELECT 2", None, ProgrammingError, "You can only execute one statement at a time."),
        ("SELECT 'a\0'", None, ProgrammingError, "the query contains a null character"),
        (
            "SELECT %s",
            Some(Vec::new()),
            ProgrammingError,
            "Incorrect number of bindings supplied. The current statement uses 1, and there are 0 supplied.",
        ),
        (
            "SELECT %s",
            Some(vec![1.into(), 2.into()]),
            ProgrammingError,
            "Incorrect number of bindings supplied. The current statement uses 1, and there are 2 supplied.",
        ),
        (
            "SELECT %s",
            Some(vec![Value::BigInt("1180591620717411303424".into())]),
            OverflowError,
            "Python int too large to convert to SQLite INTEGER",
        ),
        (
            "SELECT 1, %s",
            Some(vec![Value::list([1.into()])]),
            ProgrammingError,
            "Error binding parameter 1: type 'list' is not supported",
        ),
        (
            "SELECT CAST(x'ff' AS TEXT) AS t",
            None,
            OperationalError,
            "Could not decode to UTF-8 column 't' with text '\u{fffd}'",
        ),
        ("ATTACH 'other.db' AS b", None, DatabaseError, "not authorized"),
        ("ATTACH %s AS b", Some(vec!["other.db".into()]), DatabaseError, "not authorized"),
        ("ATTACH '' AS b", None, DatabaseError, "not authorized"),
        ("ATTACH 'other' || '.db' AS b", None, DatabaseError, "not authorized"),
        ("VACUUM INTO 'other.db'", None, DatabaseError, "authorization denied"),
        ("SELECT load_extension('other')", None, OperationalError, "not authorized to use function: load_extension"),
        ("PRAGMA writable_schema = ON", None, DatabaseError, "not authorized"),
        ("PRAGMA Temp_Store_Directory = '/tmp'", None, DatabaseError, "not authorized"),
        ("PRAGMA temp_store = FILE", None, DatabaseError, "not authorized"),
        ("PRAGMA query_only = ON", None, DatabaseError, "not authorized"),
    ] {
        assert_eq!(error(sql, params), (class, message.to_owned()), "{sql}");
    }
}

#[test]
fn what_concerns_the_database_alone_may_be_typed() {
    let connection = connection();
    for sql in [
        "VACUUM",
        "/* all */ vacuum main",
        "PRAGMA table_info(app_city)",
        "PRAGMA user_version = 3",
        "PRAGMA temp_store",
    ] {
        connection.execute_verbatim(sql).expect(sql);
    }
}

#[test]
fn percent_signs_are_doubled_only_with_parameters() {
    let connection = connection();
    let first = |rows: Rows| rows.cells[0].clone();
    assert_eq!(first(connection.execute_verbatim("SELECT '%%'").expect("runs")), Value::from("%%"));
    let rows = connection.execute(&Statement::new("SELECT '%%'", Vec::new())).expect("runs");
    assert_eq!(first(rows), Value::from("%"));
}

#[test]
fn every_type_of_value_comes_back() {
    let values = vec![
        Value::Null,
        Value::Bool(true),
        Value::Int(i64::MIN),
        Value::Float(0.1),
        Value::from("é\0x"),
        Value::Bytes([0, 255].into()),
        Value::Decimal("1.10".into()),
    ];
    let sql = "SELECT %s, %s, %s, %s, %s, %s, %s";
    let rows = connection().execute(&Statement::new(sql, values)).expect("runs");
    let expected = [
        Value::Null,
        Value::Int(1),
        Value::Int(i64::MIN),
        Value::Float(0.1),
        Value::from("é\0x"),
        Value::Bytes([0, 255].into()),
        Value::from("1.10"),
    ];
    assert_eq!(rows.cells, expected);
}

#[test]
fn changes_are_counted_for_writes_and_only_for_them() {
    let connection = connection();
    let run = |sql: &str| connection.execute_verbatim(sql).expect("runs");
    let inserted = run("INSERT INTO app_city (id, name) VALUES (5, 'x'), (6, 'y') RETURNING id");
    assert_eq!((inserted.changed, inserted.len(), inserted.last_insert_id), (2, 2, 6));
    assert_eq!(run("UPDATE app_city SET p = 1").changed, 3);
    assert_eq!(run("SELECT 1").changed, 0);
    assert_eq!(run("CREATE TABLE z (a)").changed, 0);
    assert_eq!(run("WITH a AS (SELECT 5 AS id) DELETE FROM app_city WHERE id IN (SELECT id FROM a)").changed, 1);
    assert_eq!(run("").columns.len(), 0);
    assert_eq!(run("-- nothing").columns.len(), 0);
    let many = connection.execute_many(
        "UPDATE app_city SET p = %s WHERE id = %s",
        &[vec![2.into(), 1.into()], vec![2.into(), 6.into()], vec![2.into(), 99.into()]],
    );
    assert_eq!(many.expect("runs").changed, 2);
}

#[test]
fn savepoints_are_plain_statements() {
    let connection = connection();
    for sql in [
        "BEGIN",
        "SAVEPOINT \"s1\"",
        "DELETE FROM app_city",
        "ROLLBACK TO SAVEPOINT \"s1\"",
        "RELEASE SAVEPOINT \"s1\"",
    ] {
        connection.execute_verbatim(sql).expect(sql);
    }
    assert!(!connection.is_autocommit());
    connection.execute_verbatim("COMMIT").expect("commits");
    assert!(connection.is_autocommit());
    assert_eq!(connection.count_rows("app_city").expect("counts"), 1);
}

#[test]
fn a_dangling_foreign_key_is_told_as_django_tells_it() {
    let connection = connection();
    connection.check_constraints(None).expect("is sound");
    connection
        .execute_script("PRAGMA foreign_keys = OFF; INSERT INTO app_city (id, name, s) VALUES (7, 'z', 99)")
        .expect("inserts");
    let error = connection.check_constraints(Some(&["app_city"])).expect_err("dangles");
    assert_eq!(error.class, ErrorClass::IntegrityError);
    assert_eq!(
        error.message,
        "The row in table 'app_city' with primary key '7' has an invalid foreign key: app_city.s contains a value '99' \
         that does not have a corresponding value in app_state.id."
    );
    assert_eq!(connection.check_constraints(None).expect_err("dangles").message, error.message);
    connection.check_constraints(Some(&["app_state"])).expect("is sound");
}

const ENDLESS: &str = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n";

#[test]
fn a_deadline_ends_an_endless_statement() {
    let connection = Connection::open_in_memory(clock::native).expect("opens");
    connection.guard().set_deadline(Some(clock::native() + 20_000.0));
    let error = connection.execute_verbatim(ENDLESS).expect_err("is stopped");
    assert_eq!((error.class, error.message.as_str()), (ErrorClass::OperationalError, "interrupted"));
    assert!(error.is_interrupt());
    connection.guard().release();
    connection.execute_verbatim("SELECT 1").expect("runs again");
}

#[test]
fn too_many_rows_end_a_statement() {
    let connection = geo();
    connection.set_rows_limit(100);
    let error = connection.execute_verbatim("SELECT * FROM geo_city").expect_err("is stopped");
    assert_eq!(error.class, ErrorClass::BudgetExceeded);
    assert_eq!(connection.execute_verbatim("SELECT * FROM geo_state").expect("fits").len(), 51);
}

#[test]
fn declared_types_are_told() {
    let types = connection().declared_types("SELECT name, p + 1, id FROM app_city WHERE p = %s").expect("prepares");
    assert_eq!(types, [Some("varchar(10)".to_owned()), None, Some("integer".to_owned())]);
}

#[test]
fn mathematical_functions_are_sqlite_own() {
    let rows = connection().execute_verbatim("SELECT LN(1), LOG(2, 8), POWER(2, 3), LN(0)").expect("runs");
    assert_eq!(rows.cells, [Value::Float(0.0), Value::Float(3.0), Value::Float(8.0), Value::Null]);
}
