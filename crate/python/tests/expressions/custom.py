"""Expectations are what Django 6.1.3 answers."""

import datetime
import decimal

from library.models import *
from django.db import models
from django.db.models import *
from django.db.models.functions import *
from django.db.models.lookups import StartsWith, Exact, GreaterThan, LessThanOrEqual


def check(name, value, expected):
    assert value == expected, f"{name}: {value!r} is not {expected!r}"


class NotEqual(Lookup):
    lookup_name = "ne"
    def as_sql(self, compiler, connection):
        lhs, lhs_params = self.process_lhs(compiler, connection)
        rhs, rhs_params = self.process_rhs(compiler, connection)
        return f"{lhs} <> {rhs}", (*lhs_params, *rhs_params)
Field.register_lookup(NotEqual)
check(
    "ne",
    list(Author.objects.filter(name__ne="Bob").order_by("id").values_list("name", flat=True)),
    ['Ann', 'Cid'],
)
check(
    "ne F",
    list(Author.objects.filter(name__ne=F("alias")).order_by("id").values_list("name", flat=True)),
    ['Ann', 'Cid'],
)
class Div3(Transform):
    lookup_name = "div3"
    def as_sql(self, compiler, connection):
        lhs, params = compiler.compile(self.lhs)
        return f"({lhs}) %% 3", params
IntegerField.register_lookup(Div3)
check("div3", list(Author.objects.filter(age__div3=1).values_list("name", flat=True)), ['Bob'])
check(
    "div3 in",
    list(Author.objects.filter(age__div3__in=[0, 2]).order_by("id").values_list("name", flat=True)),
    ['Ann', 'Cid'],
)
class AbsT(Transform):
    lookup_name = "abs"
    function = "ABS"
IntegerField.register_lookup(AbsT)
check("abs", list(Author.objects.filter(age__abs__lt=10).values_list("name", flat=True)), ['Cid'])
check(
    "order",
    list(Author.objects.order_by("age__div3", "id").values_list("name", flat=True)),
    ['Ann', 'Cid', 'Bob'],
)
class UpperBi(Transform):
    bilateral = True
    lookup_name = "upper"
    function = "UPPER"
CharField.register_lookup(UpperBi)
check("bilateral", list(Author.objects.filter(name__upper="ann").values_list("name", flat=True)), ['Ann'])
check(
    "bilateral in",
    list(Author.objects.filter(name__upper__in=["ann", "bob"]).order_by("id").values_list("name", flat=True)),
    ['Ann', 'Bob'],
)
class Sw(Exact):
    lookup_name = "sw"
    def get_rhs_op(self, connection, rhs):
        return connection.operators["exact"] % rhs
CharField.register_lookup(Sw)
check("sw", list(Author.objects.filter(name__sw="Ann").values_list("name", flat=True)), ['Ann'])
class Repeat2(Func):
    function = "PRINTF"
    template = "%(function)s('%%%%s%%%%s', %(expressions)s, %(expressions)s)"
    output_field = CharField()
check(
    "template",
    list(Author.objects.annotate(x=Repeat2("name")).order_by("id").values_list("x", flat=True)),
    ['AnnAnn', 'BobBob', 'CidCid'],
)
class Shout(Func):
    function = "UPPER"
    arity = 1
    def as_sqlite(self, compiler, connection, **extra):
        return super().as_sql(compiler, connection, template="%(function)s(%(expressions)s) || %(bang)s", bang="'!'", **extra)
check(
    "as_sqlite",
    list(Author.objects.annotate(x=Shout("name", output_field=CharField())).order_by("id").values_list("x", flat=True)),
    ['ANN!', 'BOB!', 'CID!'],
)
class GroupConcat(Aggregate):
    function = "GROUP_CONCAT"
    template = "%(function)s(%(distinct)s%(expressions)s%(separator)s)"
    allow_distinct = True
    def __init__(self, expression, separator=None, **extra):
        super().__init__(expression, separator=f", '{separator}'" if separator else "", output_field=CharField(), **extra)
check(
    "aggregate",
    list(Author.objects.annotate(x=GroupConcat("books__title", separator="|")).order_by("id").values_list("x", flat=True)),
    ['T0|T3', 'T1|T4', 'T2|T5'],
)
class Coal(Expression):
    template = "COALESCE( %(expressions)s )"
    def __init__(self, expressions, output_field):
        super().__init__(output_field=output_field)
        for e in expressions:
            if not hasattr(e, "resolve_expression"):
                raise TypeError(e)
        self.expressions = expressions
    def resolve_expression(self, query=None, allow_joins=True, reuse=None, summarize=False, for_save=False):
        c = self.copy()
        c.is_summary = summarize
        for pos, e in enumerate(self.expressions):
            c.expressions[pos] = e.resolve_expression(query, allow_joins, reuse, summarize, for_save)
        return c
    def as_sql(self, compiler, connection, template=None):
        sqls, params = [], []
        for e in self.expressions:
            sql, p = compiler.compile(e)
            sqls.append(sql); params.extend(p)
        template = template or self.template
        return template % {"expressions": ",".join(sqls)}, params
    def get_source_expressions(self):
        return self.expressions
    def set_source_expressions(self, expressions):
        self.expressions = expressions
check(
    "doc coalesce",
    list(Author.objects.annotate(x=Coal([F("alias"), F("name"), Value("none")], output_field=CharField())).order_by("id").values_list("x", flat=True)),
    ['a', 'Bob', 'cc'],
)
check(
    "lookup expr",
    list(Book.objects.annotate(b=GreaterThan(F("pages"), 250)).order_by("id").values_list("b", flat=True)),
    [False, False, False, True, True, True],
)
check(
    "lookup filter",
    list(Book.objects.filter(GreaterThan(F("pages"), F("author__age") * 5)).order_by("id").values_list("title", flat=True)),
    ['T2', 'T3', 'T4', 'T5'],
)
check("eq", (F("a") + 1 == F("a") + 1, Count("a") == Count("a"), Q(a=1) == Q(a=1)), (True, True, True))
class Twice(F):
    def resolve_expression(self, *args, **kwargs):
        return super().resolve_expression(*args, **kwargs) * Value(2)
check(
    "custom F",
    list(Book.objects.annotate(x=Twice("pages")).order_by("id").values_list("x", flat=True)[:3]),
    [0, 200, 400],
)
check("q check", (Q(age__gt=3).check({"age": 5}), Q(age__gt=3).check({"age": 2})), (True, False))
CharField.register_lookup(Length)
check("length", list(Author.objects.filter(alias__length=2).values_list("name", flat=True)), ['Cid'])
check(
    "get_lookup",
    (Author._meta.get_field("name").get_lookup("exact").__name__, Author._meta.get_field("name").get_lookup("ne").__name__),
    ('Exact', 'NotEqual'),
)
