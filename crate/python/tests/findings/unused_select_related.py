# fires at 1: City.state was joined and never read
[city.name for city in City.objects.select_related("state")[:9]]
# silent
[city.name for city in City.objects.select_related("state__region")[:9] if city.state.region.name]
[(city.name, city.state.name) for city in City.objects.select_related("state")[:9]]
