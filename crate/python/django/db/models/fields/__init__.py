"""The fields. They are written in modules by kind; their names and paths are those of this package."""

from ._base import (
    BLANK_CHOICE_DASH,
    BLANK_CHOICE_LABEL,
    NOT_PROVIDED,
    Empty,
    Field,
    _load_field,
    return_None,
)
from ._dates import DateField, DateTimeField, DurationField, TimeField
from ._numbers import (
    AutoField,
    AutoFieldMeta,
    AutoFieldMixin,
    BigAutoField,
    BigIntegerField,
    BooleanField,
    DecimalField,
    FloatField,
    IntegerField,
    NullBooleanField,
    PositiveBigIntegerField,
    PositiveIntegerField,
    PositiveIntegerRelDbTypeMixin,
    PositiveSmallIntegerField,
    SmallAutoField,
    SmallIntegerField,
)
from ._text import (
    BinaryField,
    CharField,
    CommaSeparatedIntegerField,
    EmailField,
    FilePathField,
    GenericIPAddressField,
    IPAddressField,
    SlugField,
    TextField,
    URLField,
    UUIDField,
)

__all__ = [
    "AutoField", "BLANK_CHOICE_DASH", "BLANK_CHOICE_LABEL", "BigAutoField", "BigIntegerField", "BinaryField",
    "BooleanField", "CharField", "CommaSeparatedIntegerField", "DateField", "DateTimeField", "DecimalField",
    "DurationField", "EmailField", "Empty", "Field", "FilePathField", "FloatField", "GenericIPAddressField",
    "IPAddressField", "IntegerField", "NOT_PROVIDED", "NullBooleanField", "PositiveBigIntegerField",
    "PositiveIntegerField", "PositiveSmallIntegerField", "SlugField", "SmallAutoField", "SmallIntegerField",
    "TextField", "TimeField", "URLField", "UUIDField",
]

for _value in list(globals().values()):
    if isinstance(_value, type) and _value.__module__.startswith(__name__ + "._"):
        _value.__module__ = __name__
del _value
