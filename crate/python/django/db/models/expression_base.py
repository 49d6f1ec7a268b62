"""What every expression has: operators, sources, a type, an identity.

What an expression means is settled natively, in `_orm`. These classes keep what the constructor was
given and offer the methods that people call and override. `_orm = "Name"` on a class says which native
node it stands for; a subclass inherits it.
"""

import _orm

from django.core.exceptions import FieldError
from django.utils.deconstruct import deconstructible
from django.utils.functional import cached_property


def output_field_of_kind(kind, _made={}):
    """The shared field that serves as a type: `output_field_of_kind("IntegerField")`."""
    field = _made.get(kind)
    if field is None:
        from django.db.models import fields

        cls = getattr(fields, kind, None)
        if cls is None:
            from django.db.models.fields import json

            cls = getattr(json, kind)
        field = _made[kind] = cls()
    return field


def is_boolean(field):
    from django.db.models.fields import BooleanField

    return isinstance(field, BooleanField)


# Nodes that operators and methods make. They are defined over what is here, and put in their places by
# `expression_nodes` and `expression_compound`: an import in an operator would cost more than the operator.
F = Value = CombinedExpression = OrderBy = None

_BITWISE_ONLY = "Use .bitand(), .bitor(), and .bitxor() for bitwise logical operations."


class Combinable:
    """Operators: each makes a combined expression, or a `Q` of two conditions."""

    ADD = "+"
    SUB = "-"
    MUL = "*"
    DIV = "/"
    POW = "^"
    MOD = "%%"
    BITAND = "&"
    BITOR = "|"
    BITLEFTSHIFT = "<<"
    BITRIGHTSHIFT = ">>"
    BITXOR = "#"

    def _combine(self, other, connector, reversed):
        if not hasattr(other, "resolve_expression"):
            other = Value(other)
        if reversed:
            return CombinedExpression(other, connector, self)
        return CombinedExpression(self, connector, other)

    def _both_conditions(self, other):
        if getattr(self, "conditional", False) and getattr(other, "conditional", False):
            from django.db.models.q import Q

            return Q(self), Q(other)
        raise NotImplementedError(_BITWISE_ONLY)

    def __neg__(self):
        return self._combine(-1, self.MUL, False)

    def __add__(self, other):
        return self._combine(other, self.ADD, False)

    def __sub__(self, other):
        return self._combine(other, self.SUB, False)

    def __mul__(self, other):
        return self._combine(other, self.MUL, False)

    def __truediv__(self, other):
        return self._combine(other, self.DIV, False)

    def __mod__(self, other):
        return self._combine(other, self.MOD, False)

    def __pow__(self, other):
        return self._combine(other, self.POW, False)

    def __radd__(self, other):
        return self._combine(other, self.ADD, True)

    def __rsub__(self, other):
        return self._combine(other, self.SUB, True)

    def __rmul__(self, other):
        return self._combine(other, self.MUL, True)

    def __rtruediv__(self, other):
        return self._combine(other, self.DIV, True)

    def __rmod__(self, other):
        return self._combine(other, self.MOD, True)

    def __rpow__(self, other):
        return self._combine(other, self.POW, True)

    def bitand(self, other):
        return self._combine(other, self.BITAND, False)

    def bitor(self, other):
        return self._combine(other, self.BITOR, False)

    def bitxor(self, other):
        return self._combine(other, self.BITXOR, False)

    def bitleftshift(self, other):
        return self._combine(other, self.BITLEFTSHIFT, False)

    def bitrightshift(self, other):
        return self._combine(other, self.BITRIGHTSHIFT, False)

    def __and__(self, other):
        left, right = self._both_conditions(other)
        return left & right

    def __or__(self, other):
        left, right = self._both_conditions(other)
        return left | right

    def __xor__(self, other):
        left, right = self._both_conditions(other)
        return left ^ right

    def __rand__(self, other):
        raise NotImplementedError(_BITWISE_ONLY)

    __ror__ = __rxor__ = __rand__

    def __invert__(self):
        from django.db.models.expressions import NegatedExpression

        return NegatedExpression(self)


