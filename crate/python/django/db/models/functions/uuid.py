"""UUIDs that the database makes."""

from django.db.models.expressions import Func


class UUID4(Func):
    _orm = "UUID4"
    _kind = "UUIDField"
    function = "UUIDV4"
    arity = 0


class UUID7(Func):
    _orm = "UUID7"
    _kind = "UUIDField"
    function = "UUIDV7"
    arity = 1

    def __init__(self, shift=None, **extra):
        super().__init__(shift, **extra)

    def _parse_expressions(self, *expressions):
        return super()._parse_expressions(*(item for item in expressions if item is not None))
