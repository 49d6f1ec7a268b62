# fires at 1: 1,200 rows fetched to compute one value
total = sum(city.population for city in City.objects.all())
# fires at 3: 1,200 rows
best = None
for city in City.objects.all():
    if best is None or city.population > best.population:
        best = city
best.name
# fires at 1: 1,200 rows
max(City.objects.all(), key=lambda city: city.population).name
# silent
from django.db.models import Sum
total = City.objects.aggregate(total=Sum("population"))["total"]
text = ""
for state in State.objects.all():
    text += f"{state.name}, "
