"""GenericForeignKey and GenericRelation: relations to any model."""

from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.db import models, router, transaction
from django.db.models.base import make_foreign_order_accessors
from django.db.models.deletion import CASCADE, DO_NOTHING
from django.db.models.fields.mixins import FieldCacheMixin
from django.db.models.fields.related import ForeignObject, lazy_related_operation
from django.db.models.fields.related_descriptors import ReverseManyToOneDescriptor
from django.db.models.fields.related_managers import _pop_prefetched, _prefetched, only_queryset
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.db.models.prefetch import prefetch_related_objects
from django.db.models.q import Q
from django.db.models.utils import AltersData, make_async
from django.utils.functional import cached_property


class GenericForeignKey(FieldCacheMixin, models.Field):
    """A content type and a key, together an object."""

    many_to_one = True
    many_to_many = one_to_many = one_to_one = False

    def __init__(self, ct_field="content_type", fk_field="object_id", for_concrete_model=True):
        super().__init__(editable=False)
        self.ct_field, self.fk_field, self.for_concrete_model = ct_field, fk_field, for_concrete_model
        self.is_relation = True

    def _orm_kind(self):
        return "GenericForeignKey"

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, private_only=True, **kwargs)
        setattr(cls, self.attname, GenericForeignKeyDescriptor(self))

    def get_attname_column(self):
        return super().get_attname_column()[0], None

    @property
    def ct_field_attname(self):
        return self.model._meta.get_field(self.ct_field).attname

    def get_filter_kwargs_for_object(self, obj):
        return {
            self.fk_field: getattr(obj, self.fk_field),
            self.ct_field_attname: getattr(obj, self.ct_field_attname),
        }

    def get_forward_related_filter(self, obj):
        return {self.fk_field: obj.pk, self.ct_field: ContentType.objects.get_for_model(obj).pk}

    def get_cache_name(self):
        return self.name

    def get_content_type(self, obj=None, id=None, using=None, model=None):
        manager = ContentType.objects
        if obj is not None:
            manager = manager.db_manager(obj._state.db)
            return manager.get_for_model(obj, for_concrete_model=self.for_concrete_model)
        if id is not None:
            return manager.db_manager(using).get_for_id(id)
        if model is not None:
            return manager.db_manager(using).get_for_model(model, for_concrete_model=self.for_concrete_model)
        raise Exception("Impossible arguments to GFK.get_content_type!")


class GenericForeignKeyDescriptor:
    def __init__(self, field):
        self.field = field

    def is_cached(self, instance):
        return self.field.is_cached(instance)

    def get_prefetch_querysets(self, instances, querysets=None):
        field = self.field
        given = {}
        for queryset in querysets or ():
            ct_id = field.get_content_type(model=queryset.model, using=queryset.db).pk
            if ct_id in given:
                raise ValueError("Only one queryset is allowed for each content type.")
            given[ct_id] = queryset
        ct_attname = field.ct_field_attname
        keys, owners = {}, {}
        for instance in instances:
            ct_id, key = getattr(instance, ct_attname), getattr(instance, field.fk_field)
            if ct_id is not None and key is not None:
                keys.setdefault(ct_id, {})[key] = None
                owners[ct_id] = instance
        related = []
        for ct_id, wanted in keys.items():
            if ct_id in given:
                rows = given[ct_id].filter(pk__in=list(wanted))
            else:
                ct = field.get_content_type(id=ct_id, using=owners[ct_id]._state.db)
                rows = ct.get_all_objects_for_this_type(pk__in=list(wanted))
            related.extend(rows.fetch_mode(instances[0]._state.fetch_mode))

        def key_of_instance(obj):
            ct_id = getattr(obj, ct_attname)
            if ct_id is None:
                return None
            model = field.get_content_type(id=ct_id, using=obj._state.db).model_class()
            return str(getattr(obj, field.fk_field)), model

        def key_of_related(obj):
            return obj._meta.pk.value_to_string(obj), obj.__class__

        return related, key_of_related, key_of_instance, True, field.name, False

    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        field = self.field
        related = field.get_cached_value(instance, default=None)
        if related is None:
            if field.is_cached(instance):
                return None
        else:
            ct_id = getattr(instance, field.ct_field_attname, None)
            if ct_id == field.get_content_type(obj=related, using=instance._state.db).id:
                if related._meta.pk.to_python(getattr(instance, field.fk_field)) == related.pk:
                    return related
        instance._state.fetch_mode.fetch(self, instance)
        return field.get_cached_value(instance)

    def fetch_one(self, instance):
        field, related = self.field, None
        ct_id = getattr(instance, field.ct_field_attname, None)
        if ct_id is not None:
            db = instance._state.db
            ct = field.get_content_type(id=ct_id, using=db)
            try:
                related = ct.get_object_for_this_type(using=db, pk=getattr(instance, field.fk_field))
            except ObjectDoesNotExist:
                pass
            else:
                related._state.fetch_mode = instance._state.fetch_mode
        field.set_cached_value(instance, related)

    def fetch_many(self, instances):
        missing = [instance for instance in instances if not self.field.is_cached(instance)]
        return prefetch_related_objects(missing, self.field.name)

    def __set__(self, instance, value):
        field, ct, key = self.field, None, None
        if value is not None:
            ct, key = field.get_content_type(obj=value), value.pk
        setattr(instance, field.ct_field, ct)
        setattr(instance, field.fk_field, key)
        field.set_cached_value(instance, value)


