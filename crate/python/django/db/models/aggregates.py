"""Aggregates. What they compute is native; see `expression_base`."""

from django.db.models.expressions import Func, OrderByList, Star

__all__ = [
    "Aggregate",
    "AnyValue",
    "Avg",
    "BitAnd",
    "BitOr",
    "BitXor",
    "Count",
    "Max",
    "Min",
    "StdDev",
    "StringAgg",
    "Sum",
    "Variance",
]


class AggregateFilter(Func):
    _orm = "ExpressionList"
    arity = 1
    template = " FILTER (WHERE %(expressions)s)"

    @property
    def condition(self):
        return self.source_expressions[0]

    def __str__(self):
        return self.arg_joiner.join(str(item) for item in self.source_expressions)


class AggregateOrderBy(OrderByList):
    template = " ORDER BY %(expressions)s"


class Aggregate(Func):
    _orm = "Aggregate"
    template = "%(function)s(%(distinct)s%(expressions)s%(order_by)s)%(filter)s"
    contains_aggregate = True
    name = None
    window_compatible = True
    allow_distinct = False
    allow_order_by = False
    empty_result_set_value = None

    def __init__(self, *expressions, distinct=False, filter=None, default=None, order_by=None, **extra):
        name = self.__class__.__name__
        if distinct and not self.allow_distinct:
            raise TypeError(f"{name} does not allow distinct.")
        if order_by and not self.allow_order_by:
            raise TypeError(f"{name} does not allow order_by.")
        if default is not None and self.empty_result_set_value is not None:
            raise TypeError(f"{name} does not allow default.")
        self.distinct = distinct
        self.filter = None if filter is None else AggregateFilter(filter)
        self.default = default
        self.order_by = order_by and AggregateOrderBy.from_param(f"{name}.order_by", order_by)
        super().__init__(*expressions, **extra)

    def get_source_fields(self):
        return [source._output_field_or_none for source in self.source_expressions]

    def get_source_expressions(self):
        return [*super().get_source_expressions(), self.filter, self.order_by]

    def set_source_expressions(self, exprs):
        *exprs, self.filter, self.order_by = exprs
        super().set_source_expressions(exprs)

    @property
    def default_alias(self):
        sources = [source for source in self.get_source_expressions() if source is not None]
        if len(sources) == 1 and hasattr(sources[0], "name"):
            return f"{sources[0].name}__{self.name.lower()}"
        raise TypeError("Complex expressions require an alias")

    def get_group_by_cols(self):
        return []

    def _get_repr_options(self):
        options = super()._get_repr_options()
        for name in ("distinct", "filter", "order_by"):
            value = getattr(self, name)
            if value:
                options[name] = value
        return options


class AnyValue(Aggregate):
    _orm = "AnyValue"
    function = "ANY_VALUE"
    name = "AnyValue"
    arity = 1
    window_compatible = False


class Avg(Aggregate):
    _orm = "Avg"
    function = "AVG"
    name = "Avg"
    allow_distinct = True
    arity = 1


class BitAggregate(Aggregate):
    arity = 1

    def __init__(self, expression, **extra):
        super().__init__(expression, **extra)
        self._has_default = self.default is not None


class BitAnd(BitAggregate):
    _orm = "BitAnd"
    function = "BIT_AND"
    name = "BitAnd"


class BitOr(BitAggregate):
    _orm = "BitOr"
    function = "BIT_OR"
    name = "BitOr"


class BitXor(BitAggregate):
    _orm = "BitXor"
    function = "BIT_XOR"
    name = "BitXor"


class Count(Aggregate):
    _orm = "Count"
    _kind = "IntegerField"
    function = "COUNT"
    name = "Count"
    allow_distinct = True
    empty_result_set_value = 0
    arity = 1
    allows_composite_expressions = True

    def __init__(self, expression, filter=None, **extra):
        if expression == "*":
            expression = Star()
        if isinstance(expression, Star) and filter is not None:
            raise ValueError("Star cannot be used with filter. Please specify a field.")
        super().__init__(expression, filter=filter, **extra)


class Max(Aggregate):
    _orm = "Max"
    function = "MAX"
    name = "Max"
    arity = 1


class Min(Aggregate):
    _orm = "Min"
    function = "MIN"
    name = "Min"
    arity = 1


class _OfPopulation(Aggregate):
    """The function is of a sample or of the whole population."""

    arity = 1

    def __init__(self, expression, sample=False, **extra):
        self.function = self._functions[bool(sample)]
        super().__init__(expression, **extra)

    def _get_repr_options(self):
        return {**super()._get_repr_options(), "sample": self.function == self._functions[1]}


class StdDev(_OfPopulation):
    _orm = "StdDev"
    name = "StdDev"
    _functions = ("STDDEV_POP", "STDDEV_SAMP")


class Variance(_OfPopulation):
    _orm = "Variance"
    name = "Variance"
    _functions = ("VAR_POP", "VAR_SAMP")


class StringAggDelimiter(Func):
    _orm = "ExpressionList"
    arity = 1
    template = "%(expressions)s"

    def __init__(self, value):
        self.value = value
        super().__init__(value)


class StringAgg(Aggregate):
    _orm = "StringAgg"
    _kind = "TextField"
    function = "STRING_AGG"
    name = "StringAgg"
    allow_distinct = True
    allow_order_by = True

    def __init__(self, expression, delimiter, **extra):
        self.delimiter = StringAggDelimiter(delimiter)
        super().__init__(expression, self.delimiter, **extra)


class Sum(Aggregate):
    _orm = "Sum"
    function = "SUM"
    name = "Sum"
    allow_distinct = True
    arity = 1
