"""Managers of related objects: over a foreign key, and over a table between."""

import _orm

from django.db import connections, router, transaction
from django.db.models import signals
from django.db.models.q import Q
from django.db.models.utils import AltersData, make_async, resolve_callables


def only_queryset(querysets):
    if not querysets:
        return None
    if len(querysets) != 1:
        raise ValueError("querysets argument of get_prefetch_querysets() should have a length of 1.")
    return querysets[0]


def _traverse_ancestors(model, instance):
    """The instance and, where they are known, the instances of its parents up to `model`."""
    while instance is not None:
        link = instance._meta.get_ancestor_link(model)
        if not link:
            yield instance, None
            return
        ancestor = link.get_cached_value(instance, None)
        yield instance, ancestor
        instance = ancestor


def _pop_prefetched(instance, name):
    cache = instance._own_values.get("_prefetched_objects_cache")
    if cache:
        cache.pop(name, None)


def _prefetched(instance, name):
    cache = instance._own_values.get("_prefetched_objects_cache")
    return cache.get(name) if cache else None


def _filter_prefetch_queryset(queryset, field_name, instances):
    """The related rows of all instances; a slice of the queryset is one of each instance's rows."""
    predicate = Q(**{"%s__in" % field_name: instances})
    query = queryset.query
    if query.is_sliced:
        from django.db.models.expressions import Window
        from django.db.models.functions import RowNumber
        from django.db.models.lookups import GreaterThan, LessThanOrEqual

        low, high = query.low_mark, query.high_mark
        window = Window(RowNumber(), partition_by=field_name, order_by=queryset._ordering_expressions())
        predicate &= Q(GreaterThan(window, low))
        if high is not None:
            predicate &= Q(LessThanOrEqual(window, high))
        queryset = queryset._chain()
        queryset.query.clear_limits()
    return queryset._filter_reusing(predicate)


