"""Record what the SQL functions of real Django give, as functions.json.

Run with a Python that has Django==6.1.3:  python record_functions.py > functions.json
Each entry is [sql, params, result]; a result is {"error": text} where SQLite reports one.
"""

import itertools
import json
import sqlite3

from django.db.backends.sqlite3._functions import register

connection = sqlite3.connect(":memory:")
register(connection)

STAMPS = [
    None, "", "2024-02-29", "2015-06-15 14:30:50.000321", "2016-12-31 23:59:59.999999", "2017-01-01 00:00:00",
    "2021-03-28 01:30:00", "2021-10-31 00:30:00", "1999-1-3 4:5:6", "2008-01-01 12:00:00+02:00", "0001-01-01 00:00:00",
    "not a date", "2024-13-01", "12:34:56.789", "12:34", "2015-06-15T14:30:50", "2015-06-15 14:30", 20, 1.5,
]
ZONES = [
    (None, None), ("UTC", "UTC"), ("Europe/Paris", "UTC"), ("America/New_York", "UTC"), ("Asia/Kathmandu", "UTC"),
    ("Australia/Melbourne", "Europe/Berlin"), ("UTC+03", "UTC"), ("UTC-5:45", "UTC"), ("+3:00", "UTC"),
    ("Etc/GMT-10", "UTC"), ("Nowhere/Else", "UTC"), ("Europe/Paris", None), (None, "UTC"),
]
PARTS = ["year", "iso_year", "quarter", "month", "week", "week_day", "iso_week_day", "day", "hour", "minute", "second",
         "microsecond", "nonsense"]
TRUNCS = ["year", "quarter", "month", "week", "day", "hour", "minute", "second", "nonsense"]
NUMBERS = [None, 0, 1, -7, 255, 0.5, -2.25, 1e300, "text"]
DELTAS = [None, 0, 1, -1, 86400000000, -3661000001, 1.5, "2024-02-29", "2024-02-29 12:00:00", "2024-02-29 12:00:00.25",
          "9999-12-31 23:59:59", "nonsense"]
PATTERNS = ["", "a.c", "^ab", "c$", r"\d+", r"\bfoo\b", "(?i)É", "(?i)STRASSE", r"(.)\1", r"foo(?!bar)", r"(?<=x)y",
            r"\AA\Z", "a{2,3}", "a{,2}b", "a{b", "}", "[[]", "[]a]", "[^]a]", "[a&&b]", "[a--b]",
            "(?P<q>['\"]).*(?P=q)",
            r"\w+é", "(?m)^b$", "(?s)a.b", "(?x) a b # comment", "(", "a**", "(?a)\\w", "x|y|", r"[\w.]+@[\w.]+",
            r"\$",
            "(?i:abc)d", r"(a)?b(?(1)c|d)", None]
TEXTS = ["", "abc", "abc\n", "aabbcc", "foo bar", "foobar", "straße É é", "xy", "AA", "a{b}", "say 'hi'", "a\nb\nc",
         "me@example.org", "ab $5", 42, 1.0, None]
TEXT_ARGUMENTS = [None, "", "a", "Ünïcode", "longer text"]

calls = []


def add(sql, *params):
    try:
        result = connection.execute(sql, params).fetchone()[0]
    except (sqlite3.Error, OverflowError) as error:
        result = {"error": str(error)}
    if isinstance(result, bytes) or result in (float("inf"), float("-inf")):
        return
    calls.append([sql, params, result])


for part, stamp in itertools.product(PARTS, STAMPS[:16]):
    add("SELECT django_date_extract(?, ?)", part, stamp)
    add("SELECT django_time_extract(?, ?)", part, stamp)
for part, stamp, zones in itertools.product(PARTS[::2], STAMPS[1:9], ZONES):
    add("SELECT django_datetime_extract(?, ?, ?, ?)", part, stamp, *zones)
for part, stamp, zones in itertools.product(TRUNCS, STAMPS[2:9:2] + STAMPS[12:13], ZONES[1::2]):
    for name in ("date", "datetime", "time"):
        add(f"SELECT django_{name}_trunc(?, ?, ?, ?)", part, stamp, *zones)
for stamp, zones in itertools.product(STAMPS, ZONES):
    add("SELECT django_datetime_cast_date(?, ?, ?)", stamp, *zones)
    add("SELECT django_datetime_cast_time(?, ?, ?)", stamp, *zones)
for left, right in itertools.product(STAMPS, repeat=2):
    add("SELECT django_time_diff(?, ?)", left, right)
    add("SELECT django_timestamp_diff(?, ?)", left, right)
for connector, left, right in itertools.product([" + ", "-", "*", "/", None], DELTAS, DELTAS):
    if connector in ("*", "/") and (isinstance(left, str) or isinstance(right, str)):
        continue
    add("SELECT django_format_dtdelta(?, ?, ?)", connector, left, right)
for pattern, text in itertools.product(PATTERNS, TEXTS):
    add("SELECT regexp(?, ?)", pattern, text)
for left, right in itertools.product(NUMBERS, repeat=2):
    for name in ("BITXOR", "POWER", "MOD", "LOG", "ATAN2"):
        add(f"SELECT {name}(?, ?)", left, right)
for number in NUMBERS:
    for name in ("SIGN", "COT", "LN", "SQRT", "EXP", "CEILING", "FLOOR", "DEGREES", "RADIANS", "ACOS", "ASIN", "ATAN",
                 "COS", "SIN", "TAN", "ABS", "ROUND"):
        add(f"SELECT {name}(?)", number)
for text in [*TEXT_ARGUMENTS, 5, b"bytes"]:
    for name in ("MD5", "SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "REVERSE"):
        add(f"SELECT {name}(?)", text) if not isinstance(text, bytes) else add(f"SELECT {name}(x'00ff')")
    for length, fill in itertools.product([None, -2, 0, 1, 5, 20], ["", "xy", "é", None]):
        if not isinstance(text, bytes):
            add("SELECT LPAD(?, ?, ?)", text, length, fill)
            add("SELECT RPAD(?, ?, ?)", text, length, fill)
for text, count in itertools.product(TEXT_ARGUMENTS, [None, -1, 0, 3]):
    add("SELECT REPEAT(?, ?)", text, count)

GROUPS = ["1), (2), (4", "1), (3", "5", "1.5), (2.25), (-7.125", "1), (2.5", "0.1), (0.2), (0.3), (0.4", "NULL), (1",
          "NULL", "1e16), (1), (-1e16", "9007199254740993), (1", "'a'), ('b'", "12), (10), (6", "3), (NULL), (5", "1.5"]
for group in GROUPS:
    for name in ("STDDEV_POP", "STDDEV_SAMP", "VAR_POP", "VAR_SAMP", "ANY_VALUE", "BIT_AND", "BIT_OR", "BIT_XOR"):
        add(f"SELECT {name}(column1) FROM (VALUES ({group}))")
for name in ("STDDEV_POP", "VAR_SAMP", "ANY_VALUE", "BIT_XOR"):
    add(f"SELECT {name}(column1) FROM (VALUES (1)) WHERE 0")
add("SELECT RAND() BETWEEN 0 AND 1")
add("SELECT LENGTH(UUIDV4())")

print("[")
print(",\n".join(json.dumps(call, ensure_ascii=False) for call in calls))
print("]")