class GenericRel(ForeignObjectRel):
    def __init__(self, field, to, related_name=None, related_query_name=None, limit_choices_to=None):
        super().__init__(
            field, to, related_name=related_query_name or "+", related_query_name=related_query_name,
            limit_choices_to=limit_choices_to, on_delete=DO_NOTHING,
        )


class GenericRelation(ForeignObject):
    """The rows of another model whose GenericForeignKey leads here."""

    auto_created = False
    empty_strings_allowed = False
    many_to_one = False
    one_to_many = True
    rel_class = GenericRel
    mti_inherited = False

    def __init__(
        self, to, object_id_field="object_id", content_type_field="content_type", for_concrete_model=True,
        related_query_name=None, limit_choices_to=None, **kwargs,
    ):
        kwargs["rel"] = self.rel_class(
            self, to, related_query_name=related_query_name, limit_choices_to=limit_choices_to
        )
        kwargs.update(null=True, blank=True, on_delete=CASCADE, editable=False, serialize=False)
        super().__init__(to, from_fields=[object_id_field], to_fields=[], **kwargs)
        self.object_id_field_name, self.content_type_field_name = object_id_field, content_type_field
        self.for_concrete_model = for_concrete_model

    def _orm_kind(self):
        return "GenericRelation"

    def _orm_relation(self):
        pk = self.model._meta.pk
        pairs = [(pk.name if pk else "id", self.object_id_field_name)]
        return {**super()._orm_relation(), "kind": "generic", "joining_fields": pairs}

    def _is_matching_generic_foreign_key(self, field):
        return (
            isinstance(field, GenericForeignKey)
            and field.ct_field == self.content_type_field_name
            and field.fk_field == self.object_id_field_name
        )

    def resolve_related_fields(self):
        self.to_fields = [self.model._meta.pk.name]
        return [(self.remote_field.model._meta.get_field(self.object_id_field_name), self.model._meta.pk)]

    def get_local_related_value(self, instance):
        return self.get_instance_value_for_fields(instance, self.foreign_related_fields)

    def get_foreign_related_value(self, instance):
        values = self.get_instance_value_for_fields(instance, self.local_related_fields)
        return tuple(field.to_python(value) for field, value in zip(self.foreign_related_fields, values))

    def value_to_string(self, obj):
        return str([instance.pk for instance in getattr(obj, self.name).all()])

    def contribute_to_class(self, cls, name, **kwargs):
        kwargs["private_only"] = True
        super().contribute_to_class(cls, name, **kwargs)
        self.model = cls
        if self.mti_inherited:
            self.remote_field.related_name = "+"
            self.remote_field.related_query_name = None
        setattr(cls, self.name, ReverseGenericManyToOneDescriptor(self.remote_field))
        if not cls._meta.abstract:

            def add_order_accessors(related_model, model):
                if self._is_matching_generic_foreign_key(model._meta.order_with_respect_to):
                    make_foreign_order_accessors(model, related_model)

            lazy_related_operation(add_order_accessors, cls, self.remote_field.model)

    def set_attributes_from_rel(self):
        pass

    def get_internal_type(self):
        return "ManyToManyField"

    def get_content_type(self):
        return ContentType.objects.get_for_model(self.model, for_concrete_model=self.for_concrete_model)

    def get_extra_restriction(self, alias, remote_alias):
        from django.db.models.sql.where import AND, WhereNode

        field = self.remote_field.model._meta.get_field(self.content_type_field_name)
        lookup = field.get_lookup("exact")(field.get_col(remote_alias), self.get_content_type().pk)
        return WhereNode([lookup], connector=AND)

    def bulk_related_objects(self, objs, using="default"):
        manager = ContentType.objects.db_manager(using)
        ct = manager.get_for_model(self.model, for_concrete_model=self.for_concrete_model)
        return self.remote_field.model._base_manager.db_manager(using).filter(
            **{
                "%s__pk" % self.content_type_field_name: ct.pk,
                "%s__in" % self.object_id_field_name: [obj.pk for obj in objs],
            }
        )


class ReverseGenericManyToOneDescriptor(ReverseManyToOneDescriptor):
    @cached_property
    def related_manager_cls(self):
        return create_generic_related_manager(self.rel.model._default_manager.__class__, self.rel)


