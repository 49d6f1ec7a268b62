# fires at 1: State.cities was prefetched and never read
for state in State.objects.prefetch_related("cities"):
    print(state.name)
# fires at 1: City.state was prefetched and never read
for city in City.objects.prefetch_related("state").order_by("pk")[:9]:
    print(city.name)
# silent
for state in State.objects.prefetch_related("cities", "parks"):
    print(len(state.cities.all()), [park.name for park in state.parks.all()])
for city in City.objects.prefetch_related("state", "trails").order_by("pk")[:9]:
    print(city.state.name, city.trails.count())
