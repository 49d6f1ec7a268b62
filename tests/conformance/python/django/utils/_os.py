"""Paths: there are no files."""

from pathlib import Path
from posixpath import abspath, join


def to_path(value):
    return value if isinstance(value, Path) else Path(value)


def safe_join(base, *paths):
    return abspath(join(base, *paths))
