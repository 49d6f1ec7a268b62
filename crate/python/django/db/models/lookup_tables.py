"""The lookups and transforms that Django registers on its own field classes, for `get_lookup()` in Python.

A queryset finds them natively; this table is read only by code that asks a field itself.
"""


def of_class(cls):
    """What is registered on this class itself, by name."""
    name = cls.__name__
    if not cls.__module__.startswith("django.") or name not in _KNOWN:
        return {}
    from django.db.models import lookups

    if name == "Field":
        return lookups.FIELD_LOOKUPS
    if name in ("DateField", "DateTimeField", "TimeField"):
        from django.db.models.functions import datetime

        classes = [getattr(datetime, transform) for transform in _TRANSFORMS[name].split()]
    elif name == "ExtractYear" or name == "ExtractIsoYear":
        classes = [lookups.YearExact, lookups.YearGt, lookups.YearGte, lookups.YearLt, lookups.YearLte]
    elif name == "ForeignObject":
        from django.db.models.fields import related_lookups

        classes = [cls for key, cls in vars(related_lookups).items() if key.startswith("Related") and key != "RelatedLookupMixin"]
    elif name == "UUIDField":
        classes = [cls for key, cls in vars(lookups).items() if key.startswith("UUID") and key != "UUIDTextMixin"]
    else:
        classes = [
            lookups.IntegerFieldExact,
            lookups.IntegerGreaterThan,
            lookups.IntegerGreaterThanOrEqual,
            lookups.IntegerLessThan,
            lookups.IntegerLessThanOrEqual,
        ]
    return {lookup.lookup_name: lookup for lookup in classes}


_KNOWN = {
    "Field", "ForeignObject", "IntegerField", "UUIDField", "DateField", "DateTimeField", "TimeField", "ExtractYear", "ExtractIsoYear",
}
_TRANSFORMS = {
    "DateField": (
        "ExtractYear ExtractMonth ExtractDay ExtractWeekDay ExtractIsoWeekDay ExtractWeek ExtractIsoYear ExtractQuarter"
    ),
    "DateTimeField": "ExtractHour ExtractMinute ExtractSecond TruncDate TruncTime",
    "TimeField": "ExtractHour ExtractMinute ExtractSecond",
}
