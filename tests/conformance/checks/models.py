from django.db import models


def unknown():
    return Author.objects.get_or_create(name="unknown")[0].pk


class Author(models.Model):
    name = models.CharField(max_length=40, db_comment="as on the title page", db_tablespace="fast")

    class Meta:
        db_table_comment = "who writes"
        db_tablespace = "fast"
        default_permissions = ("view",)
        required_db_vendor = "sqlite"


class Book(models.Model):
    title = models.CharField(max_length=40)
    pages = models.IntegerField(default=0)
    writer = models.ForeignKey(Author, models.PROTECT, related_name="books")
    editor = models.ForeignKey(Author, models.SET_DEFAULT, default=unknown, related_name="edited")
    reader = models.ForeignKey(Author, models.DO_NOTHING, null=True, related_name="read")
    friends = models.ManyToManyField(Author, related_name="liked")
