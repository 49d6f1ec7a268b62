"""Choices: enumerations whose members have labels."""

import enum
from enum import EnumType, IntEnum, StrEnum
from enum import property as enum_property

from django.utils.functional import Promise

__all__ = ["Choices", "IntegerChoices", "TextChoices"]


class ChoicesType(EnumType):
    """Takes the label from the end of each member's tuple, or makes it from the name."""

    def __new__(metacls, classname, bases, classdict, **kwds):
        labels = []
        for key in classdict._member_names:
            value = classdict[key]
            label = key.replace("_", " ").title()
            if isinstance(value, (list, tuple)) and len(value) > 1 and isinstance(value[-1], (Promise, str)):
                *value, label = value
                value = tuple(value)
            labels.append(label)
            # The enum's own dictionary refuses a second assignment.
            dict.__setitem__(classdict, key, value)
        cls = super().__new__(metacls, classname, bases, classdict, **kwds)
        for member, label in zip(cls.__members__.values(), labels):
            member._label_ = label
        return enum.unique(cls)

    @property
    def choices(cls):
        empty = [(None, cls.__empty__)] if hasattr(cls, "__empty__") else []
        return empty + [(member.value, member.label) for member in cls]

    @property
    def names(cls):
        return ["__empty__"] * hasattr(cls, "__empty__") + [member.name for member in cls]

    @property
    def labels(cls):
        return [label for _, label in cls.choices]

    @property
    def values(cls):
        return [value for value, _ in cls.choices]


class Choices(enum.Enum, metaclass=ChoicesType):
    do_not_call_in_templates = enum.nonmember(True)

    @enum_property
    def label(self):
        return self._label_

    def __repr__(self):
        return "%s.%s" % (self.__class__.__qualname__, self._name_)


class IntegerChoices(Choices, IntEnum):
    pass


class TextChoices(Choices, StrEnum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name
