"""Django's ORM, as OuterRef answers for it. The reference is Django 6.1.3."""

import sys

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


class _Absent:
    """The last finder: it is asked for what no other one has."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.startswith("django."):
            from django.absent import refuse

            refuse(name)


sys.meta_path.append(_Absent)
