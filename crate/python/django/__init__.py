"""Django's ORM, as OuterRef answers for it. The reference is Django 6.1.3."""

VERSION = (6, 1, 3, "final", 0)
__version__ = "6.1.3"


def get_version(version=None):
    """The version as text."""
    return __version__


def setup(set_prefix=True):
    """Fills the registry with the installed apps, if that has not been done."""
    from django.apps import apps
    from django.conf import settings

    apps.populate(settings.INSTALLED_APPS)
