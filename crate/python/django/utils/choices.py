"""Choices of a field, in whatever form they are written."""

from itertools import islice, tee, zip_longest

from django.utils.functional import Promise


class BaseChoiceIterator:
    """Choices that are made when they are read."""

    def __eq__(self, other):
        if hasattr(other, "__iter__"):
            return all(a == b for a, b in zip_longest(self, other, fillvalue=object()))
        return super().__eq__(other)

    def __getitem__(self, index):
        if isinstance(index, slice) or index < 0:
            return list(self)[index]
        try:
            return next(islice(self, index, index + 1))
        except StopIteration:
            raise IndexError("index out of range") from None

    def __iter__(self):
        raise NotImplementedError("BaseChoiceIterator subclasses must implement __iter__().")


class BlankChoiceIterator(BaseChoiceIterator):
    """Puts a blank choice first, unless there is one."""

    def __init__(self, choices, blank_choice):
        self.choices, self.blank_choice = choices, blank_choice

    def __iter__(self):
        choices, probe = tee(self.choices)
        if not any(value in ("", None) for value, _ in flatten_choices(probe)):
            yield from self.blank_choice
        yield from choices


class CallableChoiceIterator(BaseChoiceIterator):
    """Asks a function each time."""

    def __init__(self, func):
        self.func = func

    def __iter__(self):
        yield from normalize_choices(self.func())


def flatten_choices(choices):
    """Pairs, with those of groups among them."""
    for value_or_group, label_or_nested in choices or ():
        if isinstance(label_or_nested, (list, tuple)):
            yield from label_or_nested
        else:
            yield value_or_group, label_or_nested


def normalize_choices(value, *, depth=0):
    """A list of pairs, from an enumeration, a mapping, an iterable or a callable."""
    if value is None or isinstance(value, (BaseChoiceIterator, Promise, bytes, str)):
        return value
    from django.db.models.enums import ChoicesType

    if isinstance(value, ChoicesType):
        return value.choices
    if depth < 2 and hasattr(value, "items"):
        value = value.items()
    elif depth < 2 and hasattr(value, "__next__"):
        pass
    elif (
        depth < 2
        and hasattr(value, "__iter__")
        and not isinstance(value, type)
        and not any(isinstance(x, (Promise, bytes, str)) for x in value)
    ):
        pass
    elif depth == 0 and callable(value):
        return CallableChoiceIterator(value)
    elif depth < 2 and callable(value):
        value = value()
    else:
        return value
    try:
        return [(k, normalize_choices(v, depth=depth + 1)) for k, v in value]
    except (TypeError, ValueError):
        return value
