"""Importing by dotted path."""

import sys


def import_string(dotted_path):
    module_path, dot, name = dotted_path.rpartition(".")
    if not dot:
        raise ImportError("%s doesn't look like a module path" % dotted_path)
    if module_path not in sys.modules:
        __import__(module_path)
    try:
        return getattr(sys.modules[module_path], name)
    except AttributeError as error:
        raise ImportError(
            'Module "%s" does not define a "%s" attribute/class' % (module_path, name)
        ) from error


def module_has_submodule(package, module_name):
    import importlib

    try:
        importlib.import_module("%s.%s" % (package.__name__, module_name))
    except ImportError:
        return False
    return True
