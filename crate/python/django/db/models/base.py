"""Model and its metaclass."""

import _orm

from django.apps import apps
from django.conf import settings
from django.core.exceptions import (
    FieldDoesNotExist,
    FieldError,
    MultipleObjectsReturned,
    ObjectDoesNotExist,
    ObjectNotUpdated,
)
from django.db import router
from django.db.models import signals
from django.db.models.constants import LOOKUP_SEP
from django.db.models.deletion import CASCADE, Collector
from django.db.models.fetch_modes import FETCH_ONE
from django.db.models.fields.related import (
    ForeignObjectRel,
    OneToOneField,
    lazy_related_operation,
    resolve_relation,
)
from django.db.models.manager import Manager
from django.db.models.model_saving import Saving
from django.db.models.model_validation import Validation, expression_references
from django.db.models.options import Options
from django.db.models.utils import AltersData, make_async, make_model_tuple
from django.db.utils import DJANGO_VERSION_PICKLE_KEY, DatabaseError

__all__ = ["DEFERRED", "Deferred", "Model", "ModelBase", "ModelState", "expression_references"]


class Deferred:
    """Stands for a value that was not fetched."""

    def __repr__(self):
        return "<Deferred field>"

    __str__ = __repr__


DEFERRED = Deferred()


def subclass_exception(name, bases, module, attached_to):
    qualname = "%s.%s" % (attached_to.__qualname__, name)
    return type(name, bases, {"__module__": module, "__qualname__": qualname})


def _contributes(value):
    return not isinstance(value, type) and hasattr(value, "contribute_to_class")


class ModelBase(type):
    """Makes a model of a class: its options, fields, managers and place in the registry."""

    def __new__(cls, name, bases, attrs, **kwargs):
        parents = [base for base in bases if isinstance(base, ModelBase)]
        if not parents:
            return super().__new__(cls, name, bases, attrs)
        module = attrs.pop("__module__")
        attr_meta = attrs.pop("Meta", None)
        plain, contributed = {"__module__": module}, {}
        for key, value in attrs.items():
            (contributed if _contributes(value) else plain)[key] = value
        new_class = super().__new__(cls, name, bases, plain, **kwargs)
        abstract = getattr(attr_meta, "abstract", False)
        meta = attr_meta or getattr(new_class, "Meta", None)
        base_meta = getattr(new_class, "_meta", None)
        new_class.add_to_class("_meta", Options(meta, _app_label(meta, module, name, abstract)))
        opts = new_class._meta
        if not abstract:
            _add_exceptions(new_class, parents, module)
            if base_meta and not base_meta.abstract:
                if not hasattr(meta, "ordering"):
                    opts.ordering = base_meta.ordering
                if not hasattr(meta, "get_latest_by"):
                    opts.get_latest_by = base_meta.get_latest_by
        if opts.proxy and base_meta and base_meta.swapped:
            raise TypeError("%s cannot proxy the swapped model '%s'." % (name, base_meta.swapped))
        for key, value in contributed.items():
            new_class.add_to_class(key, value)
        if opts.proxy:
            _set_up_proxy(new_class, parents)
        else:
            opts.concrete_model = new_class
        _inherit_fields(new_class, parents)
        if opts.indexes:
            from copy import deepcopy

            opts.indexes = [deepcopy(index) for index in opts.indexes]
        if abstract:
            # Children inherit this Meta, but are not abstract themselves.
            attr_meta.abstract = False
            new_class.Meta = attr_meta
            return new_class
        new_class._prepare()
        opts.apps.register_model(opts.app_label, new_class)
        return new_class

    def add_to_class(cls, name, value):
        if _contributes(value):
            value.contribute_to_class(cls, name)
        else:
            setattr(cls, name, value)

    def _prepare(cls):
        opts = cls._meta
        opts._prepare(cls)
        if opts.order_with_respect_to:
            from functools import partialmethod

            cls.get_next_in_order = partialmethod(cls._get_next_or_previous_in_order, is_next=True)
            cls.get_previous_in_order = partialmethod(cls._get_next_or_previous_in_order, is_next=False)
            if opts.order_with_respect_to.remote_field:
                remote = opts.order_with_respect_to.remote_field.model
                lazy_related_operation(make_foreign_order_accessors, cls, remote)
        if cls.__doc__ is None:
            cls.__doc__ = "%s(%s)" % (cls.__name__, ", ".join(field.name for field in opts.fields))
        override = settings.ABSOLUTE_URL_OVERRIDES.get(opts.label_lower)
        if override:
            cls.get_absolute_url = override
        if not opts.managers:
            if any(field.name == "objects" for field in opts.fields):
                raise ValueError(
                    "Model %s must specify a custom Manager, because it has a field named 'objects'."
                    % cls.__name__
                )
            manager = Manager()
            manager.auto_created = True
            cls.add_to_class("objects", manager)
        for index in opts.indexes:
            if not index.name:
                index.set_name_with_model(cls)
        opts._make_native()
        signals.class_prepared.send(sender=cls)

    @property
    def _base_manager(cls):
        return cls._meta.base_manager

    @property
    def _default_manager(cls):
        return cls._meta.default_manager