class OutputFieldIsNoneError(FieldError):
    pass


class _OutputField:
    """`output_field`: as given, as the class says, or as it follows from the sources."""

    def __get__(self, expression, owner=None):
        if expression is None:
            return self
        state = expression.__dict__
        field = state.get("_inferred_field")
        if field is None:
            field = expression._resolve_output_field()
            if field is None:
                raise OutputFieldIsNoneError("Cannot resolve expression type, unknown output_field")
            state["_inferred_field"] = field
        return field


class BaseExpression:
    _orm = "Expression"
    # The type's class name, where the class has one.
    _kind = None

    empty_result_set_value = NotImplemented
    is_summary = False
    filterable = True
    window_compatible = False
    allowed_default = False
    constraint_validation_compatible = True
    set_returning = False
    allows_composite_expressions = False

    output_field = _OutputField()

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        own = cls.__dict__.get("resolve_expression")
        if own is not None and cls._orm == "Expression" and not cls.__module__.startswith("django."):
            from django.db.models.expression_resolved import resolving_once

            cls.resolve_expression = resolving_once(own)

    def __init__(self, output_field=None):
        if output_field is not None:
            self.output_field = output_field

    def __getstate__(self):
        state = self.__dict__.copy()
        for derived in ("convert_value", "_inferred_field", "contains_aggregate", "identity"):
            state.pop(derived, None)
        return state

    def get_source_expressions(self):
        return []

    def set_source_expressions(self, exprs):
        assert not exprs

    def _parse_expressions(self, *expressions):
        return [
            item if hasattr(item, "resolve_expression") else F(item) if isinstance(item, str) else Value(item)
            for item in expressions
        ]

    def as_sql(self, compiler, connection, **extra_context):
        if type(self)._orm == "Expression":
            raise NotImplementedError("Subclasses must implement as_sql()")
        return _orm.default_as_sql(self, compiler, extra_context)

    def _any_source(self, question):
        return any(source is not None and question(source) for source in self.get_source_expressions())

    @cached_property
    def contains_aggregate(self):
        return self._any_source(lambda source: source.contains_aggregate)

    @cached_property
    def contains_over_clause(self):
        return self._any_source(lambda source: source.contains_over_clause)

    @cached_property
    def contains_column_references(self):
        return self._any_source(lambda source: source.contains_column_references)

    @cached_property
    def contains_subquery(self):
        return self._any_source(lambda source: getattr(source, "subquery", False) or source.contains_subquery)

    def resolve_expression(self, query=None, allow_joins=True, reuse=None, summarize=False, for_save=False):
        clone = self.copy()
        clone.is_summary = summarize
        clone.set_source_expressions(
            [
                source and _orm.resolve_source(source, query, allow_joins, reuse, summarize, for_save)
                for source in clone.get_source_expressions()
            ]
        )
        return clone

    @property
    def conditional(self):
        return is_boolean(self.output_field)

    @property
    def field(self):
        return self.output_field

    @property
    def _output_field_or_none(self):
        try:
            return self.output_field
        except OutputFieldIsNoneError:
            return None

    def _resolve_output_field(self):
        if self._kind is not None:
            return output_field_of_kind(self._kind)
        return _orm.infer_output_field(self)

    @staticmethod
    def _convert_value_noop(value, expression, connection):
        return value

    @cached_property
    def convert_value(self):
        kind = self.output_field.get_internal_type()
        if kind == "FloatField":
            make = float
        elif kind.endswith("IntegerField"):
            make = int
        elif kind == "DecimalField":
            from decimal import Decimal as make
        else:
            return self._convert_value_noop
        return lambda value, expression, connection: None if value is None else make(value)

    def get_db_converters(self, connection):
        own = [] if self.convert_value is self._convert_value_noop else [self.convert_value]
        return own + self.output_field.get_db_converters(connection)

    def get_lookup(self, lookup):
        return self.output_field.get_lookup(lookup)

    def get_transform(self, name):
        return self.output_field.get_transform(name)

    def _over_sources(self, change):
        clone = self.copy()
        clone.set_source_expressions([source and change(source) for source in self.get_source_expressions()])
        return clone

    def relabeled_clone(self, change_map):
        return self._over_sources(lambda source: source.relabeled_clone(change_map))

    def replace_expressions(self, replacements):
        if not replacements:
            return self
        replacement = replacements.get(self)
        if replacement:
            return replacement
        if not self.get_source_expressions():
            return self
        return self._over_sources(lambda source: source.replace_expressions(replacements))

    def prefix_references(self, prefix):
        from django.db.models.expressions import F

        def prefixed(source):
            return F(prefix + source.name) if isinstance(source, F) else source.prefix_references(prefix)

        return self._over_sources(prefixed)

    def get_refs(self):
        refs = set()
        for source in self.get_source_expressions():
            if source is not None:
                refs |= source.get_refs()
        return refs

    def copy(self):
        clone = self.__class__.__new__(self.__class__)
        clone.__dict__.update(self.__getstate__())
        return clone

    __copy__ = copy

    def get_group_by_cols(self):
        if not self.contains_aggregate:
            return [self]
        return [col for source in self.get_source_expressions() for col in source.get_group_by_cols()]

    def get_source_fields(self):
        return [source._output_field_or_none for source in self.get_source_expressions()]

    def asc(self, **kwargs):
        return OrderBy(self, **kwargs)

    def desc(self, **kwargs):
        return OrderBy(self, descending=True, **kwargs)

    def reverse_ordering(self):
        return self

    def flatten(self):
        yield self
        for source in self.get_source_expressions():
            if source:
                if hasattr(source, "flatten"):
                    yield from source.flatten()
                else:
                    yield source

    def select_format(self, compiler, sql, params):
        if hasattr(self.output_field, "select_format"):
            return self.output_field.select_format(compiler, sql, params)
        return sql, params

    def get_expression_for_validation(self):
        if getattr(self, "constraint_validation_compatible", True):
            return self
        sources = self.get_source_expressions()
        if len(sources) != 1:
            raise ValueError(
                "Expressions with constraint_validation_compatible set to False "
                "must have only one source expression."
            )
        return sources[0]


