# fires at 2: A count of which only the truth was used
state = State.objects.get(pk=1)
if state.cities.count() > 0:
    print("some")
# fires at 1: 1,200 rows fetched to see whether there are any
if City.objects.all():
    print("some")
# fires at 1: fetched to see
if len(City.objects.all()) > 0:
    print("some")
# silent
cities = City.objects.all()[:30]
if cities:
    print([city.name for city in cities])
number = City.objects.count()
if number > 0:
    print(number)
if City.objects.count() > 5:
    print("many")