def _app_label(meta, module, name, abstract):
    config = apps.get_containing_app_config(module)
    if getattr(meta, "app_label", None) is not None:
        return None
    if config is not None:
        return config.label
    if not abstract:
        raise RuntimeError(
            "Model class %s.%s doesn't declare an explicit app_label and isn't in an application in "
            "INSTALLED_APPS." % (module, name)
        )
    return None


def _add_exceptions(new_class, parents, module):
    defaults = {
        "DoesNotExist": (ObjectDoesNotExist,),
        "MultipleObjectsReturned": (MultipleObjectsReturned,),
        "NotUpdated": (ObjectNotUpdated, DatabaseError),
    }
    concrete = [parent for parent in parents if hasattr(parent, "_meta") and not parent._meta.abstract]
    for name, default in defaults.items():
        bases = tuple(getattr(parent, name) for parent in concrete) or default
        setattr(new_class, name, subclass_exception(name, bases, module, new_class))


def _set_up_proxy(new_class, parents):
    name, base = new_class.__name__, None
    for parent in parents:
        if not hasattr(parent, "_meta"):
            continue
        if parent._meta.abstract:
            if parent._meta.fields:
                raise TypeError(
                    "Abstract base class containing model fields not permitted for proxy model '%s'." % name
                )
        elif base is None:
            base = parent
        elif parent._meta.concrete_model is not base._meta.concrete_model:
            raise TypeError("Proxy model '%s' has more than one non-abstract model base class." % name)
    if base is None:
        raise TypeError("Proxy model '%s' has no non-abstract model base class." % name)
    new_class._meta.setup_proxy(base)
    new_class._meta.concrete_model = base._meta.concrete_model


def _parent_links(new_class, parents):
    """The links to parents that the class, or an abstract base of it, declares."""
    links = {}
    for base in reversed([new_class, *parents]):
        if not hasattr(base, "_meta") or (base is not new_class and not base._meta.abstract):
            continue
        for field in base._meta.local_fields:
            if isinstance(field, OneToOneField) and field.remote_field.parent_link:
                related = resolve_relation(new_class, field.remote_field.model)
                links[make_model_tuple(related)] = field
    return links


