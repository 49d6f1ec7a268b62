//! What Django 6.1.3 makes of lookups on SQLite: the condition's SQL, its parameters, or the error.

use std::rc::Rc;

use crate::{
    Value,
    dialect::{Dialect, Vendor},
    expression::{Connector, Expression},
    fixture,
    schema::{ModelRef, Registry},
    temporal::Date,
};

fn list(values: &[i64]) -> Value {
    Value::list(values.iter().map(|value| Value::Int(*value)))
}

/// `SQL -- parameters`, or `Class: message`; tables without their app.
fn shown(model: &ModelRef, lookup: &str, value: Expression, vendor: Vendor) -> String {
    fixture::shown(model, lookup, value, &Dialect::new(vendor)).replace("\"bookshop_", "\"").replace("`bookshop_", "`")
}

fn model(registry: &Registry, name: &str) -> ModelRef {
    registry.get("bookshop", name).expect("a model of the fixture").clone()
}

type Case = (&'static str, &'static str, Expression, &'static str);

fn check(registry: &Registry, vendor: Vendor, cases: Vec<Case>) {
    let mut wrong = String::new();
    for (name, lookup, value, expected) in cases {
        let shown = shown(&model(registry, name), lookup, value, vendor);
        if shown != expected {
            wrong.push_str(&format!("\n{name} {lookup}\n  made   {shown}\n  Django {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[rustfmt::skip]
#[test]
fn conditions_on_sqlite_are_those_of_django() {
    check(&fixture::bookshop(), Vendor::Sqlite, vec![
        ("State", "code", "TX".into(), r#""state"."code" = %s -- 'TX'"#),
        ("State", "population", "12".into(), r#""state"."population" = %s -- 12"#),
        ("State", "population", "x".into(), r#"ValueError: Field 'population' expected a number but got 'x'."#),
        ("State", "population", list(&[1]).into(), r#"TypeError: Field 'population' expected a number but got [1]."#),
        ("State", "population__gt", 1.5.into(), r#""state"."population" > %s -- 1"#),
        ("State", "population__gte", 1.5.into(), r#""state"."population" >= %s -- 2"#),
        ("State", "population__lt", 1.5.into(), r#""state"."population" < %s -- 2"#),
        ("State", "population__lte", Value::BigInt("9223372036854775808".into()).into(), r#"FullResultSet: FullResultSet"#),
        ("State", "population__gt", Value::BigInt("9223372036854775808".into()).into(), r#"EmptyResultSet: EmptyResultSet"#),
        ("State", "population", Value::BigInt("9223372036854775808".into()).into(), r#"EmptyResultSet: EmptyResultSet"#),
        ("State", "population__gt", Value::BigInt("-9223372036854775809".into()).into(), r#"FullResultSet: FullResultSet"#),
        ("State", "population", Value::Null.into(), r#""state"."population" IS NULL -- "#),
        ("State", "population__gt", Value::Null.into(), r#"ValueError: Cannot use None as a query value"#),
        ("State", "population__in", Value::list([3.into(), 1.into(), Value::Null, 3.into(), true.into()]).into(), r#""state"."population" IN (%s, %s) -- 3, 1"#),
        ("State", "population__in", list(&[]).into(), r#"EmptyResultSet: EmptyResultSet"#),
        ("State", "population__in", Value::list([Value::Null]).into(), r#"EmptyResultSet: EmptyResultSet"#),
        ("State", "population__in", 5.into(), r#"TypeError: 'int' object is not iterable"#),
        ("State", "code__in", "ab".into(), r#""state"."code" IN (%s, %s) -- 'a', 'b'"#),
        ("State", "population__range", list(&[1, 5]).into(), r#""state"."population" BETWEEN %s AND %s -- 1, 5"#),
        ("State", "population__range", Expression::Values(vec![1.into(), Expression::f("area")]), r#""state"."population" BETWEEN %s AND "state"."area" -- 1"#),
        ("State", "population__in", Expression::Values(vec![1.into(), Expression::f("area")]), r#""state"."population" IN (%s, "state"."area") -- 1"#),
        ("State", "area", "1.5".into(), r#""state"."area" = %s -- 1.5"#),
        ("State", "area__gte", "abc".into(), r#"ValueError: Field 'area' expected a number but got 'abc'."#),
        ("State", "name__iexact", "50%_\\a".into(), r#""state"."name" LIKE %s ESCAPE '\' -- '50\\%\\_\\\\a'"#),
        ("State", "name__iexact", Value::Null.into(), r#""state"."name" IS NULL -- "#),
        ("State", "name__contains", "50%_\\a".into(), r#""state"."name" LIKE %s ESCAPE '\' -- '%50\\%\\_\\\\a%'"#),
        ("State", "name__icontains", 5.into(), r#""state"."name" LIKE %s ESCAPE '\' -- '%5%'"#),
        ("State", "name__startswith", "Te".into(), r#""state"."name" LIKE %s ESCAPE '\' -- 'Te%'"#),
        ("State", "name__istartswith", "Te".into(), r#""state"."name" LIKE %s ESCAPE '\' -- 'Te%'"#),
        ("State", "name__endswith", "as".into(), r#""state"."name" LIKE %s ESCAPE '\' -- '%as'"#),
        ("State", "name__iendswith", "as".into(), r#""state"."name" LIKE %s ESCAPE '\' -- '%as'"#),
        ("State", "name__regex", "^T".into(), r#""state"."name" REGEXP %s -- '^T'"#),
        ("State", "name__iregex", "^T".into(), r#""state"."name" REGEXP '(?i)' || %s -- '^T'"#),
        ("State", "name__contains", Expression::f("code"), r#""state"."name" LIKE '%%' || REPLACE(REPLACE(REPLACE(("state"."code"), '\', '\\'), '%%', '\%%'), '_', '\_') || '%%' ESCAPE '\' -- "#),
        ("State", "name__istartswith", Expression::f("code"), r#""state"."name" LIKE UPPER(REPLACE(REPLACE(REPLACE(("state"."code"), '\', '\\'), '%%', '\%%'), '_', '\_')) || '%%' ESCAPE '\' -- "#),
        ("State", "name__iendswith", Expression::f("code"), r#""state"."name" LIKE '%%' || UPPER(REPLACE(REPLACE(REPLACE(("state"."code"), '\', '\\'), '%%', '\%%'), '_', '\_')) ESCAPE '\' -- "#),
        ("State", "name__iexact", Expression::f("code"), r#""state"."name" LIKE ("state"."code") ESCAPE '\' -- "#),
        ("State", "name__regex", Expression::f("code"), r#""state"."name" REGEXP ("state"."code") -- "#),
        ("State", "name", Expression::f("code"), r#""state"."name" = ("state"."code") -- "#),
        ("State", "population__gt", Expression::Combined(Box::new(Expression::f("area")), Connector::Mul, Box::new(2.into()), None), r#""state"."population" > ("state"."area" * %s) -- 2"#),
        ("State", "population__exact", Expression::value(4), r#""state"."population" = %s -- 4"#),
        ("State", "joined__isnull", true.into(), r#""state"."joined" IS NULL -- "#),
        ("State", "joined__isnull", false.into(), r#""state"."joined" IS NOT NULL -- "#),
        ("State", "joined__isnull", 1.into(), r#"ValueError: The QuerySet value for an isnull lookup must be True or False."#),
        ("State", "joined__year", 1845.into(), r#""state"."joined" BETWEEN %s AND %s -- '1845-01-01', '1845-12-31'"#),
        ("State", "joined__year__gte", 1845.into(), r#""state"."joined" >= %s -- '1845-01-01'"#),
        ("State", "joined__year__gt", "1845".into(), r#""state"."joined" > %s -- '1845-12-31'"#),
        ("State", "joined__year__lt", 1845.into(), r#""state"."joined" < %s -- '1845-01-01'"#),
        ("State", "joined__year__lte", 1845.into(), r#""state"."joined" <= %s -- '1845-12-31'"#),
        ("State", "joined__year__in", list(&[1845, 1846]).into(), r#"django_date_extract(%s, "state"."joined") IN (%s, %s) -- 'year', 1845, 1846"#),
        ("State", "joined__year", Expression::f("population"), r#"django_date_extract(%s, "state"."joined") = ("state"."population") -- 'year'"#),
        ("State", "joined__iso_year", 2020.into(), r#""state"."joined" BETWEEN %s AND %s -- '2019-12-30', '2021-01-03'"#),
        ("State", "joined__month", 12.into(), r#"django_date_extract(%s, "state"."joined") = %s -- 'month', 12"#),
        ("State", "joined__week_day__gt", 2.into(), r#"django_date_extract(%s, "state"."joined") > %s -- 'week_day', 2"#),
        ("State", "joined__year", Value::Null.into(), r#"django_date_extract(%s, "state"."joined") IS NULL -- 'year'"#),
        ("State", "joined", "1845-12-29".into(), r#""state"."joined" = %s -- '1845-12-29'"#),
        ("State", "joined__gt", Value::Date(Date::new(1845, 12, 29).expect("a day")).into(), r#""state"."joined" > %s -- '1845-12-29'"#),
        ("State", "joined", "1845-13-29".into(), r#"ValidationError: “1845-13-29” value has the correct format (YYYY-MM-DD) but it is an invalid date."#),
        ("State", "joined", "soon".into(), r#"ValidationError: “soon” value has an invalid date format. It must be in YYYY-MM-DD format."#),
        ("State", "joined__range", Value::list(["1845-01-01".into(), "1846-01-01".into()]).into(), r#""state"."joined" BETWEEN %s AND %s -- '1845-01-01', '1846-01-01'"#),
        ("City", "is_capital", true.into(), r#""city"."is_capital" = %s -- True"#),
        ("City", "is_capital", "False".into(), r#""city"."is_capital" = %s -- False"#),
        ("City", "is_capital__exact", 2.into(), r#"ValidationError: “2” value must be either True or False."#),
        ("City", "state", 3.into(), r#""city"."state_id" = %s -- 3"#),
        ("City", "state", "x".into(), r#"ValueError: Field 'id' expected a number but got 'x'."#),
        ("City", "state__in", Value::list([2.into(), "3".into(), Value::Null]).into(), r#""city"."state_id" IN (%s, %s) -- 2, 3"#),
        ("City", "state__isnull", false.into(), r#""city"."state_id" IS NOT NULL -- "#),
        ("City", "state__gt", 3.into(), r#""city"."state_id" > %s -- 3"#),
        ("City", "state_id", 3.into(), r#""city"."state_id" = %s -- 3"#),
        ("City", "twins", 3.into(), r#""city_twins"."to_city_id" = %s -- 3"#),
        ("City", "authors", 3.into(), r#""author"."id" = %s -- 3"#),
        ("City", "state__contains", 3.into(), r#"FieldError: Unsupported lookup 'contains' for ForeignKey or join on the field not permitted."#),
        ("City", "elevation__nope", 3.into(), r#"FieldError: Unsupported lookup 'nope' for FloatField or join on the field not permitted."#),
        ("City", "name__exactly", 3.into(), r#"FieldError: Unsupported lookup 'exactly' for CharField or join on the field not permitted, perhaps you meant exact or iexact?"#),
        ("City", "population__pow__gt", 3.into(), r#"FieldError: Unsupported lookup 'pow__gt' for IntegerField or join on the field not permitted."#),
        ("Book", "price", Value::Decimal("9.99".into()).into(), r#""book"."price" = %s -- '9.99'"#),
        ("Book", "price__gte", 9.99.into(), r#""book"."price" >= %s -- '9.9900000'"#),
        ("Book", "price__lt", "ten".into(), r#"ValidationError: “ten” value must be a decimal number."#),
        ("Book", "price__gt", 5.into(), r#""book"."price" > %s -- '5'"#),
        ("Book", "price__in", Value::list([Value::Decimal("1.0".into()), Value::Decimal("1.00".into()), 1.into()]).into(), r#""book"."price" IN (%s) -- '1.0'"#),
        ("Book", "pages__gte", (-1).into(), r#"FullResultSet: FullResultSet"#),
        ("Book", "pages__lt", (-1).into(), r#"EmptyResultSet: EmptyResultSet"#),
        ("Book", "sequel_to", 4.into(), r#""book"."sequel_to_id" = %s -- 4"#),
        ("Book", "sequel", 4.into(), r#""T2"."id" = %s -- 4"#),
        ("EBook", "pk", 4.into(), r#""ebook"."book_ptr_id" = %s -- 4"#),
        ("EBook", "pages", 4.into(), r#""book"."pages" = %s -- 4"#),
        ("Store", "opened", "2024-01-02 03:04:05".into(), r#""store"."opened" = %s -- '2024-01-02 03:04:05'"#),
        ("Store", "opened__gt", "2024-01-02T03:04:05.5+02:00".into(), r#""store"."opened" > %s -- '2024-01-02 01:04:05.500000'"#),
        ("Store", "opened__lt", "2024-01-02".into(), r#""store"."opened" < %s -- '2024-01-02 00:00:00'"#),
        ("Store", "opened", "2024-01-02 25:00".into(), r#"ValidationError: “2024-01-02 25:00” value has the correct format (YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]) but it is an invalid date/time."#),
        ("Store", "opened__year", 2024.into(), r#""store"."opened" BETWEEN %s AND %s -- '2024-01-01 00:00:00', '2024-12-31 23:59:59.999999'"#),
        ("Store", "opened__year__gt", 2024.into(), r#""store"."opened" > %s -- '2024-12-31 23:59:59.999999'"#),
        ("Store", "opened__date", "2024-01-02".into(), r#"django_datetime_cast_date("store"."opened", %s, %s) = %s -- 'UTC', 'UTC', '2024-01-02'"#),
        ("Store", "opened__date__year", 2024.into(), r#"django_datetime_cast_date("store"."opened", %s, %s) BETWEEN %s AND %s -- 'UTC', 'UTC', '2024-01-01', '2024-12-31'"#),
        ("Store", "opened__hour__lt", 8.into(), r#"django_datetime_extract(%s, "store"."opened", %s, %s) < %s -- 'hour', 'UTC', 'UTC', 8"#),
        ("Store", "opened__time", "10:00".into(), r#"django_datetime_cast_time("store"."opened", %s, %s) = %s -- 'UTC', 'UTC', '10:00:00'"#),
        ("Store", "closes_at", "20:30".into(), r#""store"."closes_at" = %s -- '20:30:00'"#),
        ("Store", "closes_at__hour", 20.into(), r#"django_time_extract(%s, "store"."closes_at") = %s -- 'hour', 20"#),
        ("Store", "closes_at", "25:00".into(), r#"ValidationError: “25:00” value has the correct format (HH:MM[:ss[.uuuuuu]]) but it is an invalid time."#),
        ("Profile", "settings", Value::Json("{\"a\": 1}".into()).into(), r#""profile"."settings" = %s -- '{"a": 1}'"#),
        ("Profile", "settings", Value::Null.into(), r#""profile"."settings" = %s -- 'null'"#),
        ("Profile", "settings", "x".into(), r#""profile"."settings" = %s -- '"x"'"#),
        ("Profile", "settings__theme", "dark".into(), r#"(CASE WHEN JSON_TYPE("profile"."settings", %s) IN ('null','false','true') THEN JSON_TYPE("profile"."settings", %s) ELSE JSON_EXTRACT("profile"."settings", %s) END) = JSON_EXTRACT(%s, '$') -- '$."theme"', '$."theme"', '$."theme"', '"dark"'"#),
        ("Profile", "settings__theme__0__name", Value::Null.into(), r#"(CASE WHEN JSON_TYPE("profile"."settings", %s) IN ('null','false','true') THEN JSON_TYPE("profile"."settings", %s) ELSE JSON_EXTRACT("profile"."settings", %s) END) = %s -- '$."theme"[0]."name"', '$."theme"[0]."name"', '$."theme"[0]."name"', 'null'"#),
        ("Profile", "settings__n__gt", 3.into(), r#"(CASE WHEN JSON_TYPE("profile"."settings", %s) IN ('null','false','true') THEN JSON_TYPE("profile"."settings", %s) ELSE JSON_EXTRACT("profile"."settings", %s) END) > %s -- '$."n"', '$."n"', '$."n"', 3"#),
        ("Profile", "settings__n__lte", "b".into(), r#"(CASE WHEN JSON_TYPE("profile"."settings", %s) IN ('null','false','true') THEN JSON_TYPE("profile"."settings", %s) ELSE JSON_EXTRACT("profile"."settings", %s) END) <= %s -- '$."n"', '$."n"', '$."n"', 'b'"#),
        ("Profile", "settings__n__in", Value::list([1.into(), "x".into(), true.into(), Value::Null]).into(), r#"(CASE WHEN JSON_TYPE("profile"."settings", %s) IN ('null','false','true') THEN JSON_TYPE("profile"."settings", %s) ELSE JSON_EXTRACT("profile"."settings", %s) END) IN (JSON_EXTRACT(%s, '$'), JSON_EXTRACT(%s, '$')) -- '$."n"', '$."n"', '$."n"', '1', '"x"'"#),
        ("Profile", "settings__n__in", Expression::Values(vec!["x".into(), true.into(), Expression::f("bio")]), r#"(CASE WHEN JSON_TYPE("profile"."settings", %s) IN ('null','false','true') THEN JSON_TYPE("profile"."settings", %s) ELSE JSON_EXTRACT("profile"."settings", %s) END) IN (JSON_EXTRACT(%s, '$'), %s, "profile"."bio") -- '$."n"', '$."n"', '$."n"', '"x"', 'true'"#),
        ("Profile", "settings__in", Value::list([2.into(), true.into()]).into(), r#"(CASE WHEN JSON_TYPE("profile"."settings", %s) IN ('null','false','true') THEN JSON_TYPE("profile"."settings", %s) ELSE JSON_EXTRACT("profile"."settings", %s) END) IN (JSON_EXTRACT(%s, '$'), %s) -- '$', '$', '$', '2', 'true'"#),
        ("Profile", "settings__n__isnull", true.into(), r#"JSON_TYPE("profile"."settings", %s) IS NULL -- '$."n"'"#),
        ("Profile", "settings__n__0__isnull", false.into(), r#"JSON_TYPE("profile"."settings", %s) IS NOT NULL -- '$."n"[0]'"#),
        ("Profile", "settings__n__icontains", "x".into(), r#"(CASE WHEN JSON_TYPE("profile"."settings", %s) IN ('null','false','true') THEN JSON_TYPE("profile"."settings", %s) ELSE JSON_EXTRACT("profile"."settings", %s) END) LIKE %s ESCAPE '\' -- '$."n"', '$."n"', '$."n"', '%x%'"#),
        ("Profile", "settings__n__iexact", "x".into(), r#"(CASE WHEN JSON_TYPE("profile"."settings", %s) IN ('null','false','true') THEN JSON_TYPE("profile"."settings", %s) ELSE JSON_EXTRACT("profile"."settings", %s) END) LIKE %s ESCAPE '\' -- '$."n"', '$."n"', '$."n"', 'x'"#),
        ("Profile", "settings__n__iexact", Value::Null.into(), r#"(CASE WHEN JSON_TYPE("profile"."settings", %s) IN ('null','false','true') THEN JSON_TYPE("profile"."settings", %s) ELSE JSON_EXTRACT("profile"."settings", %s) END) = %s -- '$."n"', '$."n"', '$."n"', 'null'"#),
        ("Profile", "settings__n__startswith", "x".into(), r#"(CASE WHEN JSON_TYPE("profile"."settings", %s) IN ('null','false','true') THEN JSON_TYPE("profile"."settings", %s) ELSE JSON_EXTRACT("profile"."settings", %s) END) LIKE %s ESCAPE '\' -- '$."n"', '$."n"', '$."n"', 'x%'"#),
        ("Profile", "settings__n__regex", "x".into(), r#"(CASE WHEN JSON_TYPE("profile"."settings", %s) IN ('null','false','true') THEN JSON_TYPE("profile"."settings", %s) ELSE JSON_EXTRACT("profile"."settings", %s) END) REGEXP %s -- '$."n"', '$."n"', '$."n"', 'x'"#),
        ("Profile", "settings__n", Expression::f("settings__m"), r#"(CASE WHEN JSON_TYPE("profile"."settings", %s) IN ('null','false','true') THEN JSON_TYPE("profile"."settings", %s) ELSE JSON_EXTRACT("profile"."settings", %s) END) = (CASE WHEN JSON_TYPE("profile"."settings", %s) IN ('null','false','true') THEN JSON_TYPE("profile"."settings", %s) ELSE JSON_EXTRACT("profile"."settings", %s) END) -- '$."n"', '$."n"', '$."n"', '$."m"', '$."m"', '$."m"'"#),
        ("Profile", "settings__n", Expression::f("bio"), r#"(CASE WHEN JSON_TYPE("profile"."settings", %s) IN ('null','false','true') THEN JSON_TYPE("profile"."settings", %s) ELSE JSON_EXTRACT("profile"."settings", %s) END) = ("profile"."bio") -- '$."n"', '$."n"', '$."n"'"#),
        ("Profile", "settings__contains", Value::Json("{\"a\": 1}".into()).into(), r#"NotSupportedError: contains lookup is not supported on this database backend."#),
        ("Profile", "settings__contained_by", Value::Json("{\"a\": 1}".into()).into(), r#"NotSupportedError: contained_by lookup is not supported on this database backend."#),
        ("Profile", "settings__has_key", "a".into(), r#"JSON_TYPE("profile"."settings", %s) IS NOT NULL -- '$."a"'"#),
        ("Profile", "settings__has_key", 0.into(), r#"JSON_TYPE("profile"."settings", %s) IS NOT NULL -- '$.0'"#),
        ("Profile", "settings__has_keys", Value::list(["a".into(), "b".into()]).into(), r#"(JSON_TYPE("profile"."settings", %s) IS NOT NULL AND JSON_TYPE("profile"."settings", %s) IS NOT NULL) -- '$."a"', '$."b"'"#),
        ("Profile", "settings__x__has_any_keys", Value::list(["a".into(), 1.into()]).into(), r#"(JSON_TYPE("profile"."settings", %s) IS NOT NULL OR JSON_TYPE("profile"."settings", %s) IS NOT NULL) -- '$."x"."a"', '$."x"."1"'"#),
        ("Profile", "settings__icontains", "x".into(), r#""profile"."settings" LIKE %s ESCAPE '\' -- '%x%'"#),
        ("Profile", "settings__isnull", true.into(), r#""profile"."settings" IS NULL -- "#),
        ("Profile", "settings__n__1__range", list(&[1, 2]).into(), r#"(CASE WHEN JSON_TYPE("profile"."settings", %s) IN ('null','false','true') THEN JSON_TYPE("profile"."settings", %s) ELSE JSON_EXTRACT("profile"."settings", %s) END) BETWEEN %s AND %s -- '$."n"[1]', '$."n"[1]', '$."n"[1]', '1', '2'"#),
    ]);
}

#[rustfmt::skip]
#[test]
fn lookups_of_uuids_keys_and_queries_are_those_of_django() {
    let things = fixture::things();
    let within = |name: &str, field: &str, value: &str, fields: &[&str]| {
        Expression::Query(Rc::new(fixture::subquery(&model(&things, name), field, value, fields)))
    };
    check(&things, Vendor::Sqlite, vec![
        ("Thing", "ref", Value::text("12345678-1234-5678-1234-567812345678").into(), r#""thing"."ref" = %s -- '12345678123456781234567812345678'"#),
        ("Thing", "ref", "nope".into(), r#"ValidationError: “nope” is not a valid UUID."#),
        ("Thing", "ref", 5.into(), r#""thing"."ref" = %s -- '00000000000000000000000000000005'"#),
        ("Thing", "ref__iexact", "12345678-1234".into(), r#""thing"."ref" LIKE (REPLACE(%s, %s, %s)) ESCAPE '\' -- '12345678-1234', '-', ''"#),
        ("Thing", "ref__icontains", "-1234".into(), r#""thing"."ref" LIKE '%%' || UPPER(REPLACE(REPLACE(REPLACE((REPLACE(%s, %s, %s)), '\', '\\'), '%%', '\%%'), '_', '\_')) || '%%' ESCAPE '\' -- '-1234', '-', ''"#),
        ("Thing", "ref__startswith", "1_".into(), r#""thing"."ref" LIKE REPLACE(REPLACE(REPLACE((REPLACE(%s, %s, %s)), '\', '\\'), '%%', '\%%'), '_', '\_') || '%%' ESCAPE '\' -- '1_', '-', ''"#),
        ("Thing", "ref__in", Value::list([Value::text("12345678-1234-5678-1234-567812345678")]).into(), r#""thing"."ref" IN (%s) -- '12345678123456781234567812345678'"#),
        ("Thing", "ref__gt", Value::text("12345678-1234-5678-1234-567812345678").into(), r#""thing"."ref" > %s -- '12345678123456781234567812345678'"#),
        ("Thing", "span__gt", Value::Duration(crate::temporal::Duration { micros: 1_500_000 }).into(), r#""thing"."span" > %s -- 1500000"#),
        ("Thing", "ip", "2001:0db8::0001".into(), r#""thing"."ip" = %s -- '2001:db8::1'"#),
        ("Thing", "ip", "".into(), r#""thing"."ip" = %s -- None"#),
        ("Thing", "small__gt", 40000.into(), r#""thing"."small" > %s -- 40000"#),
        ("Thing", "total__gte", 1.5.into(), r#""thing"."total" >= %s -- 2"#),
        ("Thing", "total", "a".into(), r#"ValueError: Field 'None' expected a number but got 'a'."#),
        ("Thing", "uses", 3.into(), r#""use"."id" = %s -- 3"#),
        ("Thing", "uses__isnull", true.into(), r#""use"."id" IS NULL -- "#),
        ("Use", "thing", "abc".into(), r#""use"."thing_id" = %s -- 'abc'"#),
        ("Use", "thing", 5.into(), r#""use"."thing_id" = %s -- '5'"#),
        ("Use", "thing_id__in", Value::list(["a".into(), 5.into()]).into(), r#""use"."thing_id" IN (%s, %s) -- 'a', '5'"#),
        ("Use", "soft", 5.into(), r#""use"."soft_id" = %s -- 5"#),
        ("Pair", "pk", Value::list([1.into(), "x".into()]).into(), r#"("pair"."a", "pair"."b") = (%s, %s) -- 1, 'x'"#),
        ("Pair", "pk", 1.into(), r#"ValueError: 'exact' lookup of 'pk' must be a tuple or a list"#),
        ("Pair", "pk", list(&[1]).into(), r#"ValueError: 'exact' lookup of 'pk' must have 2 elements"#),
        ("Pair", "pk", Value::list(["a".into(), "x".into()]).into(), r#"ValueError: Field 'a' expected a number but got 'a'."#),
        ("Pair", "pk__gt", Value::list([1.into(), "x".into()]).into(), r#"("pair"."a", "pair"."b") > (%s, %s) -- 1, 'x'"#),
        ("Pair", "pk__lte", Value::list([1.into(), "x".into()]).into(), r#"("pair"."a", "pair"."b") <= (%s, %s) -- 1, 'x'"#),
        ("Pair", "pk__in", Value::list([Value::list([1.into(), "x".into()]), Value::list([2.into(), Value::Null]), Value::list(["3".into(), "y".into()])]).into(), r#"("pair"."a", "pair"."b") IN ((%s, %s), (%s, %s)) -- 1, 'x', 3, 'y'"#),
        ("Pair", "pk__in", Value::list([list(&[1])]).into(), r#"ValueError: 'in' lookup of 'pk' must have 2 elements each"#),
        ("Pair", "pk__in", list(&[1]).into(), r#"ValueError: 'in' lookup of 'pk' must be a collection of tuples or lists"#),
        ("Pair", "pk__in", list(&[]).into(), r#"EmptyResultSet: EmptyResultSet"#),
        ("Pair", "pk__isnull", true.into(), r#"("pair"."a" IS NULL OR "pair"."b" IS NULL) -- "#),
        ("Pair", "pk__isnull", false.into(), r#"("pair"."a" IS NOT NULL AND "pair"."b" IS NOT NULL) -- "#),
        ("Pair", "pk", Expression::Values(vec![Expression::f("a"), "x".into()]), r#"("pair"."a", "pair"."b") = ("pair"."a", %s) -- 'x'"#),
        ("Pair", "pk__in", 5.into(), r#"ValueError: 'in' lookup of 'pk' must be a tuple or a list"#),
        ("Pair", "pk__contains", 5.into(), r#""pair"."a", "pair"."b" LIKE %s ESCAPE '\' -- '%5%'"#),
        ("Pair", "a__in", within("Pair", "b", "x", &["a"]), r#""pair"."a" IN (SELECT "U0"."a" AS "a" FROM "pair" "U0" WHERE "U0"."b" = %s) -- 'x'"#),
        ("Pair", "pk__in", within("Pair", "b", "x", &[]), r#"("pair"."a", "pair"."b") IN (SELECT "U0"."a", "U0"."b" FROM "pair" "U0" WHERE "U0"."b" = %s) -- 'x'"#),
        ("Pair", "a__in", within("Pair", "b", "x", &[]), r#"ValueError: The QuerySet value for the 'in' lookup must have 1 selected fields (received 2)"#),
        ("Thing", "id__in", within("Thing", "code", "x", &[]), r#""thing"."id" IN (SELECT "U0"."id" FROM "thing" "U0" WHERE "U0"."code" = %s) -- 'x'"#),
        ("Thing", "id", within("Thing", "code", "x", &[]), r#"ValueError: The QuerySet value for an exact lookup must be limited to one result using slicing."#),
        ("Use", "thing__in", within("Thing", "code", "x", &[]), r#""use"."thing_id" IN (SELECT "U0"."code" AS "code" FROM "thing" "U0" WHERE "U0"."code" = %s) -- 'x'"#),
        ("Use", "thing__in", within("Thing", "code", "x", &["id"]), r#""use"."thing_id" IN (SELECT "U0"."id" AS "id" FROM "thing" "U0" WHERE "U0"."code" = %s) -- 'x'"#),
        ("Use", "soft__in", within("Thing", "code", "x", &[]), r#""use"."soft_id" IN (SELECT "U0"."id" FROM "thing" "U0" WHERE "U0"."code" = %s) -- 'x'"#),
        ("Thing", "uses__in", within("Use", "thing", "x", &[]), r#""use"."id" IN (SELECT "U0"."id" FROM "use" "U0" WHERE "U0"."thing_id" = %s) -- 'x'"#),
    ]);
}
