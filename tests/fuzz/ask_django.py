#!/usr/bin/env python3
"""Asks Django for the SQL of the cases that `written` gives on standard input, and tells where it differs.

usage: written SEED CASES | python3 ask_django.py
"""

import datetime
import sys
import types
from datetime import date

import django
from django.conf import settings

# Only models of an installed app know of the relations that lead to them.
ZOO = types.ModuleType("zoo")
ZOO.__path__ = [__file__]
sys.modules["zoo"] = ZOO

settings.configure(
    INSTALLED_APPS=["zoo"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

from django.apps import apps  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Subquery, Sum, Value  # noqa: E402

META = "(models.Model):\n    class Meta:\n        app_label = 'zoo'\n"


class Captured(Exception):
    """The first statement, instead of running it."""


def capture(execute, sql, params, many, context):
    raise Captured(sql, list(params or ()))


def answer(source, asked):
    """The SQL and parameters of what is asked, or neither, or the error."""
    apps.all_models["zoo"].clear()
    apps.clear_cache()
    names = {"__name__": "zoo.models"}
    exec(source.replace("(models.Model):\n", META), names)
    names.update(
        Count=Count, Exists=Exists, F=F, Max=Max, Min=Min, OuterRef=OuterRef, Q=Q, Subquery=Subquery, Sum=Sum,
        Value=Value, date=date,
    )
    try:
        with connection.execute_wrapper(capture):
            eval(asked, names)
    except Captured as captured:
        return (captured.args[0], plain(captured.args[1]), None)
    except Exception as error:
        return (None, [], f"{type(error).__name__}: {error}")
    return (None, [], None)


def plain(params):
    return [str(param) if isinstance(param, date) else param for param in params]


def main():
    assert models
    asked_in_all = differ = 0
    for line in sys.stdin:
        number, source, asked, sql, params, error = eval(line, {"datetime": datetime})
        asked_in_all += 1
        ours = (sql, plain(params), error)
        theirs = answer(source, asked)
        if ours == theirs:
            continue
        differ += 1
        print(f"case {number}\n{source}\n{asked}\n  ours:   {ours}\n  Django: {theirs}\n")
    print(f"{asked_in_all} asked, {differ} differ")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
