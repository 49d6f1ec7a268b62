"""Lookups and transforms as classes, to be used as expressions and derived from.

`_orm` names the class that the native side knows; the SQL of both sides and of the comparison is its.
"""

import _orm

from django.db.models.expression_base import Expression
from django.db.models.expressions import Func, Value
from django.db.models.query_utils import RegisterLookupMixin


_PARTS = {"process_lhs", "process_rhs", "get_rhs_op", "get_db_prep_lookup"}


class Lookup(Expression):
    _orm = "Lookup"
    _kind = "BooleanField"
    conditional = True
    lookup_name = None
    prepare_rhs = True
    can_use_none_as_rhs = False
    bilateral_transforms = ()

    def __init__(self, lhs, rhs):
        self.lhs, self.rhs = lhs, rhs
        self.rhs = self.get_prep_lookup()
        self.lhs = self.get_prep_lhs()
        transforms = getattr(self.lhs, "get_bilateral_transforms", None)
        if transforms is not None:
            self.bilateral_transforms = transforms()

    def __repr__(self):
        return f"{self.__class__.__name__}({self.lhs!r}, {self.rhs!r})"

    def apply_bilateral_transforms(self, value):
        for transform in self.bilateral_transforms:
            value = transform(value)
        return value

    def get_prep_lookup(self):
        if not self.prepare_rhs or hasattr(self.rhs, "resolve_expression"):
            return self.rhs
        if hasattr(self.lhs, "output_field"):
            prepare = getattr(self.lhs.output_field, "get_prep_value", None)
            return self.rhs if prepare is None else prepare(self.rhs)
        return Value(self.rhs) if self.rhs_is_direct_value() else self.rhs

    def get_prep_lhs(self):
        return self.lhs if hasattr(self.lhs, "resolve_expression") else Value(self.lhs)

    def get_db_prep_lookup(self, value, connection):
        return "%s", (value,)

    def process_lhs(self, compiler, connection, lhs=None):
        return _orm.process_lhs(self, compiler, self.lhs if lhs is None else lhs)

    def process_rhs(self, compiler, connection):
        if self._adapts_values_itself() and self.rhs_is_direct_value() and not self.bilateral_transforms:
            return self.get_db_prep_lookup(self.rhs, connection)
        return _orm.process_rhs(self, compiler)

    def _adapts_values_itself(self):
        return type(self).get_db_prep_lookup is not Lookup.get_db_prep_lookup

    def batch_process_rhs(self, compiler, connection, rhs=None):
        return _orm.batch_process_rhs(self, compiler, self.rhs if rhs is None else rhs)

    def rhs_is_direct_value(self):
        return not hasattr(self.rhs, "as_sql")

    def get_source_expressions(self):
        return [self.lhs] if self.rhs_is_direct_value() else [self.lhs, self.rhs]

    def set_source_expressions(self, new_exprs):
        if len(new_exprs) == 1:
            self.lhs = new_exprs[0]
        else:
            self.lhs, self.rhs = new_exprs

    def get_group_by_cols(self):
        return [col for source in self.get_source_expressions() for col in source.get_group_by_cols()]

    @property
    def identity(self):
        return self.__class__, self.lhs, self.rhs

    def __eq__(self, other):
        if not isinstance(other, Lookup):
            return NotImplemented
        return self.identity == other.identity

    def __hash__(self):
        from django.utils.hashable import make_hashable

        return hash(make_hashable(self.identity))

    @property
    def allowed_default(self):
        return self.lhs.allowed_default and self.rhs.allowed_default


class Transform(RegisterLookupMixin, Func):
    _orm = "Transform"
    bilateral = False
    arity = 1

    @property
    def lhs(self):
        return self.get_source_expressions()[0]

    def get_bilateral_transforms(self):
        inner = getattr(self.lhs, "get_bilateral_transforms", None)
        transforms = [] if inner is None else inner()
        if self.bilateral:
            transforms.append(self.__class__)
        return transforms


class BuiltinLookup(Lookup):
    def as_sql(self, compiler, connection):
        if self._writes_its_own_operator():
            lhs, lhs_params = self.process_lhs(compiler, connection)
            rhs, rhs_params = self.process_rhs(compiler, connection)
            return f"{lhs} {self.get_rhs_op(connection, rhs)}", (*lhs_params, *rhs_params)
        return _orm.default_as_sql(self, compiler, {})

    def get_rhs_op(self, connection, rhs):
        return connection.operators[self.lookup_name] % rhs

    def _writes_its_own_operator(self):
        """Whether a subclass changes a part of what is written: then the parts are put together here."""
        for cls in type(self).__mro__:
            if cls.__module__ == __name__:
                return False
            if not _PARTS.isdisjoint(cls.__dict__):
                return True
        return False


class FieldGetDbPrepValueMixin:
    get_db_prep_lookup_value_is_iterable = False


class FieldGetDbPrepValueIterableMixin(FieldGetDbPrepValueMixin):
    get_db_prep_lookup_value_is_iterable = True

    def get_prep_lookup(self):
        if hasattr(self.rhs, "resolve_expression"):
            return self.rhs
        items = list(self.rhs)
        field = getattr(self.lhs, "output_field", None) if self.prepare_rhs else None
        if field is None or any(hasattr(item, "resolve_expression") for item in items):
            return items
        return [field.get_prep_value(item) for item in items]