def create_generic_related_manager(superclass, rel):
    class GenericRelatedObjectManager(superclass, AltersData):
        do_not_call_in_templates = True

        def __init__(self, instance=None):
            super().__init__()
            self.instance = instance
            self.model = rel.model
            self.get_content_type = partial(
                ContentType.objects.db_manager(instance._state.db).get_for_model,
                for_concrete_model=rel.field.for_concrete_model,
            )
            self.content_type = self.get_content_type(instance)
            self.content_type_field_name = rel.field.content_type_field_name
            self.object_id_field_name = rel.field.object_id_field_name
            self.prefetch_cache_name = rel.field.attname
            self.pk_val = instance.pk
            self.core_filters = {
                "%s__pk" % self.content_type_field_name: self.content_type.id,
                self.object_id_field_name: self.pk_val,
            }

        def __call__(self, *, manager):
            manager = getattr(self.model, manager)
            return create_generic_related_manager(manager.__class__, rel)(instance=self.instance)

        def __str__(self):
            return repr(self)

        def _write_db(self):
            return router.db_for_write(self.model, instance=self.instance)

        def _apply_rel_filters(self, queryset):
            db = self._db or router.db_for_read(self.model, instance=self.instance)
            queryset = queryset.using(db).fetch_mode(self.instance._state.fetch_mode)
            return queryset.filter(**self.core_filters)

        def _remove_prefetched_objects(self):
            _pop_prefetched(self.instance, self.prefetch_cache_name)

        def get_queryset(self):
            found = _prefetched(self.instance, self.prefetch_cache_name)
            return self._apply_rel_filters(super().get_queryset()) if found is None else found

        def get_prefetch_querysets(self, instances, querysets=None):
            queryset = only_queryset(querysets)
            if queryset is None:
                queryset = super().get_queryset()
            queryset._add_hints(instance=instances[0])
            queryset = queryset.using(queryset._db or self._db)
            by_type = {}
            for instance in instances:
                by_type.setdefault(self.get_content_type(instance).pk, {})[instance.pk] = None
            ct_name, id_name = self.content_type_field_name, self.object_id_field_name
            groups = [
                Q.create([("%s__pk" % ct_name, ct_id), ("%s__in" % id_name, set(pks))])
                for ct_id, pks in sorted(by_type.items())
            ]
            queryset = queryset.filter(Q.create(groups, connector=Q.OR))
            to_python, ct_attname = instances[0]._meta.pk.to_python, "%s_id" % ct_name

            def key_of_related(obj):
                return to_python(getattr(obj, id_name)), getattr(obj, ct_attname)

            def key_of_instance(obj):
                return obj.pk, self.get_content_type(obj).pk

            return queryset, key_of_related, key_of_instance, False, self.prefetch_cache_name, False

        def _check_and_point(self, obj):
            if not isinstance(obj, self.model):
                raise TypeError("'%s' instance expected, got %r" % (self.model._meta.object_name, obj))
            setattr(obj, self.content_type_field_name, self.content_type)
            setattr(obj, self.object_id_field_name, self.pk_val)

        def add(self, *objs, bulk=True):
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
                if obj._state.adding or obj._state.db != db:
                    raise ValueError(
                        "%r instance isn't saved. Use bulk=False or save the object first." % obj
                    )
                self._check_and_point(obj)
                pks.append(obj.pk)
            self.model._base_manager.using(db).filter(pk__in=pks).update(
                **{self.content_type_field_name: self.content_type, self.object_id_field_name: self.pk_val}
            )

        add.alters_data = True

        def remove(self, *objs, bulk=True):
            if objs:
                self._clear(self.filter(pk__in=[obj.pk for obj in objs]), bulk)

        remove.alters_data = True

        def clear(self, *, bulk=True):
            self._clear(self, bulk)

        clear.alters_data = True

        def _clear(self, queryset, bulk):
            self._remove_prefetched_objects()
            db = self._write_db()
            queryset = queryset.using(db)
            if bulk:
                queryset.delete()
                return
            with transaction.atomic(using=db, savepoint=False):
                for obj in queryset:
                    obj.delete()

        _clear.alters_data = True

        def set(self, objs, *, bulk=True, clear=False):
            objs = tuple(objs)
            db = self._write_db()
            with transaction.atomic(using=db, savepoint=False):
                if clear:
                    self.clear()
                    self.add(*objs, bulk=bulk)
                    return
                old, new = dict.fromkeys(self.using(db).all()), []
                for obj in objs:
                    if obj in old:
                        del old[obj]
                    else:
                        new.append(obj)
                self.remove(*old)
                self.add(*new, bulk=bulk)

        set.alters_data = True

        def _for_creation(self, kwargs):
            kwargs[self.content_type_field_name] = self.content_type
            kwargs[self.object_id_field_name] = self.pk_val
            return super(GenericRelatedObjectManager, self.db_manager(self._write_db()))

        def create(self, **kwargs):
            self._remove_prefetched_objects()
            return self._for_creation(kwargs).create(**kwargs)

        create.alters_data = True

        def get_or_create(self, **kwargs):
            return self._for_creation(kwargs).get_or_create(**kwargs)

        get_or_create.alters_data = True

        def update_or_create(self, **kwargs):
            return self._for_creation(kwargs).update_or_create(**kwargs)

        update_or_create.alters_data = True

        aadd, aremove, aclear, aset = map(make_async, ("add", "remove", "clear", "set"))
        acreate, aget_or_create, aupdate_or_create = map(make_async, ("create", "get_or_create", "update_or_create"))

    return GenericRelatedObjectManager
