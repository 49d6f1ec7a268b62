"""Checks the course and the exercises on real Django: what they say happens, happens there.

usage: PYTHON tests/lessons/verify_with_django.py PATH... [--show] [--record FILE]
PYTHON has Django 6.1.3; PATH is a lesson, an exercise, or a folder of them; --show prints what each script did;
--record writes it as JSON, for engines that want to be compared with Django.
"""
import argparse
import json
import math
import subprocess
import sys
from collections import Counter
from pathlib import Path

from exercise_format import judge, read_exercise, read_pack
from lesson_format import FormatError, read_lesson

HERE = Path(__file__).resolve().parent
LESSONS = HERE.parents[1] / "www" / "lessons"


RECORD = {}


def record(path, reports):
    """Keeps what each script did on Django: its counts, each statement with how often it came, the result's beginning."""
    kept = RECORD[str(path.resolve().relative_to(HERE.parents[1]))] = {}
    for name, report in reports.items():
        kept[name] = {key: report[key] for key in ("queries", "rows", "cells", "instances", "error", "message")}
        kept[name]["sql"] = list(map(list, Counter(report["sql"]).items()))
        result = report["result"]
        kept[name] |= {"length": len(result), "begins": result[:3]} if isinstance(result, list) else {"result": result}


def run(doc, scripts, scale, roots, tables=False):
    request = {
        "files": doc.files(roots), "models": doc.front["models"], "data": doc.front.get("data"), "scale": scale,
        "tables": tables, "scripts": scripts,
    }
    done = subprocess.run([sys.executable, HERE / "django_runner.py"], input=json.dumps(request), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    return json.loads(done.stdout)


def same(a, b):
    """Equal, floats to one part in 10**9."""
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return set(a) == set(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, float) or isinstance(b, float):
        numbers = all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in (a, b))
        return numbers and math.isclose(a, b, rel_tol=1e-9)
    return a == b and isinstance(a, bool) == isinstance(b, bool)


def check_expectation(name, figures, report, growth):
    """Sentences on what differs from what the lesson expects."""
    wants_error = next((f.split()[1] for f in figures if f.startswith("error ")), None)
    if report["error"] != wants_error:
        yield f"{name}: error {report['error']} ({report['message']}), expected {wants_error}"
    if not wants_error and not any(f.endswith((" queries", " query")) for f in figures):
        yield f"{name}: no number of queries is expected"
    for figure in figures:
        number, _, unit = figure.partition(" ")
        key = {"query": "queries", "row": "rows", "instance": "instances"}.get(unit, unit)
        if figure in ("constant", "grows"):
            counts = growth[name]
            seen = "constant" if len(set(counts)) == 1 else "grows"
            if seen != figure:
                yield f"{name}: {counts} queries at the scales, expected {figure}"
        elif key in ("queries", "rows", "instances"):
            if report[key] != int(number):
                yield f"{name}: {report[key]} {key}, expected {number}"
        elif number != "error":
            yield f"{name}: cannot check {figure!r}"


def check_lesson(path, show):
    doc, approaches, tries, expected = read_lesson(path)
    roots = [LESSONS / "_shared", path.parent / "_shared"]
    scripts = list((approaches | tries).items())
    reports = run(doc, scripts, doc.front.get("scale"), roots)
    record(path, reports)
    growth = {name: [] for name, _ in scripts}
    if any(figure in ("constant", "grows") for figures in expected.values() for figure in figures):
        for scale in map(int, doc.front["scales"]):
            at_scale = run(doc, scripts, scale, roots)
            for name in growth:
                growth[name].append(at_scale[name]["queries"])
    if show:
        for name, report in reports.items():
            show_report(name, report, growth[name])
    for name, figures in expected.items():
        yield from check_expectation(name, figures, reports[name], growth)
    if "same-result" in doc.front:
        yield from (f"{name}: {reports[name]['uncomparable']}" for name in approaches if reports[name]["uncomparable"])
    yield from compare(doc.front, {name: reports[name]["result"] for name in approaches if not reports[name]["error"]})