class PostgresOperatorLookup(Lookup):
    postgres_operator = None

    def as_postgresql(self, compiler, connection):
        lhs, lhs_params = self.process_lhs(compiler, connection)
        rhs, rhs_params = self.process_rhs(compiler, connection)
        return f"{lhs} {self.postgres_operator} {rhs}", (*lhs_params, *rhs_params)


class Exact(FieldGetDbPrepValueMixin, BuiltinLookup):
    _orm = "Exact"
    lookup_name = "exact"


class IExact(BuiltinLookup):
    _orm = "IExact"
    lookup_name = "iexact"
    prepare_rhs = False


class GreaterThan(FieldGetDbPrepValueMixin, BuiltinLookup):
    _orm = "GreaterThan"
    lookup_name = "gt"


class GreaterThanOrEqual(FieldGetDbPrepValueMixin, BuiltinLookup):
    _orm = "GreaterThanOrEqual"
    lookup_name = "gte"


class LessThan(FieldGetDbPrepValueMixin, BuiltinLookup):
    _orm = "LessThan"
    lookup_name = "lt"


class LessThanOrEqual(FieldGetDbPrepValueMixin, BuiltinLookup):
    _orm = "LessThanOrEqual"
    lookup_name = "lte"


class IntegerFieldOverflow:
    pass


class IntegerFieldFloatRounding:
    pass


class IntegerFieldExact(IntegerFieldOverflow, Exact):
    pass


class IntegerGreaterThan(IntegerFieldOverflow, GreaterThan):
    pass


class IntegerGreaterThanOrEqual(IntegerFieldOverflow, IntegerFieldFloatRounding, GreaterThanOrEqual):
    pass


class IntegerLessThan(IntegerFieldOverflow, IntegerFieldFloatRounding, LessThan):
    pass


class IntegerLessThanOrEqual(IntegerFieldOverflow, LessThanOrEqual):
    pass


class In(FieldGetDbPrepValueIterableMixin, BuiltinLookup):
    _orm = "In"
    lookup_name = "in"

    def get_rhs_op(self, connection, rhs):
        return f"IN {rhs}"


class PatternLookup(BuiltinLookup):
    param_pattern = "%%%s%%"
    prepare_rhs = False


class Contains(PatternLookup):
    _orm = "Contains"
    lookup_name = "contains"


class IContains(Contains):
    _orm = "IContains"
    lookup_name = "icontains"


class StartsWith(PatternLookup):
    _orm = "StartsWith"
    lookup_name = "startswith"
    param_pattern = "%s%%"


class IStartsWith(StartsWith):
    _orm = "IStartsWith"
    lookup_name = "istartswith"


class EndsWith(PatternLookup):
    _orm = "EndsWith"
    lookup_name = "endswith"
    param_pattern = "%%%s"


class IEndsWith(EndsWith):
    _orm = "IEndsWith"
    lookup_name = "iendswith"


class Range(FieldGetDbPrepValueIterableMixin, BuiltinLookup):
    _orm = "Range"
    lookup_name = "range"

    def get_rhs_op(self, connection, rhs):
        return f"BETWEEN {rhs[0]} AND {rhs[1]}"


class IsNull(BuiltinLookup):
    _orm = "IsNull"
    lookup_name = "isnull"
    prepare_rhs = False


class Regex(BuiltinLookup):
    _orm = "Regex"
    lookup_name = "regex"
    prepare_rhs = False


class IRegex(Regex):
    _orm = "IRegex"
    lookup_name = "iregex"


class YearLookup(Lookup):
    def year_lookup_bounds(self, connection, year):
        from django.db.models.functions import ExtractIsoYear

        iso_year = isinstance(self.lhs, ExtractIsoYear)
        field = self.lhs.lhs.output_field
        if field.get_internal_type() == "DateTimeField":
            return connection.ops.year_lookup_bounds_for_datetime_field(year, iso_year=iso_year)
        return connection.ops.year_lookup_bounds_for_date_field(year, iso_year=iso_year)

    def get_bound_params(self, start, finish):
        raise NotImplementedError("subclasses of YearLookup must provide a get_bound_params() method")


class YearExact(YearLookup, Exact):
    pass


class YearGt(YearLookup, GreaterThan):
    pass


class YearGte(YearLookup, GreaterThanOrEqual):
    pass


class YearLt(YearLookup, LessThan):
    pass


class YearLte(YearLookup, LessThanOrEqual):
    pass


class UUIDTextMixin:
    pass


class UUIDIExact(UUIDTextMixin, IExact):
    pass


class UUIDContains(UUIDTextMixin, Contains):
    pass


class UUIDIContains(UUIDTextMixin, IContains):
    pass


class UUIDStartsWith(UUIDTextMixin, StartsWith):
    pass


class UUIDIStartsWith(UUIDTextMixin, IStartsWith):
    pass


class UUIDEndsWith(UUIDTextMixin, EndsWith):
    pass


class UUIDIEndsWith(UUIDTextMixin, IEndsWith):
    pass


# What every field has, by name: `Field.get_lookup` finds these where nothing else is registered.
FIELD_LOOKUPS = {
    cls.lookup_name: cls
    for cls in (
        Exact,
        IExact,
        GreaterThan,
        GreaterThanOrEqual,
        LessThan,
        LessThanOrEqual,
        In,
        Contains,
        IContains,
        StartsWith,
        IStartsWith,
        EndsWith,
        IEndsWith,
        Range,
        IsNull,
        Regex,
        IRegex,
    )
}
