# fires at 2: 30 queries, one for each row, follow State.cities | Exists(City.objects.filter(state=OuterRef("pk")).filter(population__gt=900))
for state in State.objects.all():
    print(state.name, state.cities.filter(population__gt=900).exists())
# fires at 2: City.state | .select_related("state")
for city in City.objects.all()[:30]:
    print(city.state.name)
# fires at 2: State.cities | .prefetch_related("cities")
for state in State.objects.all():
    print([city.name for city in state.cities.all()])
# fires at 2: State.cities | .annotate(cities_count=Count("cities"))
for state in State.objects.all():
    print(state.cities.count())
# fires at 3: State.cities | .annotate(top=Subquery(City.objects.filter(state=OuterRef("pk")).order_by().values("state").annotate(top=Max("population")).values("top")))
from django.db.models import Max
for state in State.objects.all():
    print(state.cities.aggregate(top=Max("population")))
# fires at 2: Trail.cities | .annotate(found=Exists(City.objects.filter(trails=OuterRef("pk")).filter(area__gt=1)))
for trail in Trail.objects.all():
    print(trail.cities.filter(area__gt=1).exists())
# fires at 2: City.note | .only("note")
for city in City.objects.only("name").order_by("pk")[:20]:
    print(city.note)
# fires at 2 in geo/extra.py: State.cities
from geo.extra import totals
totals(State.objects.all())
# silent
for city in City.objects.select_related("state").all()[:30]:
    print(city.state.name)
for state in State.objects.prefetch_related("cities"):
    print([city.name for city in state.cities.all()], len(state.cities.all()))
# silent
for state in State.objects.all()[:2]:
    print(state.cities.count())
