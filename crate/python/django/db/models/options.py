"""Options: `Model._meta`."""

from collections import defaultdict

import _orm

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db.models.fields import AutoField
from django.utils.datastructures import ImmutableList, OrderedSet
from django.utils.text import camel_case_to_spaces

PROXY_PARENTS = object()
EMPTY_RELATION_TREE = ()

IMMUTABLE_WARNING = (
    "The return type of '%s' should never be mutated. If you want to manipulate this "
    "list for your own use, make a copy first."
)

DEFAULT_NAMES = (
    "verbose_name", "verbose_name_plural", "db_table", "db_table_comment", "ordering", "unique_together",
    "permissions", "get_latest_by", "order_with_respect_to", "app_label", "db_tablespace", "abstract", "managed",
    "proxy", "swappable", "auto_created", "apps", "default_permissions", "select_on_save",
    "default_related_name", "required_db_features", "required_db_vendor", "base_manager_name",
    "default_manager_name", "indexes", "constraints",
)

# Counts changes to any model, so that what was worked out before one is worked out again.
_generation = 0


def touch():
    global _generation
    _generation += 1


def normalize_together(option):
    """A tuple of tuples, whether one group was given or several."""
    try:
        if not option:
            return ()
        if not isinstance(option, (tuple, list)):
            raise TypeError
        if not isinstance(option[0], (tuple, list)):
            option = (option,)
        return tuple(tuple(group) for group in option)
    except TypeError:
        return option


def make_immutable_fields_list(name, data):
    return ImmutableList(data, warning=IMMUTABLE_WARNING % name)


class _derived:
    """A value that follows from the models, kept until one changes."""

    def __init__(self, function):
        self.function = function
        self.name = function.__name__

    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        cache = instance._derived
        found = cache.get(self.name)
        if found is None or found[0] != _generation:
            value = self.function(instance)
            # Working it out may itself have changed something.
            cache[self.name] = found = _generation, value
        return found[1]

    def __set__(self, instance, value):
        instance._derived[self.name] = _generation, value

    def __delete__(self, instance):
        instance._derived.pop(self.name, None)


