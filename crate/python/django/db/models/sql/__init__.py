"""`Query`: what a queryset holds. Native."""

from django.core.exceptions import EmptyResultSet
from django.db.models.sql.query import Query
from django.db.models.sql.where import AND, OR, XOR

__all__ = ["AND", "EmptyResultSet", "OR", "Query", "XOR"]


def __getattr__(name):
    if name in ("DeleteQuery", "InsertQuery", "UpdateQuery"):
        from django.db.models.sql import subqueries

        return getattr(subqueries, name)
    raise AttributeError("module %r has no attribute %r" % (__name__, name))
