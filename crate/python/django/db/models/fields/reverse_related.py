"""Relations seen from the model that they point at."""

from django.utils.functional import cached_property

from .mixins import FieldCacheMixin


class ForeignObjectRel(FieldCacheMixin):
    """What a relation field points at; on the other model it stands among the fields."""

    auto_created = True
    concrete = False
    editable = False
    is_relation = True
    null = True
    empty_strings_allowed = False
    generated = False
    primary_key = False
    symmetrical = False
    multiple = True
    field_name = None

    def __init__(
        self, field, to, related_name=None, related_query_name=None, limit_choices_to=None,
        parent_link=False, on_delete=None,
    ):
        self.field, self.model = field, to
        self.related_name, self.related_query_name = related_name, related_query_name
        self.limit_choices_to = {} if limit_choices_to is None else limit_choices_to
        self.parent_link, self.on_delete = parent_link, on_delete

    def __copy__(self):
        obj = self.__class__.__new__(self.__class__)
        obj.__dict__.update(self.__dict__)
        # These follow from a name that a copy may change.
        for name in ("hidden", "name", "related_model", "accessor_name", "cache_name"):
            obj.__dict__.pop(name, None)
        return obj

    @property
    def hidden(self):
        return bool(self.related_name) and self.related_name[-1] == "+"

    @cached_property
    def name(self):
        return self.field.related_query_name()

    @property
    def remote_field(self):
        return self.field

    @property
    def target_field(self):
        from django.core.exceptions import FieldError

        targets = self.path_infos[-1].target_fields
        if len(targets) > 1:
            raise FieldError("Can't use target_field for multicolumn relations.")
        return targets[0]

    @cached_property
    def related_model(self):
        if not self.field.model:
            raise AttributeError(
                "This property can't be accessed before self.field.contribute_to_class has been called."
            )
        return self.field.model

    # The cardinality, turned round.
    many_to_many = property(lambda self: self.field.many_to_many)
    many_to_one = property(lambda self: self.field.one_to_many)
    one_to_many = property(lambda self: self.field.many_to_one)
    one_to_one = property(lambda self: self.field.one_to_one)

    def get_lookup(self, lookup_name):
        return self.field.get_lookup(lookup_name)

    def get_lookups(self):
        return self.field.get_lookups()

    def get_transform(self, name):
        return self.field.get_transform(name)

    def get_internal_type(self):
        return self.field.get_internal_type()

    def _orm_handle(self):
        return self.field._orm_handle()

    @property
    def db_type(self):
        return self.field.db_type

    def __repr__(self):
        opts = self.related_model._meta
        return "<%s: %s.%s>" % (type(self).__name__, opts.app_label, opts.model_name)

    @property
    def identity(self):
        from django.utils.hashable import make_hashable

        return (
            self.field, self.model, self.related_name, self.related_query_name,
            make_hashable(self.limit_choices_to), self.parent_link, self.on_delete, self.symmetrical,
            self.multiple,
        )

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return self is other or self.identity == other.identity

    def __hash__(self):
        return hash(self.identity)

    def __getstate__(self):
        state = self.__dict__.copy()
        state.pop("related_model", None)
        return state

    def get_choices(self, include_blank=True, blank_choice=None, limit_choices_to=None, ordering=()):
        if blank_choice is None:
            from django.db.models.utils import get_blank_choice_label

            blank_choice = [("", get_blank_choice_label())]
        queryset = self.related_model._default_manager.complex_filter(limit_choices_to or self.limit_choices_to)
        if ordering:
            queryset = queryset.order_by(*ordering)
        return (blank_choice if include_blank else []) + [(x.pk, str(x)) for x in queryset]

    def get_joining_fields(self):
        return self.field.get_reverse_joining_fields()

    def get_extra_restriction(self, alias, related_alias):
        return self.field.get_extra_restriction(related_alias, alias)

    def set_field_name(self):
        self.field_name = None

    @cached_property
    def accessor_name(self):
        return self.get_accessor_name()

    def get_accessor_name(self, model=None):
        model = model or self.related_model
        if self.multiple and self.symmetrical and model == self.model:
            return None
        return self.related_name or model._meta.model_name + ("_set" if self.multiple else "")

    def get_cache_name(self):
        return self.accessor_name

    def get_path_info(self, filtered_relation=None):
        return self.field.get_reverse_path_info(filtered_relation)

    @property
    def path_infos(self):
        return self.get_path_info()


class ManyToOneRel(ForeignObjectRel):
    def __init__(self, field, to, field_name, **kwargs):
        super().__init__(field, to, **kwargs)
        self.field_name = field_name

    @property
    def identity(self):
        return (*super().identity, self.field_name)

    def get_related_field(self):
        field = self.model._meta.get_field(self.field_name)
        if not field.concrete:
            from django.core.exceptions import FieldDoesNotExist

            raise FieldDoesNotExist("No related field named '%s'" % self.field_name)
        return field

    def set_field_name(self):
        self.field_name = self.field_name or self.model._meta.pk.name


class OneToOneRel(ManyToOneRel):
    multiple = False


class ManyToManyRel(ForeignObjectRel):
    def __init__(
        self, field, to, related_name=None, related_query_name=None, limit_choices_to=None, symmetrical=True,
        through=None, through_fields=None, db_constraint=True,
    ):
        super().__init__(field, to, related_name, related_query_name, limit_choices_to)
        if through and not db_constraint:
            raise ValueError("Can't supply a through model and db_constraint=False")
        if through_fields and not through:
            raise ValueError("Cannot specify through_fields without a through model")
        self.through, self.through_fields = through, through_fields
        self.symmetrical, self.db_constraint = symmetrical, db_constraint

    @property
    def identity(self):
        from django.utils.hashable import make_hashable

        return (*super().identity, self.through, make_hashable(self.through_fields), self.db_constraint)

    def get_related_field(self):
        opts = self.through._meta
        if self.through_fields:
            field = opts.get_field(self.through_fields[0])
        else:
            field = next(f for f in opts.fields if f.remote_field and f.remote_field.model == self.model)
        return field.foreign_related_fields[0]
