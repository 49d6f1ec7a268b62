"""Conditions as objects, for code that takes a query apart. Querysets build theirs natively."""

import _orm

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.utils import tree

AND = "AND"
OR = "OR"
XOR = "XOR"


class WhereNode(tree.Node):
    # Where a query takes one, as a field's own restriction may be, it means what a `Q` of its children does.
    _orm = "Q"
    default = AND
    conditional = True
    resolved = False

    def as_sql(self, compiler, connection):
        if self.connector == XOR and not connection.features.supports_logical_xor:
            return self._without_xor().as_sql(compiler, connection)
        pieces, params = [], []
        full, empty = (len(self.children), 1) if self.connector == AND else (1, len(self.children))
        for child in self.children:
            try:
                sql, own = compiler.compile(child)
            except EmptyResultSet:
                empty -= 1
            except FullResultSet:
                full -= 1
            else:
                pieces.append(sql)
                params.extend(own)
            if empty == 0:
                raise FullResultSet if self.negated else EmptyResultSet
            if full == 0:
                raise EmptyResultSet if self.negated else FullResultSet
        if not pieces:
            raise FullResultSet
        return _orm.join_conditions(pieces, self.connector, self.negated, self.resolved), params

    def _without_xor(self):
        from functools import reduce
        from operator import add

        from django.db.models.expressions import Case, When
        from django.db.models.functions import Mod
        from django.db.models.lookups import Exact

        count = reduce(add, (Case(When(child, then=1), default=0) for child in self.children))
        odd = Exact(1, Mod(count, 2) if len(self.children) > 2 else count)
        return self.__class__([self.__class__(self.children, OR), odd], AND, self.negated)

    def get_source_expressions(self):
        return self.children[:]


class NothingNode:
    """Meets no row."""

    contains_aggregate = contains_over_clause = False

    def as_sql(self, compiler=None, connection=None):
        raise EmptyResultSet


def node_of(resolved):
    """What Django's classes say of a condition of a query."""
    parts = resolved._parts() if hasattr(resolved, "_parts") else None
    if parts is None:
        return getattr(resolved, "value", resolved)
    kind, *parts = parts
    if kind == "where":
        children, connector, negated = parts
        return WhereNode([node_of(child) for child in children], connector, negated)
    if kind == "lookup":
        name, lhs, rhs = parts
        lhs = node_of(lhs)
        lookup = object.__new__(lhs.output_field.get_lookup(name))
        lookup.lhs, lookup.rhs, lookup.bilateral_transforms = lhs, node_of(rhs), []
        return lookup
    if kind == "col":
        from django.db.models.expressions import Col

        return Col(*parts)
    from django.db.models import Func, functions

    name, sources = parts
    func = object.__new__(getattr(functions, name, Func))
    func.source_expressions, func.extra = [node_of(source) for source in sources], {}
    func.__dict__.setdefault("output_field", resolved.output_field)
    return func