class Options:
    default_apps = apps
    _orm = None

    def __init__(self, meta, app_label=None):
        self._derived = {}
        self.local_fields, self.local_many_to_many, self.private_fields = [], [], []
        self.local_managers = []
        self.base_manager_name = self.default_manager_name = None
        self.model_name = self.verbose_name = self.verbose_name_plural = None
        self.db_table = self.db_table_comment = ""
        self.ordering = []
        self._ordering_clash = False
        self.indexes, self.constraints, self.unique_together = [], [], []
        self.select_on_save = False
        self.default_permissions = ("add", "change", "delete", "view")
        self.permissions = []
        self.object_name = None
        self.app_label = app_label
        self.get_latest_by = self.order_with_respect_to = None
        self.db_tablespace = settings.DEFAULT_TABLESPACE
        self.required_db_features, self.required_db_vendor = [], None
        self.meta = meta
        self.pk = self.auto_field = None
        self.abstract, self.managed, self.proxy = False, True, False
        self.proxy_for_model = self.concrete_model = None
        self.swappable = None
        self.parents = {}
        self.auto_created = False
        self.related_fkey_lookups = []
        self.apps = self.default_apps
        self.default_related_name = None

    label = property(lambda self: "%s.%s" % (self.app_label, self.object_name))
    label_lower = property(lambda self: "%s.%s" % (self.app_label, self.model_name))

    @property
    def app_config(self):
        return self.apps.app_configs.get(self.app_label)

    def contribute_to_class(self, cls, name):
        cls._meta = self
        self.model = cls
        self.object_name = cls.__name__
        self.model_name = self.object_name.lower()
        self.verbose_name = camel_case_to_spaces(self.object_name)
        self.original_attrs = {}
        if self.meta:
            given = {key: value for key, value in self.meta.__dict__.items() if not key.startswith("_")}
            for option in DEFAULT_NAMES:
                if option in given:
                    value = given.pop(option)
                elif hasattr(self.meta, option):
                    value = getattr(self.meta, option)
                else:
                    continue
                setattr(self, option, value)
                self.original_attrs[option] = value
            self.unique_together = normalize_together(self.unique_together)
            if not self.abstract:
                self.constraints = self._format_names(self.constraints)
                self.indexes = self._format_names(self.indexes)
            self._ordering_clash = bool(self.ordering and self.order_with_respect_to)
            if given:
                raise TypeError("'class Meta' got invalid attribute(s): %s" % ",".join(given))
        if self.verbose_name_plural is None:
            self.verbose_name_plural = "%ss" % self.verbose_name
        del self.meta
        if not self.db_table:
            self.db_table = "%s_%s" % (self.app_label, self.model_name)

    def _format_names(self, objs):
        words = {"app_label": self.app_label.lower(), "class": self.model_name}
        named = []
        for obj in objs:
            obj = obj.clone()
            obj.name %= words
            named.append(obj)
        return named

    def _get_default_pk_class(self):
        config = self.app_config
        path = getattr(config, "default_auto_field", None) or settings.DEFAULT_AUTO_FIELD
        if config and config.default_auto_field is not None:
            source = "%s.%s.default_auto_field" % (type(config).__module__, type(config).__qualname__)
        else:
            source = "DEFAULT_AUTO_FIELD"
        if not path:
            raise ImproperlyConfigured("%s must not be empty." % source)
        from django.utils.module_loading import import_string

        try:
            pk_class = import_string(path)
        except ImportError as error:
            raise ImproperlyConfigured(
                "%s refers to the module '%s' that could not be imported." % (source, path)
            ) from error
        if not issubclass(pk_class, AutoField):
            raise ValueError("Primary key '%s' referred by %s must subclass AutoField." % (path, source))
        return pk_class

    def _prepare(self, model):
        if self.order_with_respect_to:
            wanted = self.order_with_respect_to
            for field in self._get_fields(reverse=False):
                if wanted in (field.name, field.attname):
                    self.order_with_respect_to = field
                    break
            else:
                raise FieldDoesNotExist("%s has no field named '%s'" % (self.object_name, wanted))
            self.ordering = ("_order",)
            from django.db.models.fields.proxy import OrderWrt

            if not any(isinstance(field, OrderWrt) for field in self.local_fields):
                model.add_to_class("_order", OrderWrt())
        else:
            self.order_with_respect_to = None
        if self.pk is None:
            if self.parents:
                # The first parent's link is the key.
                link = next(iter(self.parents.values()))
                link = next((field for field in self.local_fields if field.name == link.name), link)
                link.primary_key = True
                link.__dict__.pop("unique", None)
                self.setup_pk(link)
            else:
                made = self._get_default_pk_class()
                model.add_to_class("id", made(verbose_name="ID", primary_key=True, auto_created=True))

    @property
    def ordering(self):
        return self._ordering

    @ordering.setter
    def ordering(self, ordering):
        self._ordering = ordering
        if self._orm is not None:
            self._order_native()

    def _order_native(self):
        if isinstance(self.ordering, (list, tuple)):
            self._orm.set_ordering(self.ordering)

    def _make_native(self):
        """Makes the native model, once the class has all its fields."""
        target = self.proxy_for_model._meta._orm if self.proxy else None
        handle = _orm.make_model(
            self.model, self.app_label, self.object_name, self.db_table, self.model.__module__, target,
            bool(self.managed), bool(self.auto_created),
        )
        self._orm = handle
        for parent, link in self.parents.items():
            if parent._meta._orm is not None:
                handle.add_parent(parent._meta._orm, link._orm_handle() if link else None)
        local = {id(field) for field in (*self.local_fields, *self.local_many_to_many)}
        for field in (*self.local_fields, *self.local_many_to_many, *self.private_fields):
            handle.add_field(field._orm_handle())
            local.add(id(field))
        if self.pk is not None and id(self.pk) in local:
            handle.set_pk(self.pk._orm_handle())
        self._order_native()
        if self.unique_together:
            handle.set_unique_together(self.unique_together)
        if self.constraints:
            handle.set_constraints(self.constraints)
        if self.indexes:
            handle.set_indexes(self.indexes)
        if self.get_latest_by:
            latest = self.get_latest_by
            handle.set_get_latest_by([latest] if isinstance(latest, str) else list(latest))

    def add_manager(self, manager):
        self.local_managers.append(manager)
        touch()

    def add_field(self, field, private=False):
        from bisect import insort

        if private:
            self.private_fields.append(field)
        elif field.is_relation and field.many_to_many:
            insort(self.local_many_to_many, field)
        else:
            insort(self.local_fields, field)
            self.setup_pk(field)
        touch()
        if self._orm is not None:
            # The class is complete already: `Model.add_to_class()`.
            self._orm.add_field(field._orm_handle())

    def setup_pk(self, field):
        if not self.pk and field.primary_key:
            self.pk = field
            field.serialize = False

    def setup_proxy(self, target):
        self.pk = target._meta.pk
        self.proxy_for_model = target
        self.db_table = target._meta.db_table

    def __repr__(self):
        return "<Options for %s>" % self.object_name

    def __str__(self):
        return self.label_lower

    def can_migrate(self, connection):
        if self.proxy or self.swapped or not self.managed:
            return False
        if isinstance(connection, str):
            from django.db import connections

            connection = connections[connection]
        if self.required_db_vendor:
            return self.required_db_vendor == connection.vendor
        return all(getattr(connection.features, name, False) for name in self.required_db_features)

    @property
    def verbose_name_raw(self):
        return str(self.verbose_name)

    @property
    def swapped(self):
        if not self.swappable:
            return None
        swapped_for = getattr(settings, self.swappable, None)
        if swapped_for:
            label, dot, name = swapped_for.partition(".")
            if not dot or "%s.%s" % (label, name.lower()) != self.label_lower:
                return swapped_for
        return None

    # Managers

    @_derived
    def managers(self):
        from copy import copy

        found, seen = [], set()
        bases = (base for base in self.model.mro() if hasattr(base, "_meta"))
        for depth, base in enumerate(bases):
            for manager in base._meta.local_managers:
                if manager.name not in seen:
                    manager = copy(manager)
                    manager.model = self.model
                    seen.add(manager.name)
                    found.append((depth, manager.creation_counter, manager))
        found.sort(key=lambda entry: entry[:2])
        return make_immutable_fields_list("managers", (entry[2] for entry in found))

    @_derived
    def managers_map(self):
        return {manager.name: manager for manager in self.managers}

    def _named_manager(self, name):
        try:
            return self.managers_map[name]
        except KeyError:
            raise ValueError("%s has no manager named %r" % (self.object_name, name))

    @_derived
    def base_manager(self):
        name = self.base_manager_name
        if not name:
            for parent in self.model.mro()[1:]:
                if hasattr(parent, "_meta"):
                    if parent._base_manager.name != "_base_manager":
                        name = parent._base_manager.name
                    break
        if name:
            return self._named_manager(name)
        from django.db.models.manager import Manager

        manager = Manager()
        manager.name = "_base_manager"
        manager.model = self.model
        manager.auto_created = True
        return manager

    @_derived
    def default_manager(self):
        name = self.default_manager_name
        if not name and not self.local_managers:
            for parent in self.model.mro()[1:]:
                if hasattr(parent, "_meta"):
                    name = parent._meta.default_manager_name
                    break
        if name:
            return self._named_manager(name)
        return self.managers[0] if self.managers else None

    # Fields

    @_derived
    def fields(self):
        def is_column_like(field):
            if not field.is_relation:
                return True
            if field.many_to_many or field.one_to_many:
                return False
            return not field.many_to_one or bool(getattr(field.remote_field, "model", None))

        return make_immutable_fields_list(
            "fields", (field for field in self._get_fields(reverse=False) if is_column_like(field))
        )

    @_derived
    def concrete_fields(self):
        return make_immutable_fields_list("concrete_fields", (field for field in self.fields if field.concrete))

    @_derived
    def local_concrete_fields(self):
        return make_immutable_fields_list(
            "local_concrete_fields", (field for field in self.local_fields if field.concrete)
        )

    @_derived
    def many_to_many(self):
        return make_immutable_fields_list(
            "many_to_many",
            (field for field in self._get_fields(reverse=False) if field.is_relation and field.many_to_many),
        )

    @_derived
    def related_objects(self):
        rels = self._get_fields(forward=False, reverse=True, include_hidden=True)
        return make_immutable_fields_list(
            "related_objects", (rel for rel in rels if not rel.hidden or rel.field.many_to_many)
        )

    @staticmethod
    def _by_name(fields):
        found = {}
        for field in fields:
            found[field.name] = field
            attname = getattr(field, "attname", None)
            if attname is not None:
                found[attname] = field
        return found

    @_derived
    def _forward_fields_map(self):
        return self._by_name(self._get_fields(reverse=False))

    @_derived
    def fields_map(self):
        return self._by_name(self._get_fields(forward=False, include_hidden=True))

    def get_field(self, field_name):
        field = self._forward_fields_map.get(field_name)
        if field is None:
            if not self.apps.models_ready:
                raise FieldDoesNotExist(
                    "%s has no field named '%s'. The app cache isn't ready yet, so if this is an "
                    "auto-created related field, it won't be available yet." % (self.object_name, field_name)
                )
            field = self.fields_map.get(field_name)
            if field is None:
                raise FieldDoesNotExist("%s has no field named '%s'" % (self.object_name, field_name))
        return field

    # Inheritance

    def get_base_chain(self, model):
        if model in self.parents:
            return [model]
        for parent in self.parents:
            chain = parent._meta.get_base_chain(model)
            if chain:
                return [parent, *chain]
        return []

    @_derived
    def all_parents(self):
        found = OrderedSet(self.parents)
        for parent in self.parents:
            for ancestor in parent._meta.all_parents:
                found.add(ancestor)
        return tuple(found)

    def get_parent_list(self):
        return list(self.all_parents)

    def get_ancestor_link(self, ancestor):
        if ancestor in self.parents:
            return self.parents[ancestor]
        for parent in self.parents:
            link = parent._meta.get_ancestor_link(ancestor)
            if link:
                return self.parents[parent] or link
        return None

    def get_path_to_parent(self, parent):
        if self.model is parent:
            return []
        path, opts = [], self
        for step in self.get_base_chain(parent):
            if step is not self.concrete_model:
                path += opts.parents[step].path_infos
            opts = step._meta
        return path

    def get_path_from_parent(self, parent):
        if self.model is parent:
            return []
        chain = [*reversed(self.concrete_model._meta.get_base_chain(parent)), self.concrete_model]
        path = []
        for ancestor, child in zip(chain, chain[1:]):
            path += child._meta.get_ancestor_link(ancestor).reverse_path_infos
        return path

    @_derived
    def _relation_tree(self):
        """The fields of all models that point at this one's table."""
        graph = _graphs.get(id(self.apps))
        if graph is None or graph[0] != _generation:
            tree = defaultdict(list)
            models = self.apps.get_models(include_auto_created=True)
            for model in models:
                for field in model._meta._get_fields(reverse=False, include_parents=False):
                    if field.is_relation and field.remote_field is not None:
                        target = field.remote_field.model
                        if target is not None and not isinstance(target, str):
                            tree[target._meta.concrete_model._meta.label].append(field)
            graph = _graphs[id(self.apps)] = _generation, tree
        if self.concrete_model is None:
            return EMPTY_RELATION_TREE
        return graph[1].get(self.concrete_model._meta.label, EMPTY_RELATION_TREE)

    def _expire_cache(self, forward=True, reverse=True):
        touch()

    def get_fields(self, include_parents=True, include_hidden=False):
        if include_parents is False:
            include_parents = PROXY_PARENTS
        return self._get_fields(include_parents=include_parents, include_hidden=include_hidden)

    def _get_fields(
        self, forward=True, reverse=True, include_parents=True, include_hidden=False, topmost_call=True
    ):
        if include_parents not in (True, False, PROXY_PARENTS):
            raise TypeError("Invalid argument for include_parents: %s" % (include_parents,))
        key = forward, reverse, include_parents, include_hidden, topmost_call
        found = self._derived.get(key)
        if found is not None and found[0] == _generation:
            return found[1]
        fields = []
        if include_parents is not False:
            seen = set()
            for parent in self.parents:
                opts = parent._meta
                if include_parents is PROXY_PARENTS and opts.concrete_model != self.concrete_model:
                    continue
                for field in opts._get_fields(forward, reverse, include_parents, include_hidden, False):
                    # A child does not see its own link from the parent's side.
                    own_link = getattr(field, "parent_link", False) and field.model != self.concrete_model
                    if not own_link and field not in seen:
                        fields.append(field)
                        seen.add(field)
        if reverse and not self.proxy:
            for field in self._relation_tree:
                if include_hidden or not field.remote_field.hidden:
                    fields.append(field.remote_field)
        if forward:
            fields += self.local_fields
            fields += self.local_many_to_many
            if topmost_call:
                fields += self.private_fields
        fields = make_immutable_fields_list("get_fields()", fields)
        self._derived[key] = _generation, fields
        return fields

    @_derived
    def total_unique_constraints(self):
        if not self.constraints:
            return []
        from django.db.models.constraints import UniqueConstraint

        return [
            constraint
            for constraint in self.constraints
            if isinstance(constraint, UniqueConstraint)
            and constraint.condition is None
            and not constraint.contains_expressions
        ]

    @_derived
    def pk_fields(self):
        return list(self.pk.fields) if self.is_composite_pk else [self.pk]

    @property
    def is_composite_pk(self):
        return hasattr(self.pk, "field_names")

    @_derived
    def _property_names(self):
        names, seen = set(), set()
        for cls in self.model.__mro__:
            attributes = cls.__dict__
            names |= {
                name for name, value in attributes.items() if isinstance(value, property) and name not in seen
            }
            seen |= set(attributes)
        names.add("pk")
        return frozenset(names)

    @_derived
    def _non_pk_concrete_field_names(self):
        keys = set(self.pk_fields)
        for parent in self.all_parents:
            keys.update(parent._meta.pk_fields)
        names = set()
        for field in self.concrete_fields:
            if field not in keys:
                names.update((field.name, field.attname))
        return frozenset(names)

    @_derived
    def _reverse_one_to_one_field_names(self):
        return frozenset(rel.name for rel in self.related_objects if rel.one_to_one)

    @_derived
    def db_returning_fields(self):
        fields = self._get_fields(forward=True, reverse=False, include_parents=PROXY_PARENTS)
        return [field for field in fields if getattr(field, "db_returning", False)]


_graphs = {}
