"""The workloads. One file for Django on CPython, Django in Pyodide and OuterRef: nothing here knows where it runs."""

from django.db import connection
from django.db.models import (
    Avg, Case, CharField, Count, Exists, F, FloatField, IntegerField, Max, Min, OuterRef, Q, Subquery, Sum, Value, When,
)
from django.db.models.functions import Coalesce

from geo import bulk
from geo.models import City, State

COMPILED = 200


def w0_bulk_create():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM geo_city")
        cursor.execute("DELETE FROM geo_state")
    bulk.load()
    return []


def w1_loop_exists():
    return [(state.name, state.cities.dense_cities().exists()) for state in State.objects.all()]


def w2_exists():
    dense = City.objects.dense_cities().filter(state_id=OuterRef("id"))
    return [(state.name, state.dense) for state in State.objects.annotate(dense=Exists(dense))]


def count_of(cities):
    counts = cities.order_by().values("state_id").annotate(n=Count("*")).values("n")
    return Coalesce(Subquery(counts, output_field=IntegerField()), Value(0))


def w3_count_subquery():
    dense = City.objects.dense_cities().filter(state_id=OuterRef("id"))
    return [(state.name, state.dense) for state in State.objects.annotate(dense=count_of(dense))]


def w4_join_max():
    return [(state.name, state.most) for state in State.objects.annotate(most=Max("cities__population"))]


def w5_filter_in_python():
    return [city for city in City.objects.all() if city.py_density > 4000]


def w6_filter_in_database():
    return list(City.objects.dense_cities())


def w7_dashboard_loop():
    """664 queries: one for the states, 13 for each."""
    rows = []
    for state in State.objects.all():
        cities = state.cities
        rows.append((
            state.name,
            cities.count(),
            cities.dense_cities().exists(),
            cities.dense_cities().count(),
            cities.aggregate(v=Max("population"))["v"],
            cities.aggregate(v=Min("population"))["v"],
            cities.aggregate(v=Sum("population"))["v"],
            cities.aggregate(v=Avg("population"))["v"],
            cities.aggregate(v=Sum("area"))["v"],
            cities.order_by("-population", "id").first().name,
            cities.dense_cities().order_by("-density", "id").first().name,
            cities.filter(population__gte=100000).count(),
            cities.filter(population__lt=5000).exists(),
            cities.filter(area__gt=300).count(),
        ))
    return rows


def dashboard():
    mine = City.objects.filter(state_id=OuterRef("id"))
    dense = City.objects.dense_cities().filter(state_id=OuterRef("id"))

    def of_mine(aggregate, field):
        return Subquery(mine.order_by().values("state_id").annotate(v=aggregate).values("v"), output_field=field)

    return State.objects.annotate(
        n=count_of(mine),
        has_dense=Exists(dense),
        n_dense=count_of(dense),
        max_p=of_mine(Max("population"), IntegerField()),
        min_p=of_mine(Min("population"), IntegerField()),
        sum_p=of_mine(Sum("population"), IntegerField()),
        avg_p=of_mine(Avg("population"), FloatField()),
        sum_a=of_mine(Sum("area"), FloatField()),
        largest=Subquery(mine.order_by("-population", "id").values("name")[:1]),
        densest=Subquery(dense.order_by("-density", "id").values("name")[:1]),
        n_big=count_of(mine.filter(population__gte=100000)),
        has_small=Exists(mine.filter(population__lt=5000)),
        n_wide=count_of(mine.filter(area__gt=300)),
    )


def w8_dashboard_subqueries():
    return [
        (s.name, s.n, s.has_dense, s.n_dense, s.max_p, s.min_p, s.sum_p, s.avg_p, s.sum_a, s.largest, s.densest,
         s.n_big, s.has_small, s.n_wide)
        for s in dashboard()
    ]


def w8b_dashboard_join():
    """The other single query: conditional aggregates over one join."""
    mine = City.objects.filter(state_id=OuterRef("id"))
    dense = City.objects.dense_cities().filter(state_id=OuterRef("id"))
    is_dense = Q(cities__population__gt=4000 * F("cities__area"))

    def any_of(condition):
        return Max(Case(When(condition, then=Value(1)), default=Value(0)))

    rows = State.objects.annotate(
        n=Count("cities"), any_dense=any_of(is_dense), n_dense=Count("cities", filter=is_dense),
        max_p=Max("cities__population"), min_p=Min("cities__population"), sum_p=Sum("cities__population"),
        avg_p=Avg("cities__population"), sum_a=Sum("cities__area"),
        largest=Subquery(mine.order_by("-population", "id").values("name")[:1]),
        densest=Subquery(dense.order_by("-density", "id").values("name")[:1]),
        n_big=Count("cities", filter=Q(cities__population__gte=100000)),
        any_small=any_of(Q(cities__population__lt=5000)),
        n_wide=Count("cities", filter=Q(cities__area__gt=300)),
    ).order_by("id")
    return [
        (s.name, s.n, bool(s.any_dense), s.n_dense, s.max_p, s.min_p, s.sum_p, s.avg_p, s.sum_a, s.largest, s.densest,
         s.n_big, bool(s.any_small), s.n_wide)
        for s in rows
    ]


def complex_queryset():
    dense = City.objects.dense_cities().filter(state_id=OuterRef("pk"))
    big = City.objects.filter(state_id=OuterRef("pk"), population__gte=100000)
    return (
        State.objects.annotate(
            has_dense=Exists(dense),
            big_count=count_of(big),
            size=Case(When(big_count__gte=100, then=Value("large")), When(big_count__gte=90, then=Value("medium")),
                      default=Value("small"), output_field=CharField()),
        )
        .filter(Q(has_dense=True) | Q(name__startswith="State 0"), big_count__gt=50)
        .exclude(abbreviation="ZZ")
        .order_by("-big_count", "name")
    )


def simple_queryset():
    return City.objects.filter(population__gt=100000, name__startswith="City").order_by("name")[:10]


def w9_compile_complex():
    return [str(complex_queryset().query) for _ in range(COMPILED)]


def w9_compile_simple():
    return [str(simple_queryset().query) for _ in range(COMPILED)]


def w10_instances():
    return list(City.objects.all())


def w10_instances_read():
    """As above, and one attribute of each is read: an engine may not put off making what nobody looks at."""
    return [sum(city.population for city in City.objects.all())]


def w10_values_list():
    return list(City.objects.values_list("id", "name", "state_id", "population", "area"))


def w11_select_related():
    return [city.state.name for city in City.objects.select_related("state")]


def w11_prefetch_forward():
    return [city.state.name for city in City.objects.prefetch_related("state")]


def w11_prefetch_reverse():
    return [len(state.cities.all()) for state in State.objects.prefetch_related("cities")]


def digest(rows):
    """How many rows, and what the cells of about a thousand of them add up to: two engines can be seen to agree."""
    cells, total = 0, 0.0
    for row in rows[:: max(1, len(rows) // 1000)]:
        for cell in row if isinstance(row, (tuple, list)) else (row,):
            cells += 1
            if isinstance(cell, str):
                total += len(cell)
            else:
                total += getattr(cell, "pk", cell)
    return f"{len(rows)}:{cells}:{total:.10g}"
