"""Small helpers of the model layer."""

from functools import lru_cache


def make_model_tuple(model):
    """(app label, lower-case name) of a model, of `app.Model` text, or of such a tuple."""
    try:
        if isinstance(model, tuple):
            pair = model
        elif isinstance(model, str):
            app_label, name = model.split(".")
            pair = app_label, name.lower()
        else:
            pair = model._meta.app_label, model._meta.model_name
        if len(pair) != 2:
            raise ValueError
        return pair
    except ValueError:
        raise ValueError(
            "Invalid model reference '%s'. String model references "
            "must be of the form 'app_label.ModelName'." % (model,)
        )


def resolve_callables(mapping):
    for key, value in mapping.items():
        yield key, value() if callable(value) else value


def unpickle_named_row(names, values):
    return create_namedtuple_class(*names)(*values)


@lru_cache
def create_namedtuple_class(*names):
    """The class of `values_list(named=True)` rows."""
    from collections import namedtuple

    def __reduce__(self):
        return unpickle_named_row, (names, tuple(self))

    return type("Row", (namedtuple("Row", names),), {"__reduce__": __reduce__, "__slots__": ()})


class AltersData:
    """Overridden methods keep the `alters_data` of the method they replace."""

    def __init_subclass__(cls, **kwargs):
        for name, function in vars(cls).items():
            if callable(function) and not hasattr(function, "alters_data"):
                for base in cls.__bases__:
                    replaced = getattr(base, name, None)
                    if replaced is not None:
                        if hasattr(replaced, "alters_data"):
                            function.alters_data = replaced.alters_data
                        break
        super().__init_subclass__(**kwargs)


def get_blank_choice_label():
    from django.conf import settings
    from django.db.models import fields

    if settings.USE_BLANK_CHOICE_DASH:
        return fields.BLANK_CHOICE_DASH[0][1]
    return fields.BLANK_CHOICE_LABEL



def make_async(name):
    """`aname`: the method `name`, as a coroutine."""

    async def method(self, *args, **kwargs):
        return getattr(self, name)(*args, **kwargs)

    method.__name__ = "a" + name
    method.__qualname__ = "a" + name
    return method
