"""QuerySet: the lazy set of rows. What it selects is native; this is what it does with rows."""

import _orm

from django.core import exceptions
from django.db import connections, router, transaction
from django.db.models.constants import LOOKUP_SEP, OnConflict
from django.db.models.deletion import Collector
from django.db.models.fields import AutoField, Field
from django.db.models.prefetch import (
    Prefetch,
    aprefetch_related_objects,
    get_prefetcher,
    normalize_prefetch_lookups,
    prefetch_one_level,
    prefetch_related_objects,
)
from django.db.models.utils import AltersData, make_async, resolve_callables
from django.db.utils import IntegrityError

__all__ = [
    "EmptyQuerySet", "Prefetch", "QuerySet", "RawQuerySet", "aprefetch_related_objects", "get_prefetcher",
    "normalize_prefetch_lookups", "prefetch_one_level", "prefetch_related_objects",
]

MAX_GET_RESULTS = 21
REPR_OUTPUT_SIZE = 20


def _get_from_db(model, fetch_mode):
    """`model.from_db`, told of the fetch mode if it takes one."""
    from functools import partial

    from django.db.models.fetch_modes import FETCH_ONE

    from_db = model.from_db
    code = getattr(from_db.__func__, "__code__", None)
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount] if code else ()
    if code is None or "fetch_mode" in names or code.co_flags & 0x08:
        return partial(from_db, fetch_mode=FETCH_ONE if fetch_mode is None else fetch_mode)
    import warnings

    from django.utils.deprecation import RemovedInDjango2028Warning

    warnings.warn(
        "%s.from_db() must accept a fetch_mode keyword argument. Support for from_db() methods that do not "
        "accept it is deprecated." % model.__qualname__,
        RemovedInDjango2028Warning,
    )
    return from_db


class BaseIterable:
    """Names the shape of rows; a subclass of it may make rows of its own."""

    def __init__(self, queryset, chunked_fetch=False, chunk_size=100):
        self.queryset, self.chunked_fetch, self.chunk_size = queryset, chunked_fetch, chunk_size

    def __iter__(self):
        return iter(self.queryset._fetch_rows())


class ModelIterable(BaseIterable):
    _row_kind = "model"


class ValuesIterable(BaseIterable):
    _row_kind = "values"


class ValuesListIterable(BaseIterable):
    _row_kind = "values_list"


class NamedValuesListIterable(ValuesListIterable):
    _row_kind = "named"


def create_namedtuple_class(names):
    """The class of rows with these names, which can be pickled."""
    from collections import namedtuple

    def __reduce__(self):
        return _unpickle_named_row, (names, tuple(self))

    return type("Row", (namedtuple("Row", names),), {"__reduce__": __reduce__, "__slots__": ()})


def _unpickle_named_row(names, values):
    return create_namedtuple_class(names)(*values)


class FlatValuesListIterable(BaseIterable):
    _row_kind = "flat"


def _default_pre_save(field):
    return type(field).pre_save is Field.pre_save


def _take_pk(obj):
    """Gives an instance the key that its field makes, and tells whether it then has one."""
    if not obj._is_pk_set() and type(obj.pk).__name__ != "DatabaseDefault":
        obj.pk = obj._meta.pk.get_pk_value_on_save(obj)
    return obj._is_pk_set()


