"""DatabaseIntrospection: what tables there are."""

from collections import namedtuple

TableInfo = namedtuple("TableInfo", ["name", "type"])
FieldInfo = namedtuple(
    "FieldInfo", "name type_code display_size internal_size precision scale null_ok default collation pk has_json_constraint"
)


class DatabaseIntrospection:
    def __init__(self, connection):
        self.connection = connection

    def identifier_converter(self, name):
        return name

    def _models(self):
        from django.apps import apps

        return [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]

    def table_names(self, cursor=None, include_views=False):
        return sorted({model._meta.db_table for model in self._models()})

    def get_table_list(self, cursor=None):
        return [TableInfo(name, "t") for name in self.table_names()]

    def django_table_names(self, only_existing=False, include_views=True):
        return self.table_names()

    def get_table_description(self, cursor, table_name):
        for model in self._models():
            if model._meta.db_table == table_name:
                return [
                    FieldInfo(
                        field.column, field.db_type(self.connection), None, field.max_length, None, None,
                        field.null, None, None, field.primary_key, False,
                    )
                    for field in model._meta.local_concrete_fields
                ]
        return []
