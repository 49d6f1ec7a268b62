"""Saving an instance: parents first, then an UPDATE or an INSERT for each table."""

from django.db import router, transaction
from django.db.models import signals


class Saving:
    """The part of Model that writes it."""

    def save(self, *, force_insert=False, force_update=False, using=None, update_fields=None):
        self._prepare_related_fields_for_save(operation_name="save")
        using = using or router.db_for_write(self.__class__, instance=self)
        if force_insert and (force_update or update_fields):
            raise ValueError("Cannot force both insert and updating in model saving.")
        opts = self._meta
        if update_fields is not None:
            if not update_fields:
                return
            update_fields = frozenset(update_fields)
            unknown = update_fields.difference(opts._non_pk_concrete_field_names)
            if unknown:
                raise ValueError(
                    "The following fields do not exist in this model, are m2m "
                    "fields, primary keys, or are non-concrete fields: %s" % ", ".join(unknown)
                )
        elif not force_insert and not self._state.adding:
            # What was deferred stays as it is in the database.
            has = self._has_value
            deferred = {f.attname for f in opts.concrete_fields if not has(f.attname) and not f.generated}
            if deferred and using == self._state.db and self._is_pk_set():
                keys = opts.pk_fields
                loaded = {f.attname for f in opts.concrete_fields if f not in keys} - deferred
                if loaded:
                    update_fields = frozenset(loaded)
        self.save_base(
            using=using, force_insert=force_insert, force_update=force_update, update_fields=update_fields
        )

    save.alters_data = True

    @classmethod
    def _validate_force_insert(cls, force_insert):
        if force_insert is False:
            return ()
        if force_insert is True:
            return (cls,)
        if not isinstance(force_insert, tuple):
            raise TypeError("force_insert must be a bool or tuple.")
        for member in force_insert:
            if not isinstance(member, type(cls)):
                raise TypeError("Invalid force_insert member. %r must be a model subclass." % member)
            if not issubclass(cls, member):
                raise TypeError(
                    "Invalid force_insert member. %s must be a base of %s." % (member.__qualname__, cls.__qualname__)
                )
        return force_insert

    def save_base(self, raw=False, force_insert=False, force_update=False, using=None, update_fields=None):
        using = using or router.db_for_write(self.__class__, instance=self)
        assert not (force_insert and (force_update or update_fields))
        assert update_fields is None or update_fields
        cls = origin = self.__class__
        if cls._meta.proxy:
            cls = cls._meta.concrete_model
        meta = cls._meta
        tell = {"sender": origin, "instance": self, "raw": raw, "using": using, "update_fields": update_fields}
        if not meta.auto_created:
            signals.pre_save.send(**tell)
        if meta.parents:
            context = transaction.atomic(using=using, savepoint=False)
        else:
            context = transaction.mark_for_rollback_on_error(using=using)
        with context:
            parent_inserted = False
            if not raw:
                force_insert = self._validate_force_insert(force_insert)
                parent_inserted = self._save_parents(cls, using, update_fields, force_insert)
            updated = self._save_table(raw, cls, force_insert or parent_inserted, force_update, using, update_fields)
        self._state.db = using
        self._state.adding = False
        if not meta.auto_created:
            signals.post_save.send(created=not updated, **tell)

    save_base.alters_data = True

    def _save_parents(self, cls, using, update_fields, force_insert, updated_parents=None):
        """Saves what is inherited; tells whether any parent's row is new."""
        inserted = False
        if updated_parents is None:
            updated_parents = {}
        for parent, link in cls._meta.parents.items():
            pk_name = parent._meta.pk.attname
            if link and getattr(self, pk_name) is None and getattr(self, link.attname) is not None:
                setattr(self, pk_name, getattr(self, link.attname))
            updated = updated_parents.get(parent)
            if updated is None:
                parent_inserted = self._save_parents(parent, using, update_fields, force_insert, updated_parents)
                updated = updated_parents[parent] = self._save_table(
                    cls=parent, using=using, update_fields=update_fields,
                    force_insert=parent_inserted or issubclass(parent, force_insert),
                )
            if not updated:
                inserted = True
            if link:
                setattr(self, link.attname, self._get_pk_val(parent._meta))
                if link.is_cached(self):
                    link.delete_cached_value(self)
        return inserted

    def _save_table(
        self, raw=False, cls=None, force_insert=False, force_update=False, using=None, update_fields=None
    ):
        """Writes the row of one table; tells whether it was there before."""
        meta = cls._meta
        keys = meta.pk_fields
        fields = [f for f in meta.local_concrete_fields if f not in keys and not f.generated]
        if update_fields:
            fields = [f for f in fields if f.name in update_fields or f.attname in update_fields]
        if not self._is_pk_set(meta) and not _is_database_default(getattr(self, meta.pk.attname)):
            setattr(self, meta.pk.attname, meta.pk.get_pk_value_on_save(self))
        pk_set = self._is_pk_set(meta)
        if not pk_set and (force_update or update_fields):
            raise ValueError("Cannot force an update in save() with no primary key.")
        if (
            not (raw or force_insert or force_update)
            and self._state.adding
            and all(f.has_default() or f.has_db_default() for f in keys)
        ):
            # A key made by a default is new.
            force_insert = True
        if pk_set and not force_insert:
            values = [(f, None, getattr(self, f.attname) if raw else f.pre_save(self, False)) for f in fields]
            changed = set(fields)
            returning = [
                f for f in meta.local_concrete_fields if f.generated and changed.intersection(f.referenced_fields)
            ]
            returning += [
                f
                for f, _, value in values
                if (update_fields is None or f.name in update_fields) and hasattr(value, "resolve_expression")
            ]
            results = self._do_update(
                cls._base_manager.using(using), using, self._get_pk_val(meta), values, update_fields,
                update_fields or force_update, returning,
            )
            if results:
                self._assign_returned_values(results[0], returning)
                return True
            if force_update:
                raise self.NotUpdated("Forced update did not affect any rows.")
            if update_fields:
                raise self.NotUpdated("Save with update_fields did not affect any rows.")
        self._insert_table(raw, cls, using, pk_set)
        return False

    def _insert_table(self, raw, cls, using, pk_set):
        meta = cls._meta
        if meta.order_with_respect_to:
            self._order = self._next_order(cls, using, meta.order_with_respect_to)
        fields = [f for f in meta.local_concrete_fields if not f.generated and (pk_set or f is not meta.auto_field)]
        returning = list(meta.db_returning_fields)
        for field in fields:
            value = getattr(self, field.attname) if raw else field.pre_save(self, add=True)
            if hasattr(value, "resolve_expression") and field not in returning:
                returning.append(field)
        results = self._do_insert(cls._base_manager, using, fields, returning, raw)
        if results:
            self._assign_returned_values(results[0], returning)

    def _next_order(self, cls, using, wrt):
        from django.db.models.aggregates import Max
        from django.db.models.expressions import ExpressionWrapper, Value
        from django.db.models.fields import IntegerField
        from django.db.models.functions import Coalesce

        siblings = cls._base_manager.using(using).filter(**wrt.get_filter_kwargs_for_object(self))
        following = ExpressionWrapper(Max("_order") + Value(1), output_field=IntegerField())
        return siblings.aggregate(_order__max=Coalesce(following, Value(0)))["_order__max"]

    def _do_update(self, base_qs, using, pk_val, values, update_fields, forced_update, returning_fields):
        """The returned values of the updated row in a list, or nothing if there is no such row."""
        rows = base_qs.filter(pk=pk_val)
        if not values:
            return [()] if update_fields is not None or rows.exists() else []
        if self._meta.select_on_save and not forced_update:
            if not rows.exists():
                return []
            return rows._update(values, returning_fields) or ([()] if rows.exists() else [])
        return rows._update(values, returning_fields)

    def _do_insert(self, manager, using, fields, returning_fields, raw):
        return manager._insert([self], fields=fields, returning_fields=returning_fields, using=using, raw=raw)

    def _assign_returned_values(self, returned_values, returning_fields):
        fields = iter(returning_fields)
        for value, field in zip(returned_values, fields):
            setattr(self, field.attname, value)
        for field in fields:
            # Not told: read again when it is asked for.
            self._own_values.pop(field.attname, None)

    def _prepare_related_fields_for_save(self, operation_name, fields=None):
        """Takes the keys of related objects that were saved meanwhile; refuses unsaved ones."""
        cache = self._state.fields_cache
        if not cache:
            return
        opts = self._meta
        message = "%s() prohibited to prevent data loss due to unsaved related object '%s'."
        for field in opts.concrete_fields:
            if (fields and field not in fields) or not field.is_relation or not field.is_cached(self):
                continue
            obj = getattr(self, field.name, None)
            if not obj:
                continue
            if not obj._is_pk_set():
                if not field.remote_field.multiple:
                    field.remote_field.delete_cached_value(obj)
                raise ValueError(message % (operation_name, field.name))
            if getattr(self, field.attname) in field.empty_values:
                setattr(self, field.name, obj)
            if getattr(obj, field.target_field.attname) != getattr(self, field.attname):
                field.delete_cached_value(self)
        for field in opts.private_fields:
            if (fields and field not in fields) or not (field.is_relation and field.is_cached(self)):
                continue
            if hasattr(field, "fk_field"):
                obj = field.get_cached_value(self, default=None)
                if obj and not obj._is_pk_set():
                    raise ValueError(message % (operation_name, field.name))


def _is_database_default(value):
    return type(value).__name__ == "DatabaseDefault"
