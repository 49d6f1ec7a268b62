"""Expectations are what Django 6.1.3 answers."""

import datetime
import decimal

from library.models import *
from django.db.models import *
from django.db.models.functions import *


def check(name, value, expected):
    assert value == expected, f"{name}: {value!r} is not {expected!r}"


check(
    "annotate with Count",
    list(Author.objects.annotate(n=Count("books")).order_by("name").values_list("name", "n")),
    [('Ann', 2), ('Bob', 2), ('Cid', 2)],
)
check(
    "Q with & | ~",
    list(Author.objects.filter(Q(age__gt=10) & ~Q(name="Bob") | Q(alias__startswith="c")).order_by("name").values_list("name", flat=True)),
    ['Ann', 'Cid'],
)
check(
    "aggregate with filter and default",
    Book.objects.aggregate(s=Sum("pages"), a=Avg("price"), m=Max("published"), z=Sum("pages", filter=Q(pages__lt=0), default=7)),
    {'s': 1500, 'a': decimal.Decimal('3'), 'm': datetime.date(2025, 6, 3), 'z': 7},
)
check(
    "arithmetic and Concat",
    list(Book.objects.annotate(x=F("pages") * 2 + 1, y=Concat("title", Value("-"), Lower("title"))).order_by("-x").values_list("x", "y")[:2]),
    [(1001, 'T5-t5'), (801, 'T4-t4')],
)
check(
    "Case and When",
    list(Book.objects.annotate(c=Case(When(pages__gte=300, then=Value("big")), default=Value("small"))).order_by("id").values_list("c", flat=True)),
    ['small', 'small', 'small', 'big', 'big', 'big'],
)
check(
    "Subquery with OuterRef",
    list(Author.objects.annotate(latest=Subquery(Book.objects.filter(author=OuterRef("pk")).order_by("-published").values("title")[:1])).order_by("id").values_list("latest", flat=True)),
    ['T3', 'T4', 'T5'],
)
check(
    "Exists",
    list(Author.objects.filter(Exists(Book.objects.filter(author=OuterRef("pk"), pages__gt=350))).order_by("id").values_list("name", flat=True)),
    ['Bob', 'Cid'],
)
check(
    "Window",
    list(Book.objects.annotate(rank=Window(Rank(), partition_by="author", order_by="-pages")).order_by("id").values_list("rank", flat=True)),
    [2, 2, 2, 1, 1, 1],
)
check(
    "nulls last",
    list(Author.objects.order_by(F("alias").desc(nulls_last=True)).values_list("name", flat=True)),
    ['Cid', 'Ann', 'Bob'],
)
check(
    "Extract and Trunc",
    list(Book.objects.annotate(y=ExtractYear("published"), t=TruncMonth("published")).order_by("id").values_list("y", "t")[:2]),
    [(2020, datetime.date(2020, 1, 1)), (2021, datetime.date(2021, 2, 1))],
)
check(
    "JSON keys in filter",
    list(Book.objects.filter(data__k__n__gte=4).order_by("id").values_list("title", flat=True)),
    ['T4', 'T5'],
)
from django.db.models.fields.json import KT
check(
    "KT",
    list(Book.objects.annotate(k=KT("data__t")).order_by("id").values_list("k", flat=True)[:2]),
    ['0', '1'],
)
check(
    "slices, Round and Cast",
    list(Book.objects.annotate(s=F("title")[0:1], w=Round(F("price") / 3, 1), cc=Cast("pages", CharField())).order_by("id").values_list("s", "w", "cc")[:2]),
    [('T', decimal.Decimal('0.200000000000000'), '0'), ('T', decimal.Decimal('0.5'), '100')],
)
check("get_prep_value and from_db_value of a field", list(Author.objects.filter(code="ab").values_list("code", flat=True)), ['<AB>'])
check("values of a field in a list", [a.code for a in Author.objects.filter(code__in=["AB", "cd"]).order_by("id")], ['<AB>', '<CD>'])