def create_reverse_many_to_one_manager(superclass, rel):
    class RelatedManager(superclass, AltersData):
        do_not_call_in_templates = True

        def __init__(self, instance):
            super().__init__()
            self.instance = instance
            self.model = rel.related_model
            self.field = rel.field
            self.core_filters = {self.field.name: instance}

        def __call__(self, *, manager):
            manager = getattr(self.model, manager)
            return create_reverse_many_to_one_manager(manager.__class__, rel)(self.instance)

        def _check_fk_val(self):
            for field in self.field.foreign_related_fields:
                if getattr(self.instance, field.attname) is None:
                    raise ValueError(
                        '"%r" needs to have a value for field "%s" before this relationship can be used.'
                        % (self.instance, field.attname)
                    )

        def _apply_rel_filters(self, queryset):
            if self._db:
                queryset = queryset.using(self._db)
            return queryset._of_instance(self.instance, rel, self.core_filters)

        def _remove_prefetched_objects(self):
            _pop_prefetched(self.instance, self.field.remote_field.cache_name)

        def get_queryset(self):
            instance = self.instance
            if not instance._is_pk_set():
                raise ValueError(
                    "%r instance needs to have a primary key value before this relationship can be used."
                    % instance.__class__.__name__
                )
            cache = instance._own_values.get("_prefetched_objects_cache")
            found = cache.get(self.field.remote_field.cache_name) if cache else None
            return self._apply_rel_filters(super().get_queryset()) if found is None else found

        def get_prefetch_querysets(self, instances, querysets=None):
            field = self.field
            queryset = only_queryset(querysets)
            if queryset is None:
                queryset = super().get_queryset()
            queryset._add_hints(instance=instances[0])
            queryset = queryset.using(queryset._db or self._db)
            far_value, near_value = field.get_local_related_value, field.get_foreign_related_value
            by_value = _orm.prefetch_by_value(instances, near_value)
            queryset = _filter_prefetch_queryset(queryset, field.name, instances)
            _orm.prefetch_point_back(queryset, far_value, by_value, field.cache_name, True)
            return queryset, far_value, near_value, False, field.remote_field.cache_name, False

        def _check_and_point(self, obj):
            if not isinstance(obj, self.model):
                raise TypeError("'%s' instance expected, got %r" % (self.model._meta.object_name, obj))
            setattr(obj, self.field.name, self.instance)

        def _write_db(self):
            return router.db_for_write(self.model, instance=self.instance)

        def add(self, *objs, bulk=True):
            self._check_fk_val()
            self._remove_prefetched_objects()
            db = self._write_db()
            if not bulk:
                with transaction.atomic(using=db, savepoint=False):
                    for obj in objs:
                        self._check_and_point(obj)
                        obj.save()
                return
            pks = []
            for obj in objs:
                self._check_and_point(obj)
                if obj._state.adding or obj._state.db != db:
                    raise ValueError(
                        "%r instance isn't saved. Use bulk=False or save the object first." % obj
                    )
                pks.append(obj.pk)
            rows = self.model._base_manager.using(db).filter(pk__in=pks)
            rows.update(**{self.field.name: self.instance})

        add.alters_data = True

        def create(self, **kwargs):
            self._check_fk_val()
            self._remove_prefetched_objects()
            kwargs[self.field.name] = self.instance
            return super(RelatedManager, self.db_manager(self._write_db())).create(**kwargs)

        create.alters_data = True

        def get_or_create(self, **kwargs):
            self._check_fk_val()
            kwargs[self.field.name] = self.instance
            return super(RelatedManager, self.db_manager(self._write_db())).get_or_create(**kwargs)

        get_or_create.alters_data = True

        def update_or_create(self, **kwargs):
            self._check_fk_val()
            kwargs[self.field.name] = self.instance
            return super(RelatedManager, self.db_manager(self._write_db())).update_or_create(**kwargs)

        update_or_create.alters_data = True

        if rel.field.null:

            def remove(self, *objs, bulk=True):
                if not objs:
                    return
                self._check_fk_val()
                value = self.field.get_foreign_related_value(self.instance)
                old = set()
                for obj in objs:
                    if not isinstance(obj, self.model):
                        raise TypeError("'%s' instance expected, got %r" % (self.model._meta.object_name, obj))
                    if self.field.get_local_related_value(obj) != value:
                        raise self.field.remote_field.model.DoesNotExist(
                            "%r is not related to %r." % (obj, self.instance)
                        )
                    old.add(obj.pk)
                self._clear(self.filter(pk__in=old), bulk)

            remove.alters_data = True

            def clear(self, *, bulk=True):
                self._check_fk_val()
                self._clear(self, bulk)

            clear.alters_data = True

            def _clear(self, queryset, bulk):
                self._remove_prefetched_objects()
                db = self._write_db()
                queryset = queryset.using(db)
                if bulk:
                    queryset.update(**{self.field.name: None})
                    return
                with transaction.atomic(using=db, savepoint=False):
                    for obj in queryset:
                        setattr(obj, self.field.name, None)
                        obj.save(update_fields=[self.field.name])

            _clear.alters_data = True
            aremove, aclear = make_async("remove"), make_async("clear")

        def set(self, objs, *, bulk=True, clear=False):
            self._check_fk_val()
            objs = tuple(objs)
            if not self.field.null:
                self.add(*objs, bulk=bulk)
                return
            db = self._write_db()
            with transaction.atomic(using=db, savepoint=False):
                if clear:
                    self.clear(bulk=bulk)
                    self.add(*objs, bulk=bulk)
                    return
                old, new = dict.fromkeys(self.using(db).all()), []
                for obj in objs:
                    if obj in old:
                        del old[obj]
                    else:
                        new.append(obj)
                self.remove(*old, bulk=bulk)
                self.add(*new, bulk=bulk)

        set.alters_data = True

        aadd, aset, acreate = make_async("add"), make_async("set"), make_async("create")
        aget_or_create, aupdate_or_create = make_async("get_or_create"), make_async("update_or_create")

    return RelatedManager


