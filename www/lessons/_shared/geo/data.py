"""Generated data, the same on every machine. The states and their regions are real; the cities, the parks and
all their figures are made up by a small number generator and describe no place."""
from geo.models import City, Park, Region, State

REGIONS = ["Northeast", "Midwest", "South", "West"]
STATES = """
Alabama AL 2, Alaska AK 3, Arizona AZ 3, Arkansas AR 2, California CA 3, Colorado CO 3, Connecticut CT 0, Delaware DE 2,
District of Columbia DC 2, Florida FL 2, Georgia GA 2, Hawaii HI 3, Idaho ID 3, Illinois IL 1, Indiana IN 1, Iowa IA 1,
Kansas KS 1, Kentucky KY 2, Louisiana LA 2, Maine ME 0, Maryland MD 2, Massachusetts MA 0, Michigan MI 1,
Minnesota MN 1, Mississippi MS 2, Missouri MO 1, Montana MT 3, Nebraska NE 1, Nevada NV 3, New Hampshire NH 0,
New Jersey NJ 0, New Mexico NM 3, New York NY 0, North Carolina NC 2, North Dakota ND 1, Ohio OH 1, Oklahoma OK 2,
Oregon OR 3, Pennsylvania PA 0, Rhode Island RI 0, South Carolina SC 2, South Dakota SD 1, Tennessee TN 2, Texas TX 2,
Utah UT 3, Vermont VT 0, Virginia VA 2, Washington WA 3, West Virginia WV 2, Wisconsin WI 1, Wyoming WY 3
"""
CITIES_PER_STATE = 130
DENSE_PERCENT = [5, 0, 3, 10, 7]  # of a state's cities, in turn: about 5 of 100 in all, none in every fifth state
STARTS = "Alder Amber Birch Black Bright Cedar Clear Copper Elm Fair Fox Glen Gold Gray Green Hazel High Iron Kings Lake".split()
ENDS = "bridge brook burg bury dale field ford gate haven hill ley mere mont port ridge stead ton vale view wick".split()


def numbers(seed):
    """Park and Miller's generator: every value is between 1 and 2147483646."""
    while True:
        seed = seed * 48271 % 2147483647
        yield seed


def states(scale):
    """Name, abbreviation and region of so many states; after the 51 real ones come numbered ones."""
    real = [entry.strip().rsplit(" ", 2) for entry in STATES.replace("\n", " ").split(",")]
    more = [[f"State {n}", f"{n % 100:02}", n % 4] for n in range(52, scale + 1)]
    return (real + more)[:scale]


def load(scale=51):
    """Fills the tables with `scale` states of 130 cities and 4 parks each."""
    number = numbers(2017).__next__
    regions = Region.objects.bulk_create([Region(name=name) for name in REGIONS])
    all_states = State.objects.bulk_create(
        [State(name=name, abbreviation=abbreviation, region=regions[int(region)])
         for name, abbreviation, region in states(scale)]
    )
    cities, parks = [], []
    for s, state in enumerate(all_states):
        percent = DENSE_PERCENT[s % 5]
        for c in range(CITIES_PER_STATE):
            k = (c * 7 + s * 31) % 400
            area = (8 + number() % 792) / 4
            density = 4001 + number() % 6000 if number() % 100 < percent else 20 + number() % 3900
            cities.append(City(state=state, name=STARTS[k // 20] + ENDS[k % 20], area=area, population=int(area * density) + 1))
        for p in range(4):
            name = f"{STARTS[(s * 3 + p * 5) % 20]} Park"
            parks.append(Park(state=state, name=name, is_open=number() % 4 != 0))
    City.objects.bulk_create(cities)
    Park.objects.bulk_create(parks)
