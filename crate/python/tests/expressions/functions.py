"""Expectations are what Django 6.1.3 answers."""

import datetime
import decimal

from library.models import *
from django.db import models
from django.db.models import *
from django.db.models.functions import *
from django.db.models.lookups import *


def check(name, value, expected):
    assert value == expected, f"{name}: {value!r} is not {expected!r}"


def ids(qs): return list(qs.order_by("id").values_list("id", flat=True))
check(
    "stringagg",
    list(Author.objects.annotate(t=StringAgg("books__title", Value(";"))).order_by("id").values_list("t", flat=True)),
    ['T0;T3', 'T1;T4', 'T2;T5'],
)
check(
    "jsonobject",
    list(Book.objects.annotate(j=JSONObject(t="title", n=F("pages") + 1)).order_by("id").values_list("j", flat=True)[:2]),
    [{'t': 'T0', 'n': 1}, {'t': 'T1', 'n': 101}],
)
check(
    "filtered relation",
    list(Author.objects.annotate(big=FilteredRelation("books", condition=Q(books__pages__gte=300))).annotate(n=Count("big")).order_by("id").values_list("n", flat=True)),
    [1, 1, 1],
)
check(
    "when lookups",
    list(Author.objects.annotate(c=Case(When(age__gte=18, name__startswith="A", then=Value(1)), When(Q(age__lt=18), then="age"), default=None, output_field=IntegerField())).order_by("id").values_list("c", flat=True)),
    [1, None, 3],
)
check(
    "cond agg",
    Author.objects.aggregate(a=Count("id", filter=Q(age__gt=10)), b=Sum(Case(When(age__gt=10, then=1), default=0)), c=Count("alias", distinct=True)),
    {'a': 2, 'b': 2, 'c': 2},
)
check(
    "window frame",
    list(Book.objects.annotate(s=Window(Sum("pages"), partition_by=[F("author")], order_by=F("id").asc(), frame=RowRange(start=None, end=0))).order_by("id").values_list("s", flat=True)),
    [0, 100, 200, 300, 500, 700],
)
check(
    "lag",
    list(Book.objects.annotate(s=Window(Lag("pages", default=0), order_by="id")).order_by("id").values_list("s", flat=True)),
    [0, 0, 100, 200, 300, 400],
)
check(
    "window filter",
    ids(Book.objects.annotate(r=Window(RowNumber(), partition_by="author", order_by="-pages")).filter(r=1)),
    [4, 5, 6],
)
check(
    "wrapper",
    list(Book.objects.annotate(d=ExpressionWrapper(F("price") * 2, output_field=FloatField())).order_by("id").values_list("d", flat=True)[:2]),
    [1.0, 3.0],
)
check(
    "bool wrapper",
    ids(Book.objects.filter(ExpressionWrapper(Q(pages__gt=300), output_field=BooleanField()))),
    [5, 6],
)
check(
    "negated exists",
    ids(Author.objects.filter(~Exists(Book.objects.filter(author=OuterRef("pk"), pages__gt=450)))),
    [1, 2],
)
check(
    "outer slice",
    list(Author.objects.annotate(t=Subquery(Book.objects.filter(author_id=OuterRef("id")).order_by().values("author").annotate(m=Max("pages")).values("m"))).order_by("id").values_list("t", flat=True)),
    [300, 400, 500],
)
check(
    "sub arith",
    list(Author.objects.annotate(t=Subquery(Book.objects.filter(author_id=OuterRef("id")).order_by("pages").values("pages")[:1]) + F("age")).order_by("id").values_list("t", flat=True)),
    [30, 140, 203],
)
check(
    "in subquery",
    ids(Book.objects.filter(author__in=Author.objects.filter(age__gt=10))),
    [1, 2, 4, 5],
)
check(
    "in list of F",
    ids(Book.objects.filter(pages__in=[F("author__age") * 10, 100])),
    [2, 4, 5],
)
check(
    "range F",
    ids(Book.objects.filter(pages__range=(F("author__age"), 300))),
    [2, 3, 4],
)
check(
    "isnull",
    ids(Author.objects.filter(IsNull(F("alias"), True))),
    [2],
)
check(
    "lookups or",
    ids(Book.objects.filter(Q(LessThan(F("pages"), 150)) | Q(GreaterThan(F("pages"), 450)))),
    [1, 2, 6],
)
check(
    "annot lookup",
    list(Book.objects.annotate(x=Exact(F("author__name"), "Ann")).order_by("id").values_list("x", flat=True)),
    [True, False, False, True, False, False],
)
check(
    "group by func",
    list(Book.objects.annotate(y=ExtractYear("published") % 2).values("y").annotate(n=Count("id")).order_by("y").values_list("y", "n")),
    [(0, 3), (1, 3)],
)
check(
    "order func",
    list(Author.objects.order_by(Length("name").desc(), Lower("name")).values_list("name", flat=True)),
    ['Ann', 'Bob', 'Cid'],
)
check(
    "coalesce nulls",
    list(Author.objects.annotate(x=Coalesce("alias", Value("?")), y=NullIf("name", Value("Bob"))).order_by("id").values_list("x", "y")),
    [('a', 'Ann'), ('?', None), ('cc', 'Cid')],
)
check(
    "text",
    list(Author.objects.annotate(a=Left("name", 2), b=Right("name", 2), c=LPad("name", 5, Value("*")), d=Replace("name", Value("n"), Value("m")), e=StrIndex("name", Value("n")), f=Substr("name", 2), g=Repeat("name", 2), h=Reverse("name"), i=Ord("name"), j=Chr(Value(65)), k=Trim(Value(" x ")), l=MD5("name")).order_by("id").values_list("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l")[:1]),
    [('An', 'nn', '**Ann', 'Amm', 2, 'nn', 'AnnAnn', 'nnA', 65, 'A', 'x', '82e335f7ac0e0e412b2ae15abe662110')],
)
check(
    "math",
    list(Book.objects.annotate(a=Abs(F("pages") * -1), b=Ceil("price"), c=Floor("price"), d=Power("pages", 2), e=Sqrt("pages"), f=Mod("pages", 7), g=Sign("pages"), h=Greatest("pages", Value(150)), i=Least("pages", Value(150))).order_by("id").values_list("a", "b", "c", "d", "e", "f", "g", "h", "i")[1:2]),
    [(100, decimal.Decimal('2'), decimal.Decimal('1'), 10000.0, 10.0, 2.0, 1, 150, 100)],
)
check(
    "dates",
    list(Book.objects.annotate(a=ExtractMonth("published"), b=TruncYear("published"), c=F("published") + datetime.timedelta(days=1), d=ExtractWeekDay("published"), q=ExtractQuarter("published"), w=Trunc("published", "week", output_field=DateField())).order_by("id").values_list("a", "b", "c", "d", "q", "w")[:1]),
    [(1, datetime.date(2020, 1, 1), datetime.datetime(2020, 1, 4, 0, 0, tzinfo=datetime.timezone.utc), 6, 1, datetime.date(2019, 12, 30))],
)
check(
    "date lookups",
    ids(Book.objects.filter(published__year__gte=2023, published__month__in=[4, 6])),
    [4, 6],
)
check(
    "json",
    (ids(Book.objects.filter(data__t="3")), ids(Book.objects.filter(data__k__n__in=[1, 2])), ids(Book.objects.filter(data__has_key="k")), ids(Book.objects.filter(data__k={"n": 4})), ids(Book.objects.filter(data__k__n=F("id")))),
    ([4], [2, 3], [1, 2, 3, 4, 5, 6], [5], []),
)
check(
    "update F",
    (Book.objects.filter(id=1).update(pages=F("pages") + 5, title=Concat(F("title"), Value("!"))), list(Book.objects.filter(id=1).values_list("pages", "title"))),
    (1, [(5, 'T0!')]),
)
check(
    "value types",
    list(Author.objects.annotate(a=Value(1.5), b=Value(None, output_field=IntegerField()), c=Value(datetime.date(2020, 1, 2)), d=Value(True)).order_by("id").values_list("a", "b", "c", "d")[:1]),
    [(1.5, None, datetime.date(2020, 1, 2), True)],
)
check(
    "xor",
    ids(Author.objects.filter(Q(age__gt=10) ^ Q(name="Ann"))),
    [2],
)
check(
    "F json",
    list(Book.objects.order_by("id").values_list("data__k__n", flat=True)[:3]),
    [0, 1, 2],
)
check(
    "F transform",
    list(Book.objects.annotate(y=F("published__year")).order_by("id").values_list("y", flat=True)[:2]),
    [2020, 2021],
)
check(
    "agg expr",
    Book.objects.aggregate(x=Max("pages") - Min("pages"), y=Avg(F("pages") * 1.0)),
    {'x': 495, 'y': 250.83333333333334},
)
check(
    "having",
    list(Author.objects.annotate(n=Sum("books__pages")).filter(n__gt=F("age") * 10).order_by("id").values_list("name", "n")),
    [('Ann', 305), ('Bob', 500), ('Cid', 700)],
)
class YearEnd(Func):
    function = "strftime"
    template = "%(function)s('%%%%Y', %(expressions)s)"
    @property
    def output_field(self): return CharField()
