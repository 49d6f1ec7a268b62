"""Runs scripts on real Django, each on a fresh copy of the same SQLite database, and tells what each did.

Reads one JSON object from standard input and writes one to standard output:
{"files": {path: text}, "models": "geo", "data": "data.py" or null, "scale": 51 or null, "tables": false,
 "scripts": [[name, code]]}
-> {name: {"result", "uncomparable", "error", "message", "queries", "sql", "rows", "cells", "instances", "tables"}}
"""
import ast
import datetime
import decimal
import importlib
import inspect
import json
import re
import sys
import tempfile
import uuid
from pathlib import Path

TRANSACTION = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)", re.IGNORECASE)


def to_json(value):
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (decimal.Decimal, uuid.UUID)):
        return str(value)
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    if isinstance(value, dict):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(to_json(item) for item in value)
    if isinstance(value, (list, tuple)):
        return [to_json(item) for item in value]
    raise TypeError(f"the result holds a {type(value).__name__}, which cannot be compared")


def run_script(code, namespace):
    """Executes `code`; the value of its last expression statement or of its last assignment."""
    tree = ast.parse(code)
    holders = [node for node in tree.body if isinstance(node, (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign))]
    if holders:
        last = holders[-1]
        if isinstance(last, ast.Expr):
            stored = ast.Assign([ast.Name("_result", ast.Store())], last.value)
        else:
            target = last.targets[0] if isinstance(last, ast.Assign) else last.target
            value = ast.parse(ast.unparse(target), mode="eval").body
            stored = ast.Assign([ast.Name("_result", ast.Store())], value)
            tree.body.insert(tree.body.index(last) + 1, stored)
        if isinstance(last, ast.Expr):
            tree.body[tree.body.index(last)] = stored
        ast.copy_location(stored, last)
    exec(compile(ast.fix_missing_locations(tree), "script", "exec"), namespace)
    return namespace.get("_result")


class Meter:
    """Counts statements, rows, cells and instances while it is on."""

    def __init__(self):
        self.reset()

    def reset(self):
        self.sql, self.rows, self.cells, self.instances = [], 0, 0, 0

    def wrapper(self, execute, sql, params, many, context):
        if not TRANSACTION.match(sql):
            self.sql.append(sql)
        return execute(sql, params, many, context)

    def fetched(self, cursor, rows):
        self.rows += len(rows)
        self.cells += sum(len(row) for row in rows)
        return rows

    def install(self):
        from django.db.backends.sqlite3.base import SQLiteCursorWrapper as Cursor
        from django.db.models import Model

        meter, native = self, Cursor.__mro__[1]
        Cursor.fetchmany = lambda self, *a, **k: meter.fetched(self, native.fetchmany(self, *a, **k))
        Cursor.fetchall = lambda self: meter.fetched(self, native.fetchall(self))

        def fetchone(self):
            row = native.fetchone(self)
            meter.fetched(self, [] if row is None else [row])
            return row

        Cursor.fetchone = fetchone
        from_db = Model.from_db.__func__

        def counting(cls, *args, **kwargs):
            meter.instances += 1
            return from_db(cls, *args, **kwargs)

        Model.from_db = classmethod(counting)


def load_data(path, scale):
    module = importlib.import_module(path.removesuffix(".py").replace("/", "."))
    load = getattr(module, "load", None)
    if load and inspect.signature(load).parameters and scale is not None:
        load(scale)
    elif load:
        load()


def main():
    request = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        for path, text in request["files"].items():
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        Path(folder, request["models"], "__init__.py").touch()
        sys.path.insert(0, folder)
        sys.dont_write_bytecode = True
        json.dump(run(request), sys.stdout)


def run(request):
    import django
    from django.apps import apps
    from django.conf import settings

    settings.configure(
        INSTALLED_APPS=[request["models"]], USE_TZ=True, TIME_ZONE="UTC",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    )
    django.setup()
    from django.db import connection

    models = apps.get_app_config(request["models"]).get_models()
    models = {model.__name__: model for model in models}
    with connection.schema_editor() as editor:
        for model in models.values():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
    if request["data"]:
        load_data(request["data"], request["scale"])
    fresh = connection.connection.serialize()
    meter = Meter()
    meter.install()
    reports = {}
    for name, code in request["scripts"]:
        connection.connection.deserialize(fresh)
        connection.connection.execute("PRAGMA foreign_keys = ON")
        meter.reset()
        report = {"result": None, "uncomparable": None, "error": None, "message": None}
        with connection.execute_wrapper(meter.wrapper):
            try:
                result = run_script(code, dict(models, __name__="__main__"))
            except Exception as error:
                report["error"], report["message"] = type(error).__name__, str(error)
            else:
                try:
                    report["result"] = to_json(result)
                except TypeError as error:
                    report["uncomparable"] = str(error)
        report |= {"queries": len(meter.sql), "sql": meter.sql, "rows": meter.rows, "cells": meter.cells,
                   "instances": meter.instances}
        if request.get("tables"):
            report["tables"] = {
                model._meta.label: to_json(list(model._base_manager.order_by("pk").values_list())) for model in models.values()
            }
        reports[name] = report
    return reports


if __name__ == "__main__":
    main()
