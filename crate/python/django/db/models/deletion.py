"""Deleting: what happens to the rows that point at a deleted one."""

from collections import Counter, defaultdict
from functools import reduce
from operator import attrgetter, or_

import _orm

from django.db import connections, transaction
from django.db.models import signals
from django.db.models.q import Q
from django.db.utils import IntegrityError


class ProtectedError(IntegrityError):
    def __init__(self, msg, protected_objects):
        self.protected_objects = protected_objects
        super().__init__(msg, protected_objects)


class RestrictedError(IntegrityError):
    def __init__(self, msg, restricted_objects):
        self.restricted_objects = restricted_objects
        super().__init__(msg, restricted_objects)


def CASCADE(collector, field, sub_objs, using):
    collector.collect(
        sub_objs,
        source=field.remote_field.model,
        source_attr=field.name,
        nullable=field.null,
        fail_on_restricted=False,
    )


def PROTECT(collector, field, sub_objs, using):
    raise ProtectedError(
        "Cannot delete some instances of model '%s' because they are "
        "referenced through a protected foreign key: '%s.%s'"
        % (field.remote_field.model.__name__, sub_objs[0].__class__.__name__, field.name),
        sub_objs,
    )


def RESTRICT(collector, field, sub_objs, using):
    collector.add_restricted_objects(field, sub_objs)
    collector.add_dependency(field.remote_field.model, field.model)


def SET(value):
    """Points the rows elsewhere; a callable is asked each time."""

    def set_on_delete(collector, field, sub_objs, using):
        collector.add_field_update(field, value() if callable(value) else value, sub_objs)

    if not callable(value):
        set_on_delete.lazy_sub_objs = True
    set_on_delete._orm_name = "SET"
    set_on_delete.deconstruct = lambda: ("django.db.models.SET", (value,), {})
    return set_on_delete


def SET_NULL(collector, field, sub_objs, using):
    collector.add_field_update(field, None, sub_objs)


SET_NULL.lazy_sub_objs = True


def SET_DEFAULT(collector, field, sub_objs, using):
    collector.add_field_update(field, field.get_default(), sub_objs)


def DO_NOTHING(collector, field, sub_objs, using):
    pass


class DatabaseOnDelete:
    """Left to the database."""

    def __init__(self, operation, name, forced_collector=None):
        self.operation, self.__name__, self.forced_collector = operation, name, forced_collector

    def __call__(self, collector, field, sub_objs, using):
        pass

    def __str__(self):
        return self.__name__


DB_CASCADE = DatabaseOnDelete("CASCADE", "DB_CASCADE", CASCADE)
DB_SET_DEFAULT = DatabaseOnDelete("SET DEFAULT", "DB_SET_DEFAULT")
DB_SET_NULL = DatabaseOnDelete("SET NULL", "DB_SET_NULL")

SKIP_COLLECTION = frozenset([DO_NOTHING, DB_CASCADE, DB_SET_DEFAULT, DB_SET_NULL])


def get_candidate_relations_to_delete(opts):
    """Foreign keys and one-to-one relations that point here."""
    return [
        rel
        for rel in opts.get_fields(include_hidden=True)
        if rel.auto_created and not rel.concrete and (rel.one_to_one or rel.one_to_many)
    ]


def _union(lists):
    return {obj for objs in lists for obj in objs}


