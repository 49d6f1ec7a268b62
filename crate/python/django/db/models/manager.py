"""Managers: where querysets begin."""

from itertools import count

from django.db import router
from django.db.models.query import QuerySet

# Not an attribute of the class, as Django's is: each write to a class empties the interpreter's caches of its attributes
# and of its subclasses', and every access to related objects makes a manager.
_creation_counter = count()


class BaseManager:
    auto_created = False
    use_in_migrations = False

    def __new__(cls, *args, **kwargs):
        obj = super().__new__(cls)
        obj._constructor_args = (args, kwargs)
        return obj

    def __init__(self):
        super().__init__()
        self._set_creation_counter()
        self.model = self.name = self._db = None
        self._hints = {}

    def __str__(self):
        return "%s.%s" % (self.model._meta.label, self.name)

    def __class_getitem__(cls, *args, **kwargs):
        return cls

    def __copy__(self):
        obj = object.__new__(self.__class__)
        obj.__dict__.update(self.__dict__)
        return obj

    def deconstruct(self):
        queryset = self._queryset_class
        if getattr(self, "_built_with_as_manager", False):
            return True, None, "%s.%s" % (queryset.__module__, queryset.__name__), None, None
        import sys

        module, name = self.__module__, self.__class__.__name__
        if not hasattr(sys.modules[module], name):
            raise ValueError(
                "Could not find manager %s in %s.\n"
                "Please note that you need to inherit from managers you "
                "dynamically generated with 'from_queryset()'." % (name, module)
            )
        return False, "%s.%s" % (module, name), None, *self._constructor_args

    def check(self, **kwargs):
        return []

    @classmethod
    def _get_queryset_methods(cls, queryset_class):
        def forward(name, method):
            def manager_method(self, *args, **kwargs):
                return getattr(self.get_queryset(), name)(*args, **kwargs)

            for attribute in ("__name__", "__qualname__", "__doc__", "__module__"):
                try:
                    setattr(manager_method, attribute, getattr(method, attribute))
                except (AttributeError, TypeError):
                    pass
            manager_method.__dict__.update(getattr(method, "__dict__", None) or {})
            manager_method.__wrapped__ = method
            return manager_method

        methods = {}
        for name in dir(queryset_class):
            if hasattr(cls, name):
                continue
            method = getattr(queryset_class, name)
            if isinstance(method, type) or not callable(method) or getattr(method, "__self__", None) is not None:
                continue
            queryset_only = getattr(method, "queryset_only", None)
            if queryset_only or (queryset_only is None and name.startswith("_")):
                continue
            methods[name] = forward(name, method)
        return methods

    @classmethod
    def from_queryset(cls, queryset_class, class_name=None):
        if class_name is None:
            class_name = "%sFrom%s" % (cls.__name__, queryset_class.__name__)
        return type(
            class_name,
            (cls,),
            {"_queryset_class": queryset_class, **cls._get_queryset_methods(queryset_class)},
        )

    def contribute_to_class(self, cls, name):
        self.name = self.name or name
        self.model = cls
        setattr(cls, name, ManagerDescriptor(self))
        cls._meta.add_manager(self)

    def _set_creation_counter(self):
        self.creation_counter = next(_creation_counter)

    def db_manager(self, using=None, hints=None):
        obj = self.__copy__()
        obj._db = using or self._db
        obj._hints = hints or self._hints
        return obj

    @property
    def db(self):
        return self._db or router.db_for_read(self.model, **self._hints)

    def get_queryset(self):
        return self._queryset_class(model=self.model, using=self._db, hints=self._hints)

    def all(self):
        # Not through QuerySet.all(), which would lose what was prefetched.
        return self.get_queryset()

    def __eq__(self, other):
        return isinstance(other, self.__class__) and self._constructor_args == other._constructor_args

    def __hash__(self):
        return id(self)


class Manager(BaseManager.from_queryset(QuerySet)):
    pass


class ManagerDescriptor:
    """`City.objects`: for the class only."""

    def __init__(self, manager):
        self.manager = manager

    def __get__(self, instance, cls=None):
        if instance is not None:
            raise AttributeError("Manager isn't accessible via %s instances" % cls.__name__)
        opts = cls._meta
        if opts.abstract:
            raise AttributeError("Manager isn't available; %s is abstract" % (opts.object_name,))
        if opts.swappable and opts.swapped:
            raise AttributeError(
                "Manager isn't available; '%s' has been swapped for '%s'" % (opts.label, opts.swapped)
            )
        return opts.managers_map[self.manager.name]


class EmptyManager(Manager):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def get_queryset(self):
        return super().get_queryset().none()
