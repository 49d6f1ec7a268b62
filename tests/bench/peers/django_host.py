"""Runs the workloads on real Django, in CPython and in Pyodide.

    python tests/bench/peers/django_host.py REPETITIONS [NAME...]

prints {name: {medianMicros, spreadMicros, minMicros, maxMicros, runs, queries, digest}} as JSON. DEBUG is off while timing.
"""

import gc
import json
import os
import statistics
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
# Longer than this in all, and at least three runs: enough, as in OuterRef.
ENOUGH_MICROS = 4_000_000


def configure():
    """Django with the models, on SQLite in memory. Gives {stage: milliseconds}."""
    stages, begin = {}, time.perf_counter()

    def stage(name):
        nonlocal begin
        now = time.perf_counter()
        stages[name] = (now - begin) * 1e3
        begin = now

    if sys.platform == "emscripten":
        # Pyodide always has a running event loop, in which Django refuses queries otherwise.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    import django
    from django.conf import settings

    settings.configure(
        DEBUG=False,
        INSTALLED_APPS=["geo"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        TIME_ZONE="UTC",
    )
    stage("import")
    django.setup()
    from geo import models

    stage("models")
    from django.db import connection

    with connection.schema_editor() as editor:
        editor.create_model(models.State)
        editor.create_model(models.City)
    stage("tables")
    return stages


_loaded = None


def load(scale):
    global _loaded
    if _loaded == scale:
        return
    from django.db import connection, transaction
    from geo import data

    with connection.cursor() as cursor:
        for table in ("geo_city", "geo_state", "sqlite_sequence"):
            cursor.execute(f"DELETE FROM {table}")
    with transaction.atomic():
        data.load(scale)
    # What is loaded for bulk_create is not there afterwards.
    _loaded = scale or None


def counted(function):
    """How many statements it takes, and its result."""
    from django.db import connection, reset_queries

    reset_queries()
    connection.force_debug_cursor = True
    try:
        result = function()
        return len([q for q in connection.queries if q["sql"].split()[0] in ("SELECT", "INSERT", "DELETE")]), result
    finally:
        connection.force_debug_cursor = False


def timed(function, repetitions):
    function()
    # Once: after a full collection Python 3.14 marks the whole heap again, and the next run would pay for it.
    gc.collect()
    samples = []
    while len(samples) < repetitions and (len(samples) < 3 or sum(samples) < ENOUGH_MICROS):
        begin = time.perf_counter()
        result = function()
        samples.append((time.perf_counter() - begin) * 1e6)
        del result
    low, _, high = statistics.quantiles(samples, n=4, method="inclusive") if len(samples) > 1 else [0, 0, 0]
    return {
        "medianMicros": statistics.median(samples),
        "spreadMicros": (high - low) / 2,
        "minMicros": min(samples),
        "maxMicros": max(samples),
        "runs": len(samples),
    }


def run(workloads, repetitions):
    from geo import work

    out = {}
    for one in workloads:
        load(one["scale"])
        function = getattr(work, one["name"])
        queries, result = counted(function)
        digest = work.digest(result)
        del result
        out[one["name"]] = {**timed(function, repetitions), "queries": queries, "digest": digest}
    return out


def versions():
    import django
    import sqlite3

    return {"python": sys.version.split()[0], "django": django.__version__, "sqlite": sqlite3.sqlite_version}


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    stages = configure()
    chosen = json.loads((HERE / "workloads.json").read_text())
    names = sys.argv[2:]
    chosen = [one for one in chosen if not names or one["name"] in names]
    print(json.dumps({"versions": versions(), "stages": stages, "workloads": run(chosen, int(sys.argv[1]))}))
