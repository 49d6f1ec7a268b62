"""Records what Django makes of each line of cases.txt, for each database it has: golden.json.

Needs Django 6.1.3, and psycopg and pymysql for their backends; no database is asked. Run in this folder.
"""

import json
import sqlite3.dbapi2
import sys
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import ModuleType

import django
import pymysql
from django.conf import settings

# The SQLite of the engine, and an app without files.
sqlite3.dbapi2.sqlite_version_info = (3, 53, 0)
sys.modules["shop"] = ModuleType("shop")
sys.modules["shop"].__path__ = ["shop"]
pymysql.version_info = (2, 2, 8, "final", 0)
pymysql.install_as_MySQLdb()

settings.configure(
    INSTALLED_APPS=["shop"],
    USE_TZ=True,
    TIME_ZONE="UTC",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"},
        "postgresql": {"ENGINE": "django.db.backends.postgresql", "NAME": "x"},
        "mysql": {"ENGINE": "django.db.backends.mysql", "NAME": "x"},
    },
)
django.setup()

from django.core.exceptions import EmptyResultSet, FullResultSet  # noqa: E402
from django.db import connections, models  # noqa: E402
from django.db.models import *  # noqa: E402, F403
from django.db.models import lookups  # noqa: E402
from django.db.models.expressions import RawSQL, RowRange, ValueRange, Window, WindowFrameExclusion  # noqa: E402
from django.db.models.functions import *  # noqa: E402, F403
from django.db.models.sql import Query  # noqa: E402

connections["postgresql"].__dict__["pg_version"] = 170000
MYSQL = {
    "version": "8.4.0",
    "sql_mode": "ONLY_FULL_GROUP_BY",
    "default_storage_engine": "InnoDB",
    "lower_case_table_names": 0,
    "has_zoneinfo_database": True,
}
connections["mysql"].__dict__["mysql_server_data"] = MYSQL


class Sample(models.Model):
    name = models.CharField(max_length=80)
    body = models.TextField()
    number = models.IntegerField()
    small = models.PositiveIntegerField()
    price = models.DecimalField(max_digits=8, decimal_places=2)
    ratio = models.FloatField()
    flag = models.BooleanField()
    day = models.DateField()
    moment = models.DateTimeField()
    clock = models.TimeField()
    span = models.DurationField()
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="children")

    class Meta:
        app_label = "shop"


def sql(source, alias):
    names = {**globals(), **{name: getattr(lookups, name) for name in dir(lookups)}}
    try:
        query = Query(Sample)
        query.get_initial_alias()
        resolved = eval(source, names).resolve_expression(query)
        compiler = query.get_compiler(alias)
        text, params = compiler.compile(resolved)
    except (EmptyResultSet, FullResultSet) as error:
        return {"error": type(error).__name__}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    return {"sql": text, "params": [shown(value) for value in params]}


def facts(source):
    """What the resolved expression says of itself."""
    names = {**globals(), **{name: getattr(lookups, name) for name in dir(lookups)}}
    query = Query(Sample)
    query.get_initial_alias()
    resolved = eval(source, names).resolve_expression(query)
    compiler = query.get_compiler("default")
    found = {}
    try:
        field = resolved._output_field_or_none
        found["type"] = type(field).__name__ if field else None
    except Exception as error:
        found["type"] = str(error)
    for name in ("conditional", "contains_aggregate", "contains_over_clause"):
        try:
            found[name] = bool(getattr(resolved, name, False))
        except Exception:
            found[name] = False
    empty = getattr(resolved, "empty_result_set_value", NotImplemented)
    found["empty"] = "unknown" if empty is NotImplemented else repr(empty)
    found["group_by"] = [compiler.compile(col)[0] for col in resolved.get_group_by_cols()]
    found["relabeled"] = compiler.compile(resolved.relabeled_clone({"shop_sample": "T9"}))[0]
    return found


def shown(value):
    if value is None or type(value) in (bool, int, float, str):
        return value
    return str(value)


cases = []
for line in open("cases.txt"):
    source = line.strip()
    if source and not source.startswith("#"):
        answers = {"sqlite": sql(source, "default")}
        for alias in ("postgresql", "mysql"):
            answer = sql(source, alias)
            if answer != answers["sqlite"]:
                answers[alias] = answer
        try:
            answers["facts"] = facts(source)
        except Exception:
            pass  # What fails already has its error above.
        cases.append({"source": source, **answers})
with open("golden.json", "w") as out:
    json.dump(cases, out, indent=1, ensure_ascii=False)
    out.write("\n")
print(len(cases), "cases", file=sys.stderr)
