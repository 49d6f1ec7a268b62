# fires at 1: 1,200 rows put in order
[city.name for city in sorted(City.objects.all(), key=lambda city: city.population)]
# silent
[city.name for city in City.objects.order_by("population")]
