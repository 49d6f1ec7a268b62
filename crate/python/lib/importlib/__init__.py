"""The parts of importlib that do without files: importing by name and reloading."""

import sys

import _frozen_importlib as _bootstrap
from _frozen_importlib import __import__


def import_module(name, package=None):
    """Imports a module by its absolute name, or a relative one from a package."""
    level = len(name) - len(name.lstrip("."))
    if level and not package:
        raise TypeError(
            f"the 'package' argument is required to perform a relative import for {name!r}"
        )
    return _bootstrap._gcd_import(name[level:], package, level)


def invalidate_caches():
    """Does nothing: finders keep nothing."""


def reload(module):
    """Runs a module's code again, in the same module."""
    name = module.__spec__.name
    if sys.modules.get(name) is not module:
        raise ImportError(f"module {name} not in sys.modules", name=name)
    spec = _bootstrap._find_spec(name, None, module)
    if spec is None:
        raise ModuleNotFoundError(f"spec not found for the module {name!r}", name=name)
    module.__spec__ = spec
    _bootstrap._exec(spec, module)
    return sys.modules[name]
