"""django.db.models. What few programs use is imported when it is first asked for."""

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import signals
from django.db.models.deletion import (
    CASCADE,
    DB_CASCADE,
    DB_SET_DEFAULT,
    DB_SET_NULL,
    DO_NOTHING,
    PROTECT,
    RESTRICT,
    SET,
    SET_DEFAULT,
    SET_NULL,
    ProtectedError,
    RestrictedError,
)
from django.db.models.enums import Choices, IntegerChoices, TextChoices
from django.db.models.fetch_modes import FETCH_ONE, FETCH_PEERS, FETCH_RAISE
from django.db.models.fields import *  # noqa: F403
from django.db.models.fields import __all__ as _fields
from django.db.models.fields import NOT_PROVIDED
from django.db.models.fields.related import (
    ForeignKey,
    ForeignObject,
    ForeignObjectRel,
    ManyToManyField,
    ManyToManyRel,
    ManyToOneRel,
    OneToOneField,
    OneToOneRel,
)
from django.db.models.manager import Manager
from django.db.models.query import Prefetch, QuerySet, aprefetch_related_objects, prefetch_related_objects
from django.db.models.query_utils import FilteredRelation, Q

from django.db.models.base import DEFERRED, Model  # isort:skip

# Where each of the other names is defined.
_LATER = {
    "aggregates": "Aggregate AnyValue Avg BitAnd BitOr BitXor Count Max Min StdDev StringAgg Sum Variance",
    "constraints": "BaseConstraint CheckConstraint Deferrable UniqueConstraint",
    "indexes": "Index",
    "expressions": "Case Exists Expression ExpressionList ExpressionWrapper F Func JSONNull OrderBy OrderByList "
    "OuterRef RowRange Subquery Value ValueRange When Window WindowFrame WindowFrameExclusion",
    "lookups": "Lookup Transform",
    "fields.composite": "CompositePrimaryKey",
    "fields.files": "FileField ImageField",
    "fields.generated": "GeneratedField",
    "fields.json": "JSONField",
    "fields.proxy": "OrderWrt",
}
_MODULES = {name: module for module, names in _LATER.items() for name in names.split()}

__all__ = [
    *_fields, *_MODULES, "ObjectDoesNotExist", "signals", "CASCADE", "DB_CASCADE", "DB_SET_DEFAULT", "DB_SET_NULL",
    "DO_NOTHING", "PROTECT", "RESTRICT", "SET", "SET_DEFAULT", "SET_NULL", "ProtectedError", "RestrictedError",
    "Choices", "IntegerChoices", "TextChoices", "FETCH_ONE", "FETCH_PEERS", "FETCH_RAISE", "Manager", "Prefetch",
    "Q", "QuerySet", "aprefetch_related_objects", "prefetch_related_objects", "DEFERRED", "Model",
    "FilteredRelation", "ForeignKey", "ForeignObject", "OneToOneField", "ManyToManyField", "ForeignObjectRel",
    "ManyToOneRel", "ManyToManyRel", "OneToOneRel",
]


# Modules that may be named without having been imported.
_SUBMODULES = {"aggregates", "constraints", "expressions", "functions", "indexes", "lookups", "sql"}


def __getattr__(name):
    import sys

    if name in _SUBMODULES:
        __import__("django.db.models." + name)
        return sys.modules["django.db.models." + name]
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError("module 'django.db.models' has no attribute %r" % name)
    path = "django.db.models." + module
    __import__(path)
    value = globals()[name] = getattr(sys.modules[path], name)
    return value