def create_forward_many_to_many_manager(superclass, rel, reverse):
    class ManyRelatedManager(superclass, AltersData):
        do_not_call_in_templates = True

        def __init__(self, instance=None):
            super().__init__()
            self.instance = instance
            field = rel.field
            if reverse:
                self.model = rel.related_model
                self.query_field_name = field.name
                self.prefetch_cache_name = field.related_query_name()
                self.source_field_name = field.m2m_reverse_field_name()
                self.target_field_name = field.m2m_field_name()
                self.symmetrical = False
            else:
                self.model = rel.model
                self.query_field_name = field.related_query_name()
                self.prefetch_cache_name = field.name
                self.source_field_name = field.m2m_field_name()
                self.target_field_name = field.m2m_reverse_field_name()
                self.symmetrical = rel.symmetrical
            self.through, self.reverse = rel.through, reverse
            opts = self.through._meta
            self.source_field = opts.get_field(self.source_field_name)
            self.target_field = opts.get_field(self.target_field_name)
            self.core_filters, self.pk_field_names = {}, {}
            for local, remote in self.source_field.related_fields:
                name = "%s__%s" % (self.query_field_name, remote.name)
                self.core_filters[name] = getattr(instance, remote.attname)
                self.pk_field_names[local.name] = remote.name
            self.related_val = self.source_field.get_foreign_related_value(instance)
            if None in self.related_val:
                raise ValueError(
                    '"%r" needs to have a value for field "%s" before this many-to-many relationship can be used.'
                    % (instance, self.pk_field_names[self.source_field_name])
                )
            if not instance._is_pk_set():
                raise ValueError(
                    "%r instance needs to have a primary key value before a many-to-many relationship can be used."
                    % instance.__class__.__name__
                )

        def __call__(self, *, manager):
            manager = getattr(self.model, manager)
            made = create_forward_many_to_many_manager(manager.__class__, rel, reverse)
            return made(instance=self.instance)

        def _write_db(self):
            return router.db_for_write(self.through, instance=self.instance)

        def _links(self, db):
            return self.through._default_manager.using(db)

        def _build_remove_filters(self, removed):
            restrict = not hasattr(removed, "_has_filters") or removed._has_filters()

            def one_way(source, target):
                condition = Q.create([(source, self.related_val[0])])
                return condition & Q.create([(target + "__in", removed)]) if restrict else condition

            filters = one_way(self.source_field_name, self.target_field_name)
            if self.symmetrical:
                filters |= one_way(self.target_field_name, self.source_field_name)
            return filters

        def _apply_rel_filters(self, queryset):
            queryset._add_hints(instance=self.instance)
            if self._db:
                queryset = queryset.using(self._db)
            queryset._fetch_mode = self.instance._state.fetch_mode
            queryset = queryset._next_is_sticky().filter(**self.core_filters)
            return queryset._follow(self.instance, rel if reverse else rel.field)

        def get_prefetch_cache(self):
            for instance, _ in _traverse_ancestors(rel.field.model, self.instance):
                found = _prefetched(instance, self.prefetch_cache_name)
                if found is not None:
                    return found
            return None

        def _remove_prefetched_objects(self):
            for instance, _ in _traverse_ancestors(rel.field.model, self.instance):
                _pop_prefetched(instance, self.prefetch_cache_name)

        def get_queryset(self):
            found = self.get_prefetch_cache()
            return self._apply_rel_filters(super().get_queryset()) if found is None else found

        def get_prefetch_querysets(self, instances, querysets=None):
            queryset = only_queryset(querysets)
            if queryset is None:
                queryset = super().get_queryset()
            queryset._add_hints(instance=instances[0])
            queryset = queryset.using(queryset._db or self._db)
            queryset = _filter_prefetch_queryset(queryset, self.query_field_name, instances)
            # Each row also says which instance it belongs to.
            key = self.through._meta.get_field(self.source_field_name)
            quote = connections[queryset.db].ops.quote_name
            table = quote(key.model._meta.db_table)
            names = ["_prefetch_related_val_%s" % field.attname for field in key.local_related_fields]
            columns = ["%s.%s" % (table, quote(field.column)) for field in key.local_related_fields]
            queryset = queryset.extra(select=dict(zip(names, columns)))
            connection = connections[queryset.db]

            def of_row(result):
                return tuple(
                    field.get_db_prep_value(getattr(result, name), connection)
                    for field, name in zip(key.local_related_fields, names)
                )

            def of_instance(instance):
                return tuple(
                    field.get_db_prep_value(getattr(instance, field.attname), connection)
                    for field in key.foreign_related_fields
                )

            return queryset, of_row, of_instance, False, self.prefetch_cache_name, False

        @property
        def constrained_target(self):
            """The rows between, when they alone tell how many related rows there are."""
            db = router.db_for_read(self.through, instance=self.instance)
            if not self.target_field.db_constraint or not connections[db].features.supports_foreign_keys:
                return None
            manager = self.through._base_manager.db_manager(db, hints={"instance": self.instance})
            filters = {self.source_field_name: self.related_val[0]}
            if self.target_field.null:
                filters["%s__isnull" % self.target_field_name] = False
            return manager.filter(**filters)._follow(self.instance, rel if reverse else rel.field)

        def _countable(self):
            from django.db.models.manager import Manager

            if superclass is Manager and self.get_prefetch_cache() is None:
                return self.constrained_target
            return None

        def exists(self):
            target = self._countable()
            return super().exists() if target is None else target.exists()

        def count(self):
            target = self._countable()
            return super().count() if target is None else target.count()

        def _add_base(self, *objs, through_defaults=None, using=None, raw=False):
            db = using or self._write_db()
            ends = self.source_field_name, self.target_field_name
            with transaction.atomic(using=db, savepoint=False):
                self._add_items(*ends, *objs, through_defaults=through_defaults, using=db, raw=raw)
                if self.symmetrical:
                    self._add_items(*ends[::-1], *objs, through_defaults=through_defaults, using=db, raw=raw)

        def add(self, *objs, through_defaults=None):
            self._remove_prefetched_objects()
            self._add_base(*objs, through_defaults=through_defaults, using=self._write_db())

        add.alters_data = True

        def _remove_base(self, *objs, using=None, raw=False):
            ends = self.source_field_name, self.target_field_name
            self._remove_items(*ends, *objs, using=using or self._write_db(), raw=raw)

        def remove(self, *objs):
            self._remove_prefetched_objects()
            self._remove_base(*objs, using=self._write_db())

        remove.alters_data = True

        def _tell(self, action, pk_set, db, raw):
            signals.m2m_changed.send(
                sender=self.through, action=action, instance=self.instance, reverse=self.reverse,
                model=self.model, pk_set=pk_set, using=db, raw=raw,
            )

        def _clear_base(self, using=None, raw=False):
            db = using or self._write_db()
            with transaction.atomic(using=db, savepoint=False):
                self._tell("pre_clear", None, db, raw)
                filters = self._build_remove_filters(super().get_queryset().using(db))
                self._links(db).filter(filters).delete()
                self._tell("post_clear", None, db, raw)

        def clear(self):
            self._remove_prefetched_objects()
            self._clear_base(using=self._write_db())

        clear.alters_data = True

        def set_base(self, objs, *, clear=False, through_defaults=None, raw=False):
            objs = tuple(objs)
            db = self._write_db()
            with transaction.atomic(using=db, savepoint=False):
                self._remove_prefetched_objects()
                if clear:
                    self._clear_base(using=db, raw=raw)
                    self._add_base(*objs, through_defaults=through_defaults, using=db, raw=raw)
                    return
                key = self.target_field
                old, new = set(self.using(db).values_list(key.target_field.attname, flat=True)), []
                for obj in objs:
                    if isinstance(obj, self.model):
                        value = key.get_foreign_related_value(obj)[0]
                    else:
                        value = key.get_prep_value(obj)
                    if value in old:
                        old.remove(value)
                    else:
                        new.append(obj)
                self._remove_base(*old, using=db, raw=raw)
                self._add_base(*new, through_defaults=through_defaults, using=db, raw=raw)

        def set(self, objs, *, clear=False, through_defaults=None):
            self.set_base(objs, clear=clear, through_defaults=through_defaults)

        set.alters_data = True

        def _for_writing(self):
            db = router.db_for_write(self.instance.__class__, instance=self.instance)
            return super(ManyRelatedManager, self.db_manager(db))

        def create(self, *, through_defaults=None, **kwargs):
            obj = self._for_writing().create(**kwargs)
            self.add(obj, through_defaults=through_defaults)
            return obj

        create.alters_data = True

        def get_or_create(self, *, through_defaults=None, **kwargs):
            obj, created = self._for_writing().get_or_create(**kwargs)
            if created:
                self.add(obj, through_defaults=through_defaults)
            return obj, created

        get_or_create.alters_data = True

        def update_or_create(self, *, through_defaults=None, **kwargs):
            obj, created = self._for_writing().update_or_create(**kwargs)
            if created:
                self.add(obj, through_defaults=through_defaults)
            return obj, created

        update_or_create.alters_data = True

        def _get_target_ids(self, target_field_name, objs):
            from django.db.models.base import Model

            ids = set()
            key = self.through._meta.get_field(target_field_name)
            for obj in objs:
                if isinstance(obj, self.model):
                    if not router.allow_relation(obj, self.instance):
                        raise ValueError(
                            'Cannot add "%r": instance is on database "%s", value is on database "%s"'
                            % (obj, self.instance._state.db, obj._state.db)
                        )
                    value = key.get_foreign_related_value(obj)[0]
                    if value is None:
                        raise ValueError(
                            'Cannot add "%r": the value for field "%s" is None' % (obj, target_field_name)
                        )
                    ids.add(value)
                elif isinstance(obj, Model):
                    raise TypeError("'%s' instance expected, got %r" % (self.model._meta.object_name, obj))
                else:
                    ids.add(key.get_prep_value(obj))
            return ids

        def _get_missing_target_ids(self, source_field_name, target_field_name, db, target_ids):
            linked = self._links(db).values_list(target_field_name, flat=True)
            linked = linked.filter(
                **{source_field_name: self.related_val[0], "%s__in" % target_field_name: target_ids}
            )
            return target_ids.difference(linked)

        def _get_add_plan(self, db, source_field_name):
            """(conflicts can be ignored, signals must be sent, one statement is enough)"""
            ignore = self.through._meta.auto_created is not False
            tell = (self.reverse or source_field_name == self.source_field_name) and (
                signals.m2m_changed.has_listeners(self.through)
            )
            return ignore, tell, ignore and not tell

        def _add_items(
            self, source_field_name, target_field_name, *objs, through_defaults=None, using=None, raw=False
        ):
            if not objs:
                return
            defaults = dict(resolve_callables(through_defaults or {}))
            ids = self._get_target_ids(target_field_name, objs)
            db = using or self._write_db()
            ignore, tell, fast = self._get_add_plan(db, source_field_name)

            def links(ids, extra):
                source, target = "%s_id" % source_field_name, "%s_id" % target_field_name
                return [self.through(**extra, **{source: self.related_val[0], target: id_}) for id_ in ids]

            if fast:
                self._links(db).bulk_create(links(ids, {}), ignore_conflicts=True)
                return
            missing = self._get_missing_target_ids(source_field_name, target_field_name, db, ids)
            with transaction.atomic(using=db, savepoint=False):
                if tell:
                    self._tell("pre_add", missing, db, raw)
                self._links(db).bulk_create(links(missing, defaults), ignore_conflicts=ignore)
                if tell:
                    self._tell("post_add", missing, db, raw)

        def _remove_items(self, source_field_name, target_field_name, *objs, using=None, raw=False):
            if not objs:
                return
            key = self.target_field
            old = set(
                key.get_foreign_related_value(obj)[0] if isinstance(obj, self.model) else obj for obj in objs
            )
            db = using or self._write_db()
            with transaction.atomic(using=db, savepoint=False):
                self._tell("pre_remove", old, db, raw)
                targets = super().get_queryset()
                removed = old
                if targets._has_filters():
                    removed = targets.using(db).filter(**{"%s__in" % key.target_field.attname: old})
                self._links(db).filter(self._build_remove_filters(removed)).delete()
                self._tell("post_remove", old, db, raw)

        aadd, aremove, aclear, aset = map(make_async, ("add", "remove", "clear", "set"))
        acreate, aget_or_create, aupdate_or_create = map(make_async, ("create", "get_or_create", "update_or_create"))

    return ManyRelatedManager
