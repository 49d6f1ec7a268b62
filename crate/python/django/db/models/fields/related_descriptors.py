"""What a relation is on instances: the related object, or a manager of related objects."""

import _orm

from django.db import router
from django.db.models.fetch_modes import FETCH_ONE
from django.db.models.query_utils import DeferredAttribute
from django.utils.functional import cached_property

from .related_managers import (
    _traverse_ancestors,
    create_forward_many_to_many_manager,
    create_reverse_many_to_one_manager,
    only_queryset,
)

__all__ = [
    "ForeignKeyDeferredAttribute", "ForwardManyToOneDescriptor", "ForwardOneToOneDescriptor",
    "ManyToManyDescriptor", "ReverseManyToOneDescriptor", "ReverseOneToOneDescriptor",
    "create_forward_many_to_many_manager", "create_reverse_many_to_one_manager",
]


class ForeignKeyDeferredAttribute(DeferredAttribute):
    """A key's column: assigning another key forgets the related object."""

    def __set__(self, instance, value):
        field = self.field
        cache = instance._state.fields_cache
        if field.name in cache and getattr(instance, field.attname, None) != value:
            cache.pop(field.name, None)
        instance._own_values[field.attname] = value


def _does_not_exist(model, owner, name, base):
    return type(
        "RelatedObjectDoesNotExist",
        (base, AttributeError),
        {
            "__module__": owner.__module__,
            "__qualname__": "%s.%s.RelatedObjectDoesNotExist" % (owner.__qualname__, name),
        },
    )


def _base_queryset(model, instance):
    """All rows of the related model, as the instance would fetch them."""
    queryset = model._base_manager.db_manager(hints={"instance": instance}).get_queryset()
    mode = instance._state.fetch_mode
    return queryset if mode is FETCH_ONE else queryset.fetch_mode(mode)


class ForwardManyToOneDescriptor(_orm.RelatedDescriptor):
    """`city.state`."""

    def __init__(self, field_with_rel):
        self.field = field_with_rel

    @cached_property
    def RelatedObjectDoesNotExist(self):
        field = self.field
        return _does_not_exist(field.remote_field.model, field.model, field.name, field.remote_field.model.DoesNotExist)

    @cached_property
    def is_cached(self):
        return _orm.KnowsRelated(self.field.cache_name)

    def get_queryset(self, *, instance):
        return _base_queryset(self.field.remote_field.model, instance)

    def get_prefetch_querysets(self, instances, querysets=None):
        field = self.field
        queryset = only_queryset(querysets)
        if queryset is None:
            queryset = self.get_queryset(instance=instances[0])
        else:
            queryset._add_hints(instance=instances[0])
        remote_value, local_value = field.get_foreign_related_value, field.get_local_related_value
        by_value = _orm.prefetch_by_value(instances, local_value)
        names = [remote.name for remote in field.foreign_related_fields]
        queryset = queryset._filter_tuple_in(names, list(by_value), field)
        queryset.query.clear_ordering()
        if not field.remote_field.multiple:
            cache_name = field.remote_field.cache_name
            _orm.prefetch_point_back(queryset, remote_value, by_value, cache_name, False)
        return queryset, remote_value, local_value, True, field.cache_name, False

    def get_object(self, instance):
        queryset = self.get_queryset(instance=instance)._follow(instance, self.field)
        return queryset.get(self.field.get_reverse_related_filter(instance))

    def __get__(self, instance):
        field = self.field
        try:
            related = instance._state.fields_cache[field.name]
        except KeyError:
            related = None
            has_value = None not in field.get_local_related_value(instance)
            if has_value:
                for _, ancestor in _traverse_ancestors(field.model, instance):
                    if ancestor:
                        related = field.get_cached_value(ancestor, default=None)
                        if related is not None:
                            break
                if related is None:
                    instance._state.fetch_mode.fetch(self, instance)
                    return field.get_cached_value(instance)
            field.set_cached_value(instance, related)
        if related is None and not field.null:
            raise self.RelatedObjectDoesNotExist("%s has no %s." % (field.model.__name__, field.name))
        return related

    # The native `__get__` answers what is cached and calls this for the rest;
    # tracebacks name it as Django's do.
    _get_unknown = __get__
    del __get__

    def fetch_one(self, instance):
        related = self.get_object(instance)
        self.field.set_cached_value(instance, related)
        if not self.field.remote_field.multiple:
            self.field.remote_field.set_cached_value(related, instance)

    def fetch_many(self, instances):
        from django.db.models.query import prefetch_related_objects

        missing = [instance for instance in instances if not self.is_cached(instance)]
        prefetch_related_objects(missing, self.field.name)

    def __set__(self, instance, value):
        field = self.field
        rel = field.remote_field
        if value is None:
            related = field.get_cached_value(instance, default=None)
            if related is not None:
                rel.set_cached_value(related, None)
            for local, _ in field.related_fields:
                setattr(instance, local.attname, None)
        else:
            self._check(instance, value, rel)
            for local, remote in field.related_fields:
                setattr(instance, local.attname, getattr(value, remote.attname))
        field.set_cached_value(instance, value)
        if value is not None and not rel.multiple:
            rel.set_cached_value(value, instance)

    def _check(self, instance, value, rel):
        if not isinstance(value, rel.model._meta.concrete_model):
            raise ValueError(
                'Cannot assign "%r": "%s.%s" must be a "%s" instance.'
                % (value, instance._meta.object_name, self.field.name, rel.model._meta.object_name)
            )
        assign_databases(instance, value)

    def __reduce__(self):
        return getattr, (self.field.model, self.field.name)


