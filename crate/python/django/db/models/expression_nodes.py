"""Names, constants, functions: the leaves and calls of expressions.

Expressions are made by the thousand, so a constructor sets its type itself instead of calling `BaseExpression`'s.
"""

import _orm

from django.db.models import expression_base
from django.db.models.expression_base import Combinable, Expression
from django.utils.deconstruct import deconstructible


class CombinedExpression(Expression):
    _orm = "Combined"

    def __init__(self, lhs, connector, rhs, output_field=None):
        if output_field is not None:
            self.output_field = output_field
        self.lhs, self.connector, self.rhs = lhs, connector, rhs

    def __repr__(self):
        return f"<{self.__class__.__name__}: {self}>"

    def __str__(self):
        return f"{self.lhs} {self.connector} {self.rhs}"

    def get_source_expressions(self):
        return [self.lhs, self.rhs]

    def set_source_expressions(self, exprs):
        self.lhs, self.rhs = exprs

    @property
    def allowed_default(self):
        return self.lhs.allowed_default and self.rhs.allowed_default


class DurationExpression(CombinedExpression):
    pass


class TemporalSubtraction(CombinedExpression):
    _kind = "DurationField"

    def __init__(self, lhs, rhs):
        super().__init__(lhs, self.SUB, rhs)


@deconstructible(path="django.db.models.F")
class F(Combinable):
    """A field, an annotation or a transform of one, by name."""

    _orm = "F"
    allowed_default = False

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"{self.__class__.__name__}({self.name})"

    def __getitem__(self, subscript):
        return Sliced(self, subscript)

    def __contains__(self, other):
        raise TypeError(f"argument of type '{self.__class__.__name__}' is not iterable")

    def resolve_expression(self, query=None, allow_joins=True, reuse=None, summarize=False, for_save=False):
        return _orm.resolve_name(self, query, allow_joins, reuse, summarize, for_save)

    def replace_expressions(self, replacements):
        if (replacement := replacements.get(self)) is not None:
            return replacement
        name, *rest = self.name.split("__")
        if not rest or (replacement := replacements.get(F(name))) is None:
            return self
        for part in rest:
            transform = replacement.get_transform(part)
            if transform is None:
                return self
            replacement = transform(replacement)
        return replacement

    def asc(self, **kwargs):
        return expression_base.OrderBy(self, **kwargs)

    def desc(self, **kwargs):
        return expression_base.OrderBy(self, descending=True, **kwargs)

    def __eq__(self, other):
        return self.__class__ == other.__class__ and self.name == other.name

    def __hash__(self):
        return hash(self.name)

    def copy(self):
        clone = self.__class__.__new__(self.__class__)
        clone.__dict__.update(self.__dict__)
        return clone

    __copy__ = copy


class ResolvedOuterRef(F):
    """A name of the query around, until that one is known."""

    _orm = "ResolvedOuterRef"
    contains_aggregate = False
    contains_over_clause = False

    def as_sql(self, *args, **kwargs):
        raise ValueError(
            "This queryset contains a reference to an outer query and may only be used in a subquery."
        )

    def relabeled_clone(self, relabels):
        return self

    def get_group_by_cols(self):
        return []


class OuterRef(F):
    _orm = "OuterRef"
    contains_aggregate = False
    contains_over_clause = False

    def resolve_expression(self, *args, **kwargs):
        if isinstance(self.name, self.__class__):
            return self.name
        return ResolvedOuterRef(self.name)

    def relabeled_clone(self, relabels):
        return self


class Sliced(F):
    """A part of a text or an array."""

    _orm = "Sliced"

    def __init__(self, obj, subscript):
        super().__init__(obj.name)
        self.obj = obj
        if isinstance(subscript, int):
            start, stop = subscript, subscript + 1
        elif isinstance(subscript, slice):
            start, stop = subscript.start, subscript.stop
            if subscript.step is not None and not any(end is not None and end < 0 for end in (start, stop)):
                raise ValueError("Step argument is not supported.")
        else:
            raise TypeError("Argument to slice must be either int or slice instance.")
        if (start is not None and start < 0) or (stop is not None and stop < 0):
            raise ValueError("Negative indexing is not supported.")
        if stop and start and stop < start:
            raise ValueError("Slice stop must be greater than slice start.")
        self.start = (start or 0) + 1
        self.length = None if stop is None else stop - (start or 0)

    def __repr__(self):
        stop = None if self.length is None else self.start - 1 + self.length
        return f"{self.__class__.__qualname__}({self.obj!r}, {slice(self.start - 1, stop)!r})"


