"""Django's ORM, as OuterRef answers for it. The reference is Django 6.1.3."""

VERSION = (6, 1, 3, "final", 0)
__version__ = "6.1.3"


def get_version():
    """The version as text."""
    return __version__


def setup(set_prefix=True):
    """Does nothing: a session is set up before it runs code."""
