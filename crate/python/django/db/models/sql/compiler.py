"""SQLCompiler: a query and the connection that it is written for. Compiling is native."""

import _orm


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

        from django.utils.deprecation import RemovedInDjango2028Warning, django_file_prefixes

        warnings.warn(
            "SQLCompiler.quote_name_unless_alias() is deprecated. Use .quote_name() instead.",
            category=RemovedInDjango2028Warning,
            skip_file_prefixes=django_file_prefixes(),
        )
        return self.quote_name(name)

    def execute_sql(self, result_type="multi", **options):
        columns, rows, count, _ = _orm.execute(*self.as_sql())
        return rows


def get_compiler(query, using=None, connection=None, elide_empty=True):
    if using is None and connection is None:
        raise ValueError("Need either using or connection")
    if using is not None:
        from django.db import connections

        connection = connections[using]
    return SQLCompiler(query, connection, using, elide_empty)
