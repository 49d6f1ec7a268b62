from django.db import models


class UpperField(models.CharField):
    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return value.upper() if value is not None else None

    def from_db_value(self, value, expression, connection):
        return f"<{value}>" if value is not None else None


class Author(models.Model):
    name = models.CharField(max_length=50)
    alias = models.CharField(max_length=50, null=True)
    age = models.IntegerField(null=True)
    code = UpperField(max_length=5, default="x")


class Book(models.Model):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, models.CASCADE, related_name="books")
    price = models.DecimalField(max_digits=6, decimal_places=2)
    pages = models.IntegerField()
    published = models.DateField()
    data = models.JSONField(default=dict)


class Profile(models.Model):
    author = models.OneToOneField(Author, models.CASCADE, related_name="profile")
    text = models.CharField(max_length=50)


class Shelf(models.Model):
    """What belongs to it is told by a key of two columns."""

    room = models.CharField(max_length=10)


class Place(models.Model):
    pk = models.CompositePrimaryKey("shelf_id", "number")
    shelf = models.ForeignKey(Shelf, models.CASCADE, related_name="places")
    number = models.IntegerField()
