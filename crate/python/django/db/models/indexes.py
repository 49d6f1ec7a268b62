"""Index."""

__all__ = ["Index"]


class Index:
    suffix = "idx"
    max_name_length = 30

    def __init__(
        self, *expressions, fields=(), name=None, db_tablespace=None, opclasses=(), condition=None, include=None
    ):
        if opclasses and not name:
            raise ValueError("An index must be named to use opclasses.")
        if not isinstance(condition, type(None)) and not hasattr(condition, "children"):
            raise ValueError("Index.condition must be a Q instance.")
        if condition and not name:
            raise ValueError("An index must be named to use condition.")
        if not isinstance(fields, (list, tuple)):
            raise ValueError("Index.fields must be a list or tuple.")
        if not isinstance(opclasses, (list, tuple)):
            raise ValueError("Index.opclasses must be a list or tuple.")
        if not expressions and not fields:
            raise ValueError("At least one field or expression is required to define an index.")
        if expressions and fields:
            raise ValueError("Index.fields and expressions are mutually exclusive.")
        if expressions and not name:
            raise ValueError("An index must be named to use expressions.")
        if expressions and opclasses:
            raise ValueError(
                "Index.opclasses cannot be used with expressions. Use "
                "django.contrib.postgres.indexes.OpClass() instead."
            )
        if opclasses and len(fields) != len(opclasses):
            raise ValueError("Index.fields and Index.opclasses must have the same number of elements.")
        if fields and not all(isinstance(field, str) for field in fields):
            raise ValueError("Index.fields must contain only strings with field names.")
        if include and not name:
            raise ValueError("A covering index must be named.")
        if not isinstance(include, (type(None), list, tuple)):
            raise ValueError("Index.include must be a list or tuple.")
        self.fields = list(fields)
        # Each field with the direction that its name begins with.
        self.fields_orders = [
            (name[1:], "DESC") if name.startswith("-") else (name, "") for name in self.fields
        ]
        self.name = name or ""
        self.db_tablespace = db_tablespace
        self.opclasses, self.condition = opclasses, condition
        self.include = tuple(include) if include else ()
        if expressions:
            from django.db.models.expressions import F

            expressions = (F(each) if isinstance(each, str) else each for each in expressions)
        self.expressions = tuple(expressions)

    @property
    def contains_expressions(self):
        return bool(self.expressions)

    def check(self, model, connection):
        return []

    def deconstruct(self):
        path = "%s.%s" % (self.__class__.__module__, self.__class__.__name__)
        path = path.replace("django.db.models.indexes", "django.db.models")
        kwargs = {"name": self.name}
        for name in ("fields", "db_tablespace", "opclasses", "condition", "include"):
            if getattr(self, name):
                kwargs[name] = getattr(self, name)
        return path, self.expressions, kwargs

    def clone(self):
        _, args, kwargs = self.deconstruct()
        return self.__class__(*args, **kwargs)

    def __copy__(self):
        return self.clone()

    def __deepcopy__(self, memo):
        return self.clone()

    def set_name_with_model(self, model):
        """A name from the table, the first column and a digest, of 30 letters at most."""
        from hashlib import md5

        table = model._meta.db_table.strip('"').rpartition(".")[2].strip('"')
        columns = [model._meta.get_field(name).column for name, _ in self.fields_orders]
        parts = [("-%s" if order else "%s") % column for column, (_, order) in zip(columns, self.fields_orders)]
        text = "".join([table, *parts, self.suffix])
        digest = md5(text.encode(), usedforsecurity=False).hexdigest()[:6]
        self.name = "%s_%s_%s" % (table[:11], columns[0][:7], "%s_%s" % (digest, self.suffix))
        if len(self.name) > self.max_name_length:
            raise ValueError(
                "Index too long for multiple database support. Is self.suffix longer than 3 characters?"
            )
        if self.name[0] == "_" or self.name[0].isdigit():
            self.name = "D%s" % self.name[1:]

    def __repr__(self):
        text = ""
        for name in ("fields", "expressions", "name", "db_tablespace", "condition", "include", "opclasses"):
            value = getattr(self, name)
            if value:
                text += " %s=%s" % (name, value if name == "condition" else repr(value))
        return "<%s:%s>" % (self.__class__.__qualname__, text)

    def __eq__(self, other):
        if self.__class__ == other.__class__:
            return self.deconstruct() == other.deconstruct()
        return NotImplemented

    __hash__ = object.__hash__


class IndexExpression:
    """An expression of an index, with its wrappers."""

    def __init__(self, *expressions):
        self.expressions = expressions
