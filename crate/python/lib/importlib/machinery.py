"""The parts of importlib.machinery that do without files."""

from _frozen_importlib import BuiltinImporter, FrozenImporter, ModuleSpec

SOURCE_SUFFIXES = [".py"]
BYTECODE_SUFFIXES = [".pyc"]
DEBUG_BYTECODE_SUFFIXES = OPTIMIZED_BYTECODE_SUFFIXES = BYTECODE_SUFFIXES
EXTENSION_SUFFIXES = []


def all_suffixes():
    """The endings of files that hold modules."""
    return SOURCE_SUFFIXES + BYTECODE_SUFFIXES


class _NoFiles:
    def __init__(self, *args, **kwargs):
        raise ImportError("there are no files to import from")


class SourceFileLoader(_NoFiles):
    """Cannot be made: there are no files."""


class SourcelessFileLoader(_NoFiles):
    """Cannot be made: there are no files."""


class ExtensionFileLoader(_NoFiles):
    """Cannot be made: there are no files."""


class NamespaceLoader(_NoFiles):
    """Cannot be made: there are no files."""
