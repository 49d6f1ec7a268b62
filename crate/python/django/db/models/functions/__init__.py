"""Database functions. Each module is imported when one of its names is first used."""

_NAMES = {
    "comparison": "Cast Coalesce Collate Greatest Least NullIf",
    "datetime": (
        "Extract ExtractDay ExtractHour ExtractIsoWeekDay ExtractIsoYear ExtractMinute ExtractMonth ExtractQuarter "
        "ExtractSecond ExtractWeek ExtractWeekDay ExtractYear Now Trunc TruncDate TruncDay TruncHour TruncMinute "
        "TruncMonth TruncQuarter TruncSecond TruncTime TruncWeek TruncYear"
    ),
    "json": "JSONArray JSONObject",
    "math": (
        "Abs ACos ASin ATan ATan2 Ceil Cos Cot Degrees Exp Floor Ln Log Mod Pi Power Radians Random Round Sign Sin "
        "Sqrt Tan"
    ),
    "text": (
        "Chr Concat ConcatPair Left Length Lower LPad LTrim MD5 Ord Repeat Replace Reverse Right RPad RTrim SHA1 "
        "SHA224 SHA256 SHA384 SHA512 StrIndex Substr Trim Upper"
    ),
    "uuid": "UUID4 UUID7",
    "window": "CumeDist DenseRank FirstValue Lag LastValue Lead NthValue Ntile PercentRank Rank RowNumber",
}
_MODULES = {name: module for module, names in _NAMES.items() for name in names.split()}

__all__ = list(_MODULES)


def __getattr__(name):
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value


def __dir__():
    return sorted({*globals(), *__all__})
