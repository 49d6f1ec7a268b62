"""GeneratedField: a column that the database computes."""

from . import NOT_PROVIDED, Field
from django.utils.functional import cached_property


class GeneratedField(Field):
    generated = True
    db_returning = True
    output_field = None

    def __init__(self, *, expression, output_field, db_persist, **kwargs):
        if kwargs.setdefault("editable", False):
            raise ValueError("GeneratedField cannot be editable.")
        if not kwargs.setdefault("blank", True):
            raise ValueError("GeneratedField must be blank.")
        if kwargs.get("default", NOT_PROVIDED) is not NOT_PROVIDED:
            raise ValueError("GeneratedField cannot have a default.")
        if kwargs.get("db_default", NOT_PROVIDED) is not NOT_PROVIDED:
            raise ValueError("GeneratedField cannot have a database default.")
        if db_persist not in (True, False):
            raise ValueError("GeneratedField.db_persist must be True or False.")
        self.expression, self.output_field, self.db_persist = expression, output_field, db_persist
        super().__init__(**kwargs)

    def _orm_options(self):
        return {**super()._orm_options(), "generated": (self.expression, self.db_persist, self.output_field)}

    def contribute_to_class(self, *args, **kwargs):
        super().contribute_to_class(*args, **kwargs)
        for name, lookup in self.output_field.get_class_lookups().items():
            self.register_lookup(lookup, lookup_name=name)

    @cached_property
    def referenced_fields(self):
        from django.db.models.base import expression_references

        names = {ref[0] for ref in expression_references(self.expression)}
        return frozenset(self.model._meta.get_field(name) for name in names)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["blank"], kwargs["editable"]
        kwargs["db_persist"] = self.db_persist
        kwargs["expression"] = self.expression
        kwargs["output_field"] = self.output_field
        return name, path, args, kwargs

    def get_internal_type(self):
        return self.output_field.get_internal_type()

    def _orm_kind(self):
        return "GeneratedField"

    def db_type(self, connection):
        return self.output_field.db_type(connection)

    def db_parameters(self, connection):
        return self.output_field.db_parameters(connection)

    def get_prep_value(self, value):
        return self.output_field.get_prep_value(value)

    def get_db_prep_value(self, value, connection, prepared=False):
        return self.output_field.get_db_prep_value(value, connection, prepared)

    def to_python(self, value):
        return self.output_field.to_python(value)
