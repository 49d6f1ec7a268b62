# fires at 3: A queryset was evaluated a second time
large = City.objects.filter(population__gt=900).order_by("pk")
print(large[0].name)
for city in large:
    print(city.name)
# silent
large = list(City.objects.filter(population__gt=900).order_by("pk"))
print(large[0].name)
for city in large:
    print(city.name)