check(
    "prop output",
    list(Book.objects.annotate(y=YearEnd("published")).order_by("id").values_list("y", flat=True)[:2]),
    ['2020', '2021'],
)
class IsLong(Func):
    template = "LENGTH(%(expressions)s) > 2"
    output_field = BooleanField()
check(
    "conditional func",
    ids(Author.objects.filter(IsLong("name"))),
    [1, 2, 3],
)
check(
    "when func",
    list(Author.objects.annotate(x=Case(When(IsLong("alias"), then=Value("l")), default=Value("s"))).order_by("id").values_list("x", flat=True)),
    ['s', 's', 's'],
)
class Median(Aggregate):
    function = "MAX"
    name = "median"
    output_field = FloatField()
    def as_sql(self, compiler, connection, **extra):
        sql, params = super().as_sql(compiler, connection, **extra)
        return f"({sql}) / 2.0", params
check(
    "custom agg",
    (Book.objects.aggregate(Median("pages")), list(Author.objects.annotate(m=Median("books__pages", filter=Q(books__pages__lt=400))).order_by("id").values_list("m", flat=True))),
    ({'pages__median': 250.0}, [150.0, 50.0, 100.0]),
)
class Plus(Func):
    arg_joiner = " + "
    template = "(%(expressions)s)"
