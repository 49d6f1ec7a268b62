"""For a playground's data code: rows by the thousand or the million, made without a Python object for each."""

import _orm

__all__ = ["MOST_ROWS", "generate"]

MOST_ROWS = 1_000_000


def generate(model, rows, *, seed=1):
    """
    Adds `rows` rows to the table of `model` and returns how many were added.

    Values follow the columns' types, names and constraints, and are the same for the same seed. A foreign key
    refers to rows that are there already, so generate the other model first. The table of a many-to-many field is
    `Book.authors.through`.
    """
    if isinstance(rows, bool) or not isinstance(rows, int):
        raise TypeError(f"rows must be a whole number, not {type(rows).__name__}")
    if not 0 <= rows <= MOST_ROWS:
        raise ValueError(f"rows must be from 0 to {MOST_ROWS:,}, not {rows:,}")
    return _orm.generate(model._meta._orm, rows, seed)
