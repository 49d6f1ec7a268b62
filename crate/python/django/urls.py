"""`reverse`, which `get_absolute_url()` of many models imports. There are no URLs to find."""

from django.utils.functional import lazy


class NoReverseMatch(Exception):
    silent_variable_failure = True


def reverse(viewname, urlconf=None, args=None, kwargs=None, current_app=None, *, query=None, fragment=None):
    raise NoReverseMatch(
        "Reverse for '%s' not found: OuterRef is Django's ORM alone and has no URLs." % (viewname,)
    )


reverse_lazy = lazy(reverse, str)


def __getattr__(name):
    from django.absent import missing

    missing(__name__, name)