def assign_databases(instance, value):
    """New instances join the database of the other; the router may refuse."""
    if instance._state.db is None:
        instance._state.db = router.db_for_write(instance.__class__, instance=value)
    if value._state.db is None:
        value._state.db = router.db_for_write(value.__class__, instance=instance)
    if not router.allow_relation(value, instance):
        raise ValueError('Cannot assign "%r": the current database router prevents this relation.' % value)


class ForwardOneToOneDescriptor(ForwardManyToOneDescriptor):
    """`profile.author`; also `ebook.book_ptr`, which needs no query when all its fields are here."""

    def get_object(self, instance):
        if self.field.remote_field.parent_link:
            deferred = instance.get_deferred_fields()
            model = self.field.remote_field.model
            names = [field.attname for field in model._meta.concrete_fields]
            if not any(name in deferred for name in names):
                related = model(**{name: getattr(instance, name) for name in names})
                state, own = related._state, instance._state
                state.adding, state.db, state.fetch_mode = own.adding, own.db, own.fetch_mode
                return related
        return super().get_object(instance)

    def __set__(self, instance, value):
        super().__set__(instance, value)
        if self.field.primary_key and self.field.remote_field.parent_link:
            for field in instance._meta.concrete_fields:
                if field.primary_key and field.remote_field:
                    attname = field.remote_field.model._meta.pk.attname
                    setattr(instance, attname, None if value is None else getattr(value, attname))


class ReverseOneToOneDescriptor(_orm.RelatedDescriptor):
    """`author.profile`."""

    def __init__(self, related):
        self.related = related

    @property
    def field(self):
        return self.related

    @cached_property
    def RelatedObjectDoesNotExist(self):
        related = self.related
        return _does_not_exist(related.model, related.model, related.name, related.related_model.DoesNotExist)

    @cached_property
    def is_cached(self):
        return _orm.KnowsRelated(self.related.cache_name)

    def get_queryset(self, *, instance):
        return _base_queryset(self.related.related_model, instance)

    def get_prefetch_querysets(self, instances, querysets=None):
        field = self.related.field
        queryset = only_queryset(querysets)
        if queryset is None:
            queryset = self.get_queryset(instance=instances[0])
        else:
            queryset._add_hints(instance=instances[0])
        far_value, near_value = field.get_local_related_value, field.get_foreign_related_value
        by_value = _orm.prefetch_by_value(instances, near_value)
        queryset = queryset.filter(**{"%s__in" % field.name: instances})
        queryset.query.clear_ordering()
        _orm.prefetch_point_back(queryset, far_value, by_value, field.cache_name, False)
        return queryset, far_value, near_value, True, self.related.cache_name, False

    def __get__(self, instance):
        related = self.related
        try:
            found = related.get_cached_value(instance)
        except KeyError:
            if instance._is_pk_set():
                instance._state.fetch_mode.fetch(self, instance)
                found = related.get_cached_value(instance)
            else:
                found = None
            related.set_cached_value(instance, found)
        if found is None:
            raise self.RelatedObjectDoesNotExist(
                "%s has no %s." % (instance.__class__.__name__, related.accessor_name)
            )
        return found

    _get_unknown = __get__
    del __get__

    def fetch_one(self, instance):
        related = self.related
        arguments = related.field.get_forward_related_filter(instance)
        try:
            found = self.get_queryset(instance=instance)._follow(instance, related).get(**arguments)
        except related.related_model.DoesNotExist:
            found = None
        else:
            related.field.set_cached_value(found, instance)
        related.set_cached_value(instance, found)

    def fetch_many(self, instances):
        from django.db.models.query import prefetch_related_objects

        missing = [instance for instance in instances if not self.is_cached(instance)]
        prefetch_related_objects(missing, self.related.accessor_name)

    def __set__(self, instance, value):
        related = self.related
        field = related.field
        if value is None:
            found = related.get_cached_value(instance, default=None)
            if found is not None:
                related.delete_cached_value(instance)
                setattr(found, field.name, None)
            return
        if not isinstance(value, related.related_model):
            raise ValueError(
                'Cannot assign "%r": "%s.%s" must be a "%s" instance.'
                % (value, instance._meta.object_name, related.accessor_name, related.related_model._meta.object_name)
            )
        assign_databases(instance, value)
        keys = tuple(getattr(instance, remote.attname) for remote in field.foreign_related_fields)
        for local, key in zip(field.local_related_fields, keys):
            setattr(value, local.attname, key)
        related.set_cached_value(instance, value)
        field.set_cached_value(value, instance)

    def __reduce__(self):
        return getattr, (self.related.model, self.related.name)


class ReverseManyToOneDescriptor:
    """`state.cities`: a manager."""

    def __init__(self, rel):
        self.rel = rel
        self.field = rel.field

    @cached_property
    def related_manager_cls(self):
        return create_reverse_many_to_one_manager(self.rel.related_model._default_manager.__class__, self.rel)

    def __get__(self, instance, cls=None):
        return self if instance is None else self.related_manager_cls(instance)

    def _side(self):
        return "reverse side of a related set", self.rel.accessor_name

    def __set__(self, instance, value):
        raise TypeError("Direct assignment to the %s is prohibited. Use %s.set() instead." % self._side())


class ManyToManyDescriptor(ReverseManyToOneDescriptor):
    """`book.tags` and `tag.books`."""

    def __init__(self, rel, reverse=False):
        super().__init__(rel)
        self.reverse = reverse

    @property
    def through(self):
        return self.rel.through

    @cached_property
    def related_manager_cls(self):
        model = self.rel.related_model if self.reverse else self.rel.model
        return create_forward_many_to_many_manager(model._default_manager.__class__, self.rel, reverse=self.reverse)

    def _side(self):
        side = "reverse" if self.reverse else "forward"
        return "%s side of a many-to-many set" % side, self.rel.accessor_name if self.reverse else self.field.name
