"""Where time zones are looked for: nowhere, since there are no files (see importlib.resources)."""

TZPATH = ()


class InvalidTZPathWarning(RuntimeWarning):
    """Never given."""


def find_tzfile(key):
    """None: the caller then asks for the package tzdata."""
    return None


def reset_tzpath(to=None):
    """Does nothing."""


def available_timezones():
    """The names that ZoneInfo takes."""
    from _orm import zone_names

    return set(zone_names())
