# fires at 2: 1,200 rows fetched for their number
cities = City.objects.all()
number = len(cities)
# silent
cities = City.objects.all()
print(len(cities), [city.name for city in cities])
number = len(list(City.objects.values_list("name", flat=True)))
