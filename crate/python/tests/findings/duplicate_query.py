# fires at 1: The same query ran 2 times
total = City.objects.count()
share = City.objects.filter(population__gt=900).count() / City.objects.count()
# silent
total = City.objects.count()
share = City.objects.filter(population__gt=900).count() / total
