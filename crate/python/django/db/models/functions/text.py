"""Text."""

from django.db.models.expressions import Func, Value
from django.db.models.lookups import Transform


class _Text(Transform):
    """A transform named after itself: `LOWER`, `lower`."""

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.__module__ == __name__:
            cls._orm = cls.__name__
            cls.lookup_name = cls.__name__.lower()
            cls.function = cls.__dict__.get("function", cls.__name__.upper())


class Chr(_Text):
    _kind = "CharField"


class ConcatPair(Func):
    _orm = "ConcatPair"
    function = "CONCAT"

    def coalesce(self):
        from django.db.models.functions.comparison import Coalesce

        clone = self.copy()
        clone.set_source_expressions([Coalesce(source, Value("")) for source in clone.get_source_expressions()])
        return clone


class Concat(Func):
    _orm = "Concat"
    function = None
    template = "%(expressions)s"

    def __init__(self, *expressions, **extra):
        if len(expressions) < 2:
            raise ValueError("Concat must take at least two expressions")
        super().__init__(self._paired(expressions, output_field=extra.get("output_field")), **extra)

    def _paired(self, expressions, output_field):
        first, *rest = expressions
        rest = rest[0] if len(rest) == 1 else self._paired(rest, output_field)
        return ConcatPair(first, rest, output_field=output_field)


class Left(Func):
    _orm = "Left"
    _kind = "CharField"
    function = "LEFT"
    arity = 2

    def __init__(self, expression, length, **extra):
        if not hasattr(length, "resolve_expression") and length < 1:
            raise ValueError("'length' must be greater than 0.")
        super().__init__(expression, length, **extra)

    def get_substr(self):
        return Substr(self.source_expressions[0], Value(1), self.source_expressions[1])


class Length(_Text):
    _kind = "IntegerField"


class Lower(_Text):
    pass


class LPad(Func):
    _orm = "LPad"
    _kind = "CharField"
    function = "LPAD"

    def __init__(self, expression, length, fill_text=Value(" "), **extra):
        if not hasattr(length, "resolve_expression") and length is not None and length < 0:
            raise ValueError("'length' must be greater or equal to 0.")
        super().__init__(expression, length, fill_text, **extra)


class LTrim(_Text):
    pass


class MD5(_Text):
    pass


class Ord(_Text):
    _kind = "IntegerField"
    function = "ASCII"


class Repeat(Func):
    _orm = "Repeat"
    _kind = "CharField"
    function = "REPEAT"

    def __init__(self, expression, number, **extra):
        if not hasattr(number, "resolve_expression") and number is not None and number < 0:
            raise ValueError("'number' must be greater or equal to 0.")
        super().__init__(expression, number, **extra)


class Replace(Func):
    _orm = "Replace"
    function = "REPLACE"

    def __init__(self, expression, text, replacement=Value(""), **extra):
        super().__init__(expression, text, replacement, **extra)


class Reverse(_Text):
    pass


class Right(Left):
    _orm = "Right"
    function = "RIGHT"

    def get_substr(self):
        from django.db.models.functions.comparison import NullIf

        return Substr(
            self.source_expressions[0],
            self.source_expressions[1] * Value(-1),
            NullIf(self.source_expressions[1], Value(0)),
        )


class RPad(LPad):
    _orm = "RPad"
    function = "RPAD"


class RTrim(_Text):
    pass


class SHA1(_Text):
    pass


class SHA224(_Text):
    pass


class SHA256(_Text):
    pass


class SHA384(_Text):
    pass


class SHA512(_Text):
    pass


class StrIndex(Func):
    _orm = "StrIndex"
    _kind = "IntegerField"
    function = "INSTR"
    arity = 2


class Substr(Func):
    _orm = "Substr"
    _kind = "CharField"
    function = "SUBSTRING"

    def __init__(self, expression, pos, length=None, **extra):
        if not hasattr(pos, "resolve_expression") and pos < 1:
            raise ValueError("'pos' must be greater than 0")
        rest = () if length is None else (length,)
        super().__init__(expression, pos, *rest, **extra)


class Trim(_Text):
    pass


class Upper(_Text):
    pass
