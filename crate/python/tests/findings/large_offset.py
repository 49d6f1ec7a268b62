# fires at 1: A slice that skips 1,100 rows
[city.name for city in City.objects.order_by("pk")[1100:1120]]
# silent
[city.name for city in City.objects.filter(pk__gt=1100).order_by("pk")[:20]]
