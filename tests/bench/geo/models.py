"""States and their cities."""

from django.db import models
from django.db.models import F


class CityQuerySet(models.QuerySet):
    def dense_cities(self):
        return self.annotate(density=F("population") / F("area")).filter(density__gt=4000)


class State(models.Model):
    name = models.CharField(max_length=255)
    abbreviation = models.CharField(max_length=2)

    class Meta:
        app_label = "geo"


class City(models.Model):
    name = models.CharField(max_length=255)
    state = models.ForeignKey(State, related_name="cities", on_delete=models.CASCADE)
    population = models.IntegerField()
    area = models.FloatField(help_text="km2")

    objects = CityQuerySet.as_manager()

    class Meta:
        app_label = "geo"

    @property
    def py_density(self):
        return self.population / self.area