check(
    "joiner",
    list(Book.objects.annotate(x=Plus("pages", "id", output_field=IntegerField())).order_by("id").values_list("x", flat=True)[:2]),
    [6, 102],
)
class Plain(Expression):
    def __init__(self, inner):
        super().__init__(output_field=IntegerField()); self.inner = inner
    def get_source_expressions(self): return [self.inner]
    def set_source_expressions(self, e): (self.inner,) = e
    def as_sql(self, compiler, connection):
        sql, params = compiler.compile(self.inner)
        return f"-({sql})", params
check(
    "plain expr",
    list(Book.objects.annotate(x=Plain(F("pages"))).filter(x__lt=-200).order_by("x").values_list("x", flat=True)),
    [-500, -400, -300],
)
check(
    "plain group",
    list(Book.objects.annotate(x=Plain(F("author_id"))).values("x").annotate(n=Count("id")).order_by("x").values_list("x", "n")),
    [(-3, 2), (-2, 2), (-1, 2)],
)
def err(f):
    try: return f()
    except Exception as e: return f"{type(e).__name__}: {e}"
check(
    "errors",
    [err(lambda: list(Book.objects.annotate(x=Lower()))), err(lambda: Book.objects.annotate(Lower("title"))), err(lambda: list(Book.objects.filter(F("pages")))), err(lambda: list(Book.objects.filter(pages__foo=1))), err(lambda: Book.objects.annotate(x=Sum(Sum("pages")))), err(lambda: Book.objects.filter(_connector="OR")), err(lambda: list(Book.objects.order_by("nope"))), err(lambda: Book.objects.aggregate(F("pages"))), err(lambda: list(Book.objects.filter(id__in=5))), err(lambda: list(Book.objects.annotate(x=Sum("nope")))), err(lambda: Book.objects.aggregate(x=5)), err(lambda: Book.objects.filter(1)), err(lambda: list(Book.objects.filter(pages__isnull=1)))],
    ["TypeError: 'Lower' takes exactly 1 argument (0 given)", 'TypeError: Complex annotations require an alias', 'TypeError: Cannot filter against a non-conditional expression.', "FieldError: Unsupported lookup 'foo' for IntegerField or join on the field not permitted.", "FieldError: Cannot compute Sum('Sum'): 'Sum' is an aggregate", "TypeError: The following kwargs are invalid: '_connector'", "FieldError: Cannot resolve keyword 'nope' into field. Choices are: author, author_id, data, id, pages, price, published, title", 'TypeError: Complex aggregates require an alias', "TypeError: 'int' object is not iterable", "FieldError: Cannot resolve keyword 'nope' into field. Choices are: author, author_id, data, id, pages, price, published, title", 'TypeError: QuerySet.aggregate() received non-expression(s): 5.', 'TypeError: cannot unpack non-iterable int object', 'ValueError: The QuerySet value for an isnull lookup must be True or False.'],
)
