"""Conditions: `Q`, and `FilteredRelation`, which puts one into a join."""

from django.utils.functional import cached_property

PROHIBITED_FILTER_KWARGS = frozenset(["_connector", "_negated"])


class Q:
    """Conditions combined with `&`, `|`, `^` and `~`."""

    _orm = "Q"
    AND = "AND"
    OR = "OR"
    XOR = "XOR"
    default = AND
    conditional = True
    connectors = (None, AND, OR, XOR)

    def __init__(self, *args, _connector=None, _negated=False, **kwargs):
        if _connector is not None:
            self._check_connector(_connector)
        self.children = [*args, *sorted(kwargs.items())] if kwargs else [*args]
        self.connector = _connector or self.default
        self.negated = _negated

    @classmethod
    def create(cls, children=None, connector=None, negated=False):
        cls._check_connector(connector)
        made = cls.__new__(cls)
        made.children = list(children) if children else []
        made.connector = connector or cls.default
        made.negated = negated
        return made

    @classmethod
    def _check_connector(cls, connector):
        if connector not in cls.connectors:
            shown = ", ".join(repr(known) for known in cls.connectors[1:])
            raise ValueError(f"connector must be one of {shown}, or None.")

    def __str__(self):
        inner = f"({self.connector}: {', '.join(map(str, self.children))})"
        return f"(NOT {inner})" if self.negated else inner

    def __repr__(self):
        return f"<{self.__class__.__name__}: {self}>"

    def __copy__(self):
        made = self.create(connector=self.connector, negated=self.negated)
        made.children = self.children
        return made

    copy = __copy__

    def __deepcopy__(self, memo):
        from copy import deepcopy

        made = self.create(connector=self.connector, negated=self.negated)
        made.children = deepcopy(self.children, memo)
        return made

    def __len__(self):
        return len(self.children)

    def __bool__(self):
        return bool(self.children)

    def __contains__(self, other):
        return other in self.children

    def add(self, data, conn_type):
        """Adds a condition under a connector, without nesting where that says the same."""
        if self.connector != conn_type:
            self.children = [self.copy(), data]
            self.children[0].children = self.children[0].children[:]
            self.connector, self.negated = conn_type, False
            return data
        if isinstance(data, Q) and not data.negated and (data.connector == conn_type or len(data) == 1):
            self.children.extend(data.children)
            return self
        self.children.append(data)
        return data

    def negate(self):
        self.negated = not self.negated

    def _combine(self, other, conn):
        if getattr(other, "conditional", False) is False:
            raise TypeError(other)
        if not self.children:
            return other.copy()
        if isinstance(other, Q) and not other.children:
            return self.copy()
        made = self.create(connector=conn)
        made.add(self, conn)
        made.add(other, conn)
        return made

    def __or__(self, other):
        return self._combine(other, self.OR)

    def __and__(self, other):
        return self._combine(other, self.AND)

    def __xor__(self, other):
        return self._combine(other, self.XOR)

    def __invert__(self):
        made = self.copy()
        made.negate()
        return made

    def resolve_expression(self, query=None, allow_joins=True, reuse=None, summarize=False, for_save=False):
        import _orm

        return _orm.resolve_source(self, query, allow_joins, reuse, summarize, for_save)

    def replace_expressions(self, replacements):
        if not replacements:
            return self
        made = self.create(connector=self.connector, negated=self.negated)
        for child in self.children:
            if isinstance(child, tuple):
                made.children.append(_replaced(child, replacements))
            else:
                made.children.append(child.replace_expressions(replacements))
        return made

    def flatten(self):
        yield self
        for child in self.children:
            if isinstance(child, tuple):
                child = child[1]
            if hasattr(child, "flatten"):
                yield from child.flatten()
            else:
                yield child

    def check(self, against, using="default"):
        """Asks the database whether these values meet the conditions."""
        import _orm

        return _orm.check_condition(self, against)

    def _check_failed(self, error):
        try:
            import logging
        except ImportError:
            return
        logger = logging.getLogger("django.db.models")
        logger.warning("Got a database error calling check() on %r: %s", self, error)

    def deconstruct(self):
        path = f"{self.__class__.__module__}.{self.__class__.__name__}"
        if self.__class__ is Q:
            path = "django.db.models.Q"
        kwargs = {}
        if self.connector != self.default:
            kwargs["_connector"] = self.connector
        if self.negated:
            kwargs["_negated"] = True
        return path, tuple(self.children), kwargs

    @property
    def identity(self):
        from django.utils.hashable import make_hashable

        path, children, kwargs = self.deconstruct()
        items = [
            (child[0], make_hashable(child[1])) if isinstance(child, tuple) else child for child in children
        ]
        return (path, *kwargs.items(), *items)

    def __eq__(self, other):
        if not isinstance(other, Q):
            return NotImplemented
        return other.identity == self.identity

    def __hash__(self):
        return hash(self.identity)

    @cached_property
    def referenced_base_fields(self):
        return {name.split("__", 1)[0] for name in _names(self)}


def _names(node):
    """The names that conditions are about, and those within their values."""
    from django.db.models.expressions import F

    if isinstance(node, Q):
        for child in node.children:
            if isinstance(child, tuple):
                yield child[0]
                child = child[1]
            yield from _names(child)
    elif isinstance(node, F):
        yield node.name
    elif hasattr(node, "get_source_expressions"):
        for source in node.get_source_expressions():
            yield from _names(source)


def _replaced(child, replacements):
    from django.db.models.expressions import OutputFieldIsNoneError

    try:
        return _replaced_typed(child, replacements)
    except OutputFieldIsNoneError:
        return child


def _replaced_typed(child, replacements):
    from django.db.models.expressions import F

    name, value = child
    path, _, lookup = name.rpartition("__")
    if not path:
        path, lookup = name, None
    source = F(path)
    replaced = source.replace_expressions(replacements)
    if replaced is source:
        return child
    lookup = lookup or "exact"
    found = replaced.get_lookup(lookup)
    if found is None:
        transform = replaced.get_transform(lookup)
        if transform is not None:
            replaced, lookup = transform(replaced), "exact"
            found = replaced.get_lookup(lookup)
    if value is None and lookup == "exact":
        found, value = replaced.get_lookup("isnull"), True
    return child if found is None else found(replaced, value)


class FilteredRelation:
    """A join with conditions of its own."""

    _orm = "FilteredRelation"

    def __init__(self, relation_name, *, condition=Q()):
        if not relation_name:
            raise ValueError("relation_name cannot be empty.")
        if not isinstance(condition, Q):
            raise ValueError("condition argument must be a Q() instance.")
        self.relation_name = relation_name
        self.alias = None
        self.condition = condition
        self.resolved_condition = None

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return (self.relation_name, self.alias, self.condition) == (
            other.relation_name,
            other.alias,
            other.condition,
        )

    def clone(self):
        made = FilteredRelation(self.relation_name, condition=self.condition)
        made.alias = self.alias
        return made

    def resolve_expression(self, query, reuse, *args, **kwargs):
        return self.clone()

    def as_sql(self, compiler, connection):
        return compiler.compile(self.resolved_condition)


for _cls in (Q, FilteredRelation):
    _cls.__module__ = "django.db.models.query_utils"
del _cls
