"""What stands in a page: options, and code that markers divide into approaches and files."""
import re
from dataclasses import dataclass, field
from pathlib import Path

#: Options of the directive and of the fence. Those without a value are flags.
OPTIONS = {"folder", "models", "data", "scale", "dialect", "name", "height", "label", "theme", "compare"}
FLAGS = {"read-only", "auto-run", "no-run"}
MARKER = re.compile(r"# (approach|file|hidden file): *(\S.*?) *$")
PYTHON_PATH = re.compile(r"(\w+/)*\w+\.py")


class SnippetError(Exception):
    """What is written cannot be read."""


@dataclass
class File:
    path: str
    text: str
    hidden: bool


@dataclass
class Snippet:
    approaches: list  # of (name, source)
    files: list = field(default_factory=list)
    models: str = "models"
    data: str | None = None
    scale: int | None = None
    dialect: str = "sqlite"
    #: What is passed on to the element as it is.
    attributes: dict = field(default_factory=dict)
    #: Whether it is run when the page is built.
    prerender: bool = True

    def request(self):
        """As the native command takes it."""
        return {
            "files": [{"path": file.path, "text": file.text} for file in self.files],
            "modelsModule": self.models,
            "dataFile": self.data,
            "approaches": [{"name": name, "source": source} for name, source in self.approaches],
            "scale": self.scale,
            "dialect": self.dialect,
        }


def read_snippet(text, options, base):
    """Reads the code below a directive or in a fence. `base` is where a `folder` is looked for."""
    options = {key.replace("_", "-"): value for key, value in options.items()}
    if unknown := set(options) - OPTIONS - FLAGS:
        raise SnippetError(f"unknown option {', '.join(sorted(unknown))}")
    files = {}
    if folder := options.get("folder"):
        files = read_folder(Path(base) / folder.lstrip("/"))
    approaches, own = divide(text, options.get("name") or "Approach 1")
    if not approaches:
        raise SnippetError("there is no code to run")
    files |= own
    snippet = Snippet(approaches, [files[path] for path in sorted(files)])
    snippet.models = options.get("models") or find_models(files)
    snippet.data = options.get("data") or ("data.py" if "data.py" in files else None)
    if snippet.data is not None and snippet.data not in files:
        raise SnippetError(f"there is no file {snippet.data}")
    snippet.dialect = options.get("dialect") or "sqlite"
    if snippet.dialect not in ("sqlite", "postgresql", "mysql"):
        raise SnippetError(f"unknown dialect {snippet.dialect}: sqlite, postgresql or mysql")
    if scale := options.get("scale"):
        if not scale.isdecimal() or int(scale) == 0:
            raise SnippetError(f"the scale is a whole number, not {scale}")
        snippet.scale = int(scale)
    passed_on = ("height", "label", "theme", "compare", "read-only", "auto-run")
    snippet.attributes = {key: options[key] or "" for key in passed_on if key in options}
    snippet.prerender = "no-run" not in options
    return snippet


def read_folder(folder):
    if not folder.is_dir():
        raise SnippetError(f"there is no folder {folder}")
    paths = sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)
    if not paths:
        raise SnippetError(f"no Python file lies in {folder}")
    names = {path: path.relative_to(folder).as_posix() for path in paths}
    return {name: File(name, path.read_text(encoding="utf-8"), hidden=True) for path, name in names.items()}


def divide(text, first_name):
    """The approaches, in order, and the files by their paths."""
    parts = [("approach", first_name, [])]
    for line in text.split("\n"):
        if match := MARKER.fullmatch(line):
            parts.append((match[1], match[2], []))
        else:
            parts[-1][2].append(line)
    approaches, files = [], {}
    for kind, name, lines in parts:
        code = "\n".join(lines).strip("\n")
        if kind != "approach":
            if not PYTHON_PATH.fullmatch(name):
                raise SnippetError(f"not a path of a Python file: {name}")
            files[name] = File(name, code + "\n", hidden=kind == "hidden file")
        elif code.strip():
            if name in dict(approaches):
                raise SnippetError(f"a second approach named {name}")
            approaches.append((name, code))
    return approaches, files


def find_models(files):
    """The package that holds `models.py`, where one does."""
    packages = [path.removesuffix("/models.py").replace("/", ".") for path in files if path.endswith("/models.py")]
    return packages[0] if len(packages) == 1 else "models"
