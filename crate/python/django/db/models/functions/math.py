"""Arithmetic."""

from django.db.models.expressions import Func
from django.db.models.lookups import Transform


class _Numeric(Transform):
    """A transform named after itself: `SIN`, `sin`."""

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.__module__ == __name__:
            cls._orm = cls.__name__
            cls.lookup_name = cls.__name__.lower()
            cls.function = cls.__dict__.get("function", cls.__name__.upper())


class Abs(_Numeric):
    pass


class ACos(_Numeric):
    pass


class ASin(_Numeric):
    pass


class ATan(_Numeric):
    pass


class ATan2(Func):
    _orm = "ATan2"
    function = "ATAN2"
    arity = 2


class Ceil(_Numeric):
    function = "CEILING"


class Cos(_Numeric):
    pass


class Cot(_Numeric):
    pass


class Degrees(_Numeric):
    pass


class Exp(_Numeric):
    pass


class Floor(_Numeric):
    pass


class Ln(_Numeric):
    pass


class Log(Func):
    _orm = "Log"
    function = "LOG"
    arity = 2


class Mod(Func):
    _orm = "Mod"
    function = "MOD"
    arity = 2


class Pi(Func):
    _orm = "Pi"
    _kind = "FloatField"
    function = "PI"
    arity = 0


class Power(Func):
    _orm = "Power"
    function = "POWER"
    arity = 2


class Radians(_Numeric):
    pass


class Random(Func):
    _orm = "Random"
    _kind = "FloatField"
    function = "RANDOM"
    arity = 0

    def get_group_by_cols(self):
        return []


class Round(_Numeric):
    arity = None

    def __init__(self, expression, precision=0, **extra):
        super().__init__(expression, precision, **extra)

    def _resolve_output_field(self):
        return self.get_source_expressions()[0].output_field


class Sign(_Numeric):
    pass


class Sin(_Numeric):
    pass


class Sqrt(_Numeric):
    pass


class Tan(_Numeric):
    pass
