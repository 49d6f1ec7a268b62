"""`django.db.models.expressions`: its names, gathered from the modules that hold them."""

from django.db.models.expression_base import BaseExpression, Combinable, Expression, OutputFieldIsNoneError
from django.db.models.expression_compound import (
    Case,
    Exists,
    ExpressionList,
    ExpressionWrapper,
    NegatedExpression,
    OrderBy,
    OrderByList,
    Subquery,
    When,
)
from django.db.models.expression_nodes import (
    Col,
    CombinedExpression,
    DatabaseDefault,
    DurationExpression,
    F,
    Func,
    JSONNull,
    OuterRef,
    RawSQL,
    ResolvedOuterRef,
    Sliced,
    Star,
    TemporalSubtraction,
    Value,
)
from django.db.models.expression_window import RowRange, ValueRange, Window, WindowFrame, WindowFrameExclusion


class SQLiteNumericMixin:
    """SQLite's cast of decimals happens natively; the name is here for classes that mix it in."""


class _Resolved(type):
    """`isinstance(expression, Ref)` of a node that a query made."""

    def __instancecheck__(cls, instance):
        return getattr(instance, "_node", None) == cls.__name__


class Ref(metaclass=_Resolved):
    pass


class ColPairs(metaclass=_Resolved):
    pass


for _cls in list(globals().values()):
    if isinstance(_cls, type):
        _cls.__module__ = __name__
del _cls