class QuerySet(_orm.QuerySet, AltersData):
    """Rows of a model."""

    @classmethod
    def as_manager(cls):
        from django.db.models.manager import Manager

        manager = Manager.from_queryset(cls)()
        manager._built_with_as_manager = True
        return manager

    as_manager.queryset_only = True

    def __class_getitem__(cls, *args, **kwargs):
        return cls

    # Python's protocols, over the native methods.

    def __len__(self):
        return self._len()

    def __iter__(self):
        return self._iter()

    def __bool__(self):
        return self._bool()

    def __getitem__(self, key):
        return self._getitem(key)

    def __and__(self, other):
        return self._and(other)

    def __or__(self, other):
        return self._or(other)

    def __xor__(self, other):
        return self._xor(other)

    def __repr__(self):
        return self._repr()

    async def __aiter__(self):
        for row in self:
            yield row

    def __deepcopy__(self, memo):
        return self._clone()

    def __copy__(self):
        clone = self._clone()
        clone._result_cache = self._result_cache
        return clone

    def __reduce__(self):
        self._fetch_all()
        state = {name: value for name, value in self.__dict__.items()}
        # The query is native: a pickle of this session names it, one of another has the rows alone.
        _pickled.append(self._clone())
        return _unpickle_queryset, (type(self), self.model, self._result_cache, state, len(_pickled) - 1)

    def resolve_expression(self, *args, **kwargs):
        from django.db.models.expressions import Subquery

        if self._fields and len(self._fields) > 1:
            raise TypeError("Cannot use multi-field values querysets as filter values.")
        return Subquery(self)

    resolve_expression.queryset_only = True

    @property
    def db(self):
        choose = router.db_for_write if self._for_write else router.db_for_read
        return self._db or choose(self.model, **self._hints)

    def fetch_mode(self, fetch_mode):
        clone = self._chain()
        clone._fetch_mode = fetch_mode
        return clone

    def _not_support_combined_queries(self, operation_name):
        if self.query.combinator:
            from django.db.utils import NotSupportedError

            raise NotSupportedError(
                "Calling QuerySet.%s() after %s() is not supported." % (operation_name, self.query.combinator)
            )

    def _avoid_cloning(self):
        from contextlib import contextmanager

        @contextmanager
        def disabled():
            self._disable_cloning()
            try:
                yield
            finally:
                self._enable_cloning()

        return disabled()

    def _merge_known_related_objects(self, other):
        known = self._known_related_objects
        for field, objects in other._known_related_objects.items():
            known.setdefault(field, {}).update(objects)
        self._known_related_objects = known

    def _has_filters(self):
        return self.query.has_filters()

    def _filter_tuple_in(self, names, values, field):
        """Rows whose columns, taken together, are one of the tuples."""
        return self._filter_columns_in(names, values)

    # Fetching

    def iterator(self, chunk_size=None):
        if chunk_size is None:
            if self._prefetch_related_lookups:
                raise ValueError(
                    "chunk_size must be provided when using QuerySet.iterator() after prefetch_related()."
                )
        elif chunk_size <= 0:
            raise ValueError("Chunk size must be strictly positive.")
        return self._iterator(chunk_size)

    def _iterator(self, chunk_size):
        rows = self._clone()._fetch_rows()
        lookups = self._prefetch_related_lookups
        if not lookups or chunk_size is None:
            yield from rows
            return
        for at in range(0, len(rows), chunk_size):
            chunk = rows[at : at + chunk_size]
            prefetch_related_objects(chunk, *lookups)
            yield from chunk

    async def aiterator(self, chunk_size=2000):
        if chunk_size <= 0:
            raise ValueError("Chunk size must be strictly positive.")
        for row in self._iterator(chunk_size):
            yield row

    def _prefetch_related_objects(self):
        prefetch_related_objects(self._result_cache, *self._prefetch_related_lookups)
        self._prefetch_done = True

    def prefetch_related(self, *lookups):
        self._not_support_combined_queries("prefetch_related")
        clone = self._chain()
        if lookups == (None,):
            clone._prefetch_related_lookups = ()
            return clone
        filtered = getattr(self.query, "_filtered_relations", ())
        for lookup in lookups:
            if isinstance(lookup, Prefetch):
                lookup = lookup.prefetch_to
            if lookup.split(LOOKUP_SEP, 1)[0] in filtered:
                raise ValueError("prefetch_related() is not supported with FilteredRelation.")
        clone._prefetch_related_lookups = tuple(clone._prefetch_related_lookups) + lookups
        return clone

    def _earliest(self, *fields):
        order_by = fields or self.model._meta.get_latest_by
        if order_by and not isinstance(order_by, (tuple, list)):
            order_by = (order_by,)
        if order_by is None:
            raise ValueError(
                "earliest() and latest() require either fields as positional "
                "arguments or 'get_latest_by' in the model's Meta."
            )
        clone = self._chain()
        clone.query.clear_ordering(force=True)
        clone = clone.order_by(*order_by)
        clone.query.set_limits(high=1)
        return clone.get()

    def earliest(self, *fields):
        if self.query.is_sliced:
            raise TypeError("Cannot change a query once a slice has been taken.")
        return self._earliest(*fields)

    def latest(self, *fields):
        if self.query.is_sliced:
            raise TypeError("Cannot change a query once a slice has been taken.")
        return self.reverse()._earliest(*fields)

    def in_bulk(self, id_list=None, *, field_name="pk"):
        if self.query.is_sliced:
            raise TypeError("Cannot use 'limit' or 'offset' with in_bulk().")
        if id_list is not None and not id_list:
            return {}
        opts = self.model._meta
        unique = [c.fields[0] for c in opts.total_unique_constraints if len(c.fields) == 1]
        if (
            field_name != "pk"
            and not opts.get_field(field_name).unique
            and field_name not in unique
            and tuple(self.query.distinct_fields) != (field_name,)
        ):
            raise ValueError("in_bulk()'s field_name must be a unique field but %r isn't." % field_name)
        queryset, get_key, get_obj = self._bulk_shape(field_name)
        if id_list is None:
            return {get_key(row): get_obj(row) for row in queryset._chain()}
        key, ids = "%s__in" % field_name, tuple(id_list)
        size = connections[self.db].ops.bulk_batch_size([opts.pk], ids) or len(ids)
        rows = (row for at in range(0, len(ids), size) for row in queryset.filter(**{key: ids[at : at + size]}))
        return {get_key(row): get_obj(row) for row in rows}

    def _bulk_shape(self, field_name):
        """The queryset with the key in each row, and how to take key and row apart."""
        shape = self._iterable_class
        selected = tuple(self._selected_names())
        if issubclass(shape, ModelIterable):
            return self, lambda row: getattr(row, field_name), lambda row: row
        if issubclass(shape, ValuesIterable):
            if field_name in self.query.values_select:
                return self, lambda row: row[field_name], lambda row: row

            def without_key(row):
                return {name: value for name, value in row.items() if name != field_name}

            return self.values(field_name, *selected), lambda row: row[field_name], without_key
        if issubclass(shape, ValuesListIterable):
            if field_name in selected:
                at = selected.index(field_name)
                return self, lambda row: row[at], lambda row: row
            if issubclass(shape, NamedValuesListIterable):
                wider = self.values_list(field_name, *selected, named=True)
                return wider, lambda row: row[0], lambda row: row
            return self.values_list(field_name, *selected), lambda row: row[0], lambda row: row[1:]
        if issubclass(shape, FlatValuesListIterable):
            if selected == (field_name,):
                return self, lambda row: row, lambda row: row
            return self.values_list(field_name, *selected), lambda row: row[0], lambda row: row[1]
        raise TypeError("in_bulk() cannot be used with %s." % shape.__name__)

    def contains(self, obj):
        self._not_support_combined_queries("contains")
        if self._fields is not None:
            raise TypeError("Cannot call QuerySet.contains() after .values() or .values_list().")
        try:
            if obj._meta.concrete_model != self.model._meta.concrete_model:
                return False
        except AttributeError:
            raise TypeError("'obj' must be a model instance.")
        if not obj._is_pk_set():
            raise ValueError("QuerySet.contains() cannot be used on unsaved objects.")
        if self._result_cache is not None:
            return obj in self._result_cache
        return self.filter(pk=obj.pk).exists()

    def _truncated(self, name, field_name, kind, order, **trunc):
        from django.db.models.expressions import F
        from django.db.models.functions import Trunc

        if order not in ("ASC", "DESC"):
            raise ValueError("'order' must be either 'ASC' or 'DESC'.")
        rows = self.annotate(**{name: Trunc(field_name, kind, **trunc), "plain_field": F(field_name)})
        rows = rows.values_list(name, flat=True).distinct().filter(plain_field__isnull=False)
        return rows.order_by(("-" if order == "DESC" else "") + name)

    def dates(self, field_name, kind, order="ASC"):
        from django.db.models.fields import DateField

        if kind not in ("year", "month", "week", "day"):
            raise ValueError("'kind' must be one of 'year', 'month', 'week', or 'day'.")
        return self._truncated("datefield", field_name, kind, order, output_field=DateField())

    def datetimes(self, field_name, kind, order="ASC", tzinfo=None):
        from django.conf import settings
        from django.db.models.fields import DateTimeField

        if kind not in ("year", "month", "week", "day", "hour", "minute", "second"):
            raise ValueError(
                "'kind' must be one of 'year', 'month', 'week', 'day', 'hour', 'minute', or 'second'."
            )
        if not settings.USE_TZ:
            tzinfo = None
        elif tzinfo is None:
            from django.utils import timezone

            tzinfo = timezone.get_current_timezone()
        return self._truncated(
            "datetimefield", field_name, kind, order, output_field=DateTimeField(), tzinfo=tzinfo
        )

    def raw(self, raw_query, params=(), translations=None, using=None):
        from django.db.models.query_raw import RawQuerySet

        queryset = RawQuerySet(
            raw_query, model=self.model, params=params, translations=translations,
            using=self.db if using is None else using, fetch_mode=self._fetch_mode,
        )
        queryset._prefetch_related_lookups = tuple(self._prefetch_related_lookups)
        return queryset

    @property
    def totally_ordered(self):
        """Whether the order leaves no two rows in doubt."""
        if not self.ordered:
            return False
        opts = self.model._meta
        ordering = self.query.order_by or (opts.ordering if self.query.default_ordering else ())
        if not ordering:
            return False
        names = set()
        pk_names = {field.attname for field in opts.pk_fields}
        for part in ordering:
            if not isinstance(part, str):
                part = getattr(getattr(part, "expression", part), "name", "")
            name = part.lstrip("-")
            if name == "pk":
                return True
            try:
                field = opts.get_field(name)
            except exceptions.FieldDoesNotExist:
                continue
            if field.remote_field and name == field.name:
                continue
            if field.unique and not field.null:
                return True
            names.add(field.attname)
        if names >= pk_names:
            return True
        groups = [*opts.unique_together, *(constraint.fields for constraint in opts.total_unique_constraints)]
        for group in groups:
            fields = [opts.get_field(name) for name in group]
            if not any(field.null for field in fields) and names >= {field.attname for field in fields}:
                return True
        return False

    # Writing

    def create(self, **kwargs):
        reverse = self.model._meta._reverse_one_to_one_field_names.intersection(kwargs)
        if reverse:
            raise ValueError("The following fields do not exist in this model: %s" % ", ".join(reverse))
        obj = self.model(**kwargs)
        self._for_write = True
        obj.save(force_insert=True, using=self.db)
        mode = self._fetch_mode
        if mode is not None:
            obj._state.fetch_mode = mode
        return obj

    create.alters_data = True

    def _insert(
        self, objs, fields, returning_fields=None, raw=False, using=None, on_conflict=None, update_fields=None,
        unique_fields=None,
    ):
        self._for_write = True
        readers = [field.attname if raw or _default_pre_save(field) else field.pre_save for field in fields]
        conflict = None
        if on_conflict == OnConflict.IGNORE:
            conflict = "ignore"
        elif on_conflict == OnConflict.UPDATE:
            conflict = "update", _handles(update_fields), _handles(unique_fields or ())
        target = self.model._meta.concrete_model._meta._orm
        found = _orm.insert(target, _handles(fields), objs, readers, _handles(returning_fields or ()), conflict)
        return found if returning_fields else []

    _insert.alters_data = True
    _insert.queryset_only = False

    def _batched_insert(self, objs, fields, batch_size, on_conflict=None, update_fields=None, unique_fields=None):
        most = max(connections[self.db].ops.bulk_batch_size(fields, objs), 1)
        size = min(batch_size, most) if batch_size else most
        returning = self.model._meta.db_returning_fields if on_conflict != OnConflict.IGNORE else None
        batches = [objs[at : at + size] for at in range(0, len(objs), size)]
        inserted = []
        with _atomic_if(len(batches) > 1, self.db):
            for batch in batches:
                inserted += self._insert(
                    batch, fields=fields, using=self.db, on_conflict=on_conflict, update_fields=update_fields,
                    unique_fields=unique_fields, returning_fields=returning,
                )
        return inserted

    def _prepare_for_bulk_create(self, objs):
        opts = self.model._meta
        relations = [field for field in opts.concrete_fields if field.is_relation]
        usual = not opts.private_fields and all(field.target_field.primary_key for field in relations)
        relations = [(field.cache_name, field.attname, field.target_field.attname) for field in relations if usual]
        pk = opts.pk
        usual_pk = isinstance(pk, AutoField) and type(pk).get_pk_value_on_save is Field.get_pk_value_on_save
        makes_pk = not usual_pk or pk.has_default() or pk.has_db_default()
        return _orm.split_by_pk(objs, pk.attname, _take_pk, makes_pk, relations if usual else None)

    def _check_bulk_create_options(self, ignore_conflicts, update_conflicts, update_fields, unique_fields):
        if ignore_conflicts and update_conflicts:
            raise ValueError("ignore_conflicts and update_conflicts are mutually exclusive.")
        if ignore_conflicts:
            return OnConflict.IGNORE
        if not update_conflicts:
            return None
        if not update_fields:
            raise ValueError(
                "Fields that will be updated when a row insertion fails on conflicts must be provided."
            )
        if not unique_fields:
            raise ValueError("Unique fields that can trigger the upsert must be provided.")
        if any(not field.concrete for field in update_fields):
            raise ValueError("bulk_create() can only be used with concrete fields in update_fields.")
        if any(field in self.model._meta.pk_fields for field in update_fields):
            raise ValueError("bulk_create() cannot be used with primary keys in update_fields.")
        if any(not field.concrete for field in unique_fields):
            raise ValueError("bulk_create() can only be used with concrete fields in unique_fields.")
        return OnConflict.UPDATE

    def bulk_create(
        self, objs, batch_size=None, ignore_conflicts=False, update_conflicts=False, update_fields=None,
        unique_fields=None,
    ):
        if batch_size is not None and batch_size <= 0:
            raise ValueError("Batch size must be a positive integer.")
        opts = self.model._meta
        for parent in opts.all_parents:
            if parent._meta.concrete_model is not opts.concrete_model:
                raise ValueError("Can't bulk create a multi-table inherited model")
        if not objs:
            return objs
        if unique_fields:
            unique_fields = [opts.get_field(opts.pk.name if name == "pk" else name) for name in unique_fields]
        if update_fields:
            update_fields = [opts.get_field(name) for name in update_fields]
        on_conflict = self._check_bulk_create_options(
            ignore_conflicts, update_conflicts, update_fields, unique_fields
        )
        self._for_write = True
        fields = [field for field in opts.concrete_fields if not field.generated]
        objs = list(objs)
        with_pk, without_pk = self._prepare_for_bulk_create(objs)
        conflicts = {"on_conflict": on_conflict, "update_fields": update_fields, "unique_fields": unique_fields}
        with _atomic_if(with_pk and without_pk, self.db):
            self._handle_order_with_respect_to(objs)
            for group in (with_pk, without_pk):
                if not group:
                    continue
                if group is without_pk:
                    fields = [field for field in fields if not isinstance(field, AutoField)]
                returned = self._batched_insert(group, fields, batch_size, **conflicts)
                attnames = [field.attname for field in opts.db_returning_fields]
                _orm.mark_inserted(group, returned, attnames, self.db)
        return objs

    bulk_create.alters_data = True

    def _handle_order_with_respect_to(self, objs):
        wrt = self.model._meta.order_with_respect_to
        if not objs or not wrt:
            return
        from functools import reduce
        from operator import or_

        from django.db.models.aggregates import Max
        from django.db.models.q import Q

        groups = [tuple(wrt.get_filter_kwargs_for_object(obj).values()) for obj in objs]
        names = list(wrt.get_filter_kwargs_for_object(objs[0]))
        distinct = list(dict.fromkeys(groups))
        condition = reduce(or_, [Q.create(list(zip(names, group))) for group in distinct])
        rows = self.model._base_manager.using(self.db).filter(condition).values_list(*names)
        following = dict.fromkeys(distinct, 0)
        for *group, order in rows.annotate(_order__max=Max("_order") + 1):
            following[tuple(group)] = order
        for obj, group in zip(objs, groups):
            if getattr(obj, "_order", None) is None:
                obj._order = following[group]
                following[group] += 1

    def bulk_update(self, objs, fields, batch_size=None):
        if batch_size is not None and batch_size <= 0:
            raise ValueError("Batch size must be a positive integer.")
        if not fields:
            raise ValueError("Field names must be given to bulk_update().")
        objs = tuple(objs)
        if not all(obj._is_pk_set() for obj in objs):
            raise ValueError("All bulk_update() objects must have a primary key set.")
        opts = self.model._meta
        fields = [opts.get_field(name) for name in fields]
        if any(not field.concrete for field in fields):
            raise ValueError("bulk_update() can only be used with concrete fields.")
        keys = {key for model in (self.model, *opts.all_parents) for key in model._meta.pk_fields}
        if any(field in keys for field in fields):
            raise ValueError("bulk_update() cannot be used with primary key fields.")
        if not objs:
            return 0
        for obj in objs:
            obj._prepare_related_fields_for_save(operation_name="bulk_update", fields=fields)
        self._for_write = True
        most = connections[self.db].ops.bulk_batch_size([opts.pk, opts.pk, *fields], objs)
        size = min(batch_size, most) if batch_size else most
        updates = [
            (
                [obj.pk for obj in objs[at : at + size]],
                {field.attname: _case_by_pk(field, objs[at : at + size]) for field in fields},
            )
            for at in range(0, len(objs), size)
        ]
        rows, queryset = 0, self.using(self.db)
        with transaction.atomic(using=self.db, savepoint=False):
            for pks, values in updates:
                rows += queryset.filter(pk__in=pks).update(**values)
        return rows

    bulk_update.alters_data = True

    def get_or_create(self, defaults=None, **kwargs):
        self._for_write = True
        try:
            return self.get(**kwargs), False
        except self.model.DoesNotExist:
            params = self._extract_model_params(defaults, **kwargs)
            try:
                with transaction.atomic(using=self.db):
                    return self.create(**dict(resolve_callables(params))), True
            except IntegrityError:
                # Somebody else may have made it meanwhile.
                try:
                    return self.get(**kwargs), False
                except self.model.DoesNotExist:
                    pass
                raise

    get_or_create.alters_data = True

    def update_or_create(self, defaults=None, create_defaults=None, **kwargs):
        defaults = defaults or {}
        if create_defaults is None:
            create_defaults = defaults
        self._for_write = True
        opts = self.model._meta
        with transaction.atomic(using=self.db):
            obj, created = self.select_for_update().get_or_create(create_defaults, **kwargs)
            if created:
                return obj, created
            for name, value in resolve_callables(defaults):
                setattr(obj, name, value)
            names = set(defaults)
            if opts._non_pk_concrete_field_names.issuperset(names):
                for field in opts.local_concrete_fields:
                    if field not in opts.pk_fields and not _default_pre_save(field):
                        names.update((field.name, field.attname))
                obj.save(using=self.db, update_fields=names)
            else:
                obj.save(using=self.db)
        return obj, False

    update_or_create.alters_data = True

    def _extract_model_params(self, defaults, **kwargs):
        opts = self.model._meta
        params = {name: value for name, value in kwargs.items() if LOOKUP_SEP not in name}
        params.update(defaults or {})
        invalid = []
        for name in params:
            try:
                opts.get_field(name)
            except exceptions.FieldDoesNotExist:
                if not (name in opts._property_names and getattr(self.model, name).fset):
                    invalid.append(name)
        if invalid:
            raise exceptions.FieldError(
                "Invalid field name(s) for model %s: '%s'." % (opts.object_name, "', '".join(sorted(invalid)))
            )
        return params

    def delete(self):
        self._not_support_combined_queries("delete")
        if self.query.is_sliced:
            raise TypeError("Cannot use 'limit' or 'offset' with delete().")
        if self.query.distinct_fields:
            raise TypeError("Cannot call delete() after .distinct(*fields).")
        if self._fields is not None:
            raise TypeError("Cannot call delete() after .values() or .values_list()")
        rows = self.select_related(None)
        rows._for_write = True
        rows.query.select_for_update = False
        rows.query.clear_ordering(force=True)
        collector = Collector(using=rows.db, origin=self)
        collector.collect(rows)
        deleted = collector.delete()
        self._result_cache = None
        return deleted

    delete.alters_data = True
    delete.queryset_only = True

    def _raw_delete(self, using=None):
        return super()._raw_delete()

    _raw_delete.alters_data = True

    def update(self, **kwargs):
        self._not_support_combined_queries("update")
        if self.query.is_sliced:
            raise TypeError("Cannot update a query once a slice has been taken.")
        if self.query.distinct_fields:
            raise TypeError("Cannot call update() after .distinct(*fields).")
        self._for_write = True
        with transaction.mark_for_rollback_on_error(using=self.db):
            rows = super()._update([(name, _key_of(value, self.model, name)) for name, value in kwargs.items()])
        self._result_cache = None
        return rows

    update.alters_data = True

    def _update(self, values, returning_fields=None):
        """As update(), for fields: a list of (field, model, value)."""
        if self.query.is_sliced:
            raise TypeError("Cannot update a query once a slice has been taken.")
        self._result_cache = None
        pairs = [(field.name, value) for field, _, value in values]
        if not returning_fields:
            rows = super()._update(pairs)
            return rows if returning_fields is None else [()] * rows
        return super()._update_returning(pairs, _handles(returning_fields))

    _update.alters_data = True
    _update.queryset_only = False