def _inherit_fields(new_class, parents):
    from copy import deepcopy

    opts = new_class._meta
    own = {f.name for f in (*opts.local_fields, *opts.local_many_to_many, *opts.private_fields)}
    links = _parent_links(new_class, parents)
    inherited = set()

    def clash(field, base):
        return FieldError(
            "Local field %r in class %r clashes with field of the same name from base class %r."
            % (field.name, new_class.__name__, base.__name__)
        )

    for base in new_class.mro():
        if base not in parents or not hasattr(base, "_meta"):
            inherited.update(base.__dict__)
            continue
        base_opts = base._meta
        fields = base_opts.local_fields + base_opts.local_many_to_many
        if base_opts.abstract:
            base_parents = base_opts.parents.copy()
            for field in fields:
                if field.name in own or field.name in new_class.__dict__ or field.name in inherited:
                    continue
                new_field = deepcopy(field)
                new_class.add_to_class(field.name, new_field)
                if field.one_to_one:
                    for parent, link in base_parents.items():
                        if field == link:
                            base_parents[parent] = new_field
            opts.parents.update(base_parents)
        else:
            for field in fields:
                if field.name in own:
                    raise clash(field, base)
                inherited.add(field.name)
            _link_parent(new_class, base._meta.concrete_model, links, own)
        for field in base_opts.private_fields:
            if field.name in own:
                if not base_opts.abstract:
                    raise clash(field, base)
            elif field.name not in new_class.__dict__ and field.name not in inherited:
                field = deepcopy(field)
                if not base_opts.abstract:
                    field.mti_inherited = True
                new_class.add_to_class(field.name, field)


def _link_parent(new_class, parent, links, own):
    opts = new_class._meta
    field = links.get(make_model_tuple(parent))
    if field is None and not opts.proxy:
        name = "%s_ptr" % parent._meta.model_name
        field = OneToOneField(parent, on_delete=CASCADE, name=name, auto_created=True, parent_link=True)
        if name in own:
            raise FieldError(
                "Auto-generated field '%s' in class %r for parent_link to base class %r clashes with "
                "declared field of the same name." % (name, new_class.__name__, parent.__name__)
            )
        if not hasattr(new_class, name):
            new_class.add_to_class(name, field)
    opts.parents[parent] = field


class _Lazy:
    """A class attribute that each instance makes for itself when it is first read."""

    def __init__(self, name, make):
        self.name, self.make = name, make

    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.make()
        return value


class ModelStateFieldsCacheDescriptor(_Lazy):
    def __init__(self):
        super().__init__("fields_cache", dict)


class ModelState:
    """Where an instance came from, and the related objects that it knows."""

    db = None
    adding = True
    fields_cache = ModelStateFieldsCacheDescriptor()
    fetch_mode = _Lazy("fetch_mode", lambda: FETCH_ONE)
    peers = ()

    def __copy__(self):
        obj = ModelState()
        obj.__dict__.update(self.__dict__)
        return obj

    def __getstate__(self):
        state = self.__dict__.copy()
        state.pop("peers", None)
        return state


_orm.set_model_state_class(ModelState)


class _Fetcher:
    """What a fetch mode asks to load a deferred field."""

    __slots__ = ("field",)

    def __init__(self, field):
        self.field = field

    def fetch_one(self, instance):
        instance.refresh_from_db(fields=[self.field.attname])

    def fetch_many(self, instances):
        attname = self.field.attname
        missing = [obj for obj in instances if obj._is_pk_set() and not obj._has_value(attname)]
        if not missing:
            return
        rows = self.field.model._base_manager.using(instances[0]._state.db).values_list(attname, flat=True)
        values = rows.in_bulk([instance.pk for instance in missing])
        for instance in missing:
            if instance.pk in values:
                setattr(instance, attname, values[instance.pk])


# Classes whose way of making instances is known natively; told when listeners change it.
def init_signals_changed():
    forget = getattr(_orm, "forget_init_plans", None)
    if forget is not None:
        forget()


