"""Comparisons of several columns at once. What they mean and how they are written is native."""

from django.db.models.expressions import Func
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    In,
    IsNull,
    LessThan,
    LessThanOrEqual,
)


def _is_sequence(value):
    return isinstance(value, (tuple, list))


class Tuple(Func):
    """Several expressions in parentheses."""

    _orm = "Tuple"
    allows_composite_expressions = True
    function = ""

    def __len__(self):
        return len(self.source_expressions)

    def __iter__(self):
        return iter(self.source_expressions)


class TupleLookupMixin:
    allows_composite_expressions = True

    def get_prep_lhs(self):
        return Tuple(*self.lhs) if _is_sequence(self.lhs) else super().get_prep_lhs()

    def get_prep_lookup(self):
        if not self.rhs_is_direct_value():
            self.check_rhs_is_supported_expression()
        else:
            self.check_rhs_is_tuple_or_list()
            self.check_rhs_length_equals_lhs_length()
        return self.rhs

    def _refuse(self, what):
        raise ValueError("%r lookup of %s must %s" % (self.lookup_name, self.get_lhs_str(), what))

    def check_rhs_is_tuple_or_list(self):
        if not _is_sequence(self.rhs):
            self._refuse("be a tuple or a list")

    def check_rhs_length_equals_lhs_length(self):
        if len(self.lhs) != len(self.rhs):
            self._refuse("have %d elements" % len(self.lhs))

    def check_rhs_is_supported_expression(self):
        from django.db.models.expressions import OuterRef, ResolvedOuterRef
        from django.db.models.sql import Query

        if not isinstance(self.rhs, (OuterRef, ResolvedOuterRef, Query)):
            raise ValueError(
                "%r subquery lookup of %s only supports OuterRef and QuerySet objects (received %r)"
                % (self.lookup_name, self.get_lhs_str(), self.rhs.__class__.__name__)
            )

    def get_lhs_str(self):
        if _is_sequence(self.lhs) or isinstance(self.lhs, Tuple):
            return "(%s)" % ", ".join(repr(part.name) for part in self.lhs)
        return repr(self.lhs.name if hasattr(self.lhs, "name") else self.lhs)


class TupleExact(TupleLookupMixin, Exact):
    pass


class TupleIsNull(TupleLookupMixin, IsNull):
    def get_prep_lookup(self):
        value = self.rhs[0] if _is_sequence(self.rhs) and len(self.rhs) == 1 else self.rhs
        if not isinstance(value, bool):
            raise ValueError("The QuerySet value for an isnull lookup must be True or False.")
        return value


class TupleGreaterThan(TupleLookupMixin, GreaterThan):
    pass


class TupleGreaterThanOrEqual(TupleLookupMixin, GreaterThanOrEqual):
    pass


class TupleLessThan(TupleLookupMixin, LessThan):
    pass


class TupleLessThanOrEqual(TupleLookupMixin, LessThanOrEqual):
    pass


class TupleIn(TupleLookupMixin, In):
    def get_prep_lookup(self):
        if not self.rhs_is_direct_value():
            self._check_query()
            return self.rhs
        self.check_rhs_is_tuple_or_list()
        if not all(map(_is_sequence, self.rhs)):
            self._refuse("be a collection of tuples or lists")
        if any(len(row) != len(self.lhs) for row in self.rhs):
            self._refuse("have %d elements each" % len(self.lhs))
        return self.rhs

    def _check_query(self):
        from django.db.models.expressions import Subquery
        from django.db.models.sql import Query

        if not isinstance(self.rhs, (Query, Subquery)):
            raise ValueError(
                "'in' subquery lookup of %s must be a Query object (received %r)"
                % (self.get_lhs_str(), self.rhs.__class__.__name__)
            )


tuple_lookups = {
    "exact": TupleExact,
    "gt": TupleGreaterThan,
    "gte": TupleGreaterThanOrEqual,
    "lt": TupleLessThan,
    "lte": TupleLessThanOrEqual,
    "in": TupleIn,
    "isnull": TupleIsNull,
}