@deconstructible(path="django.db.models.Func")
class Func(Expression):
    _orm = "Func"
    function = None
    template = "%(function)s(%(expressions)s)"
    arg_joiner = ", "
    arity = None

    def __init__(self, *expressions, output_field=None, **extra):
        if self.arity is not None and len(expressions) != self.arity:
            raise TypeError(
                f"'{self.__class__.__name__}' takes exactly {self.arity} "
                f"{'argument' if self.arity == 1 else 'arguments'} ({len(expressions)} given)"
            )
        if output_field is not None:
            self.output_field = output_field
        self.source_expressions = self._parse_expressions(*expressions)
        self.extra = extra

    def __repr__(self):
        args = self.arg_joiner.join(str(argument) for argument in self.source_expressions)
        extra = {**self.extra, **self._get_repr_options()}
        if extra:
            options = ", ".join(f"{name}={value}" for name, value in sorted(extra.items()))
            return f"{self.__class__.__name__}({args}, {options})"
        return f"{self.__class__.__name__}({args})"

    def _get_repr_options(self):
        return {}

    def get_source_expressions(self):
        return self.source_expressions

    def set_source_expressions(self, exprs):
        self.source_expressions = exprs

    def copy(self):
        clone = super().copy()
        clone.source_expressions = self.source_expressions[:]
        clone.extra = self.extra.copy()
        return clone

    __copy__ = copy

    def as_sql(self, compiler, connection, function=None, template=None, arg_joiner=None, **extra_context):
        given = {"function": function, "template": template, "arg_joiner": arg_joiner}
        extra_context.update((name, value) for name, value in given.items() if value is not None)
        return _orm.default_as_sql(self, compiler, extra_context)

    @property
    def allowed_default(self):
        return all(source.allowed_default for source in self.source_expressions)


@deconstructible(path="django.db.models.Value")
class Value(Expression):
    _orm = "Value"
    for_save = False
    allowed_default = True

    def __init__(self, value, output_field=None):
        if output_field is not None:
            self.output_field = output_field
        self.value = value

    def __repr__(self):
        return f"{self.__class__.__name__}({self.value!r})"

    def resolve_expression(self, query=None, allow_joins=True, reuse=None, summarize=False, for_save=False):
        clone = super().resolve_expression(query, allow_joins, reuse, summarize, for_save)
        clone.for_save = for_save
        return clone

    def get_group_by_cols(self):
        return []

    @property
    def empty_result_set_value(self):
        return self.value


@deconstructible(path="django.db.models.JSONNull")
class JSONNull(Value):
    """The JSON document `null`, which is not SQL's NULL."""

    _orm = "JSONNull"
    _kind = "JSONField"

    def __init__(self):
        super().__init__(None)

    def __repr__(self):
        return f"{self.__class__.__name__}()"


class RawSQL(Expression):
    _orm = "RawSQL"
    allowed_default = True
    _kind = "Field"

    def __init__(self, sql, params, output_field=None):
        super().__init__(output_field=output_field)
        self.sql, self.params = sql, params

    def __repr__(self):
        return f"{self.__class__.__name__}({self.sql}, {self.params})"

    def get_group_by_cols(self):
        return [self]


class Star(Expression):
    _orm = "Star"

    def __repr__(self):
        return "'*'"


class DatabaseDefault(Expression):
    """The column's own default, in an INSERT."""

    _orm = "DatabaseDefault"

    def __init__(self, expression, output_field=None):
        super().__init__(output_field)
        self.expression = expression

    def get_source_expressions(self):
        return [self.expression]

    def set_source_expressions(self, exprs):
        (self.expression,) = exprs


class Col(Expression):
    """A column of a table in a query."""

    _orm = "Col"
    contains_column_references = True
    possibly_multivalued = False

    def __init__(self, alias, target, output_field=None):
        super().__init__(output_field=target if output_field is None else output_field)
        self.alias, self.target = alias, target

    def __repr__(self):
        shown = f"{self.alias}, {self.target}" if self.alias else str(self.target)
        return f"{self.__class__.__name__}({shown})"


expression_base.F, expression_base.Value, expression_base.CombinedExpression = F, Value, CombinedExpression
