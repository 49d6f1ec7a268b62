"""DatabaseSchemaEditor: makes and drops the tables of models."""


class DatabaseSchemaEditor:
    def __init__(self, connection, collect_sql=False, atomic=True):
        self.connection = connection

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return False

    def create_model(self, model):
        for one in self._tables(model):
            one._meta._orm.create_table()

    def delete_model(self, model):
        for one in reversed(self._tables(model)):
            one._meta._orm.drop_table()

    @staticmethod
    def _tables(model):
        through = [
            field.remote_field.through
            for field in model._meta.local_many_to_many
            if field.remote_field.through._meta.auto_created
        ]
        return [model, *through]

    def execute(self, sql, params=()):
        with self.connection.cursor() as cursor:
            cursor.execute(str(sql), params)

    def quote_name(self, name):
        return self.connection.ops.quote_name(name)
