"""Comparisons and conversions."""

from django.db.models.expressions import Func, Value


class Cast(Func):
    _orm = "Cast"
    function = "CAST"
    template = "%(function)s(%(expressions)s AS %(db_type)s)"

    def __init__(self, expression, output_field):
        super().__init__(expression, output_field=output_field)


class _OfSeveral(Func):
    def __init__(self, *expressions, **extra):
        if len(expressions) < 2:
            raise ValueError(f"{self._orm} must take at least two expressions")
        super().__init__(*expressions, **extra)


class Coalesce(_OfSeveral):
    _orm = "Coalesce"
    function = "COALESCE"

    @property
    def empty_result_set_value(self):
        for source in self.get_source_expressions():
            value = source.empty_result_set_value
            if value is NotImplemented or value is not None:
                return value
        return None


class Collate(Func):
    _orm = "Collate"
    function = "COLLATE"
    template = "%(expressions)s %(function)s %(collation)s"
    allowed_default = False

    def __init__(self, expression, collation):
        if not (collation and all(character.isalnum() or character in "_-" for character in collation)):
            raise ValueError(f"Invalid collation name: {collation!r}.")
        self.collation = collation
        super().__init__(expression)


class Greatest(_OfSeveral):
    _orm = "Greatest"
    function = "GREATEST"


class Least(_OfSeveral):
    _orm = "Least"
    function = "LEAST"


class NullIf(Func):
    _orm = "NullIf"
    function = "NULLIF"
    arity = 2
