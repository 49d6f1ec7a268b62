# fires at 2: 4 queries of one shape
for code in ["C1", "C2", "C3", "C4"]:
    print(City.objects.get(code=code).name)
# silent
for city in City.objects.filter(code__in=["C1", "C2", "C3", "C4"]):
    print(city.name)
