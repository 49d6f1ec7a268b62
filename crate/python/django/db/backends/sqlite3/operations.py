"""DatabaseOperations: facts that Python code asks the connection for."""


class DatabaseOperations:
    cast_char_field_without_max_length = "text"
    cast_data_types = {"DateField": "TEXT", "DateTimeField": "TEXT"}
    explain_prefix = "EXPLAIN QUERY PLAN"
    compiler_module = "django.db.models.sql.compiler"
    set_operators = {"union": "UNION", "intersection": "INTERSECT", "difference": "EXCEPT"}
    jsonfield_datatype_values = frozenset(["null", "false", "true"])

    def __init__(self, connection):
        self.connection = connection

    def quote_name(self, name):
        return name if name.startswith('"') and name.endswith('"') else '"%s"' % name

    def no_limit_value(self):
        return -1

    def limit_offset_sql(self, low_mark, high_mark):
        offset = low_mark or 0
        limit = None
        if high_mark is not None:
            limit = high_mark - offset
        elif offset:
            limit = self.no_limit_value()
        parts = ("LIMIT %d" % limit if limit else None, "OFFSET %d" % offset if offset else None)
        return " ".join(part for part in parts if part)

    def force_no_ordering(self):
        return []

    def adapt_json_value(self, value, encoder):
        import json

        return json.dumps(value, cls=encoder)

    def max_name_length(self):
        return None

    def limit_offset_sql(self, low_mark, high_mark):
        limit = -1 if high_mark is None else high_mark - (low_mark or 0)
        return "LIMIT %d" % limit + (" OFFSET %d" % low_mark if low_mark else "")

    def max_in_list_size(self):
        return None

    def bulk_batch_size(self, fields, objs):
        """How many objects one statement takes."""
        columns = sum(len(getattr(field, "fields", None) or (field,)) for field in fields)
        limit = self.connection.features.max_query_params
        return len(objs) if not columns or limit is None else limit // columns

    def integer_field_range(self, internal_type):
        if internal_type.startswith("Positive"):
            return 0, 9223372036854775807
        return -9223372036854775808, 9223372036854775807

    def get_db_converters(self, expression):
        return []

    def field_cast_sql(self, db_type, internal_type):
        return "%s"

    def lookup_cast(self, lookup_type, internal_type=None):
        return "%s"

    def prep_for_like_query(self, x):
        return str(x).replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")

    prep_for_iexact_query = prep_for_like_query

    def pk_default_value(self):
        return "NULL"

    def random_function_sql(self):
        return "RAND()"

    def adapt_unknown_value(self, value):
        return value

    def adapt_datefield_value(self, value):
        return None if value is None else str(value)

    adapt_datetimefield_value = adapt_timefield_value = adapt_datefield_value

    def adapt_decimalfield_value(self, value, max_digits=None, decimal_places=None):
        return value

    def adapt_integerfield_value(self, value, internal_type):
        return value

    def adapt_ipaddressfield_value(self, value):
        return value or None

    def last_executed_query(self, cursor, sql, params):
        return sql % tuple(params) if params else sql

    def check_expression_support(self, expression):
        pass

    def compiler(self, name):
        from django.db.models.sql import compiler

        return getattr(compiler, name)

    def validate_autopk_value(self, value):
        return value

    def tablespace_sql(self, tablespace, inline=False):
        return ""

    def unification_cast_sql(self, output_field):
        return "%s"

    def conditional_expression_supported_in_where_clause(self, expression):
        return True
