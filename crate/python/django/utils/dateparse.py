"""Dates, times and durations from text."""

import datetime
import re

_cache = {}


def _match(pattern, value):
    # Patterns compile on first use: most programs parse no text.
    compiled = _cache.get(pattern)
    if compiled is None:
        compiled = _cache[pattern] = re.compile(pattern)
    return compiled.match(value)


_DATE = r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})$"
_CLOCK = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{1,2})"
    r"(?::(?P<second>\d{1,2})(?:[.,](?P<microsecond>\d{1,6})\d{0,6})?)?"
)
_TIME = _CLOCK + "$"
_DATETIME = (
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})[T ]" + _CLOCK
    + r"\s*(?P<tzinfo>Z|[+-]\d{2}(?::?\d{2})?)?$"
)
_DURATION = (
    r"^(?:(?P<days>-?\d+) (days?, )?)?(?P<sign>-?)"
    r"((?:(?P<hours>\d+):)(?=\d+:\d+))?(?:(?P<minutes>\d+):)?(?P<seconds>\d+)"
    r"(?:[.,](?P<microseconds>\d{1,6})\d{0,6})?$"
)
_ISO8601 = (
    r"^(?P<sign>[-+]?)P(?:(?P<weeks>\d+([.,]\d+)?)W)?(?:(?P<days>\d+([.,]\d+)?)D)?(?:T(?:(?P<hours>\d+([.,]\d+)?)H)?"
    r"(?:(?P<minutes>\d+([.,]\d+)?)M)?(?:(?P<seconds>\d+([.,]\d+)?)S)?)?$"
)
_POSTGRES = (
    r"^(?:(?P<days>-?\d+) (days? ?))?(?:(?P<sign>[-+])?(?P<hours>\d+):(?P<minutes>\d\d):"
    r"(?P<seconds>\d\d)(?:\.(?P<microseconds>\d{1,6}))?)?$"
)


def _numbers(match):
    groups = match.groupdict()
    if groups.get("microsecond"):
        groups["microsecond"] = groups["microsecond"].ljust(6, "0")
    return {name: int(text) for name, text in groups.items() if text is not None and name != "tzinfo"}


def parse_date(value):
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        match = _match(_DATE, value)
        return datetime.date(**_numbers(match)) if match else None


def parse_time(value):
    try:
        return datetime.time.fromisoformat(value).replace(tzinfo=None)
    except ValueError:
        match = _match(_TIME, value)
        return datetime.time(**_numbers(match)) if match else None


def parse_datetime(value):
    try:
        return datetime.datetime.fromisoformat(value)
    except ValueError:
        match = _match(_DATETIME, value)
        if not match:
            return None
        zone = match["tzinfo"]
        if zone == "Z":
            zone = datetime.timezone.utc
        elif zone is not None:
            from django.utils.timezone import get_fixed_timezone

            minutes = 60 * int(zone[1:3]) + (int(zone[-2:]) if len(zone) > 3 else 0)
            zone = get_fixed_timezone(-minutes if zone[0] == "-" else minutes)
        return datetime.datetime(**_numbers(match), tzinfo=zone)


def parse_duration(value):
    match = _match(_DURATION, value) or _match(_ISO8601, value) or _match(_POSTGRES, value)
    if not match:
        return None
    groups = match.groupdict()
    sign = -1 if groups.pop("sign", "+") == "-" else 1
    micro = groups.get("microseconds")
    if micro:
        groups["microseconds"] = micro.ljust(6, "0")
    parts = {name: float(text.replace(",", ".")) for name, text in groups.items() if text is not None}
    days = datetime.timedelta(days=parts.pop("days", 0.0), weeks=parts.pop("weeks", 0.0))
    if match.re is _cache.get(_ISO8601):
        days *= sign
    return days + sign * datetime.timedelta(**parts)