class Collector:
    """Finds everything that goes with the objects, then deletes it in a safe order."""

    def __init__(self, using, origin=None, force_collection=False):
        self.using, self.origin, self.force_collection = using, origin, force_collection
        # Instances by model. Dictionaries, so that the order is that of collection.
        self.data = {}
        self.field_updates = defaultdict(list)
        self.restricted_objects = defaultdict(lambda: defaultdict(set))
        self.fast_deletes = []
        self.dependencies = defaultdict(set)

    def add(self, objs, source=None, nullable=False, reverse_dependency=False):
        """Adds the objects and gives those that are new."""
        if not objs:
            return []
        model = objs[0].__class__
        known = self.data.setdefault(model, {})
        new = [obj for obj in objs if obj not in known]
        known.update(dict.fromkeys(new))
        if source is not None and not nullable:
            self.add_dependency(source, model, reverse_dependency=reverse_dependency)
        return new

    def add_dependency(self, model, dependency, reverse_dependency=False):
        if reverse_dependency:
            model, dependency = dependency, model
        self.dependencies[model._meta.concrete_model].add(dependency._meta.concrete_model)
        self.data.setdefault(dependency, {})

    def add_field_update(self, field, value, objs):
        self.field_updates[field, value].append(objs)

    def add_restricted_objects(self, field, objs):
        if objs:
            self.restricted_objects[objs[0].__class__][field].update(objs)

    def clear_restricted_objects_from_set(self, model, objs):
        if model in self.restricted_objects:
            self.restricted_objects[model] = {
                field: items.difference(objs) for field, items in self.restricted_objects[model].items()
            }

    def clear_restricted_objects_from_queryset(self, model, qs):
        if model in self.restricted_objects:
            pks = [obj.pk for objs in self.restricted_objects[model].values() for obj in objs]
            self.clear_restricted_objects_from_set(model, set(qs.filter(pk__in=pks)))

    def _has_signal_listeners(self, model):
        return signals.pre_delete.has_listeners(model) or signals.post_delete.has_listeners(model)

    def can_fast_delete(self, objs, from_field=None):
        """Whether one DELETE does: nothing cascades from the rows, and nobody listens."""
        if self.force_collection or (from_field and from_field.remote_field.on_delete is not CASCADE):
            return False
        if hasattr(objs, "_meta"):
            model = objs._meta.model
        elif hasattr(objs, "model") and hasattr(objs, "_raw_delete"):
            model = objs.model
        else:
            return False
        if self._has_signal_listeners(model):
            return False
        opts = model._meta
        return (
            all(link == from_field for link in opts.concrete_model._meta.parents.values())
            and all(
                rel.field.remote_field.on_delete in SKIP_COLLECTION
                for rel in get_candidate_relations_to_delete(opts)
            )
            and not any(hasattr(field, "bulk_related_objects") for field in opts.private_fields)
        )

    def get_del_batches(self, objs, fields):
        size = max(connections[self.using].ops.bulk_batch_size(fields, objs), 1)
        if len(objs) <= size:
            return [objs]
        return [objs[at : at + size] for at in range(0, len(objs), size)]

    def collect(
        self, objs, source=None, nullable=False, collect_related=True, source_attr=None,
        reverse_dependency=False, keep_parents=False, fail_on_restricted=True,
    ):
        if self.can_fast_delete(objs):
            self.fast_deletes.append(objs)
            return
        new = self.add(objs, source, nullable, reverse_dependency=reverse_dependency)
        if not new:
            return
        model = new[0].__class__
        if not keep_parents:
            self._collect_parents(model, new)
        if not collect_related:
            return
        self._collect_related(model, new, keep_parents)
        for field in model._meta.private_fields:
            if hasattr(field, "bulk_related_objects"):
                related = field.bulk_related_objects(new, self.using)
                self.collect(related, source=model, nullable=True, fail_on_restricted=False)
        if fail_on_restricted:
            self._check_restricted(model)

    def _collect_parents(self, model, new):
        for link in model._meta.concrete_model._meta.parents.values():
            if link:
                self.collect(
                    [getattr(obj, link.name) for obj in new],
                    source=model,
                    source_attr=link.remote_field.related_name,
                    collect_related=False,
                    reverse_dependency=True,
                    fail_on_restricted=False,
                )

    def _collect_related(self, model, new, keep_parents):
        fast, protected = defaultdict(list), defaultdict(list)
        for rel in get_candidate_relations_to_delete(model._meta):
            if keep_parents and rel.model._meta.concrete_model in model._meta.all_parents:
                continue
            field, related_model = rel.field, rel.related_model
            on_delete = field.remote_field.on_delete
            if on_delete in SKIP_COLLECTION:
                on_delete = self.force_collection and getattr(on_delete, "forced_collector", None)
                if not on_delete:
                    continue
            if self.can_fast_delete(related_model, from_field=field):
                fast[related_model].append(field)
                continue
            for batch in self.get_del_batches(new, [field]):
                related = self._needed_columns(related_model, self.related_objects(related_model, [field], batch))
                if getattr(on_delete, "lazy_sub_objs", False) or related:
                    try:
                        on_delete(self, field, related, self.using)
                    except ProtectedError as error:
                        protected["'%s.%s'" % (field.model.__name__, field.name)] += error.protected_objects
        if protected:
            raise ProtectedError(
                "Cannot delete some instances of model %r because they are "
                "referenced through protected foreign keys: %s." % (model.__name__, ", ".join(protected)),
                _union(protected.values()),
            )
        for related_model, fields in fast.items():
            for batch in self.get_del_batches(new, fields):
                self.fast_deletes.append(self.related_objects(related_model, fields, batch))

    def _needed_columns(self, related_model, related):
        """Without listeners, only the columns that others point at are of use."""
        if related.query.select_related or self._has_signal_listeners(related_model):
            return related
        names = {
            target.attname
            for rel in get_candidate_relations_to_delete(related_model._meta)
            for target in rel.field.foreign_related_fields
        }
        return related.only(*names)

    def _check_restricted(self, model):
        for related_model, instances in self.data.items():
            self.clear_restricted_objects_from_set(related_model, instances)
        for qs in self.fast_deletes:
            self.clear_restricted_objects_from_queryset(qs.model, qs)
        restricted = {}
        for related_model, fields in self.restricted_objects.items():
            for field, objs in fields.items():
                if objs:
                    restricted.setdefault("'%s.%s'" % (related_model.__name__, field.name), []).extend(objs)
        if restricted:
            raise RestrictedError(
                "Cannot delete some instances of model %r because "
                "they are referenced through restricted foreign keys: %s."
                % (model.__name__, ", ".join(restricted)),
                _union(restricted.values()),
            )

    def related_objects(self, related_model, related_fields, objs):
        predicate = Q.create([("%s__in" % field.name, objs) for field in related_fields], connector=Q.OR)
        return related_model._base_manager.using(self.using).filter(predicate)

    def instances_with_model(self):
        for model, instances in self.data.items():
            for obj in instances:
                yield model, obj

    def sort(self):
        """Brings models that others depend on to the end, if that is possible."""
        ordered, done = [], set()
        models = list(self.data)
        while len(ordered) < len(models):
            found = False
            for model in models:
                if model in ordered:
                    continue
                dependencies = self.dependencies.get(model._meta.concrete_model)
                if not (dependencies and dependencies.difference(done)):
                    ordered.append(model)
                    done.add(model._meta.concrete_model)
                    found = True
            if not found:
                return
        self.data = {model: self.data[model] for model in ordered}

    def delete(self):
        for model, instances in self.data.items():
            self.data[model] = sorted(instances, key=attrgetter("pk"))
        self.sort()
        if len(self.data) == 1:
            model, instances = next(iter(self.data.items()))
            if len(instances) == 1 and self.can_fast_delete(instances[0]):
                instance = instances[0]
                with transaction.mark_for_rollback_on_error(self.using):
                    count = self._delete_batch(model, [instance.pk])
                setattr(instance, model._meta.pk.attname, None)
                return count, {model._meta.label: count}
        counts = Counter()
        with transaction.atomic(using=self.using, savepoint=False):
            self._send(signals.pre_delete, self.instances_with_model())
            for qs in self.fast_deletes:
                count = qs._raw_delete(using=self.using)
                if count:
                    counts[qs.model._meta.label] += count
            self._update_fields()
            for instances in self.data.values():
                instances.reverse()
            for model, instances in self.data.items():
                count = self._delete_batch(model, [obj.pk for obj in instances])
                if count:
                    counts[model._meta.label] += count
                self._send(signals.post_delete, ((model, obj) for obj in instances))
        for model, instances in self.data.items():
            for instance in instances:
                setattr(instance, model._meta.pk.attname, None)
        return sum(counts.values()), dict(counts)

    def _send(self, signal, pairs):
        if not signal.receivers:
            return
        for model, obj in pairs:
            if not model._meta.auto_created:
                signal.send(sender=model, instance=obj, using=self.using, origin=self.origin)

    def _update_fields(self):
        from django.db.models.query import QuerySet

        for (field, value), groups in self.field_updates.items():
            lazy, objs = [], []
            for group in groups:
                if isinstance(group, QuerySet) and group._result_cache is None:
                    lazy.append(group)
                else:
                    objs.extend(group)
            if lazy:
                reduce(or_, lazy).update(**{field.name: value})
            if objs:
                opts = objs[0]._meta
                if hasattr(value, "prepare_database_save"):
                    value = value.prepare_database_save(field)
                for pks in _batches(list({obj.pk for obj in objs})):
                    _orm.update_batch(opts._orm, pks, [(field.name, value)])

    def _delete_batch(self, model, pks):
        opts = model._meta
        return sum(
            _orm.delete_batch(opts._orm, opts.pk.attname if not opts.is_composite_pk else "pk", batch)
            for batch in _batches(pks)
        )


def _batches(pks, size=100):
    return [pks[at : at + size] for at in range(0, len(pks), size)]