def compare(front, results):
    if "same-result" not in front:
        return
    odd = front.get("differs", [])
    plain = [name for name in results if name not in odd]
    equal = all(same(results[plain[0]], results[name]) for name in plain[1:])
    if front["same-result"] or odd:
        if not equal:
            yield "results differ: " + ", ".join(name for name in plain if not same(results[plain[0]], results[name]))
    elif equal:
        yield "the results are the same"
    for name in odd:
        if same(results[plain[0]], results[name]):
            yield f"{name}: has the same result as {plain[0]}"


def check_exercise(path, show):
    exercise = read_exercise(path)
    doc, front = exercise.doc, exercise.doc.front
    roots = [path.parents[1] / "_shared", LESSONS / "_shared"]
    scripts = [("starter", exercise.starter), *exercise.solutions.items()]
    reports = run(doc, scripts, front.get("scale"), roots, tables=True)
    record(path, reports)
    if exercise.after:
        for name, report in run(doc, [(n, code + exercise.after) for n, code in scripts], front.get("scale"), roots).items():
            reports[name] |= {"read": report["result"], "uncomparable": report["uncomparable"]}
            reports[name]["error"] = reports[name]["error"] or report["error"]
    growth = {name: [] for name, _ in scripts}
    for scale in map(int, front.get("scales", []) if "constant queries" in exercise.checks else []):
        for name, report in run(doc, scripts, scale, roots).items():
            growth[name].append(report["queries"])
    for report in reports.values():
        report.setdefault("read", report["result"])
    reference = reports[next(iter(exercise.solutions))]
    for name, code in scripts:
        failing = [judge(check, code, reports[name], reference, growth[name], same) for check in exercise.checks]
        failing = [sentence for sentence in failing if sentence]
        if show:
            show_report(name, reports[name], growth[name])
            print("".join(f"      - {sentence}\n" for sentence in failing), end="")
        if name == "starter" and not failing:
            yield "the starter passes"
        if name != "starter":
            yield from (f"{name}: {sentence}" for sentence in failing)


def show_report(name, report, growth):
    what = report["error"] and f"{report['error']}: {report['message']}" or json.dumps(report.get("read", report["result"]))[:300]
    print(f"    {name}: {report['queries']} queries, {report['rows']} rows, {report['cells']} cells, "
          f"{report['instances']} instances {growth or ''}\n      {what}")
    for sql in dict.fromkeys(report["sql"]):
        print(f"      {sql[:400]}")


def found_in(path):
    """(file, its check) for a file, a folder of lessons, or a pack."""
    if path.is_dir() and (path / "pack.md").is_file():
        return [(file, check_exercise) for file in read_pack(path)]
    files = [path] if path.is_file() else sorted(path.glob("[0-9][0-9]-*.md"))
    return [(file, check_exercise if (file.parents[1] / "pack.md").is_file() else check_lesson) for file in files]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("paths", nargs="+", type=Path)
    arguments.add_argument("--show", action="store_true")
    arguments.add_argument("--record", type=Path, metavar="FILE")
    options = arguments.parse_args()
    checked = failed = 0
    for path, check in (found for given in options.paths for found in found_in(given)):
        try:
            problems = list(check(path, options.show))
        except (FormatError, RuntimeError) as error:
            problems = [str(error)]
        checked += 1
        failed += bool(problems)
        print(f"{'FAIL' if problems else 'ok  '} {path}")
        for problem in problems:
            print(f"     {problem}")
    if options.record:
        options.record.write_text(json.dumps(RECORD, indent=1, ensure_ascii=False) + "\n")
    print(f"{checked} checked, {failed} failed")
    sys.exit(1 if failed or not checked else 0)


if __name__ == "__main__":
    main()
