"""Fills the tables through the ORM: 51 states and 6,630 cities by `bulk_create`."""

from django.db import transaction

from geo.models import City, State
from geo.rows import cities, states


def load():
    with transaction.atomic():
        made = State.objects.bulk_create([State(name=name, abbreviation=short) for name, short in states(51)])
        City.objects.bulk_create(
            [
                City(name=name, state_id=made[s].pk, population=population, area=area)
                for name, s, population, area in cities(51, 130)
            ]
        )
