# fires at 3: 1,200 rows fetched, 120 kept
rows = []
for city in City.objects.all():
    if city.area > 1 and city.is_large():
        rows.append(city.name)
# fires at 2: 111 kept by a loop
cities = list(City.objects.all())
[city.name for city in cities if city.population > 909]
# silent
wanted = True
[city.name for city in City.objects.filter(population__gt=909) if wanted]
# silent
for state in State.objects.all():
    if state.name == "State 3":
        print("here")
