"""Functions that need `Window(...)` around them."""

from django.db.models.expressions import Func


class _OfWindow(Func):
    window_compatible = True


class CumeDist(_OfWindow):
    _orm = "CumeDist"
    _kind = "FloatField"
    function = "CUME_DIST"


class DenseRank(_OfWindow):
    _orm = "DenseRank"
    _kind = "IntegerField"
    function = "DENSE_RANK"


class FirstValue(_OfWindow):
    _orm = "FirstValue"
    arity = 1
    function = "FIRST_VALUE"


class _OfFirstSource(_OfWindow):
    def _check(self, expression, number, what):
        name = self.__class__.__name__
        if expression is None:
            raise ValueError(f"{name} requires a non-null source expression.")
        if number is None or number <= 0:
            raise ValueError(f"{name} requires a positive integer {what}.")

    def _resolve_output_field(self):
        return self.get_source_expressions()[0].output_field


class LagLeadFunction(_OfFirstSource):
    def __init__(self, expression, offset=1, default=None, **extra):
        self._check(expression, offset, "for the offset")
        rest = () if default is None else (default,)
        super().__init__(expression, offset, *rest, **extra)


class Lag(LagLeadFunction):
    _orm = "Lag"
    function = "LAG"


class LastValue(_OfWindow):
    _orm = "LastValue"
    arity = 1
    function = "LAST_VALUE"


class Lead(LagLeadFunction):
    _orm = "Lead"
    function = "LEAD"


class NthValue(_OfFirstSource):
    _orm = "NthValue"
    function = "NTH_VALUE"

    def __init__(self, expression, nth=1, **extra):
        self._check(expression, nth, "as for nth")
        super().__init__(expression, nth, **extra)


class Ntile(_OfWindow):
    _orm = "Ntile"
    _kind = "IntegerField"
    function = "NTILE"

    def __init__(self, num_buckets=1, **extra):
        if num_buckets <= 0:
            raise ValueError("num_buckets must be greater than 0.")
        super().__init__(num_buckets, **extra)


class PercentRank(_OfWindow):
    _orm = "PercentRank"
    _kind = "FloatField"
    function = "PERCENT_RANK"


class Rank(_OfWindow):
    _orm = "Rank"
    _kind = "IntegerField"
    function = "RANK"


class RowNumber(_OfWindow):
    _orm = "RowNumber"
    _kind = "IntegerField"
    function = "ROW_NUMBER"