class Model(_orm.Instance, Saving, Validation, AltersData, metaclass=ModelBase):
    """A row. Its values are set by the native base."""

    @classmethod
    def _init_plan(cls):
        """How the native base sets the fields of an instance."""
        opts = cls._meta
        if opts.abstract:
            raise TypeError("Abstract models cannot be instantiated.")
        plan = []
        for field in opts.fields:
            # Those without a column, as a composite key, are set after the others.
            if not field.concrete:
                continue
            own_way = type(field).get_default is not _plain_get_default
            constant = not field.has_default() and not field.has_db_default() and not own_way
            constant = constant or (field.has_default() and not callable(field.default) and not own_way)
            default = field.get_default() if constant else field.get_default
            related = isinstance(field.remote_field, ForeignObjectRel)
            plan.append((field.name, field.attname, related, field.concrete, field.generated, constant, default))
        return plan, _init_signals(cls), DEFERRED

    def _init_extra(self, kwargs):
        """Keyword arguments that are not fields with columns."""
        opts = self._meta
        properties, unexpected = opts._property_names, []
        for name, value in kwargs.items():
            if name not in properties:
                try:
                    opts.get_field(name)
                except FieldDoesNotExist:
                    unexpected.append(name)
                    continue
            if value is not DEFERRED:
                setattr(self, name, value)
        if unexpected:
            raise TypeError(
                "%s() got unexpected keyword arguments: %s"
                % (self.__class__.__name__, ", ".join(repr(name) for name in unexpected))
            )

    def _load_deferred(self, name):
        field = self._meta.get_field(name)
        # A child that was fetched without its parent's key has it under another name.
        link = self._meta.get_ancestor_link(field.model)
        if field.primary_key and link and link is not field and self._has_value(link.attname):
            return getattr(self, link.attname)
        if not self._is_pk_set():
            raise AttributeError("Cannot retrieve deferred field %r from an unsaved model." % name)
        self._state.fetch_mode.fetch(_Fetcher(field), self)
        if field.attname not in self._own_values:
            # Its row was not among the peers' rows.
            raise self._meta.model.DoesNotExist("%s matching query does not exist." % self._meta.object_name)
        return self._own_values[field.attname]

    @classmethod
    def from_db(cls, db, field_names, values, *, fetch_mode=None):
        concrete = cls._meta.concrete_fields
        if len(values) != len(concrete):
            given = iter(values)
            values = [next(given) if field.attname in field_names else DEFERRED for field in concrete]
        new = cls(*values)
        new._state.adding = False
        new._state.db = db
        if fetch_mode is not None:
            new._state.fetch_mode = fetch_mode
        return new

    @staticmethod
    def _set_fetch_mode(instances, mode):
        """Tells instances of one queryset how to fetch what is missing, and of each other."""
        peers = ()
        if mode.track_peers:
            from weakref import ref

            peers = tuple(ref(instance) for instance in instances)
        for instance in instances:
            state = instance._state
            state.fetch_mode, state.peers = mode, peers

    def __repr__(self):
        return "<%s: %s>" % (self.__class__.__name__, self)

    def __str__(self):
        return "%s object (%s)" % (self.__class__.__name__, self.pk)

    def __reduce__(self):
        data = self.__getstate__()
        data[DJANGO_VERSION_PICKLE_KEY] = "6.1.3"
        return model_unpickle, ((self._meta.app_label, self._meta.object_name),), data

    def __getstate__(self):
        from copy import copy

        state = dict(self.__dict__)
        inner = state["_state"] = copy(self._state)
        inner.fields_cache = inner.fields_cache.copy()
        views = [(name, bytes(value)) for name, value in state.items() if isinstance(value, memoryview)]
        if views:
            state["_memoryview_attrs"] = views
            for name, _ in views:
                del state[name]
        return state

    def __setstate__(self, state):
        import warnings

        version = state.get(DJANGO_VERSION_PICKLE_KEY)
        if not version:
            warnings.warn(
                "Pickled model instance's Django version is not specified.", RuntimeWarning, stacklevel=2
            )
        elif version != "6.1.3":
            warnings.warn(
                "Pickled model instance's Django version %s does not match the current version 6.1.3." % version,
                RuntimeWarning,
                stacklevel=2,
            )
        state = dict(state)
        for name, value in state.pop("_memoryview_attrs", ()):
            state[name] = memoryview(value)
        inner = state.pop("_state", None)
        if inner is not None:
            self._state = inner
        self.__dict__.update(state)

    def __copy__(self):
        from copy import copy

        obj = self.__class__.__new__(self.__class__)
        obj.__dict__.update(self.__dict__)
        state = copy(self._state)
        state.fields_cache = state.fields_cache.copy()
        obj._state = state
        return obj

    def _get_pk_val(self, meta=None):
        return getattr(self, (meta or self._meta).pk.attname)

    def _set_pk_val(self, value):
        opts = self._meta
        for link in opts.parents.values():
            if link and link != opts.pk:
                setattr(self, link.target_field.attname, value)
        return setattr(self, opts.pk.attname, value)

    pk = property(_get_pk_val, _set_pk_val)

    def _is_pk_set(self, meta=None):
        value = getattr(self, (meta or self._meta).pk.attname)
        if value is None:
            return False
        if isinstance(value, (int, str)):
            return True
        parts = value if isinstance(value, tuple) else (value,)
        return not any(part is None or _is_database_default(part) for part in parts)

    def get_deferred_fields(self):
        has = self._has_value
        return {field.attname for field in self._meta.concrete_fields if not has(field.attname)}

    def refresh_from_db(self, using=None, fields=None, from_queryset=None):
        opts = self._meta
        if fields is None:
            self._prefetched_objects_cache = {}
        else:
            cache = getattr(self, "_prefetched_objects_cache", ())
            fields = set(fields)
            for name in list(fields):
                if name in cache:
                    del cache[name]
                    fields.remove(name)
            if not fields:
                return
            if any(LOOKUP_SEP in name for name in fields):
                raise ValueError(
                    'Found "%s" in fields argument. Relations and transforms are not allowed in fields.'
                    % LOOKUP_SEP
                )
        if from_queryset is None:
            from_queryset = self.__class__._base_manager.db_manager(using, hints={"instance": self})
        elif using is not None:
            from_queryset = from_queryset.using(using)
        queryset = from_queryset.filter(pk=self.pk)
        deferred = self.get_deferred_fields()
        if fields is not None:
            queryset = queryset.only(*fields)
            if deferred.issuperset(fields):
                queryset._follow(self, opts.get_field(next(iter(fields))))
        elif deferred:
            queryset = queryset.only(*(f.attname for f in opts.concrete_fields if f.attname not in deferred))
        fresh = queryset.get()
        missing = fresh.get_deferred_fields()
        for field in opts.fields:
            if field.attname in missing:
                continue
            if field.concrete:
                setattr(self, field.attname, getattr(fresh, field.attname))
            if field.is_relation:
                if field.is_cached(fresh):
                    field.set_cached_value(self, field.get_cached_value(fresh))
                elif field.is_cached(self):
                    field.delete_cached_value(self)
        for relation in (*opts.related_objects, *(f for f in opts.private_fields if f.is_relation)):
            if (fields is None or relation.name in fields) and relation.is_cached(self):
                relation.delete_cached_value(self)
        self._state.db = fresh._state.db

    def serializable_value(self, field_name):
        try:
            field = self._meta.get_field(field_name)
        except FieldDoesNotExist:
            return getattr(self, field_name)
        return getattr(self, field.attname)

    def delete(self, using=None, keep_parents=False):
        if not self._is_pk_set():
            raise ValueError(
                "%s object can't be deleted because its %s attribute is set to None."
                % (self._meta.object_name, self._meta.pk.attname)
            )
        using = using or router.db_for_write(self.__class__, instance=self)
        collector = Collector(using=using, origin=self)
        collector.collect([self], keep_parents=keep_parents)
        return collector.delete()

    delete.alters_data = True

    def _get_FIELD_display(self, field):
        from django.utils.encoding import force_str
        from django.utils.hashable import make_hashable

        value = getattr(self, field.attname)
        labels = dict(make_hashable(field.flatchoices))
        return force_str(labels.get(make_hashable(value), value), strings_only=True)

    def _get_next_or_previous_by_FIELD(self, field, is_next, **kwargs):
        from django.db.models.q import Q

        if not self._is_pk_set():
            raise ValueError("get_next/get_previous cannot be used on unsaved objects.")
        op, order = ("gt", "") if is_next else ("lt", "-")
        value = getattr(self, field.attname)
        beyond = Q.create([(field.name, value), ("pk__%s" % op, self.pk)], connector=Q.AND)
        beyond = Q.create([beyond, ("%s__%s" % (field.name, op), value)], connector=Q.OR)
        rows = self.__class__._default_manager.using(self._state.db).filter(**kwargs).filter(beyond)
        try:
            return rows.order_by("%s%s" % (order, field.name), "%spk" % order)[0]
        except IndexError:
            raise self.DoesNotExist("%s matching query does not exist." % self._meta.object_name)

    def _get_next_or_previous_in_order(self, is_next):
        cache = "__%s_order_cache" % is_next
        if cache not in self._own_values:
            op, order = ("gt", "_order") if is_next else ("lt", "-_order")
            manager = self.__class__._default_manager
            siblings = self._meta.order_with_respect_to.get_filter_kwargs_for_object(self)
            own = manager.values("_order").filter(**{self._meta.pk.name: self.pk})
            rows = manager.filter(**siblings).filter(**{"_order__%s" % op: own})
            setattr(self, cache, rows.order_by(order)[:1].get())
        return self._own_values[cache]

    def prepare_database_save(self, field):
        if not self._is_pk_set():
            raise ValueError("Unsaved model instance %r cannot be used in an ORM query." % self)
        return getattr(self, field.remote_field.get_related_field().attname)

    @classmethod
    def check(cls, **kwargs):
        from django.db.models.model_checks import composite_key, field_name_clashes, fields_of_proxy

        opts = cls._meta
        errors = fields_of_proxy(cls)
        errors += [error for field in opts.local_fields for error in field.check(**kwargs)]
        return errors + field_name_clashes(cls) + composite_key(cls)

    asave, adelete, arefresh_from_db = map(make_async, ("save", "delete", "refresh_from_db"))
    asave.alters_data = adelete.alters_data = True


