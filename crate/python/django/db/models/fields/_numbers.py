"""Numbers, booleans and automatic keys."""

from django.core import validators
from django.utils.functional import cached_property

from ._base import Field




class BooleanField(Field):
    empty_strings_allowed = False
    default_error_messages = {
        "invalid": "“%(value)s” value must be either True or False.",
        "invalid_nullable": "“%(value)s” value must be either True, False, or None.",
    }
    description = "Boolean (Either True or False)"

    def get_internal_type(self):
        return "BooleanField"

    def to_python(self, value):
        if self.null and value in self.empty_values:
            return None
        if value in (True, False):
            return bool(value)
        if value in ("t", "True", "1"):
            return True
        if value in ("f", "False", "0"):
            return False
        raise self._error("invalid_nullable" if self.null else "invalid", value)

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return None if value is None else self.to_python(value)


class NullBooleanField(BooleanField):
    system_check_removed_details = {"id": "fields.E903"}

    def __init__(self, *args, **kwargs):
        kwargs["null"] = kwargs["blank"] = True
        super().__init__(*args, **kwargs)


class _Number(Field):
    """A field whose values pass through one Python type."""

    empty_strings_allowed = False
    _python_type = int

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        if value is None:
            return None
        try:
            return self._python_type(value)
        except (TypeError, ValueError) as error:
            raise error.__class__("Field '%s' expected a number but got %r." % (self.name, value)) from error

    def to_python(self, value):
        if value is None:
            return value
        try:
            return self._python_type(value)
        except (TypeError, ValueError):
            raise self._error("invalid", value)


class FloatField(_Number):
    default_error_messages = {"invalid": "“%(value)s” value must be a float."}
    description = "Floating point number"
    _python_type = float

    def get_internal_type(self):
        return "FloatField"


class IntegerField(_Number):
    default_error_messages = {"invalid": "“%(value)s” value must be an integer."}
    description = "Integer"

    @cached_property
    def validators(self):
        from django.db import connection

        found = [*self.default_validators, *self._validators]
        low, high = connection.ops.integer_field_range(self.get_internal_type())

        def covered(cls, passes):
            for validator in found:
                if isinstance(validator, cls):
                    limit = validator.limit_value
                    if passes(limit() if callable(limit) else limit):
                        return True
            return False

        if low is not None and not covered(validators.MinValueValidator, lambda limit: limit >= low):
            found.append(validators.MinValueValidator(low))
        if high is not None and not covered(validators.MaxValueValidator, lambda limit: limit <= high):
            found.append(validators.MaxValueValidator(high))
        return found

    def get_db_prep_value(self, value, connection, prepared=False):
        value = super().get_db_prep_value(value, connection, prepared)
        return connection.ops.adapt_integerfield_value(value, self.get_internal_type())

    def get_internal_type(self):
        return "IntegerField"


class BigIntegerField(IntegerField):
    description = "Big (8 byte) integer"
    MAX_BIGINT = 9223372036854775807

    def get_internal_type(self):
        return "BigIntegerField"


class SmallIntegerField(IntegerField):
    description = "Small integer"

    def get_internal_type(self):
        return "SmallIntegerField"


class PositiveIntegerRelDbTypeMixin:
    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if not hasattr(cls, "integer_field_class"):
            cls.integer_field_class = next((p for p in cls.__mro__[1:] if issubclass(p, IntegerField)), None)

    def rel_db_type(self, connection):
        if connection.features.related_fields_match_type:
            return self.db_type(connection)
        return self.integer_field_class().db_type(connection=connection)


class PositiveIntegerField(PositiveIntegerRelDbTypeMixin, IntegerField):
    description = "Positive integer"

    def get_internal_type(self):
        return "PositiveIntegerField"


class PositiveBigIntegerField(PositiveIntegerRelDbTypeMixin, BigIntegerField):
    description = "Positive big integer"

    def get_internal_type(self):
        return "PositiveBigIntegerField"


class PositiveSmallIntegerField(PositiveIntegerRelDbTypeMixin, SmallIntegerField):
    description = "Positive small integer"

    def get_internal_type(self):
        return "PositiveSmallIntegerField"


class AutoFieldMixin:
    db_returning = True

    def __init__(self, *args, **kwargs):
        kwargs["blank"] = True
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["blank"]
        kwargs["primary_key"] = True
        return name, path, args, kwargs

    def validate(self, value, model_instance):
        pass

    def get_db_prep_value(self, value, connection, prepared=False):
        if not prepared:
            value = connection.ops.validate_autopk_value(self.get_prep_value(value))
        return value

    def contribute_to_class(self, cls, name, **kwargs):
        if cls._meta.auto_field:
            raise ValueError("Model %s can't have more than one auto-generated field." % cls._meta.label)
        super().contribute_to_class(cls, name, **kwargs)
        cls._meta.auto_field = self


class AutoFieldMeta(type):
    """Every automatic key is an AutoField to isinstance() and issubclass()."""

    @property
    def _subclasses(self):
        return BigAutoField, SmallAutoField

    def __instancecheck__(self, instance):
        return isinstance(instance, self._subclasses) or super().__instancecheck__(instance)

    def __subclasscheck__(self, subclass):
        return issubclass(subclass, self._subclasses) or super().__subclasscheck__(subclass)


class AutoField(AutoFieldMixin, IntegerField, metaclass=AutoFieldMeta):
    def get_internal_type(self):
        return "AutoField"

    def rel_db_type(self, connection):
        return IntegerField().db_type(connection=connection)


class BigAutoField(AutoFieldMixin, BigIntegerField):
    def get_internal_type(self):
        return "BigAutoField"

    def rel_db_type(self, connection):
        return BigIntegerField().db_type(connection=connection)


class SmallAutoField(AutoFieldMixin, SmallIntegerField):
    def get_internal_type(self):
        return "SmallAutoField"

    def rel_db_type(self, connection):
        return SmallIntegerField().db_type(connection=connection)


class DecimalField(Field):
    empty_strings_allowed = False
    default_error_messages = {"invalid": "“%(value)s” value must be a decimal number."}
    description = "Decimal number"

    def __init__(self, verbose_name=None, name=None, max_digits=None, decimal_places=None, **kwargs):
        self.max_digits, self.decimal_places = max_digits, decimal_places
        super().__init__(verbose_name, name, **kwargs)

    @cached_property
    def validators(self):
        limits = validators.DecimalValidator(self.max_digits, self.decimal_places)
        return [*self.default_validators, *self._validators, limits]

    @cached_property
    def context(self):
        from decimal import Context

        return Context(prec=self.max_digits)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.max_digits is not None:
            kwargs["max_digits"] = self.max_digits
        if self.decimal_places is not None:
            kwargs["decimal_places"] = self.decimal_places
        return name, path, args, kwargs

    def get_internal_type(self):
        return "DecimalField"

    def to_python(self, value):
        from decimal import Decimal, InvalidOperation

        if value is None:
            return value
        try:
            if isinstance(value, float):
                number = self.context.create_decimal_from_float(value)
            else:
                number = Decimal(value)
        except (InvalidOperation, TypeError, ValueError):
            raise self._error("invalid", value)
        if not number.is_finite():
            raise self._error("invalid", value)
        return number

    def get_prep_value(self, value):
        return self.to_python(super().get_prep_value(value))

    def get_db_prep_value(self, value, connection, prepared=False):
        value = self.to_python(super().get_db_prep_value(value, connection, prepared))
        return connection.ops.adapt_decimalfield_value(value, self.max_digits, self.decimal_places)
