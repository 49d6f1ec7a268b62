"""Text and bytes."""

from django.utils.functional import Promise


class DjangoUnicodeDecodeError(UnicodeDecodeError):
    def __str__(self):
        return "%s. You passed in %r (%s)" % (super().__str__(), self.object, type(self.object))


_PROTECTED = (type(None), int, float)


def is_protected_type(obj):
    import datetime
    from decimal import Decimal

    return isinstance(obj, (*_PROTECTED, Decimal, datetime.datetime, datetime.date, datetime.time))


def force_str(s, encoding="utf-8", strings_only=False, errors="strict"):
    if type(s) is str:
        return s
    if strings_only and is_protected_type(s):
        return s
    if isinstance(s, bytes):
        try:
            return str(s, encoding, errors)
        except UnicodeDecodeError as error:
            raise DjangoUnicodeDecodeError(*error.args) from None
    return str(s)


def smart_str(s, encoding="utf-8", strings_only=False, errors="strict"):
    if isinstance(s, Promise):
        return s
    return force_str(s, encoding, strings_only, errors)


def force_bytes(s, encoding="utf-8", strings_only=False, errors="strict"):
    if isinstance(s, (bytes, memoryview)):
        return bytes(s)
    if strings_only and is_protected_type(s):
        return s
    return str(s).encode(encoding, errors)


smart_bytes = force_bytes
