"""Relation fields: ForeignKey, OneToOneField, ManyToManyField and what they rest on."""

from collections import namedtuple
from functools import partial

import _orm

from django.core.exceptions import FieldError, ValidationError
from django.db.models.deletion import CASCADE
from django.db.models.utils import make_model_tuple
from django.utils.functional import cached_property

from . import Field
from .mixins import FieldCacheMixin
from .related_descriptors import (
    ForeignKeyDeferredAttribute,
    ForwardManyToOneDescriptor,
    ForwardOneToOneDescriptor,
    ManyToManyDescriptor,
    ReverseManyToOneDescriptor,
    ReverseOneToOneDescriptor,
)
from .reverse_related import ForeignObjectRel, ManyToManyRel, ManyToOneRel, OneToOneRel

RECURSIVE_RELATIONSHIP_CONSTANT = "self"

PathInfo = namedtuple(
    "PathInfo", "from_opts to_opts target_fields join_field m2m direct filtered_relation"
)


def resolve_relation(scope_model, relation):
    """The model, or its `app.Model` name, that a relation of `scope_model` names."""
    if relation == RECURSIVE_RELATIONSHIP_CONSTANT:
        return scope_model
    if isinstance(relation, str) and "." not in relation:
        return "%s.%s" % (scope_model._meta.app_label, relation)
    return relation


def lazy_related_operation(function, model, *related_models, **kwargs):
    """Calls `function` with the model classes once all of them are defined."""
    models = [model, *(resolve_relation(model, related) for related in related_models)]
    keys = [make_model_tuple(each) for each in models]
    return model._meta.apps.lazy_model_operation(partial(function, **kwargs), *keys)


class RelatedField(FieldCacheMixin, Field):
    one_to_many = one_to_one = many_to_many = many_to_one = False
    swappable = True

    def __init__(self, related_name=None, related_query_name=None, limit_choices_to=None, **kwargs):
        self._related_name, self._related_query_name = related_name, related_query_name
        self._limit_choices_to = limit_choices_to
        super().__init__(**kwargs)

    def check(self, **kwargs):
        from django.db.models.model_checks import relation_clashes

        return relation_clashes(self)

    @property
    def related_model(self):
        if isinstance(self.remote_field.model, str):
            self.opts_model_apps().check_models_ready()
        return self.remote_field.model

    def opts_model_apps(self):
        from django.apps import apps

        return apps

    def __copy__(self):
        obj = super().__copy__()
        for name in _DERIVED:
            obj.__dict__.pop(name, None)
        return obj

    # The native side

    def _orm_relation(self):
        rel = self.remote_field
        to = rel.model
        meta = None if isinstance(to, str) else to.__dict__.get("_meta")
        on_delete = rel.on_delete
        return {
            "kind": "one_to_one" if self.one_to_one else "many_to_many" if self.many_to_many else "many_to_one",
            "to": getattr(meta, "_orm", None),
            "related_name": rel.related_name,
            "related_query_name": rel.related_query_name,
            "on_delete": getattr(on_delete, "_orm_name", None) or getattr(on_delete, "__name__", None),
            "parent_link": bool(rel.parent_link),
            "symmetrical": bool(rel.symmetrical),
            "db_constraint": bool(getattr(self, "db_constraint", True)),
        }

    def _orm_options(self):
        return {**super()._orm_options(), "relation": self._orm_relation()}

    # Both models

    def contribute_to_class(self, cls, name, private_only=False, **kwargs):
        super().contribute_to_class(cls, name, private_only=private_only, **kwargs)
        self.opts = opts = cls._meta
        if opts.abstract:
            return
        rel = self.remote_field
        related_name = rel.related_name or opts.default_related_name
        if related_name:
            rel.related_name = related_name % {
                "class": cls.__name__.lower(), "model_name": opts.model_name, "app_label": opts.app_label.lower()
            }
        if rel.related_query_name:
            rel.related_query_name %= {"class": cls.__name__.lower(), "app_label": opts.app_label.lower()}

        def resolve_related_class(model, related, field):
            field.remote_field.model = related
            field.do_related_class(related, model)

        lazy_related_operation(resolve_related_class, cls, rel.model, field=self)

    def set_attributes_from_rel(self):
        opts = self.remote_field.model._meta
        self.name = self.name or opts.model_name + "_" + opts.pk.name
        if self.verbose_name is None:
            self.verbose_name = opts.verbose_name
        self.remote_field.set_field_name()

    def do_related_class(self, other, cls):
        self.set_attributes_from_rel()
        self._link_native(other)
        self.contribute_to_related_class(other, self.remote_field)

    def _link_native(self, other):
        from django.db.models import options

        handle = self._orm_handle()
        if other._meta._orm is not None:
            handle.set_related_model(other._meta._orm)
            handle.contribute_to_related_class()
        options.touch()

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self._limit_choices_to:
            kwargs["limit_choices_to"] = self._limit_choices_to
        if self._related_name is not None:
            kwargs["related_name"] = self._related_name
        if self._related_query_name is not None:
            kwargs["related_query_name"] = self._related_query_name
        to = self.remote_field.model
        if not isinstance(to, str):
            kwargs["to"] = to._meta.label_lower
        elif "." in to:
            app_label, model_name = to.split(".")
            kwargs["to"] = "%s.%s" % (app_label, model_name.lower())
        else:
            kwargs["to"] = to.lower()
        return name, path, args, kwargs

    def get_forward_related_filter(self, obj):
        return {
            "%s__%s" % (self.name, remote.name): getattr(obj, remote.attname) for _, remote in self.related_fields
        }

    def get_reverse_related_filter(self, obj):
        from django.db.models.q import Q

        base = Q.create([(remote.attname, getattr(obj, local.attname)) for local, remote in self.related_fields])
        extra = self.get_extra_descriptor_filter(obj)
        if isinstance(extra, dict):
            return base & Q(**extra)
        return base & extra if extra else base

    def get_limit_choices_to(self):
        limit = self.remote_field.limit_choices_to
        return limit() if callable(limit) else limit

    def related_query_name(self):
        rel = self.remote_field
        return rel.related_query_name or rel.related_name or self.opts.model_name

    @property
    def target_field(self):
        targets = self.path_infos[-1].target_fields
        if len(targets) > 1:
            raise FieldError(
                "The relation has multiple target fields, but only single target field was asked for"
            )
        return targets[0]

    def get_cache_name(self):
        return self.name

    @property
    def path_infos(self):
        return self.get_path_info()

    @property
    def reverse_path_infos(self):
        return self.get_reverse_path_info()

    @property
    def swappable_setting(self):
        if not self.swappable:
            return None
        from django.apps import apps

        to = self.remote_field.model
        return apps.get_swappable_settings_name(to if isinstance(to, str) else to._meta.label)


