"""Objects that can say how to make them again."""

import sys

import _orm


def deconstructible(*args, path=None):
    """Gives a class `deconstruct()`; `path` is where it is imported from, if not from its own module."""

    def decorate(cls):
        def __new__(owner, *args, **kwargs):
            made = before(owner)
            made._constructor_args = (args, kwargs)
            return made

        before = cls.__new__
        if before is object.__new__:
            cls.__new__ = staticmethod(_orm.construct)
        elif before is not _orm.construct:
            cls.__new__ = staticmethod(__new__)

        def deconstruct(self):
            if path and type(self) is cls:
                module, _, name = path.rpartition(".")
                shown = path
            else:
                module, name = self.__module__, type(self).__name__
                shown = f"{type(self).__module__}.{name}"
            if module not in sys.modules:
                __import__(module)
            if not hasattr(sys.modules[module], name):
                raise ValueError(
                    f"Could not find object {name} in {module}.\n"
                    "Please note that you cannot serialize things like inner "
                    "classes. Please move the object into the main module "
                    "body to use migrations.\n"
                    "For more information, see "
                    "https://docs.djangoproject.com/en/6.1/topics/migrations/#serializing-values"
                )
            return shown, *self._constructor_args

        cls.deconstruct = deconstruct
        return cls

    return decorate(*args) if args else decorate
