"""Conditions, branches, subqueries, lists and orders."""

import _orm

from django.db.models import expression_base
from django.db.models.expression_base import BaseExpression, Combinable, Expression
from django.db.models.expression_nodes import F, Func
from django.db.models.q import PROHIBITED_FILTER_KWARGS, Q
from django.utils.deconstruct import deconstructible


class ExpressionList(Func):
    """Several expressions where one is expected."""

    _orm = "ExpressionList"
    template = "%(expressions)s"

    def __str__(self):
        return self.arg_joiner.join(str(item) for item in self.source_expressions)

    def get_group_by_cols(self):
        return [col for item in self.get_source_expressions() for col in item.get_group_by_cols()]


class OrderByList(ExpressionList):
    _orm = "OrderByList"
    allowed_default = False
    template = "ORDER BY %(expressions)s"

    def __init__(self, *expressions, **extra):
        def item(expression):
            descending = isinstance(expression, str) and expression[0] == "-"
            return OrderBy(F(expression[1:]), descending=True) if descending else expression

        super().__init__(*map(item, expressions), **extra)

    @classmethod
    def from_param(cls, context, param):
        if param is None or (isinstance(param, (list, tuple)) and not param):
            return None
        if isinstance(param, (list, tuple)):
            return cls(*param)
        if isinstance(param, str) or hasattr(param, "resolve_expression"):
            return cls(param)
        raise ValueError(
            f"{context} must be either a string reference to a "
            f"field, an expression, or a list or tuple of them not {param!r}."
        )


@deconstructible(path="django.db.models.ExpressionWrapper")
class ExpressionWrapper(Expression):
    """An expression with another type."""

    _orm = "ExpressionWrapper"

    def __init__(self, expression, output_field):
        super().__init__(output_field=output_field)
        self.expression = expression

    def get_source_expressions(self):
        return [self.expression]

    def set_source_expressions(self, exprs):
        self.expression = exprs[0]

    def __repr__(self):
        return f"{self.__class__.__name__}({self.expression})"

    @property
    def allowed_default(self):
        return self.expression.allowed_default


class NegatedExpression(ExpressionWrapper):
    _orm = "Negated"
    _kind = "BooleanField"

    def __init__(self, expression):
        super().__init__(expression, output_field=None)

    def __invert__(self):
        return self.expression.copy()


@deconstructible(path="django.db.models.When")
class When(Expression):
    _orm = "When"
    template = "WHEN %(condition)s THEN %(result)s"
    conditional = False

    def __init__(self, condition=None, then=None, **lookups):
        if lookups:
            invalid = PROHIBITED_FILTER_KWARGS.intersection(lookups)
            if invalid:
                shown = ", ".join(f"'{name}'" for name in sorted(invalid))
                raise TypeError(f"The following kwargs are invalid: {shown}")
            if condition is None:
                condition, lookups = Q(**lookups), None
            elif getattr(condition, "conditional", False):
                condition, lookups = Q(condition, **lookups), None
        if condition is None or not getattr(condition, "conditional", False) or lookups:
            raise TypeError(
                "When() supports a Q object, a boolean expression, or lookups as a condition."
            )
        if isinstance(condition, Q) and not condition.children:
            raise ValueError("An empty Q() can't be used as a When() condition.")
        self.condition = condition
        self.result = self._parse_expressions(then)[0]

    def __str__(self):
        return f"WHEN {self.condition!r} THEN {self.result!r}"

    def __repr__(self):
        return f"<{self.__class__.__name__}: {self}>"

    def get_source_expressions(self):
        return [self.condition, self.result]

    def set_source_expressions(self, exprs):
        self.condition, self.result = exprs

    def get_source_fields(self):
        return [self.result._output_field_or_none]

    def _resolve_output_field(self):
        return self.result._output_field_or_none