for _name in (
    "get", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "earliest", "latest",
    "first", "last", "in_bulk", "delete", "update", "exists", "contains", "count", "aggregate", "explain",
):
    _method = make_async(_name)
    _method.alters_data = getattr(getattr(QuerySet, _name), "alters_data", False)
    if _name == "delete":
        _method.queryset_only = True
    setattr(QuerySet, "a" + _name, _method)


def _key_of(value, model, name):
    """For an instance given to a relation field: its key."""
    if not hasattr(value, "prepare_database_save") or hasattr(value, "resolve_expression"):
        return value
    field = model._meta.get_field(name)
    if not field.concrete:
        # Refused by name, whatever the value.
        return None
    if not field.remote_field:
        raise TypeError(
            "Tried to update field %s with a model instance, %r. Use a value compatible with %s."
            % (field, value, field.__class__.__name__)
        )
    return value.prepare_database_save(field)


def _handles(fields):
    return [field._orm_handle() for field in fields]


class _atomic_if:
    """A transaction, if there is more than one statement."""

    def __init__(self, needed, using):
        self.block = transaction.atomic(using=using, savepoint=False) if needed else None

    def __enter__(self):
        if self.block:
            self.block.__enter__()

    def __exit__(self, *exc):
        if self.block:
            self.block.__exit__(*exc)
        return False


