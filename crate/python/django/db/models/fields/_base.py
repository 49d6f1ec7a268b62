"""Field: what every field has."""

from itertools import count

import _orm

from django.core.exceptions import ValidationError
from django.db.models.query_utils import DeferredAttribute, RegisterLookupMixin
from django.utils.choices import (
    BlankChoiceIterator,
    CallableChoiceIterator,
    flatten_choices,
    normalize_choices,
)
from django.utils.functional import Promise, cached_property

EMPTY_VALUES = (None, "", [], (), {})


class Empty:
    pass


class NOT_PROVIDED:
    """Stands for a default that was not given."""


BLANK_CHOICE_DASH = [("", "---------")]
BLANK_CHOICE_LABEL = "- Select an option -"


def return_None():
    return None


def _load_field(app_label, model_name, field_name):
    from django.apps import apps

    return apps.get_model(app_label, model_name)._meta.get_field(field_name)


def _empty(of_cls):
    new = Empty()
    new.__class__ = of_cls
    return new


# Keyword, attribute that holds it, and the value that need not be told by deconstruct().
_KEYWORDS = [
    ("verbose_name", "_verbose_name", None),
    ("primary_key", "primary_key", False),
    ("max_length", "max_length", None),
    ("unique", "_unique", False),
    ("blank", "blank", False),
    ("null", "null", False),
    ("db_index", "db_index", False),
    ("default", "default", NOT_PROVIDED),
    ("db_default", "db_default", NOT_PROVIDED),
    ("editable", "editable", True),
    ("serialize", "serialize", True),
    ("unique_for_date", "unique_for_date", None),
    ("unique_for_month", "unique_for_month", None),
    ("unique_for_year", "unique_for_year", None),
    ("choices", "choices", None),
    ("help_text", "help_text", ""),
    ("db_column", "db_column", None),
    ("db_comment", "db_comment", None),
    ("db_tablespace", "_db_tablespace", None),
    ("auto_created", "auto_created", False),
    ("validators", "_validators", []),
    ("error_messages", "_error_messages", None),
]

# Counters beside the class, for the reason given in `manager`.
_creation_counter = count()
_auto_creation_counter = count(-1, -1)