_DERIVED = (
    "related_fields", "reverse_related_fields", "local_related_fields", "foreign_related_fields", "_get_default",
)


class ForeignObject(RelatedField):
    """A relation over one or several columns."""

    many_to_one = True
    requires_unique_target = True
    related_accessor_class = ReverseManyToOneDescriptor
    forward_related_accessor_class = ForwardManyToOneDescriptor
    rel_class = ForeignObjectRel

    @classmethod
    def _lookup_classes(cls):
        # A relation has the lookups of relations alone.
        return cls.__mro__[: cls.__mro__.index(ForeignObject) + 1]

    def __init__(
        self, to, on_delete, from_fields, to_fields, rel=None, related_name=None, related_query_name=None,
        limit_choices_to=None, parent_link=False, swappable=True, **kwargs,
    ):
        if rel is None:
            rel = self.rel_class(
                self, to, related_name=related_name, related_query_name=related_query_name,
                limit_choices_to=limit_choices_to, parent_link=parent_link, on_delete=on_delete,
            )
        super().__init__(
            rel=rel, related_name=related_name, related_query_name=related_query_name,
            limit_choices_to=limit_choices_to, **kwargs,
        )
        self.from_fields, self.to_fields, self.swappable = from_fields, to_fields, swappable

    def _orm_kind(self):
        return "ForeignObject"

    def _orm_relation(self):
        pairs = [(from_, to or "") for from_, to in zip(self.from_fields, self.to_fields)]
        return {**super()._orm_relation(), "joining_fields": pairs}

    def _link_native(self, other):
        super()._link_native(other)
        if type(self).get_extra_restriction is not ForeignObject.get_extra_restriction:
            self._orm_handle().set_extra_restriction(self.get_extra_restriction)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs["on_delete"] = self.remote_field.on_delete
        kwargs["from_fields"] = self.from_fields
        kwargs["to_fields"] = self.to_fields
        if self.remote_field.parent_link:
            kwargs["parent_link"] = self.remote_field.parent_link
        return name, path, args, kwargs

    def resolve_related_fields(self):
        if not self.from_fields or len(self.from_fields) != len(self.to_fields):
            raise ValueError("Foreign Object from and to fields must be the same non-zero length")
        to = self.remote_field.model
        if isinstance(to, str):
            raise ValueError("Related model %r cannot be resolved" % to)
        return [
            (
                self if from_name == RECURSIVE_RELATIONSHIP_CONSTANT else self.opts.get_field(from_name),
                to._meta.pk if to_name is None else to._meta.get_field(to_name),
            )
            for from_name, to_name in zip(self.from_fields, self.to_fields)
        ]

    @cached_property
    def related_fields(self):
        return self.resolve_related_fields()

    @cached_property
    def reverse_related_fields(self):
        return [(remote, local) for local, remote in self.related_fields]

    @cached_property
    def local_related_fields(self):
        return tuple(local for local, _ in self.related_fields)

    @cached_property
    def foreign_related_fields(self):
        return tuple(remote for _, remote in self.related_fields if remote)

    @cached_property
    def get_local_related_value(self):
        return _orm.RelatedValue(self.local_related_fields)

    @cached_property
    def get_foreign_related_value(self):
        return _orm.RelatedValue(self.foreign_related_fields)

    @staticmethod
    def get_instance_value_for_fields(instance, fields):
        return _orm.RelatedValue(fields)(instance)

    def get_attname_column(self):
        return super().get_attname_column()[0], None

    def get_joining_fields(self, reverse_join=False):
        return tuple(self.reverse_related_fields if reverse_join else self.related_fields)

    def get_reverse_joining_fields(self):
        return self.get_joining_fields(reverse_join=True)

    def get_extra_descriptor_filter(self, instance):
        return {}

    def get_extra_restriction(self, alias, related_alias):
        return None

    def get_path_info(self, filtered_relation=None):
        return [
            PathInfo(
                self.model._meta, self.remote_field.model._meta, self.foreign_related_fields, self, False, True,
                filtered_relation,
            )
        ]

    def get_reverse_path_info(self, filtered_relation=None):
        opts = self.model._meta
        return [
            PathInfo(
                self.remote_field.model._meta, opts, (opts.pk,), self.remote_field, not self.unique, False,
                filtered_relation,
            )
        ]

    def contribute_to_class(self, cls, name, private_only=False, **kwargs):
        super().contribute_to_class(cls, name, private_only=private_only, **kwargs)
        setattr(cls, self.name, self.forward_related_accessor_class(self))

    def contribute_to_related_class(self, cls, related):
        if not self.remote_field.hidden and not related.related_model._meta.swapped:
            setattr(cls._meta.concrete_model, related.accessor_name, self.related_accessor_class(related))
            if self.remote_field.limit_choices_to:
                cls._meta.related_fkey_lookups.append(self.remote_field.limit_choices_to)


