"""Dates, times and durations."""

import datetime

from django.conf import settings

from ._base import Field


class DateField(Field):
    empty_strings_allowed = False
    default_error_messages = {
        "invalid": "“%(value)s” value has an invalid date format. It must be in YYYY-MM-DD format.",
        "invalid_date": "“%(value)s” value has the correct format (YYYY-MM-DD) but it is an invalid date.",
    }
    description = "Date (without time)"

    def __init__(self, verbose_name=None, name=None, auto_now=False, auto_now_add=False, **kwargs):
        self.auto_now, self.auto_now_add = auto_now, auto_now_add
        if auto_now or auto_now_add:
            kwargs["editable"] = False
            kwargs["blank"] = True
        super().__init__(verbose_name, name, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.auto_now:
            kwargs["auto_now"] = True
        if self.auto_now_add:
            kwargs["auto_now_add"] = True
        if self.auto_now or self.auto_now_add:
            del kwargs["editable"], kwargs["blank"]
        return name, path, args, kwargs

    def get_internal_type(self):
        return "DateField"

    def to_python(self, value):
        from django.utils import dateparse, timezone

        if value is None:
            return value
        if isinstance(value, datetime.datetime):
            if settings.USE_TZ and timezone.is_aware(value):
                value = timezone.make_naive(value, timezone.get_default_timezone())
            return value.date()
        if isinstance(value, datetime.date):
            return value
        try:
            parsed = dateparse.parse_date(value)
        except ValueError:
            raise self._error("invalid_date", value)
        if parsed is None:
            raise self._error("invalid", value)
        return parsed

    def _now(self):
        return datetime.date.today()

    def pre_save(self, model_instance, add):
        if self.auto_now or (self.auto_now_add and add):
            value = self._now()
            setattr(model_instance, self.attname, value)
            return value
        return super().pre_save(model_instance, add)

    def contribute_to_class(self, cls, name, **kwargs):
        from functools import partialmethod

        super().contribute_to_class(cls, name, **kwargs)
        if not self.null and isinstance(self, DateField):
            for word, is_next in (("next", True), ("previous", False)):
                method = partialmethod(cls._get_next_or_previous_by_FIELD, field=self, is_next=is_next)
                setattr(cls, "get_%s_by_%s" % (word, self.name), method)

    def _zoned(self, value):
        return self.to_python(value)

    def get_prep_value(self, value):
        return self.to_python(super().get_prep_value(value))

    def get_db_prep_value(self, value, connection, prepared=False):
        if not prepared:
            value = self.get_prep_value(value)
        return connection.ops.adapt_datefield_value(value)

    def value_to_string(self, obj):
        value = self.value_from_object(obj)
        return "" if value is None else value.isoformat()


class DateTimeField(DateField):
    default_error_messages = {
        "invalid": (
            "“%(value)s” value has an invalid format. It must be in "
            "YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format."
        ),
        "invalid_date": "“%(value)s” value has the correct format (YYYY-MM-DD) but it is an invalid date.",
        "invalid_datetime": (
            "“%(value)s” value has the correct format (YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]) "
            "but it is an invalid date/time."
        ),
    }
    description = "Date (with time)"

    def get_internal_type(self):
        return "DateTimeField"

    def _aware(self, value):
        import warnings

        from django.utils import timezone

        try:
            name = "%s.%s" % (self.model.__name__, self.name)
        except AttributeError:
            name = "(unbound)"
        warnings.warn(
            "DateTimeField %s received a naive datetime (%s) while time zone support is active." % (name, value),
            RuntimeWarning,
        )
        return timezone.make_aware(value, timezone.get_default_timezone())

    def _zoned(self, value):
        return self._aware(value) if settings.USE_TZ else value

    def to_python(self, value):
        from django.utils import dateparse

        if value is None or isinstance(value, datetime.datetime):
            return value
        if isinstance(value, datetime.date):
            value = datetime.datetime(value.year, value.month, value.day)
            return self._aware(value) if settings.USE_TZ else value
        try:
            parsed = dateparse.parse_datetime(value)
        except ValueError:
            raise self._error("invalid_datetime", value)
        if parsed is not None:
            return parsed
        try:
            parsed = dateparse.parse_date(value)
        except ValueError:
            raise self._error("invalid_date", value)
        if parsed is None:
            raise self._error("invalid", value)
        return datetime.datetime(parsed.year, parsed.month, parsed.day)

    def _now(self):
        from django.utils import timezone

        return timezone.now()

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        if value is not None and settings.USE_TZ and value.utcoffset() is None:
            value = self._aware(value)
        return value


class TimeField(Field):
    empty_strings_allowed = False
    default_error_messages = {
        "invalid": "“%(value)s” value has an invalid format. It must be in HH:MM[:ss[.uuuuuu]] format.",
        "invalid_time": (
            "“%(value)s” value has the correct format (HH:MM[:ss[.uuuuuu]]) but it is an invalid time."
        ),
    }
    description = "Time"

    def __init__(self, verbose_name=None, name=None, auto_now=False, auto_now_add=False, **kwargs):
        self.auto_now, self.auto_now_add = auto_now, auto_now_add
        if auto_now or auto_now_add:
            kwargs["editable"] = False
            kwargs["blank"] = True
        super().__init__(verbose_name, name, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.auto_now is not False:
            kwargs["auto_now"] = self.auto_now
        if self.auto_now_add is not False:
            kwargs["auto_now_add"] = self.auto_now_add
        if self.auto_now or self.auto_now_add:
            del kwargs["editable"], kwargs["blank"]
        return name, path, args, kwargs

    def get_internal_type(self):
        return "TimeField"

    def to_python(self, value):
        from django.utils import dateparse

        if value is None or isinstance(value, datetime.time):
            return value
        if isinstance(value, datetime.datetime):
            return value.time()
        try:
            parsed = dateparse.parse_time(value)
        except ValueError:
            raise self._error("invalid_time", value)
        if parsed is None:
            raise self._error("invalid", value)
        return parsed

    def pre_save(self, model_instance, add):
        if self.auto_now or (self.auto_now_add and add):
            value = datetime.datetime.now().time()
            setattr(model_instance, self.attname, value)
            return value
        return super().pre_save(model_instance, add)

    def get_prep_value(self, value):
        return self.to_python(super().get_prep_value(value))

    def get_db_prep_value(self, value, connection, prepared=False):
        if not prepared:
            value = self.get_prep_value(value)
        return connection.ops.adapt_timefield_value(value)

    value_to_string = DateField.value_to_string


class DurationField(Field):
    empty_strings_allowed = False
    default_error_messages = {
        "invalid": "“%(value)s” value has an invalid format. It must be in [DD] [[HH:]MM:]ss[.uuuuuu] format."
    }
    description = "Duration"

    def get_internal_type(self):
        return "DurationField"

    def to_python(self, value):
        from django.utils.dateparse import parse_duration

        if value is None or isinstance(value, datetime.timedelta):
            return value
        try:
            parsed = parse_duration(value)
        except ValueError:
            parsed = None
        if parsed is None:
            raise self._error("invalid", value)
        return parsed

    def get_prep_value(self, value):
        return self.to_python(super().get_prep_value(value))

    def get_db_prep_value(self, value, connection, prepared=False):
        if not prepared:
            value = self.get_prep_value(value)
        if value is None:
            return None
        from django.utils.duration import duration_microseconds

        return duration_microseconds(value)

    def value_to_string(self, obj):
        from django.utils.duration import duration_string

        value = self.value_from_object(obj)
        return "" if value is None else duration_string(value)