class Field(RegisterLookupMixin):
    """A column of a model, or the type of an expression."""

    empty_strings_allowed = True
    empty_values = list(EMPTY_VALUES)
    default_validators = []
    default_error_messages = {
        "invalid_choice": "Value %(value)r is not a valid choice.",
        "null": "This field cannot be null.",
        "blank": "This field cannot be blank.",
        "unique": "%(model_name)s with this %(field_label)s already exists.",
        "unique_for_date": "%(field_label)s must be unique for %(date_field_label)s %(lookup_type)s.",
    }
    system_check_deprecated_details = system_check_removed_details = None
    non_db_attrs = (
        "blank", "choices", "db_column", "editable", "error_messages", "help_text", "limit_choices_to",
        "related_name", "related_query_name", "validators", "verbose_name",
    )
    hidden = False
    many_to_many = many_to_one = one_to_many = one_to_one = None
    related_model = None
    generated = False
    concrete = False
    descriptor_class = DeferredAttribute
    # The native kind; a user's own class has its own name, which native code takes as custom.
    _orm = None

    @property
    def description(self):
        return "Field of type: %s" % self.__class__.__name__

    def __init__(
        self, verbose_name=None, name=None, primary_key=False, max_length=None, unique=False, blank=False,
        null=False, db_index=False, rel=None, default=NOT_PROVIDED, editable=True, serialize=True,
        unique_for_date=None, unique_for_month=None, unique_for_year=None, choices=None, help_text="",
        db_column=None, db_tablespace=None, auto_created=False, validators=(), error_messages=None,
        db_comment=None, db_default=NOT_PROVIDED,
    ):
        self.name = name
        self.verbose_name = self._verbose_name = verbose_name
        self.primary_key = primary_key
        self.max_length, self._unique = max_length, unique
        self.blank, self.null = blank, null
        self.remote_field = rel
        self.is_relation = rel is not None
        self.default, self.db_default = default, db_default
        self.editable, self.serialize = editable, serialize
        self.unique_for_date = unique_for_date
        self.unique_for_month = unique_for_month
        self.unique_for_year = unique_for_year
        self._choices = None if choices is None else normalize_choices(choices)
        self.help_text = help_text
        self.db_index, self.db_column, self.db_comment = db_index, db_column, db_comment
        self._db_tablespace = db_tablespace
        self.auto_created = auto_created
        self._validators = list(validators)
        self._error_messages = error_messages
        self.creation_counter = next(_auto_creation_counter if auto_created else _creation_counter)

    def __str__(self):
        if not hasattr(self, "model"):
            return super().__str__()
        return "%s.%s" % (self.model._meta.label, self.name)

    def __repr__(self):
        path = "%s.%s" % (self.__class__.__module__, self.__class__.__qualname__)
        name = getattr(self, "name", None)
        return "<%s>" % path if name is None else "<%s: %s>" % (path, name)

    # The native side

    def _orm_options(self):
        """What the native field is made from."""
        column = self.__dict__.get("column", self.db_column)
        if column is None and "column" in self.__dict__:
            column = ""
        options = {
            "name": self.name or "", "db_column": column, "null": self.null, "blank": self.blank,
            "unique": bool(self._unique), "primary_key": self.primary_key, "db_index": bool(self.db_index),
            "auto_created": bool(self.auto_created), "has_default": self.has_default(),
            "creation_counter": self.creation_counter,
        }
        if isinstance(self.max_length, int):
            options["max_length"] = self.max_length
        for name in ("max_digits", "decimal_places", "unpack_ipv4", "db_collation"):
            value = self.__dict__.get(name)
            if value is not None:
                # A collation may be lazy text.
                options[name] = str(value) if name == "db_collation" else value
        if self.db_comment:
            options["db_comment"] = self.db_comment
        if self.has_db_default():
            default = self.db_default
            if not hasattr(default, "resolve_expression"):
                from django.db.models.expressions import Value

                # Without this field as its type: the native field does not exist yet.
                default = Value(default)
            options["db_default"] = default
        return options

    def _orm_kind(self):
        return self.get_internal_type() or "Custom"

    def _orm_handle(self):
        """The native field, made when it is first asked for."""
        handle = self.__dict__.get("_orm")
        if handle is None:
            handle = self.__dict__["_orm"] = _orm.make_field(self, self._orm_kind(), self._orm_options())
        return handle

    def _plain_handle(self):
        """A native field of the same kind without this class's overrides."""
        handle = self.__dict__.get("_orm_plain")
        if handle is None:
            shadow = Empty()
            shadow.__class__ = _builtin_class(self)
            shadow.__dict__ = {k: v for k, v in self.__dict__.items() if not k.startswith("_orm")}
            handle = _orm.make_field(shadow, self._orm_kind(), self._orm_options())
            self.__dict__["_orm_plain"] = handle
        return handle

    def _forget_handle(self):
        self.__dict__.pop("_orm", None)
        self.__dict__.pop("_orm_plain", None)

    # Identity

    def _model_key(self):
        return getattr(self, "model", None)

    def __eq__(self, other):
        if isinstance(other, Field):
            return self.creation_counter == other.creation_counter and self._model_key() == other._model_key()
        return NotImplemented

    def __lt__(self, other):
        if not isinstance(other, Field):
            return NotImplemented
        mine, theirs = self._model_key(), other._model_key()
        if self.creation_counter != other.creation_counter or (mine is None and theirs is None):
            return self.creation_counter < other.creation_counter
        if mine is None or theirs is None:
            return mine is None
        return (mine._meta.app_label, mine._meta.model_name) < (theirs._meta.app_label, theirs._meta.model_name)

    def __le__(self, other):
        return self < other or self == other

    def __gt__(self, other):
        return not self <= other

    def __ge__(self, other):
        return not self < other

    def __hash__(self):
        return hash(self.creation_counter)

    def __copy__(self):
        obj = Empty()
        obj.__class__ = self.__class__
        obj.__dict__ = self.__dict__.copy()
        obj._forget_handle()
        return obj

    def __deepcopy__(self, memodict):
        obj = self.__copy__()
        rel = self.remote_field
        if rel:
            obj.remote_field = rel.__copy__()
            if getattr(rel, "field", None) is self:
                obj.remote_field.field = obj
        memodict[id(self)] = obj
        return obj

    def __reduce__(self):
        if not hasattr(self, "model"):
            state = self.__dict__.copy()
            for name in ("_get_default", "_orm", "_orm_plain"):
                state.pop(name, None)
            return _empty, (self.__class__,), state
        opts = self.model._meta
        return _load_field, (opts.app_label, opts.object_name, self.name)

    def deconstruct(self):
        """(name, import path, positional arguments, keyword arguments)."""
        path = "%s.%s" % (self.__class__.__module__, self.__class__.__qualname__)
        prefix = "django.db.models.fields."
        if path.startswith(prefix):
            first, dot, rest = path[len(prefix) :].partition(".")
            own = first in ("related", "files", "generated", "json", "proxy", "composite")
            path = "django.db.models." + (rest if own else path[len(prefix) :])
        keywords = {}
        for keyword, attribute, default in _KEYWORDS:
            value = getattr(self, attribute)
            if keyword == "choices" and isinstance(value, CallableChoiceIterator):
                value = value.func
            same = value == default if keyword in ("validators", "help_text") else value is default
            if not same:
                keywords[keyword] = value
        return self.name, path, [], keywords

    def clone(self):
        _, _, args, kwargs = self.deconstruct()
        return self.__class__(*args, **kwargs)

    def check(self, **kwargs):
        return []

    # Choices

    @property
    def choices(self):
        return self._choices

    @choices.setter
    def choices(self, value):
        self._choices = normalize_choices(value)

    @property
    def flatchoices(self):
        return list(flatten_choices(self.choices))

    def get_choices(self, include_blank=True, blank_choice=None, limit_choices_to=None, ordering=()):
        if blank_choice is None:
            from django.db.models.utils import get_blank_choice_label

            blank_choice = [("", get_blank_choice_label())]
        if self.choices is not None:
            return BlankChoiceIterator(self.choices, blank_choice) if include_blank else self.choices
        rel = self.remote_field
        queryset = rel.model._default_manager.complex_filter(limit_choices_to or self.get_limit_choices_to())
        if ordering:
            queryset = queryset.order_by(*ordering)
        attname = rel.get_related_field().attname if hasattr(rel, "get_related_field") else "pk"
        return (blank_choice if include_blank else []) + [(getattr(x, attname), str(x)) for x in queryset]

    # Validation

    @cached_property
    def error_messages(self):
        messages = {}
        for cls in reversed(self.__class__.__mro__):
            messages.update(getattr(cls, "default_error_messages", {}))
        messages.update(self._error_messages or {})
        return messages

    def _error(self, code, value=None, **params):
        """A ValidationError with one of the field's messages."""
        if value is not None or code.startswith("invalid"):
            params["value"] = value
        return ValidationError(self.error_messages[code], code=code, params=params or None)

    @cached_property
    def validators(self):
        return [*self.default_validators, *self._validators]

    def run_validators(self, value):
        if value in self.empty_values:
            return
        errors = []
        for validator in self.validators:
            try:
                validator(value)
            except ValidationError as error:
                if hasattr(error, "code") and error.code in self.error_messages:
                    error.message = self.error_messages[error.code]
                errors.extend(error.error_list)
        if errors:
            raise ValidationError(errors)

    def validate(self, value, model_instance):
        if not self.editable:
            return
        if self.choices is not None and value not in self.empty_values:
            if any(value == key for key, _ in flatten_choices(self.choices)):
                return
            raise self._error("invalid_choice", value)
        if value is None and not self.null:
            raise ValidationError(self.error_messages["null"], code="null")
        if not self.blank and value in self.empty_values:
            raise ValidationError(self.error_messages["blank"], code="blank")

    def clean(self, value, model_instance):
        value = self.to_python(value)
        self.validate(value, model_instance)
        self.run_validators(value)
        return value

    # Values

    def to_python(self, value):
        return value

    def get_prep_value(self, value):
        if isinstance(value, Promise):
            value = value._proxy____cast()
        return value

    def get_db_prep_value(self, value, connection, prepared=False):
        return value if prepared else self.get_prep_value(value)

    def get_db_prep_save(self, value, connection):
        if hasattr(value, "as_sql"):
            return value
        return self.get_db_prep_value(value, connection=connection, prepared=False)

    def pre_save(self, model_instance, add):
        return getattr(model_instance, self.attname)

    def get_pk_value_on_save(self, instance):
        return self.get_default() if self.default else None

    def value_from_object(self, obj):
        return getattr(obj, self.attname)

    def value_to_string(self, obj):
        return str(self.value_from_object(obj))

    def save_form_data(self, instance, data):
        setattr(instance, self.name, data)

    def get_filter_kwargs_for_object(self, obj):
        return {self.name: getattr(obj, self.attname)}

    def has_default(self):
        return self.default is not NOT_PROVIDED

    def has_db_default(self):
        return self.db_default is not NOT_PROVIDED

    def get_default(self):
        return self._get_default()

    @cached_property
    def _get_default(self):
        if self.has_default():
            default = self.default
            return default if callable(default) else lambda: self.default
        if self.has_db_default():
            from django.db.models.expressions import DatabaseDefault

            default = DatabaseDefault(self._db_default_expression, output_field=self)
            return lambda: default
        if not self.empty_strings_allowed or self.null:
            return return_None
        return str

    @cached_property
    def _db_default_expression(self):
        value = self.db_default
        if self.has_db_default() and not hasattr(value, "resolve_expression"):
            from django.db.models.expressions import Value

            value = Value(value, self)
        return value

    @property
    def db_returning(self):
        return self.has_db_default()

    @cached_property
    def unique(self):
        return self._unique or self.primary_key

    @property
    def db_tablespace(self):
        return self._db_tablespace or ""

    # The database's side

    def get_internal_type(self):
        return self.__class__.__name__

    def db_type(self, connection):
        return self._plain_handle().db_type(connection.vendor)

    def rel_db_type(self, connection):
        return self.db_type(connection)

    def cast_db_type(self, connection):
        return connection.ops.cast_data_types.get(self.get_internal_type()) or self.db_type(connection)

    def db_check(self, connection):
        return None

    def db_parameters(self, connection):
        return {"type": self.db_type(connection), "check": self.db_check(connection)}

    def db_type_parameters(self, connection):
        from django.utils.datastructures import DictWrapper

        return DictWrapper(self.__dict__, connection.ops.quote_name, "qn_")

    def db_type_suffix(self, connection):
        return None

    def get_db_converters(self, connection):
        return [self.from_db_value] if hasattr(self, "from_db_value") else []

    def select_format(self, compiler, sql, params):
        return sql, params

    def get_col(self, alias, output_field=None):
        from django.db.models.expressions import Col

        return Col(alias, self, output_field)

    @property
    def cached_col(self):
        return self.get_col(self.model._meta.db_table)

    def slice_expression(self, expression, start, length):
        raise _not_supported("This field does not support slicing.")

    # The model's side

    def get_attname(self):
        return self.name

    def get_attname_column(self):
        attname = self.get_attname()
        return attname, self.db_column or attname

    def get_cache_name(self):
        return self.name

    def set_attributes_from_name(self, name):
        self.name = self.name or name
        self.attname, self.column = self.get_attname_column()
        self.concrete = self.column is not None
        if self.verbose_name is None and self.name:
            self.verbose_name = self.name.replace("_", " ")

    def contribute_to_class(self, cls, name, private_only=False):
        self.set_attributes_from_name(name)
        self._forget_handle()
        self.model = cls
        cls._meta.add_field(self, private=private_only)
        if self.column:
            setattr(cls, self.attname, self.descriptor_class(self))
        if self._choices is not None and "get_%s_display" % self.name not in cls.__dict__:
            from functools import partialmethod

            setattr(cls, "get_%s_display" % self.name, partialmethod(cls._get_FIELD_display, field=self))

    def formfield(self, form_class=None, choices_form_class=None, **kwargs):
        # There are no forms in the page, which the first import says; where there are, the second module knows them.
        import django.forms
        from django.db.models.fields._forms import formfield

        return formfield(self, form_class, choices_form_class, kwargs)


def _not_supported(text):
    from django.db.utils import NotSupportedError

    return NotSupportedError(text)


def _builtin_class(field):
    for cls in field.__class__.__mro__:
        if cls.__module__.startswith("django."):
            return cls
    return Field