class ForeignKey(ForeignObject):
    """A column that holds the key of a row of another table."""

    descriptor_class = ForeignKeyDeferredAttribute
    rel_class = ManyToOneRel
    empty_strings_allowed = False
    default_error_messages = {"invalid": "%(model)s instance with %(field)s %(value)r is not a valid choice."}
    description = "Foreign Key (type determined by related field)"

    def __init__(
        self, to, on_delete, related_name=None, related_query_name=None, limit_choices_to=None,
        parent_link=False, to_field=None, db_constraint=True, **kwargs,
    ):
        if hasattr(getattr(to, "_meta", None), "model_name"):
            to_field = to_field or (to._meta.pk and to._meta.pk.name)
        elif not isinstance(to, str):
            raise TypeError(
                "%s(%r) is invalid. First parameter to ForeignKey must be "
                "either a model, a model name, or the string %r"
                % (self.__class__.__name__, to, RECURSIVE_RELATIONSHIP_CONSTANT)
            )
        if not callable(on_delete):
            raise TypeError("on_delete must be callable.")
        kwargs["rel"] = self.rel_class(
            self, to, to_field, related_name=related_name, related_query_name=related_query_name,
            limit_choices_to=limit_choices_to, parent_link=parent_link, on_delete=on_delete,
        )
        kwargs.setdefault("db_index", True)
        super().__init__(
            to, on_delete, related_name=related_name, related_query_name=related_query_name,
            limit_choices_to=limit_choices_to, from_fields=[RECURSIVE_RELATIONSHIP_CONSTANT],
            to_fields=[to_field], **kwargs,
        )
        self.db_constraint = db_constraint

    def __class_getitem__(cls, *args, **kwargs):
        return cls

    def _orm_kind(self):
        return "OneToOneField" if self.one_to_one else "ForeignKey"

    def _orm_relation(self):
        relation = super()._orm_relation()
        del relation["joining_fields"]
        relation["to_field"] = self.to_fields[0]
        return relation

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["to_fields"], kwargs["from_fields"]
        if self.db_index:
            del kwargs["db_index"]
        else:
            kwargs["db_index"] = False
        if self.db_constraint is not True:
            kwargs["db_constraint"] = self.db_constraint
        meta = getattr(self.remote_field.model, "_meta", None)
        field_name = self.remote_field.field_name
        if field_name and (not meta or (meta.pk and field_name != meta.pk.name)):
            kwargs["to_field"] = field_name
        return name, path, args, kwargs

    def to_python(self, value):
        return self.target_field.to_python(value)

    @property
    def target_field(self):
        return self.foreign_related_fields[0]

    def validate(self, value, model_instance):
        from django.db import router

        rel = self.remote_field
        if rel.parent_link:
            return
        super().validate(value, model_instance)
        if value is None:
            return
        using = router.db_for_read(rel.model, instance=model_instance)
        queryset = rel.model._base_manager.using(using).filter(**{rel.field_name: value})
        if not queryset.complex_filter(self.get_limit_choices_to()).exists():
            raise ValidationError(
                self.error_messages["invalid"],
                code="invalid",
                params={
                    "model": rel.model._meta.verbose_name, "pk": value, "field": rel.field_name, "value": value
                },
            )

    def resolve_related_fields(self):
        related_fields = super().resolve_related_fields()
        concrete = self.remote_field.model._meta.concrete_model
        for _, to_field in related_fields:
            if to_field and to_field.model != concrete:
                raise FieldError(
                    "'%s.%s' refers to field '%s' which is not local to model '%s'."
                    % (self.model._meta.label, self.name, to_field.name, concrete._meta.label)
                )
        return related_fields

    def get_attname(self):
        return "%s_id" % self.name

    def get_attname_column(self):
        attname = self.get_attname()
        return attname, self.db_column or attname

    def get_default(self):
        default = super().get_default()
        if not isinstance(self.remote_field.model, str) and isinstance(default, self.remote_field.model):
            return getattr(default, self.target_field.attname)
        return default

    def get_db_prep_save(self, value, connection):
        if value is None or (value == "" and not self.target_field.empty_strings_allowed):
            return None
        return self.target_field.get_db_prep_save(value, connection=connection)

    def get_db_prep_value(self, value, connection, prepared=False):
        return self.target_field.get_db_prep_value(value, connection, prepared)

    def get_prep_value(self, value):
        return self.target_field.get_prep_value(value)

    def contribute_to_related_class(self, cls, related):
        super().contribute_to_related_class(cls, related)
        if self.remote_field.field_name is None:
            self.remote_field.field_name = cls._meta.pk.name

    def db_type(self, connection):
        return self.target_field.rel_db_type(connection=connection)

    def cast_db_type(self, connection):
        return self.target_field.cast_db_type(connection=connection)

    def get_col(self, alias, output_field=None):
        if output_field is None:
            output_field = self.target_field
            while isinstance(output_field, ForeignKey):
                output_field = output_field.target_field
                if output_field is self:
                    raise ValueError("Cannot resolve output_field.")
        return super().get_col(alias, output_field)


