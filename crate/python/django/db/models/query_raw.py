"""RawQuerySet: instances from SQL that a person wrote."""

import weakref

import _orm

from django.core.exceptions import FieldDoesNotExist
from django.db import connections, router
from django.db.models.fetch_modes import FETCH_ONE
from django.db.models.prefetch import prefetch_related_objects
from django.utils.functional import cached_property


class RawQuery:
    """The SQL and its parameters."""

    def __init__(self, sql, using, params=()):
        self.sql, self.using, self.params = sql, using, params
        self.rows = self.columns = None

    def __str__(self):
        if self.params is None:
            return self.sql
        params = self.params
        return self.sql % (params if hasattr(params, "keys") else tuple(params))

    def __repr__(self):
        return "<RawQuery: %s>" % self

    def chain(self, using):
        return RawQuery(self.sql, using, self.params)

    clone = chain

    def run(self):
        params = self.params
        if params is not None and not hasattr(params, "keys"):
            params = list(params)
        columns, self.rows, _, _ = _orm.execute(self.sql, params)
        self.columns = list(columns or ())

    def get_columns(self):
        if self.columns is None:
            self.run()
        return list(self.columns)

    def __iter__(self):
        if self.rows is None:
            self.run()
        rows, self.rows = self.rows, None
        return iter(rows)


class RawQuerySet:
    def __init__(
        self, raw_query, model=None, query=None, params=(), translations=None, using=None, hints=None,
        fetch_mode=None,
    ):
        self.raw_query, self.model, self.params = raw_query, model, params
        self._db, self._hints = using, hints or {}
        self.query = query or RawQuery(sql=raw_query, using=self.db, params=params)
        self.translations = translations or {}
        self._result_cache = None
        self._prefetch_related_lookups, self._prefetch_done = (), False
        self._fetch_mode = fetch_mode or FETCH_ONE

    @property
    def db(self):
        return self._db or router.db_for_read(self.model, **self._hints)

    def _clone(self):
        clone = self.__class__(
            self.raw_query, model=self.model, query=self.query, params=self.params,
            translations=self.translations, using=self._db, hints=self._hints, fetch_mode=self._fetch_mode,
        )
        clone._prefetch_related_lookups = self._prefetch_related_lookups
        return clone

    def using(self, alias):
        return RawQuerySet(
            self.raw_query, model=self.model, query=self.query.chain(using=alias), params=self.params,
            translations=self.translations, using=alias, fetch_mode=self._fetch_mode,
        )

    def prefetch_related(self, *lookups):
        clone = self._clone()
        clone._prefetch_related_lookups = () if lookups == (None,) else clone._prefetch_related_lookups + lookups
        return clone

    def _prefetch_related_objects(self):
        prefetch_related_objects(self._result_cache, *self._prefetch_related_lookups)
        self._prefetch_done = True

    def _fetch_all(self):
        if self._result_cache is None:
            self._result_cache = list(self.iterator())
        if self._prefetch_related_lookups and not self._prefetch_done:
            self._prefetch_related_objects()

    def __len__(self):
        self._fetch_all()
        return len(self._result_cache)

    def __bool__(self):
        self._fetch_all()
        return bool(self._result_cache)

    def __iter__(self):
        self._fetch_all()
        return iter(self._result_cache)

    async def __aiter__(self):
        for instance in self:
            yield instance

    def __repr__(self):
        return "<%s: %s>" % (self.__class__.__name__, self.query)

    def __getitem__(self, key):
        return list(self)[key]

    @cached_property
    def columns(self):
        columns = self.query.get_columns()
        for column, name in self.translations.items():
            if column in columns:
                columns[columns.index(column)] = name
        return columns

    @cached_property
    def model_fields(self):
        return {field.column: field for field in self.model._meta.fields if field.column}

    def resolve_model_init_order(self):
        columns = self.columns
        fields = [field for column, field in self.model_fields.items() if column in columns]
        annotations = [(column, at) for at, column in enumerate(columns) if column not in self.model_fields]
        return [f.attname for f in fields], [columns.index(f.column) for f in fields], annotations

    def iterator(self):
        from django.db.models.query import _get_from_db

        names, places, annotations = self.resolve_model_init_order()
        model, db = self.model, self.db
        if any(field.attname not in names for field in model._meta.pk_fields):
            raise FieldDoesNotExist("Raw query must include the primary key")
        fields = {field.attname: field for field in model._meta.concrete_fields}
        readers = [_reader(fields[name]) for name in names]
        mode, peers = self._fetch_mode, []
        from_db = _get_from_db(model, mode)
        for row in self.query:
            values = [read(row[place]) for read, place in zip(readers, places)]
            instance = from_db(db, names, values)
            if mode.track_peers:
                peers.append(weakref.ref(instance))
                instance._state.peers = peers
            for column, at in annotations:
                setattr(instance, column, row[at])
            yield instance


def _reader(field):
    return field._orm_handle().convert


class RawModelIterable:
    def __init__(self, queryset, **kwargs):
        self.queryset = queryset

    def __iter__(self):
        return self.queryset.iterator()
