"""CompositePrimaryKey: a primary key of several columns."""

from . import NOT_PROVIDED, Field
from django.utils.functional import cached_property


class CompositeAttribute:
    def __init__(self, field):
        self.field = field

    @property
    def attnames(self):
        return [field.attname for field in self.field.fields]

    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        return tuple(getattr(instance, attname) for attname in self.attnames)

    def __set__(self, instance, values):
        attnames = self.attnames
        if values is None:
            values = (None,) * len(attnames)
        if not isinstance(values, (list, tuple)):
            raise ValueError("%r must be a list or a tuple." % self.field.name)
        if len(attnames) != len(values):
            raise ValueError("%r must have %s elements." % (self.field.name, len(attnames)))
        for attname, value in zip(attnames, values):
            setattr(instance, attname, value)


class CompositePrimaryKey(Field):
    descriptor_class = CompositeAttribute

    def __init__(self, *args, **kwargs):
        if not args or not all(isinstance(name, str) for name in args) or len(set(args)) != len(args):
            raise ValueError("CompositePrimaryKey args must be unique strings.")
        if len(args) == 1:
            raise ValueError("CompositePrimaryKey must include at least two fields.")
        if kwargs.get("default", NOT_PROVIDED) is not NOT_PROVIDED:
            raise ValueError("CompositePrimaryKey cannot have a default.")
        if kwargs.get("db_default", NOT_PROVIDED) is not NOT_PROVIDED:
            raise ValueError("CompositePrimaryKey cannot have a database default.")
        if kwargs.get("db_column") is not None:
            raise ValueError("CompositePrimaryKey cannot have a db_column.")
        if kwargs.setdefault("editable", False):
            raise ValueError("CompositePrimaryKey cannot be editable.")
        if not kwargs.setdefault("primary_key", True):
            raise ValueError("CompositePrimaryKey must be a primary key.")
        if not kwargs.setdefault("blank", True):
            raise ValueError("CompositePrimaryKey must be blank.")
        self.field_names = args
        super().__init__(**kwargs)

    def _orm_options(self):
        return {**super()._orm_options(), "composite_of": list(self.field_names)}

    def deconstruct(self):
        name, path, _, kwargs = super().deconstruct()
        return name, path, self.field_names, kwargs

    @cached_property
    def fields(self):
        meta = self.model._meta
        return tuple(meta.get_field(name) for name in self.field_names)

    @cached_property
    def columns(self):
        return tuple(field.column for field in self.fields)

    def __copy__(self):
        obj = super().__copy__()
        for name in ("fields", "columns"):
            obj.__dict__.pop(name, None)
        return obj

    def contribute_to_class(self, cls, name, private_only=False):
        super().contribute_to_class(cls, name, private_only=private_only)
        cls._meta.pk = self
        setattr(cls, self.attname, self.descriptor_class(self))

    def get_attname_column(self):
        return self.get_attname(), None

    def __iter__(self):
        return iter(self.fields)

    def __len__(self):
        return len(self.field_names)

    def __bool__(self):
        return True

    def get_pk_value_on_save(self, instance):
        values = []
        for field in self.fields:
            value = field.value_from_object(instance)
            values.append(field.get_pk_value_on_save(instance) if value is None else value)
        return tuple(values)

    def get_internal_type(self):
        return "CompositePrimaryKey"

    def value_to_string(self, obj):
        import json

        texts = []
        for field, value in zip(self.fields, self.value_from_object(obj)):
            holder = type("Holder", (), {})()
            setattr(holder, field.attname, value)
            texts.append(field.value_to_string(holder))
        return json.dumps(texts, ensure_ascii=False)

    def to_python(self, value):
        if isinstance(value, str):
            import json

            parts = json.loads(value)
            value = [field.to_python(part) for field, part in zip(self.fields, parts, strict=True)]
        return value


def unnest(fields):
    """The fields, with composite ones taken apart."""
    return [inner for field in fields for inner in (field.fields if isinstance(field, CompositePrimaryKey) else [field])]
