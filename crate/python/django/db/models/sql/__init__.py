"""`Query`: what a queryset holds. Native."""

from django.core.exceptions import EmptyResultSet
from django.db.models.sql.query import Query
from django.db.models.sql.where import AND, OR, XOR

__all__ = ["AND", "EmptyResultSet", "OR", "Query", "XOR"]
