"""The parts of pkgutil that do without files."""

from importlib import import_module


def resolve_name(name):
    """The object that a text such as "package.module:Class.attribute" names."""
    module, colon, rest = name.partition(":")
    if colon:
        found = import_module(module)
        parts = rest.split(".") if rest else []
    else:
        parts = name.split(".")
        found, module = import_module(parts[0]), parts.pop(0)
        while parts:
            try:
                found = import_module(f"{module}.{parts[0]}")
            except ImportError:
                break
            module = f"{module}.{parts.pop(0)}"
    for part in parts:
        found = getattr(found, part)
    return found


def iter_modules(path=None, prefix=""):
    """Nothing: there are no folders to look in."""
    return iter(())


walk_packages = iter_modules
