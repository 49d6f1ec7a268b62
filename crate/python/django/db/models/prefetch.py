"""prefetch_related(): one query for each relation, whatever the number of instances."""

import _orm

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db.models.constants import LOOKUP_SEP
from django.utils.functional import cached_property


class Prefetch:
    """A relation to prefetch, with its own queryset and the attribute to keep the rows in."""

    def __init__(self, lookup, queryset=None, to_attr=None):
        self.prefetch_through = self.prefetch_to = lookup
        if queryset is not None and not _gives_instances(queryset):
            raise ValueError("Prefetch querysets cannot use raw(), values(), and values_list().")
        if to_attr:
            self.prefetch_to = LOOKUP_SEP.join([*lookup.split(LOOKUP_SEP)[:-1], to_attr])
        self.queryset, self.to_attr = queryset, to_attr

    def __copy__(self):
        obj = self.__class__.__new__(self.__class__)
        obj.__dict__.update(self.__dict__)
        return obj

    def __getstate__(self):
        state = self.__dict__.copy()
        if self.queryset is not None:
            queryset = state["queryset"] = self.queryset._chain()
            queryset._result_cache = []
            queryset._prefetch_done = True
        return state

    def add_prefix(self, prefix):
        self.prefetch_through = prefix + LOOKUP_SEP + self.prefetch_through
        self.prefetch_to = prefix + LOOKUP_SEP + self.prefetch_to

    def get_current_prefetch_to(self, level):
        return LOOKUP_SEP.join(self.prefetch_to.split(LOOKUP_SEP)[: level + 1])

    def get_current_to_attr(self, level):
        parts = self.prefetch_to.split(LOOKUP_SEP)
        return parts[level], self.to_attr and level == len(parts) - 1

    def get_current_querysets(self, level):
        if self.queryset is not None and self.get_current_prefetch_to(level) == self.prefetch_to:
            return [self.queryset]
        return None

    def __eq__(self, other):
        if not isinstance(other, Prefetch):
            return NotImplemented
        return self.prefetch_to == other.prefetch_to

    def __hash__(self):
        return hash((self.__class__, self.prefetch_to))


def _gives_instances(queryset):
    from django.db.models.query import ModelIterable

    if hasattr(queryset, "raw_query"):
        return False
    shape = getattr(queryset, "_iterable_class", None)
    return shape is None or issubclass(shape, ModelIterable)


def normalize_prefetch_lookups(lookups, prefix=None):
    normalized = []
    for lookup in lookups:
        if not isinstance(lookup, Prefetch):
            lookup = Prefetch(lookup)
        if prefix:
            lookup.add_prefix(prefix)
        normalized.append(lookup)
    return normalized


def prefetch_related_objects(model_instances, *related_lookups):
    """Fills the caches of related objects of the instances."""
    if not model_instances:
        return
    done = {}
    auto_lookups, followed = set(), set()
    waiting = normalize_prefetch_lookups(reversed(related_lookups))
    while waiting:
        lookup = waiting.pop()
        if lookup.prefetch_to in done:
            if lookup.queryset is not None:
                raise ValueError(
                    "'%s' lookup was already seen with a different queryset. "
                    "You may need to adjust the ordering of your lookups." % lookup.prefetch_to
                )
            continue
        instances = model_instances
        steps = lookup.prefetch_through.split(LOOKUP_SEP)
        for level, step in enumerate(steps):
            if not instances:
                break
            prefetch_to = lookup.get_current_prefetch_to(level)
            if prefetch_to in done:
                instances = done[prefetch_to]
                continue
            if not _orm.prefetch_have_caches(instances):
                break
            first = next(iter(instances))
            to_attr = lookup.get_current_to_attr(level)[0]
            prefetcher, descriptor, found, is_fetched = get_prefetcher(first, step, to_attr)
            if not found:
                raise AttributeError(
                    "Cannot find '%s' on %s object, '%s' is an invalid parameter to prefetch_related()"
                    % (step, first.__class__.__name__, lookup.prefetch_through)
                )
            if prefetcher is None and level == len(steps) - 1:
                raise ValueError(
                    "'%s' does not resolve to an item that supports prefetching - this is an invalid "
                    "parameter to prefetch_related()." % lookup.prefetch_through
                )
            missing = [] if prefetcher is None else [obj for obj in instances if not is_fetched(obj)]
            if missing:
                instances, additional = prefetch_one_level(missing, prefetcher, lookup, level)
                # A default manager that prefetches could otherwise go on for ever.
                if not (prefetch_to in done and lookup in auto_lookups and descriptor in followed):
                    done[prefetch_to] = instances
                    new = normalize_prefetch_lookups(reversed(additional), prefetch_to)
                    auto_lookups.update(new)
                    waiting.extend(new)
                followed.add(descriptor)
            else:
                instances = _related_of(instances, step)


