"""Queries that change rows, for code that makes them by hand. Django's own code here asks `_orm` directly."""

import _orm

from django.db.models.sql.query import Query

__all__ = ["DeleteQuery", "InsertQuery", "UpdateQuery"]


class DeleteQuery(Query):
    def delete_batch(self, pk_list, using):
        return _orm.delete_batch(self.model._meta._orm, "pk", pk_list)


class UpdateQuery(Query):
    def update_batch(self, pk_list, values, using):
        return _orm.update_batch(self.model._meta._orm, pk_list, list(values.items()))


class InsertQuery(Query):
    def insert_values(self, fields, objs, raw=False):
        self.fields, self.objs, self.raw = fields, objs, raw

    def get_compiler(self, using=None, connection=None, elide_empty=True):
        return SQLInsertCompiler(self)


class SQLInsertCompiler:
    def __init__(self, query):
        self.query = query

    def as_sql(self):
        """The statement, as a list of SQL and parameters; none without objects."""
        query = self.query
        if not query.objs:
            return []
        rows = [[_value(field, obj, query.raw) for field in query.fields] for obj in query.objs]
        return [_orm.insert_sql(query.model._meta._orm, [field._orm for field in query.fields], rows)]


def _value(field, obj, raw):
    return getattr(obj, field.attname) if raw else field.pre_save(obj, add=True)