class OneToOneField(ForeignKey):
    """A ForeignKey that no two rows share."""

    many_to_one = False
    one_to_one = True
    related_accessor_class = ReverseOneToOneDescriptor
    forward_related_accessor_class = ForwardOneToOneDescriptor
    rel_class = OneToOneRel
    description = "One-to-one relationship"

    def __init__(self, to, on_delete, to_field=None, **kwargs):
        kwargs["unique"] = True
        super().__init__(to, on_delete, to_field=to_field, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("unique", None)
        return name, path, args, kwargs

    def save_form_data(self, instance, data):
        if isinstance(data, self.remote_field.model):
            setattr(instance, self.name, data)
        else:
            setattr(instance, self.attname, data)
            if data is None:
                setattr(instance, self.name, data)


def create_many_to_many_intermediary_model(field, klass):
    """The model between, of a ManyToManyField without `through`."""
    from django.db import models

    def set_managed(model, related, through):
        through._meta.managed = model._meta.managed or related._meta.managed

    opts = klass._meta
    to_model = resolve_relation(klass, field.remote_field.model)
    name = "%s_%s" % (opts.object_name, field.name)
    lazy_related_operation(set_managed, klass, to_model, name)
    to, from_ = make_model_tuple(to_model)[1], opts.model_name
    if to == from_:
        to, from_ = "to_" + to, "from_" + from_
    words = {"from": from_, "to": to}
    meta = type(
        "Meta",
        (),
        {
            "db_table": field._get_m2m_db_table(opts),
            "auto_created": klass,
            "app_label": opts.app_label,
            "db_tablespace": opts.db_tablespace,
            "unique_together": (from_, to),
            "verbose_name": "%(from)s-%(to)s relationship" % words,
            "verbose_name_plural": "%(from)s-%(to)s relationships" % words,
            "apps": opts.apps,
            "managed": opts.managed,
        },
    )

    def key(target):
        return models.ForeignKey(
            target,
            related_name="%s+" % name,
            db_tablespace=field.db_tablespace,
            db_constraint=field.remote_field.db_constraint,
            on_delete=CASCADE,
        )

    attributes = {"Meta": meta, "__module__": klass.__module__, from_: key(klass), to: key(to_model)}
    return type(models.Model)(name, (models.Model,), attributes)


class ManyToManyField(RelatedField):
    """Rows of two tables joined through a table between."""

    many_to_many = True
    rel_class = ManyToManyRel
    description = "Many-to-many relationship"

    def __init__(
        self, to, related_name=None, related_query_name=None, limit_choices_to=None, symmetrical=None,
        through=None, through_fields=None, db_constraint=True, db_table=None, swappable=True, **kwargs,
    ):
        if not hasattr(getattr(to, "_meta", None), "model_name") and not isinstance(to, str):
            raise TypeError(
                "%s(%r) is invalid. First parameter to ManyToManyField must be either a model, a model name, "
                "or the string %r" % (self.__class__.__name__, to, RECURSIVE_RELATIONSHIP_CONSTANT)
            )
        if symmetrical is None:
            symmetrical = to == RECURSIVE_RELATIONSHIP_CONSTANT
        if through is not None and db_table is not None:
            raise ValueError("Cannot specify a db_table if an intermediary model is used.")
        kwargs["rel"] = self.rel_class(
            self, to, related_name=related_name, related_query_name=related_query_name,
            limit_choices_to=limit_choices_to, symmetrical=symmetrical, through=through,
            through_fields=through_fields, db_constraint=db_constraint,
        )
        self.has_null_arg = "null" in kwargs
        super().__init__(
            related_name=related_name, related_query_name=related_query_name, limit_choices_to=limit_choices_to,
            **kwargs,
        )
        self.db_table, self.swappable = db_table, swappable

    def __class_getitem__(cls, *args, **kwargs):
        return cls

    def _orm_kind(self):
        return "ManyToManyField"

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        rel = self.remote_field
        if self.db_table is not None:
            kwargs["db_table"] = self.db_table
        if rel.db_constraint is not True:
            kwargs["db_constraint"] = rel.db_constraint
        if isinstance(rel.through, str):
            kwargs["through"] = rel.through
        elif rel.through is not None and not rel.through._meta.auto_created:
            kwargs["through"] = rel.through._meta.label
        if rel.through_fields:
            kwargs["through_fields"] = rel.through_fields
        return name, path, args, kwargs

    def get_attname_column(self):
        return super().get_attname_column()[0], None

    def _get_path_info(self, direct):
        opts = self.remote_field.through._meta
        first, second = opts.get_field(self.m2m_field_name()), opts.get_field(self.m2m_reverse_field_name())
        if not direct:
            first, second = second, first
        return [*first.reverse_path_infos, *second.path_infos]

    def get_path_info(self, filtered_relation=None):
        return self._get_path_info(True)

    def get_reverse_path_info(self, filtered_relation=None):
        return self._get_path_info(False)

    def _get_m2m_db_table(self, opts):
        if self.remote_field.through is not None:
            return self.remote_field.through._meta.db_table
        return self.db_table or "%s_%s" % (opts.db_table.strip('"'), self.name)

    def _through_field(self, related, reverse, known=None):
        """The foreign key of the table between that leads to this side, or to the other."""
        cache = "_m2m_reverse_field" if reverse else "_m2m_field"
        found = self.__dict__.get(cache)
        if found is not None:
            return found
        rel = self.remote_field
        named = rel.through_fields[1 if reverse else 0] if rel.through_fields else None
        target = related.model if reverse else related.related_model
        skip = reverse and named is None and related.related_model == related.model
        if known is None:
            known = [(field, field.remote_field.model) for field in rel.through._meta.fields if field.is_relation]
        for field, model in known:
            if model != target:
                continue
            if named is not None and named != field.name:
                continue
            if skip:
                skip = False
                continue
            self.__dict__[cache] = field
            return field
        return None

    def contribute_to_class(self, cls, name, **kwargs):
        rel = self.remote_field
        if rel.symmetrical and rel.model in (RECURSIVE_RELATIONSHIP_CONSTANT, cls._meta.object_name):
            rel.related_name = "%s_rel_+" % name
        elif rel.hidden:
            rel.related_name = "_%s_%s_%s_+" % (cls._meta.app_label, cls.__name__.lower(), name)
        super().contribute_to_class(cls, name, **kwargs)
        if not cls._meta.abstract:
            if rel.through:

                def resolve_through_model(_, model, field):
                    field.remote_field.through = model

                lazy_related_operation(resolve_through_model, cls, rel.through, field=self)
            elif not cls._meta.swapped:
                rel.through = create_many_to_many_intermediary_model(self, cls)
            if rel.through:
                lazy_related_operation(self._link_through, cls, rel.model, rel.through)
        setattr(cls, self.name, ManyToManyDescriptor(rel, reverse=False))
        self.m2m_db_table = partial(self._get_m2m_db_table, cls._meta)

    def _link_through(self, model, related, through):
        # The keys of the table between may themselves wait for their models.
        keys = [f.remote_field.model for f in through._meta.fields if f.is_relation]
        lazy_related_operation(self._tell_through, model, through, *keys)

    def _tell_through(self, model, through, *keys):
        from django.db.models import options

        # The keys themselves may not know their models yet: these came after the names of them.
        known = list(zip([f for f in through._meta.fields if f.is_relation], keys))
        source = self._through_field(self.remote_field, False, known)
        target = self._through_field(self.remote_field, True, known)
        if source is not None and target is not None:
            self._orm_handle().set_through(through._meta._orm, source.name, target.name)
        options.touch()

    def contribute_to_related_class(self, cls, related):
        if not self.remote_field.hidden and not related.related_model._meta.swapped:
            setattr(cls, related.accessor_name, ManyToManyDescriptor(self.remote_field, reverse=True))

        def part(reverse, attribute):
            return lambda: getattr(self._through_field(related, reverse), attribute)

        self.m2m_column_name, self.m2m_reverse_name = part(False, "column"), part(True, "column")
        self.m2m_field_name, self.m2m_reverse_field_name = part(False, "name"), part(True, "name")
        self.m2m_target_field_name = lambda: self._through_field(related, False).remote_field.field_name
        self.m2m_reverse_target_field_name = lambda: self._through_field(related, True).remote_field.field_name

    def __copy__(self):
        obj = super().__copy__()
        for name in ("_m2m_field", "_m2m_reverse_field"):
            obj.__dict__.pop(name, None)
        return obj

    def set_attributes_from_rel(self):
        pass

    def value_from_object(self, obj):
        return list(getattr(obj, self.attname).all()) if obj._is_pk_set() else []

    def save_form_data(self, instance, data):
        getattr(instance, self.attname).set(data)

    def get_reverse_joining_fields(self):
        return ()

    def db_type(self, connection):
        return None

    def db_parameters(self, connection):
        return {"type": None, "check": None}