from django.db.models.fields import Field as _Field  # noqa: E402

_plain_get_default = _Field.get_default


def _is_database_default(value):
    return type(value).__name__ == "DatabaseDefault"


def _init_signals(cls):
    """The functions that tell listeners of a new instance, or None when nobody listens."""
    before, after = signals.pre_init, signals.post_init
    if not (before.receivers or after.receivers):
        return None
    if not (before.has_listeners(cls) or after.has_listeners(cls)):
        return None

    def tell_before(sender, args, kwargs):
        before.send(sender=sender, args=args, kwargs=kwargs)

    def tell_after(sender, instance):
        after.send(sender=sender, instance=instance)

    return tell_before, tell_after


def method_set_order(self, ordered_obj, id_list, using=None):
    siblings = ordered_obj._meta.order_with_respect_to.get_forward_related_filter(self)
    ordered_obj.objects.db_manager(using).filter(**siblings).bulk_update(
        [ordered_obj(pk=pk, _order=order) for order, pk in enumerate(id_list)], ["_order"]
    )


def method_get_order(self, ordered_obj):
    siblings = ordered_obj._meta.order_with_respect_to.get_forward_related_filter(self)
    return ordered_obj.objects.filter(**siblings).values_list(ordered_obj._meta.pk.name, flat=True)


def make_foreign_order_accessors(model, related_model):
    from functools import partialmethod

    name = model.__name__.lower()
    setattr(related_model, "get_%s_order" % name, partialmethod(method_get_order, model))
    setattr(related_model, "set_%s_order" % name, partialmethod(method_set_order, model))


def model_unpickle(model_id):
    model = apps.get_model(*model_id) if isinstance(model_id, tuple) else model_id
    return model.__new__(model)


model_unpickle.__safe_for_unpickle__ = True