def _related_of(instances, step):
    """The related objects that are known already."""
    related = []
    for obj in instances:
        if step in getattr(obj, "_prefetched_objects_cache", ()):
            new = list(obj._prefetched_objects_cache.get(step))
        else:
            try:
                new = getattr(obj, step)
            except ObjectDoesNotExist:
                continue
        if new is None:
            continue
        if isinstance(new, list):
            related.extend(new)
        else:
            related.append(new)
    return related


async def aprefetch_related_objects(model_instances, *related_lookups):
    return prefetch_related_objects(model_instances, *related_lookups)


def get_prefetcher(instance, through_attr, to_attr):
    """(what prefetches, the descriptor, whether the attribute exists, a test of whether it is fetched)"""
    cls = instance.__class__
    if isinstance(getattr(cls, to_attr, None), cached_property):

        def is_fetched(obj):
            return to_attr in obj.__dict__

    else:

        def is_fetched(obj):
            return hasattr(obj, to_attr)

    descriptor = getattr(cls, through_attr, None)
    if descriptor is None:
        return None, None, hasattr(instance, through_attr), is_fetched
    if hasattr(descriptor, "get_prefetch_querysets"):
        return descriptor, descriptor, True, descriptor.is_cached if through_attr == to_attr else is_fetched
    related = getattr(instance, through_attr)
    prefetcher = related if hasattr(related, "get_prefetch_querysets") else None
    if through_attr == to_attr:

        def is_fetched(obj):
            return through_attr in obj._prefetched_objects_cache

    return prefetcher, descriptor, True, is_fetched


def prefetch_one_level(instances, prefetcher, lookup, level):
    """Fetches one relation of the instances; gives the related objects and what is to be prefetched on them."""
    queryset, key_of_related, key_of_instance, single, cache_name, is_descriptor = (
        prefetcher.get_prefetch_querysets(instances, lookup.get_current_querysets(level))
    )
    additional = []
    for each in getattr(queryset, "_prefetch_related_lookups", ()):
        additional.append(each.__copy__() if isinstance(each, Prefetch) else each)
    if additional:
        # Prefetched together with the rest, for all instances at once.
        queryset._prefetch_related_lookups = ()
    all_related = list(queryset)
    tell = getattr(queryset, "_prefetched_for", None)
    by_key = _orm.prefetch_grouped(all_related, key_of_related)
    to_attr, as_attr = lookup.get_current_to_attr(level)
    if as_attr and instances:
        model = instances[0].__class__
        try:
            model._meta.get_field(to_attr)
        except FieldDoesNotExist:
            pass
        else:
            raise ValueError("to_attr=%s conflicts with a field on the %s model." % (to_attr, model.__name__))
    if tell is not None:
        # From here on, who reads the rows is a person's code.
        tell(instances[0].__class__, lookup.prefetch_through.split(LOOKUP_SEP)[level])
        if as_attr:
            queryset._prefetched_to_attribute()
    if single and not as_attr and not is_descriptor:
        _orm.prefetch_give_single(instances, key_of_instance, by_key, cache_name)
        return all_related, additional
    leaf = len(lookup.prefetch_through.split(LOOKUP_SEP)) - 1 == level
    for obj in instances:
        related = by_key.get(key_of_instance(obj), [])
        if single:
            value = related[0] if related else None
            setattr(obj, to_attr if as_attr else cache_name, value)
        elif as_attr:
            setattr(obj, to_attr, related)
        else:
            manager = getattr(obj, to_attr)
            if leaf and lookup.queryset is not None:
                rows = manager._apply_rel_filters(lookup.queryset._chain())
            else:
                rows = manager.get_queryset()
            rows._result_cache = related
            rows._prefetch_done = True
            obj._prefetched_objects_cache[cache_name] = rows
    return all_related, additional
