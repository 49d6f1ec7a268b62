use rusqlite::{Connection, types::ValueRef};
use serde_json::Value as Json;

use super::register;

fn connection() -> Connection {
    let connection = Connection::open_in_memory().expect("opens");
    register(&connection, crate::clock::stopped).expect("registers");
    connection
}

fn call(connection: &Connection, sql: &str, params: &[Json]) -> Json {
    let params = params.iter().map(|param| -> Box<dyn rusqlite::ToSql> {
        match param {
            Json::Null => Box::new(rusqlite::types::Null),
            Json::Number(number) if number.is_i64() => Box::new(number.as_i64()),
            Json::Number(number) => Box::new(number.as_f64()),
            other => Box::new(other.as_str().expect("is text").to_owned()),
        }
    });
    let found = connection.query_row(sql, rusqlite::params_from_iter(params), |row| {
        Ok(match row.get_ref(0)? {
            ValueRef::Null => Json::Null,
            ValueRef::Integer(value) => value.into(),
            ValueRef::Real(value) => value.into(),
            ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned().into(),
            ValueRef::Blob(_) => Json::Null,
        })
    });
    found.unwrap_or_else(|error| {
        let message = crate::connection::DatabaseError::from(error).message;
        serde_json::json!({ "error": message })
    })
}

fn same(left: &Json, right: &Json) -> bool {
    match (left, right) {
        // Mathematical libraries differ in the last digit.
        (Json::Number(left), Json::Number(right)) if left.is_f64() && right.is_f64() => {
            let (left, right) = (left.as_f64().unwrap_or(f64::NAN), right.as_f64().unwrap_or(f64::NAN));
            (left - right).abs() <= 4e-16 * left.abs().max(right.abs()) || left == right
        }
        _ => left == right,
    }
}

/// Every call that `golden/record_functions.py` recorded on Django 6.1.3.
#[test]
fn functions_give_what_django_recorded() {
    let golden: Vec<(String, Vec<Json>, Json)> =
        serde_json::from_str(include_str!("../../golden/functions.json")).expect("is the recording");
    assert!(golden.len() > 4000);
    let connection = connection();
    let different: Vec<_> = golden
        .iter()
        .filter_map(|(sql, params, expected)| {
            let found = call(&connection, sql, params);
            (!same(&found, expected)).then(|| format!("{sql} {params:?}: {found} instead of {expected}"))
        })
        .collect();
    assert!(different.is_empty(), "{} of {} differ:\n{}", different.len(), golden.len(), different.join("\n"));
}

#[test]
fn uuids_carry_their_version_and_differ() {
    let connection = connection();
    let one = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, String>(0)).expect("gives text");
    let four = one("SELECT UUIDV4()");
    assert_eq!((four.len(), &four[12..13]), (32, "4"));
    assert_ne!(four, one("SELECT UUIDV4()"));
    let seven = one("SELECT UUIDV7()");
    assert_eq!(&seven[12..13], "7");
    let millis = u64::from_str_radix(&seven[..12], 16).expect("is hexadecimal");
    assert!(millis > 1_700_000_000_000, "{millis} is a moment of our time");
}

#[test]
fn random_numbers_lie_below_one() {
    let connection = connection();
    for _ in 0..1000 {
        let number: f64 = connection.query_row("SELECT RAND()", [], |row| row.get(0)).expect("gives a number");
        assert!((0.0..1.0).contains(&number));
    }
}
