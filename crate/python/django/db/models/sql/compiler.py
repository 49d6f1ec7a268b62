"""SQLCompiler: a query and the connection that it is written for. Compiling is native."""

from django.core.exceptions import EmptyResultSet
from django.db.utils import DatabaseError


class SQLCompiler:
    def __init__(self, query, connection, using, elide_empty=True):
        self.query, self.connection, self.using, self.elide_empty = query, connection, using, elide_empty

    def __repr__(self):
        return "<%s model=%s connection=%r using=%r>" % (
            self.__class__.__qualname__,
            self.query.model.__qualname__,
            self.connection,
            self.using,
        )

    def as_sql(self, with_limits=True, with_col_aliases=False):
        query = self.query
        if not with_limits:
            query = query.clone()
            query.clear_limits()
        return query.compile(self.elide_empty)

    def pre_sql_setup(self, with_col_aliases=False):
        """What is selected for the ordering alone, the ordering, the terms of GROUP BY."""
        return [], list(self.query.order_by), self.query.compile_group_by()

    def compile(self, node):
        return node.as_sql(self, self.connection)

    def quote_name(self, name):
        return self.connection.ops.quote_name(name)

    __call__ = quote_name

    def quote_name_unless_alias(self, name):
        import warnings

        from django.utils.deprecation import RemovedInDjango2028Warning

        warnings.warn(
            "SQLCompiler.quote_name_unless_alias() is deprecated. Use .quote_name() instead.",
            category=RemovedInDjango2028Warning,
            stacklevel=2,
        )
        return self.quote_name(name)

    def execute_sql(self, result_type="multi", chunked_fetch=False, chunk_size=100):
        try:
            sql, params = self.as_sql()
        except EmptyResultSet:
            return iter(()) if result_type == "multi" else None
        cursor = self.connection.cursor()
        try:
            cursor.execute(sql, params)
        except Exception as error:
            try:
                cursor.close()
            except DatabaseError:
                raise error from None
            raise
        if result_type == "cursor":
            return cursor
        if result_type == "row count":
            return cursor.rowcount
        if result_type == "single":
            return cursor.fetchone()
        if result_type == "no results":
            return None
        rows = cursor_iter(cursor, None, None, chunk_size)
        return rows if chunked_fetch and self.connection.features.can_use_chunked_reads else list(rows)


def cursor_iter(cursor, sentinel, col_count, itersize):
    """Lists of rows, so many at a time."""
    while rows := cursor.fetchmany(itersize):
        yield rows if col_count is None else [row[:col_count] for row in rows]


def get_compiler(query, using=None, connection=None, elide_empty=True):
    if using is None and connection is None:
        raise ValueError("Need either using or connection")
    if using is not None:
        from django.db import connections

        connection = connections[using]
    return SQLCompiler(query, connection, using, elide_empty)
