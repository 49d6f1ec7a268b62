from django.db import models
from django.db.models import F


class CityQuerySet(models.QuerySet):
    def dense(self):
        return self.annotate(density=F("population") / F("area")).filter(density__gt=500)


class OpenManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(is_open=True)


class Region(models.Model):
    name = models.CharField(max_length=40)


class State(models.Model):
    name = models.CharField(max_length=40)
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="states")


class City(models.Model):
    name = models.CharField(max_length=40)
    state = models.ForeignKey(State, on_delete=models.CASCADE, related_name="cities")
    population = models.IntegerField()
    area = models.FloatField()
    code = models.CharField(max_length=10)
    note = models.TextField(default="")

    objects = CityQuerySet.as_manager()

    def is_large(self):
        return self.population > 900


class Park(models.Model):
    name = models.CharField(max_length=40)
    state = models.ForeignKey(State, on_delete=models.CASCADE, related_name="parks")
    is_open = models.BooleanField(default=True)

    objects = OpenManager()


class Trail(models.Model):
    name = models.CharField(max_length=40)
    cities = models.ManyToManyField(City, related_name="trails")
