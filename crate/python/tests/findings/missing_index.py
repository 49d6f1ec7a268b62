# fires at 1: geo_city to compare code
City.objects.get(code="C42").name
# silent
City.objects.get(pk=42).name
[city.name for city in City.objects.filter(state=3)]
