"""Reads lessons and exercises as docs/lesson-format.md and docs/exercise-format.md define them."""
import re
from dataclasses import dataclass, field
from pathlib import Path

LESSON_KEYS = {
    "title": str, "summary": str, "shared": str, "models": str, "data": str, "scale": int, "scales": list, "question": str,
    "predict": str, "choices": list, "answer": str, "same-result": bool, "differs": list, "expect": list,
}
EXERCISE_KEYS = {
    "title": str, "summary": str, "shared": str, "models": str, "data": str, "scale": int, "scales": list,
    "level": int, "checks": list,
}
NUMBERS = {"queries", "rows", "cells", "used", "bytes", "instances", "length", "time"}
EXPECTATION = re.compile(r"\d+ (queries|query|rows?|instances?)|constant|grows|error \w+")
APPROACH_WORDS = NUMBERS | {"result", "error"}


class FormatError(Exception):
    def __init__(self, path, line, message):
        super().__init__(f"{path}:{line}: {message}")


@dataclass
class Block:
    language: str
    attributes: dict
    code: str
    line: int
    section: str = ""


@dataclass
class Document:
    path: Path
    front: dict
    lines: dict = field(default_factory=dict)  # of a key, and of (key, index) for the items of a list
    prose: list = field(default_factory=list)  # (line number, text), fenced code left out
    blocks: list = field(default_factory=list)

    def fail(self, line, message):
        raise FormatError(self.path, line, message)

    def named(self, attribute):
        """Code by the name in `attribute`, in order."""
        found = {}
        for block in self.blocks:
            if attribute in block.attributes:
                name = block.attributes[attribute]
                if name in found:
                    self.fail(block.line, f"a second {attribute} named {name!r}")
                found[name] = block.code
        return found

    def files(self, shared_roots):
        files = {}
        if "shared" in self.front:
            for root in shared_roots:
                folder = root / self.front["shared"]
                if folder.is_dir():
                    for path in sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
                        files[str(path.relative_to(folder))] = path.read_text()
                    break
            else:
                self.fail(1, f"no shared folder {self.front['shared']!r}")
        return files | self.named("file")


def scalar(text):
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return re.sub(r'\\(["\\])', r"\1", text[1:-1])
    return text


def read(path, keys):
    path = Path(path)
    lines = path.read_text(encoding="utf-8").split("\n")
    if lines[0] != "---" or "---" not in lines[1:]:
        raise FormatError(path, 1, "no front matter")
    end = lines.index("---", 1)
    doc = Document(path, *front_matter(path, lines[1:end], keys))
    fence = None
    section = ""
    for number, line in enumerate(lines[end + 1:], end + 2):
        opening = re.match(r"(`{3,})([^`]*)$", line)
        if fence:
            if re.fullmatch(r"`{%d,}\s*" % len(fence[0]), line):
                language, attributes = info_string(doc, fence[1], fence[2])
                doc.blocks.append(Block(language, attributes, "\n".join(fence[3]) + "\n", fence[2], section))
                fence = None
            else:
                fence[3].append(line)
        elif opening:
            fence = (opening[1], opening[2].strip(), number, [])
        else:
            if line.startswith("## "):
                section = line[3:].strip()
            doc.prose.append((number, line))
    if fence:
        doc.fail(fence[2], "a fence that is not closed")
    return doc


def front_matter(path, lines, keys, required=("title", "summary", "models")):
    front, where, current = {}, {}, None
    for number, line in enumerate(lines, 2):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("  - "):
            if current is None:
                raise FormatError(path, number, "an item without a list")
            where[current, len(front[current])] = number
            front[current].append(scalar(line[4:].strip()))
            continue
        match = re.fullmatch(r"([a-z-]+):(?: (.*))?", line)
        if not match:
            raise FormatError(path, number, f"not a front matter line: {line!r}")
        key, value = match[1], (match[2] or "").strip()
        where.setdefault(key, number)
        if key not in keys or key in front:
            raise FormatError(path, number, f"{'repeated' if key in front else 'unknown'} key {key!r}")
        kind = keys[key]
        if (kind is list) != (value == ""):
            raise FormatError(path, number, f"{key!r} is {'a list' if kind is list else 'not a list'}")
        current = key if kind is list else None
        if kind is list:
            front[key] = []
        elif kind is int:
            if not value.isdecimal():
                raise FormatError(path, number, f"{key!r} is a whole number")
            front[key] = int(value)
        elif kind is bool:
            if value not in ("true", "false"):
                raise FormatError(path, number, f"{key!r} is true or false")
            front[key] = value == "true"
        else:
            front[key] = scalar(value)
    for key in required:
        if key not in front:
            raise FormatError(path, 1, f"no {key!r}")
    return front, where


