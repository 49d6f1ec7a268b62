# fires at 1: 1,200 rows fetched, 3 read
cities = list(City.objects.order_by("name"))
[city.name for city in cities[:3]]
# silent
[city.name for city in City.objects.order_by("name")[:3]]
# silent
City.objects.order_by("name")
# silent
list(City.objects.order_by("name"))
