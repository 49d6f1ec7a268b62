"""Reads exercises and packs, and judges a run, as docs/exercise-format.md defines."""
import io
import re
import tokenize
from dataclasses import dataclass

from lesson_format import EXERCISE_KEYS, FormatError, allow_attributes, front_matter, read

PACK_KEYS = {"title": str, "summary": str, "sets": list, "exercises": list, "files": list}
BUDGET = re.compile(r"(at most|exactly) (\d+) (quer(?:y|ies)|rows?|cells?|instances?)")
OTHER = re.compile(
    r"same result(, any order)?|same tables|constant queries|no findings|no finding [a-z_0-9]+|(uses|avoids) \w+"
)
UNITS = {"query": "queries", "row": "rows", "cell": "cells", "instance": "instances"}


@dataclass
class Exercise:
    doc: object
    starter: str
    solutions: dict
    after: str
    checks: list


def read_pack(folder):
    """The paths of a pack's exercises, in order."""
    path = folder / "pack.md"
    lines = path.read_text(encoding="utf-8").split("\n")
    if lines[0] != "---" or "---" not in lines[1:]:
        raise FormatError(path, 1, "no front matter")
    required = ("title", "summary", "sets", "exercises")
    front, where = front_matter(path, lines[1:lines.index("---", 1)], PACK_KEYS, required)
    sets = [item.partition(" = ")[0] for item in front["sets"]]
    for index, name in enumerate(front["exercises"]):
        if not (folder / name).is_file():
            raise FormatError(path, where["exercises", index], f"no file {name!r}")
        if name.split("/")[0] not in sets or not re.fullmatch(r"[^/]+/\d\d-[a-z0-9-]+\.md", name):
            raise FormatError(path, where["exercises", index], f"{name!r} is not SET/NN-slug.md of one of the sets")
    unnamed = {str(p.relative_to(folder)) for p in folder.glob("*/[0-9][0-9]-*.md")} - set(front["exercises"])
    if unnamed:
        raise FormatError(path, where["exercises"], f"not named: {sorted(unnamed)}")
    return [folder / name for name in front["exercises"]]


def read_exercise(path):
    doc = read(path, EXERCISE_KEYS)
    allow_attributes(doc, {"starter", "solution", "after", "file"})
    for number, line in doc.prose:
        if line.startswith("## ") and line[3:].strip() not in ("Hint", "After"):
            doc.fail(number, f"a heading that means nothing here: {line!r}")
    starters = [block for block in doc.blocks if "starter" in block.attributes]
    afters = [block for block in doc.blocks if "after" in block.attributes]
    for block in starters[1:] + afters[1:]:
        doc.fail(block.line, "only one is allowed")
    solutions = doc.named("solution")
    if not starters or not solutions:
        doc.fail(1, "a starter and a solution are needed")
    checks = doc.front.get("checks", [])
    if not checks:
        doc.fail(1, "no checks")
    for index, check in enumerate(checks):
        if not BUDGET.fullmatch(check) and not OTHER.fullmatch(check):
            doc.fail(doc.lines["checks", index], f"not a check: {check!r}")
        if check == "constant queries" and "scales" not in doc.front:
            doc.fail(doc.lines["checks", index], "constant queries needs scales")
    if not 1 <= doc.front.get("level", 1) <= 5:
        doc.fail(doc.lines["level"], "level is 1 to 5")
    return Exercise(doc, starters[0].code, solutions, afters[0].code if afters else "", checks)


def names_in(code):
    """Names and keywords of the code, comments and strings left out."""
    try:
        return {token.string for token in tokenize.generate_tokens(io.StringIO(code).readline) if token.type == tokenize.NAME}
    except (tokenize.TokenError, SyntaxError):
        return set()


def judge(check, code, seen, reference, growth, same):
    """None when the check passes or cannot be judged here; otherwise what was expected and seen."""
    if match := re.fullmatch(r"(uses|avoids) (\w+)", check):
        used = match[2] in names_in(code)
        return None if used == (match[1] == "uses") else f"{check}: it {'does not' if match[1] == 'uses' else 'does'}"
    if check.startswith("no finding"):
        return None
    if seen["error"]:
        return f"{check}: {seen['error']}: {seen['message']}"
    if match := BUDGET.fullmatch(check):
        count = seen[UNITS.get(match[3], match[3])]
        limit = int(match[2])
        passes = count <= limit if match[1] == "at most" else count == limit
        return None if passes else f"{check}: {count} were made or fetched"
    if check == "constant queries":
        return None if len(set(growth)) == 1 else f"{check}: {growth}"
    if check == "same tables":
        return None if same(seen["tables"], reference["tables"]) else f"{check}: they differ"
    if seen["uncomparable"]:
        return f"{check}: {seen['uncomparable']}"
    mine, theirs = seen["read"], reference["read"]
    if check.endswith("any order") and isinstance(mine, list) and isinstance(theirs, list):
        mine, theirs = sorted(mine, key=repr), sorted(theirs, key=repr)
    return None if same(mine, theirs) else f"{check}: {str(mine)[:120]} is not {str(theirs)[:120]}"
