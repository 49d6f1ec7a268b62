"""Shortcuts that have to do with models."""


def _get_queryset(klass):
    return klass._default_manager.all() if hasattr(klass, "_default_manager") else klass


def _check(queryset, klass, method, name):
    if not hasattr(queryset, method):
        shown = klass.__name__ if isinstance(klass, type) else klass.__class__.__name__
        raise ValueError(
            "First argument to %s() must be a Model, Manager, or QuerySet, not '%s'." % (name, shown)
        )


def get_object_or_404(klass, *args, **kwargs):
    from django.http import Http404

    queryset = _get_queryset(klass)
    _check(queryset, klass, "get", "get_object_or_404")
    try:
        return queryset.get(*args, **kwargs)
    except queryset.model.DoesNotExist:
        raise Http404("No %s matches the given query." % queryset.model._meta.object_name)


async def aget_object_or_404(klass, *args, **kwargs):
    return get_object_or_404(klass, *args, **kwargs)


def get_list_or_404(klass, *args, **kwargs):
    from django.http import Http404

    queryset = _get_queryset(klass)
    _check(queryset, klass, "filter", "get_list_or_404")
    found = list(queryset.filter(*args, **kwargs))
    if not found:
        raise Http404("No %s matches the given query." % queryset.model._meta.object_name)
    return found


async def aget_list_or_404(klass, *args, **kwargs):
    return get_list_or_404(klass, *args, **kwargs)


def __getattr__(name):
    from django.absent import missing

    missing(__name__, name)