def _case_by_pk(field, objs):
    """CASE WHEN pk = ... THEN ...: each object's own value."""
    from django.db.models.expressions import Case, Value, When

    cases = []
    for obj in objs:
        value = getattr(obj, field.attname)
        if not hasattr(value, "resolve_expression"):
            value = Value(value, output_field=field)
        cases.append(When(pk=obj.pk, then=value))
    return Case(*cases, output_field=field)


_pickled = []


def _unpickle_queryset(cls, model, rows, state, place=None):
    kept = _pickled[place] if place is not None and place < len(_pickled) else None
    queryset = kept._clone() if type(kept) is cls and kept.model is model else cls(model=model)
    queryset.__dict__.update(state)
    queryset._result_cache = rows
    queryset._prefetch_done = True
    return queryset


class InstanceCheckMeta(type):
    def __instancecheck__(self, instance):
        return isinstance(instance, QuerySet) and instance.query.is_empty()


class EmptyQuerySet(metaclass=InstanceCheckMeta):
    """`isinstance(queryset.none(), EmptyQuerySet)`."""

    def __init__(self, *args, **kwargs):
        raise TypeError("EmptyQuerySet can't be instantiated")


def __getattr__(name):
    if name in ("RawQuerySet", "RawModelIterable"):
        from django.db.models import query_raw

        return getattr(query_raw, name)
    if name in ("F", "Value", "Case", "When"):
        from django.db.models import expressions

        return getattr(expressions, name)
    if name == "Q":
        from django.db.models.q import Q

        return Q
    raise AttributeError("module %r has no attribute %r" % (__name__, name))
