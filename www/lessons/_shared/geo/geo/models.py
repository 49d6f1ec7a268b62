from django.db import models
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce


class SubqueryQuerySet(models.QuerySet):
    """A queryset that can be used as one value for each row of another query."""

    def subquery_aggregate(self, key, aggregate, default=None):
        """`aggregate` over the rows whose `key` is the outer row."""
        groups = self.filter(**{key: OuterRef("pk")}).order_by().values(key)
        value = Subquery(groups.annotate(aggregated=aggregate).values("aggregated"))
        return value if default is None else Coalesce(value, default)

    def subquery_count(self, key):
        """How many rows have the outer row as `key`; 0 if there is none."""
        return self.subquery_aggregate(key, Count("*"), default=0)


class CityQuerySet(SubqueryQuerySet):
    def with_density(self):
        return self.annotate(density=F("population") / F("area"))

    def dense_cities(self):
        return self.with_density().filter(density__gt=4000)


class StateQuerySet(SubqueryQuerySet):
    pass


class OpenParkManager(models.Manager):
    """Leaves out the parks that are closed."""

    def get_queryset(self):
        return super().get_queryset().filter(is_open=True)


class Region(models.Model):
    name = models.CharField(max_length=40)

    def __str__(self):
        return self.name


class State(models.Model):
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="states")
    name = models.CharField(max_length=40)
    abbreviation = models.CharField(max_length=2)

    objects = StateQuerySet.as_manager()

    def __str__(self):
        return self.name


class City(models.Model):
    state = models.ForeignKey(State, on_delete=models.CASCADE, related_name="cities")
    name = models.CharField(max_length=40)
    population = models.IntegerField()
    area = models.FloatField(help_text="square kilometres")

    objects = CityQuerySet.as_manager()

    @property
    def python_density(self):
        return self.population / self.area

    def __str__(self):
        return self.name


class Park(models.Model):
    state = models.ForeignKey(State, on_delete=models.CASCADE, related_name="parks")
    name = models.CharField(max_length=40)
    is_open = models.BooleanField(default=True)

    objects = OpenParkManager()
    all_objects = models.Manager()

    def __str__(self):
        return self.name
