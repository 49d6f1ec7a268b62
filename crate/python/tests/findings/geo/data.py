"""30 states of 40 cities and 3 parks; 30 trails of two cities."""
from geo.models import City, Park, Region, State, Trail


def load():
    regions = Region.objects.bulk_create([Region(name=f"Region {n}") for n in range(4)])
    states = State.objects.bulk_create([State(name=f"State {n}", region=regions[n % 4]) for n in range(30)])
    cities = City.objects.bulk_create(
        [
            City(name=f"City {n}", state=states[n % 30], population=n * 37 % 1000, area=1.5, code=f"C{n}")
            for n in range(1200)
        ]
    )
    Park.objects.bulk_create([Park(name=f"Park {n}", state=states[n % 30], is_open=n % 3 > 0) for n in range(90)])
    trails = Trail.objects.bulk_create([Trail(name=f"Trail {n}") for n in range(30)])
    links = Trail.cities.through
    links.objects.bulk_create([links(trail=trails[n % 30], city=cities[n]) for n in range(60)])
