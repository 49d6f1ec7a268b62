# fires at 1: in no order
[city.name for city in City.objects.filter(population__gt=100)[:20]]
# silent
[city.name for city in City.objects.filter(population__gt=100).order_by("pk")[:20]]
print(City.objects.first().name, City.objects.filter(pk=1).exists())