@deconstructible
class Expression(BaseExpression, Combinable):
    """An expression that is equal to another made with the same arguments."""

    @classmethod
    def _identity(cls, value):
        from django.db.models.fields import Field
        from django.utils.hashable import make_hashable

        if isinstance(value, tuple):
            return tuple(map(cls._identity, value))
        if isinstance(value, dict):
            return tuple((key, cls._identity(item)) for key, item in value.items())
        if isinstance(value, Field):
            if value.name and value.model:
                return value.model._meta.label, value.name
            return type(value)
        return make_hashable(value)

    @cached_property
    def identity(self):
        args, kwargs = self._constructor_args
        arguments = bind_arguments(self.__class__.__init__, args, kwargs)
        return (self.__class__, *((name, self._identity(value)) for name, value in arguments))

    def __eq__(self, other):
        if not isinstance(other, Expression):
            return NotImplemented
        return other.identity == self.identity

    def __hash__(self):
        return hash(self.identity)


def bind_arguments(init, args, kwargs):
    """The arguments by parameter name, defaults filled in: one spelling for each way to write a call."""
    code = getattr(init, "__code__", None)
    if code is None:
        return [("args", args), *sorted(kwargs.items())]
    positional = code.co_varnames[1 : code.co_argcount]
    keywords = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
    extra = code.co_varnames[code.co_argcount + code.co_kwonlyargcount :]
    values = dict(zip(positional[len(positional) - len(init.__defaults__ or ()) :], init.__defaults__ or ()))
    values.update(init.__kwdefaults__ or {})
    values.update(zip(positional, args))
    values.update((name, value) for name, value in kwargs.items() if name in positional or name in keywords)
    arguments = [(name, values[name]) for name in positional + keywords if name in values]
    if code.co_flags & 0x04:
        arguments.append((extra[0], args[len(positional) :]))
        extra = extra[1:]
    if code.co_flags & 0x08:
        rest = {name: value for name, value in kwargs.items() if name not in positional and name not in keywords}
        arguments.append((extra[0], rest))
    return arguments
