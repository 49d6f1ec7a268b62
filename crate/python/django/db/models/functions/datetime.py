"""Dates and times."""

from django.db.models.expressions import Func
from django.db.models.lookups import Transform


class TimezoneMixin:
    tzinfo = None

    def get_tzname(self):
        from django.conf import settings
        from django.utils import timezone

        if not settings.USE_TZ:
            return None
        if self.tzinfo is None:
            return timezone.get_current_timezone_name()
        return timezone._get_timezone_name(self.tzinfo)


class Extract(TimezoneMixin, Transform):
    _orm = "Extract"
    _kind = "IntegerField"
    lookup_name = None

    def __init__(self, expression, lookup_name=None, tzinfo=None, **extra):
        if self.lookup_name is None:
            self.lookup_name = lookup_name
        if self.lookup_name is None:
            raise ValueError("lookup_name must be provided")
        self.tzinfo = tzinfo
        super().__init__(expression, **extra)


def _extract(name, lookup_name):
    return type(Extract)(name, (Extract,), {"_orm": name, "lookup_name": lookup_name, "__module__": __name__})


ExtractYear = _extract("ExtractYear", "year")
ExtractIsoYear = _extract("ExtractIsoYear", "iso_year")
ExtractMonth = _extract("ExtractMonth", "month")
ExtractDay = _extract("ExtractDay", "day")
ExtractWeek = _extract("ExtractWeek", "week")
ExtractWeekDay = _extract("ExtractWeekDay", "week_day")
ExtractIsoWeekDay = _extract("ExtractIsoWeekDay", "iso_week_day")
ExtractQuarter = _extract("ExtractQuarter", "quarter")
ExtractHour = _extract("ExtractHour", "hour")
ExtractMinute = _extract("ExtractMinute", "minute")
ExtractSecond = _extract("ExtractSecond", "second")


class Now(Func):
    _orm = "Now"
    _kind = "DateTimeField"
    template = "CURRENT_TIMESTAMP"
    allowed_default = True


class TruncBase(TimezoneMixin, Transform):
    _orm = "Trunc"
    kind = None

    def __init__(self, expression, output_field=None, tzinfo=None, **extra):
        self.tzinfo = tzinfo
        super().__init__(expression, output_field=output_field, **extra)


class Trunc(TruncBase):
    def __init__(self, expression, kind, output_field=None, tzinfo=None, **extra):
        self.kind = kind
        super().__init__(expression, output_field=output_field, tzinfo=tzinfo, **extra)


def _trunc(name, kind, **attributes):
    attributes.update(_orm=name, kind=kind, __module__=__name__)
    return type(TruncBase)(name, (TruncBase,), attributes)


TruncYear = _trunc("TruncYear", "year")
TruncQuarter = _trunc("TruncQuarter", "quarter")
TruncMonth = _trunc("TruncMonth", "month")
TruncWeek = _trunc("TruncWeek", "week")
TruncDay = _trunc("TruncDay", "day")
TruncDate = _trunc("TruncDate", "date", lookup_name="date", _kind="DateField")
TruncTime = _trunc("TruncTime", "time", lookup_name="time", _kind="TimeField")
TruncHour = _trunc("TruncHour", "hour")
TruncMinute = _trunc("TruncMinute", "minute")
TruncSecond = _trunc("TruncSecond", "second")
