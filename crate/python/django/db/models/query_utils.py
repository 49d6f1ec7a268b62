"""What queries and fields share: registered lookups, and helpers of select_related()."""

import _orm

from django.db.models.q import FilteredRelation, Q
from django.utils.functional import cached_property

__all__ = ["DeferredAttribute", "FilteredRelation", "Q", "RegisterLookupMixin"]

# A field's place on the class. Reading a deferred one calls `Model._load_deferred`.
DeferredAttribute = _orm.Attribute

_generation = 0


# What was registered on Django's own classes: they outlive a person's code.
_registered = []


def forget_lookups():
    """Takes back what a person's code registered on Django's own classes."""
    while _registered:
        cls, name, before = _registered.pop()
        if before is None:
            cls.class_lookups.pop(name, None)
        else:
            cls.class_lookups[name] = before
        _orm.register_lookup(cls, name, before)
    RegisterLookupMixin._clear_cached_class_lookups()


class class_or_instance_method:
    """One name, two functions: for the class and for its instances."""

    def __init__(self, class_method, instance_method):
        self.class_method, self.instance_method = class_method, instance_method

    def __get__(self, instance, owner):
        from functools import partial

        if instance is None:
            return partial(self.class_method, owner)
        return partial(self.instance_method, instance)


def subclasses(cls):
    yield cls
    for subclass in cls.__subclasses__():
        yield from subclasses(subclass)


class RegisterLookupMixin:
    """Lookups and transforms that are registered on a class, or on one instance."""

    def _get_lookup(self, lookup_name):
        return self.get_lookups().get(lookup_name)

    @classmethod
    def _lookup_classes(cls):
        """Those whose lookups this class has, itself first."""
        return cls.__mro__

    @classmethod
    def get_class_lookups(cls):
        cached = cls.__dict__.get("_class_lookups_cache")
        if cached is None or cached[0] != _generation:
            merged = {}
            from django.db.models import lookup_tables

            for parent in reversed(cls._lookup_classes()):
                merged.update(lookup_tables.of_class(parent))
                merged.update(parent.__dict__.get("class_lookups", {}))
            cls._class_lookups_cache = cached = _generation, merged
        return cached[1]

    def get_instance_lookups(self):
        lookups = self.get_class_lookups()
        own = self.__dict__.get("instance_lookups")
        return {**lookups, **own} if own else lookups

    get_lookups = class_or_instance_method(
        lambda cls: cls.get_class_lookups(), lambda self: self.get_instance_lookups()
    )

    def get_lookup(self, lookup_name):
        found = self._get_lookup(lookup_name)
        if found is None and hasattr(self, "output_field"):
            return self.output_field.get_lookup(lookup_name)
        if found is not None:
            from django.db.models.lookups import Lookup

            if not issubclass(found, Lookup):
                return None
        return found

    def get_transform(self, lookup_name):
        found = self._get_lookup(lookup_name)
        if found is None and hasattr(self, "output_field"):
            return self.output_field.get_transform(lookup_name)
        if found is not None:
            from django.db.models.lookups import Transform

            if not issubclass(found, Transform):
                return None
        return found

    @classmethod
    def _clear_cached_class_lookups(cls):
        global _generation
        _generation += 1

    def _register_on_class(cls, lookup, lookup_name=None):
        if lookup_name is None:
            lookup_name = lookup.lookup_name
        if "class_lookups" not in cls.__dict__:
            cls.class_lookups = {}
        if cls.__module__.startswith("django."):
            _registered.append((cls, lookup_name, cls.class_lookups.get(lookup_name)))
        cls.class_lookups[lookup_name] = lookup
        cls._clear_cached_class_lookups()
        _orm.register_lookup(cls, lookup_name, lookup)
        return lookup

    def _register_on_instance(self, lookup, lookup_name=None):
        if lookup_name is None:
            lookup_name = lookup.lookup_name
        self.__dict__.setdefault("instance_lookups", {})[lookup_name] = lookup
        return lookup

    register_lookup = class_or_instance_method(_register_on_class, _register_on_instance)
    register_class_lookup = classmethod(_register_on_class)

    def _unregister_from_class(cls, lookup, lookup_name=None):
        lookup_name = lookup_name or lookup.lookup_name
        del cls.class_lookups[lookup_name]
        cls._clear_cached_class_lookups()
        _orm.register_lookup(cls, lookup_name, None)

    def _unregister_from_instance(self, lookup, lookup_name=None):
        del self.instance_lookups[lookup_name or lookup.lookup_name]

    _unregister_lookup = class_or_instance_method(_unregister_from_class, _unregister_from_instance)
    _unregister_class_lookup = classmethod(_unregister_from_class)


def check_rel_lookup_compatibility(model, target_opts, field):
    """Whether instances of `model` may be compared with `field`."""

    def check(opts):
        return model._meta.concrete_model == opts.concrete_model or opts.concrete_model in model._meta.all_parents or (
            model in opts.all_parents
        )

    return check(target_opts) or (getattr(field, "primary_key", False) and check(field.model._meta))


def __getattr__(name):
    if name == "PathInfo":
        from collections import namedtuple

        fields = "from_opts to_opts target_fields join_field m2m direct filtered_relation"
        made = globals()[name] = namedtuple(name, fields, module=__name__)
        return made
    raise AttributeError("module %r has no attribute %r" % (__name__, name))
