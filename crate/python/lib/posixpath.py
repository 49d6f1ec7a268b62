"""The parts of os.path that only handle text."""

import os

curdir, pardir, sep, altsep, extsep, pathsep, devnull = ".", "..", "/", None, ".", ":", "/dev/null"


def join(path, *paths):
    """Parts made one path."""
    path = os.fspath(path)
    for part in map(os.fspath, paths):
        if part.startswith("/") or not path:
            path = part
        else:
            path = path + part if path.endswith("/") else path + "/" + part
    return path


def split(path):
    """The folder and the last part."""
    head, slash, tail = os.fspath(path).rpartition("/")
    head += slash
    return (head.rstrip("/") or head), tail


def splitext(path):
    """The path without its extension, and the extension."""
    path = os.fspath(path)
    start = path.rfind("/") + 1
    dot = path.rfind(".")
    if dot > start and path[start:dot].strip("."):
        return path[:dot], path[dot:]
    return path, ""


def basename(path):
    """The last part."""
    return split(path)[1]


def dirname(path):
    """All but the last part."""
    return split(path)[0]


def isabs(path):
    """Whether the path starts at the root."""
    return os.fspath(path).startswith("/")


def normcase(path):
    """The path: case matters."""
    return os.fspath(path)


def normpath(path):
    """The path without empty, '.' and '..' parts."""
    path = os.fspath(path)
    root = "/" if path.startswith("/") else ""
    parts = []
    for part in path.split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part == ".." and root or part in ("", "."):
            continue
        else:
            parts.append(part)
    return root + "/".join(parts) or "."


def abspath(path):
    """The path from the root."""
    return normpath(join(os.getcwd(), path))


realpath = abspath


def expanduser(path):
    """The path: there are no users."""
    return os.fspath(path)


def exists(path):
    """False: there are no files."""
    return False


isfile = isdir = islink = lexists = ismount = exists


def commonprefix(paths):
    """The longest text that all paths start with."""
    paths = list(paths)
    if not paths:
        return ""
    low, high = min(paths), max(paths)
    for at, character in enumerate(low):
        if at >= len(high) or character != high[at]:
            return low[:at]
    return low


def relpath(path, start="."):
    """The way from one folder to a path."""
    goal = [part for part in abspath(path).split("/") if part]
    here = [part for part in abspath(start).split("/") if part]
    shared = len(commonprefix([goal, here]) or [])
    return "/".join([".."] * (len(here) - shared) + goal[shared:]) or "."
