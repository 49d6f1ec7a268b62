"""Time zones, from the standard library's datetime and zoneinfo."""

from contextlib import ContextDecorator
from datetime import datetime, timedelta, timezone, tzinfo

from django.conf import settings

utc = timezone.utc
_active = []


def _zone(name):
    if name == "UTC":
        return timezone.utc
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def get_fixed_timezone(offset):
    if isinstance(offset, timedelta):
        offset = offset.total_seconds() // 60
    sign = "-" if offset < 0 else "+"
    hhmm = "%02d%02d" % divmod(abs(offset), 60)
    return timezone(timedelta(minutes=offset), sign + hhmm)


def get_default_timezone():
    name = settings.TIME_ZONE
    if name == "UTC":
        from zoneinfo import ZoneInfo

        try:
            return ZoneInfo("UTC")
        except Exception:
            return timezone.utc
    return _zone(name)


def get_default_timezone_name():
    return _get_timezone_name(get_default_timezone())


def get_current_timezone():
    return _active[-1] if _active and _active[-1] is not None else get_default_timezone()


def get_current_timezone_name():
    return _get_timezone_name(get_current_timezone())


def _get_timezone_name(zone):
    return zone.tzname(None) or str(zone)


def activate(zone):
    if isinstance(zone, str):
        from zoneinfo import ZoneInfo

        zone = ZoneInfo(zone)
    elif not isinstance(zone, tzinfo):
        raise ValueError("Invalid timezone: %r" % zone)
    _active[:] = [zone]
    _tell(zone)


def deactivate():
    _active.clear()
    _tell(None)


def _tell(zone):
    """The native side converts times to the current zone."""
    import _orm

    name = settings.TIME_ZONE if zone is None else _get_timezone_name(zone)
    _orm.set_time_zone(name, settings.USE_TZ)


class override(ContextDecorator):
    """Another time zone for a block."""

    def __init__(self, timezone):
        self.timezone = timezone

    def __enter__(self):
        self.old_timezone = _active[-1] if _active else None
        deactivate() if self.timezone is None else activate(self.timezone)

    def __exit__(self, *exc):
        deactivate() if self.old_timezone is None else activate(self.old_timezone)


def localtime(value=None, timezone=None):
    if value is None:
        value = now()
    if timezone is None:
        timezone = get_current_timezone()
    if is_naive(value):
        raise ValueError("localtime() cannot be applied to a naive datetime")
    return value.astimezone(timezone)


def localdate(value=None, timezone=None):
    return localtime(value, timezone).date()


def now():
    return datetime.now(tz=timezone.utc if settings.USE_TZ else None)


def is_aware(value):
    return value.utcoffset() is not None


def is_naive(value):
    return value.utcoffset() is None


def make_aware(value, timezone=None):
    if timezone is None:
        timezone = get_current_timezone()
    if is_aware(value):
        raise ValueError("make_aware expects a naive datetime, got %s" % value)
    return value.replace(tzinfo=timezone)


def make_naive(value, timezone=None):
    if timezone is None:
        timezone = get_current_timezone()
    if is_naive(value):
        raise ValueError("make_naive() cannot be applied to a naive datetime")
    return value.astimezone(timezone).replace(tzinfo=None)


def template_localtime(value, use_tz=None):
    if isinstance(value, datetime) and (settings.USE_TZ if use_tz is None else use_tz) and is_aware(value):
        return localtime(value)
    return value