@deconstructible(path="django.db.models.Case")
class Case(Expression):
    _orm = "Case"
    template = "CASE %(cases)s ELSE %(default)s END"
    case_joiner = " "

    def __init__(self, *cases, default=None, output_field=None, **extra):
        for case in cases:
            if not isinstance(case, When):
                raise TypeError("Positional arguments must all be When objects.")
        if output_field is not None:
            self.output_field = output_field
        self.cases = list(cases)
        self.default = self._parse_expressions(default)[0]
        self.extra = extra

    def __str__(self):
        return f"CASE {', '.join(str(case) for case in self.cases)}, ELSE {self.default!r}"

    def __repr__(self):
        return f"<{self.__class__.__name__}: {self}>"

    def get_source_expressions(self):
        return [*self.cases, self.default]

    def set_source_expressions(self, exprs):
        *self.cases, self.default = exprs

    def copy(self):
        clone = super().copy()
        clone.cases = clone.cases[:]
        return clone

    __copy__ = copy

    def get_group_by_cols(self):
        if not self.cases:
            return self.default.get_group_by_cols()
        return super().get_group_by_cols()

    @property
    def allowed_default(self):
        return self.default.allowed_default and all(case.allowed_default for case in self.cases)


class Subquery(BaseExpression, Combinable):
    _orm = "Subquery"
    template = "(%(subquery)s)"
    contains_aggregate = False
    empty_result_set_value = None
    subquery = True

    def __init__(self, queryset, output_field=None, **extra):
        self.query = getattr(queryset, "query", queryset).clone()
        self.template = extra.pop("template", self.template)
        self.extra = extra
        if output_field is not None:
            self.output_field = output_field

    def get_source_expressions(self):
        return [self.query]

    def set_source_expressions(self, exprs):
        self.query = exprs[0]

    def _resolve_output_field(self):
        return self.query.output_field

    def copy(self):
        clone = super().copy()
        clone.query = clone.query.clone()
        return clone

    __copy__ = copy

    @property
    def external_aliases(self):
        return self.query.external_aliases

    def get_external_cols(self):
        return self.query.get_external_cols()


class Exists(Subquery):
    _orm = "Exists"
    template = "EXISTS(%(subquery)s)"
    conditional = True
    empty_result_set_value = False
    _kind = "BooleanField"

    def __init__(self, queryset, **kwargs):
        super().__init__(queryset, **kwargs)

    def _resolve_output_field(self):
        return BaseExpression._resolve_output_field(self)


@deconstructible(path="django.db.models.OrderBy")
class OrderBy(Expression):
    _orm = "OrderBy"
    template = "%(expression)s %(ordering)s"
    conditional = False
    constraint_validation_compatible = False
    allows_composite_expressions = True

    def __init__(self, expression, descending=False, nulls_first=None, nulls_last=None):
        if nulls_first and nulls_last:
            raise ValueError("nulls_first and nulls_last are mutually exclusive")
        if nulls_first is False or nulls_last is False:
            raise ValueError("nulls_first and nulls_last values must be True or None.")
        if not hasattr(expression, "resolve_expression"):
            raise ValueError("expression must be an expression type")
        self.expression = expression
        self.descending, self.nulls_first, self.nulls_last = descending, nulls_first, nulls_last

    def __repr__(self):
        return f"{self.__class__.__name__}({self.expression}, descending={self.descending})"

    def get_source_expressions(self):
        return [self.expression]

    def set_source_expressions(self, exprs):
        self.expression = exprs[0]

    def as_sql(self, compiler, connection, template=None, **extra_context):
        if template is not None:
            extra_context["template"] = template
        return _orm.default_as_sql(self, compiler, extra_context)

    def get_group_by_cols(self):
        return [col for source in self.get_source_expressions() for col in source.get_group_by_cols()]

    def reverse_ordering(self):
        self.descending = not self.descending
        if self.nulls_first:
            self.nulls_last, self.nulls_first = True, None
        elif self.nulls_last:
            self.nulls_first, self.nulls_last = True, None
        return self

    def asc(self):
        self.descending = False

    def desc(self):
        self.descending = True


expression_base.OrderBy = OrderBy
