# fires at 1: columns were never read | .only("name")
[city.name for city in City.objects.all()]
# silent
[city.name for city in City.objects.only("name")]
# silent
City.objects.values_list("name", flat=True)