def info_string(doc, text, line):
    language, _, rest = text.partition(" ")
    attributes = {}
    rest = rest.strip()
    while rest:
        match = re.match(r'([a-z]+)(?:="((?:[^"\\]|\\.)*)"|=([^\s"]+))?(?:\s+|$)', rest)
        if not match:
            doc.fail(line, f"cannot read the info string at {rest!r}")
        value = match[2] if match[2] is not None else match[3]
        attributes[match[1]] = True if value is None else re.sub(r'\\(["\\])', r"\1", value)
        rest = rest[match.end():]
    return language, attributes


def allow_attributes(doc, allowed):
    for block in doc.blocks:
        kinds = set(block.attributes) - {"hidden"}
        if "file" in block.attributes and not re.fullmatch(r"(\w+/)*\w+\.py", str(block.attributes["file"])):
            doc.fail(block.line, f"not a path of a Python file: {block.attributes['file']!r}")
        if block.attributes and (len(kinds) != 1 or not kinds <= allowed or block.language != "python"):
            doc.fail(block.line, f"attributes {sorted(block.attributes)} do not belong together here")
        if "hidden" in block.attributes and "file" not in block.attributes:
            doc.fail(block.line, "only a file can be hidden")


def placeholders(doc):
    """(line, words) of each, words in double quotes unquoted; not looked for between backticks."""
    for number, line in doc.prose:
        plain = re.sub(r"`[^`]*`", lambda m: " " * len(m[0]), line)
        for match in re.finditer(r"\{\{(.*?)\}\}", plain):
            yield number, words(match[1])


def words(text):
    return [quoted or bare for quoted, bare in re.findall(r'"([^"]*)"|(\S+)', text)]


def expectations(doc, names):
    """The figures of each item of `expect`, by name; one item for each of `names`."""
    expected = {}
    for index, item in enumerate(doc.front["expect"]):
        line = doc.lines["expect", index]
        name, equals, rest = item.rpartition(" = ")
        name, figures = name.strip(), [part.strip() for part in rest.split(",")]
        if not equals or name not in names or name in expected:
            doc.fail(line, f"not one item for an approach: {item!r}")
        for figure in figures:
            if not EXPECTATION.fullmatch(figure):
                doc.fail(line, f"not a figure that can be expected: {figure!r}")
        expected[name] = figures
    for name in names:
        if name not in expected:
            doc.fail(doc.lines["expect"], f"nothing is expected of {name!r}")
    return expected


def check_figure(doc, line, figure, names):
    """Whether a figure such as `queries "Loop"` can be filled."""
    word, *arguments = figure
    if word == "table" and len(arguments) == 1:
        return
    if word == "ratio" and len(arguments) >= 3 and arguments[0] in NUMBERS | {"modelled"}:
        approaches = arguments[1:3]
    elif word in APPROACH_WORDS and len(arguments) == 1:
        approaches = arguments
    elif word in ("modelled", "sql") and len(arguments) == 2 and arguments[1].isdigit():
        approaches = arguments[:1]
    else:
        doc.fail(line, f"not a figure: {figure}")
    for name in approaches:
        if name not in names:
            doc.fail(line, f"no approach named {name!r}")


def read_lesson(path):
    doc = read(path, LESSON_KEYS)
    allow_attributes(doc, {"approach", "try", "file"})
    front = doc.front
    for key in ("question", "expect"):
        if key not in front:
            doc.fail(1, f"no {key!r}")
    approaches, tries = doc.named("approach"), doc.named("try")
    if not approaches:
        doc.fail(1, "no approach")
    if set(approaches) & set(tries):
        doc.fail(1, "an approach and a try with one name")
    names = list(approaches) + list(tries)
    expected = expectations(doc, names)
    for number, figure in placeholders(doc):
        check_figure(doc, number, figure, names)
    if "predict" in front:
        if "answer" not in front:
            doc.fail(doc.lines["predict"], "predict without answer")
        if "choices" not in front:
            check_figure(doc, doc.lines["answer"], words(front["answer"]), names)
        elif front["answer"] not in front["choices"]:
            doc.fail(doc.lines["answer"], "the answer is not one of the choices")
    for index, name in enumerate(front.get("differs", [])):
        if name not in approaches:
            doc.fail(doc.lines["differs", index], f"no approach named {name!r}")
    if "differs" in front and front.get("same-result") is not False:
        doc.fail(doc.lines["differs"], "differs needs same-result: false")
    grows = [name for name in expected if {"constant", "grows"} & set(expected[name])]
    if grows and "scales" not in front:
        doc.fail(doc.lines["expect"], f"the growth of {grows[0]!r} needs scales")
    return doc, approaches, tries, expected
