# features: db_comment; db_table_comment; db_tablespace; default_permissions; required_db_vendor; serializable_value()
# features: class_prepared; copying; order_by
import copy

from django.db import models
from django.db.models import StringAgg, Value
from django.db.models.signals import class_prepared

from models import Author, Book

options, name = Author._meta, Author._meta.get_field("name")
assert (options.db_table_comment, name.db_comment) == ("who writes", "as on the title page")
assert (options.db_tablespace, name.db_tablespace) == ("fast", "fast")
assert (options.default_permissions, options.required_db_vendor) == (("view",), "sqlite")

ann = Author.objects.create(name="Ann")
Author.objects.create(name="Bob")
assert Book(title="A", writer=ann, editor=ann).serializable_value("writer") == ann.pk
assert copy.copy(ann) == ann and copy.copy(ann) is not ann
assert Author.objects.aggregate(all=StringAgg("name", Value(", "), order_by="-name")) == {"all": "Bob, Ann"}


prepared = []
class_prepared.connect(lambda sender, **kwargs: prepared.append(sender), weak=False)


class Later(models.Model):
    class Meta:
        app_label = "later"


assert prepared == [Later]
