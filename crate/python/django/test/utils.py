"""Contexts for tests: captured queries, other settings, models of their own."""

import sys
from contextlib import contextmanager


class Approximate:
    def __init__(self, val, places=7):
        self.val, self.places = val, places

    def __repr__(self):
        return repr(self.val)

    def __eq__(self, other):
        return self.val == other or round(abs(self.val - other), self.places) == 0

    __hash__ = None


class CaptureQueriesContext:
    """The queries of a block."""

    def __init__(self, connection):
        self.connection = connection
        self.initial_queries, self.final_queries = 0, None

    @property
    def captured_queries(self):
        return self.connection.queries[self.initial_queries : self.final_queries]

    def __iter__(self):
        return iter(self.captured_queries)

    def __getitem__(self, index):
        return self.captured_queries[index]

    def __len__(self):
        final = len(self.connection.queries_log) if self.final_queries is None else self.final_queries
        return final - self.initial_queries

    def __enter__(self):
        self.initial_queries, self.final_queries = len(self.connection.queries_log), None
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        if exc_type is None:
            self.final_queries = len(self.connection.queries_log)


class TestContextDecorator:
    """Usable with `with`, on functions and on classes."""

    def __init__(self, attr_name=None, kwarg_name=None):
        self.attr_name, self.kwarg_name = attr_name, kwarg_name

    def enable(self):
        raise NotImplementedError

    def disable(self):
        raise NotImplementedError

    def __enter__(self):
        return self.enable()

    def __exit__(self, exc_type, exc_value, traceback):
        self.disable()

    def decorate_class(self, cls):
        decorated = cls.setUp

        def setUp(inner_self):
            context = self.enable()
            inner_self.addCleanup(self.disable)
            if self.attr_name:
                setattr(inner_self, self.attr_name, context)
            decorated(inner_self)

        cls.setUp = setUp
        return cls

    def decorate_callable(self, func):
        from functools import wraps

        if func.__code__.co_flags & 0x80:

            @wraps(func)
            async def inner(*args, **kwargs):
                with self as context:
                    if self.kwarg_name:
                        kwargs[self.kwarg_name] = context
                    return await func(*args, **kwargs)

        else:

            @wraps(func)
            def inner(*args, **kwargs):
                with self as context:
                    if self.kwarg_name:
                        kwargs[self.kwarg_name] = context
                    return func(*args, **kwargs)

        return inner

    def __call__(self, decorated):
        if isinstance(decorated, type):
            return self.decorate_class(decorated)
        if callable(decorated):
            return self.decorate_callable(decorated)
        raise TypeError("Cannot decorate object of type %s" % type(decorated))


_missing = object()


class override_settings(TestContextDecorator):
    def __init__(self, **kwargs):
        self.options = kwargs
        self._before = []
        super().__init__()

    def enable(self):
        from django.apps import apps
        from django.conf import settings
        from django.db import router

        if "INSTALLED_APPS" in self.options:
            apps.set_installed_apps(self.options["INSTALLED_APPS"])
        self._before.append({name: settings.__dict__.get(name, _missing) for name in self.options})
        for name, value in self.options.items():
            setattr(settings, name, value)
        if "DATABASE_ROUTERS" in self.options:
            del router.routers
        self._tell(self.options)

    def disable(self):
        from django.apps import apps
        from django.conf import settings
        from django.db import router

        if "INSTALLED_APPS" in self.options:
            apps.unset_installed_apps()
        for name, value in self._before.pop().items():
            if value is _missing:
                delattr(settings, name)
            else:
                setattr(settings, name, value)
        if "DATABASE_ROUTERS" in self.options:
            del router.routers
        self._tell(self.options)

    @staticmethod
    def _tell(names):
        from django.conf import settings
        from django.core.signals import setting_changed

        for name in names:
            setting_changed.send(
                sender=settings.__class__, setting=name, value=getattr(settings, name, None), enter=True
            )

    def decorate_class(self, cls):
        if hasattr(cls, "_overridden_settings"):
            cls._overridden_settings = {**(cls._overridden_settings or {}), **self.options}
            return cls
        return super().decorate_class(cls)


class modify_settings(override_settings):
    def __init__(self, *args, **kwargs):
        self.operations = args[0] if args else list(kwargs.items())
        self._before = []
        TestContextDecorator.__init__(self)
        self.options = {}

    def enable(self):
        from django.conf import settings

        self.options = {}
        for name, operations in self.operations:
            value = list(self.options.get(name, getattr(settings, name, [])))
            for action, items in operations.items():
                items = [items] if isinstance(items, str) else items
                if action == "append":
                    value += [item for item in items if item not in value]
                elif action == "prepend":
                    value = [item for item in items if item not in value] + value
                elif action == "remove":
                    value = [item for item in value if item not in items]
                else:
                    raise ValueError("Unsupported action: %s" % action)
            self.options[name] = value
        super().enable()


class override_system_checks(TestContextDecorator):
    def __init__(self, new_checks, deployment_checks=None):
        super().__init__()

    def enable(self):
        pass

    disable = enable


class ignore_warnings(TestContextDecorator):
    def __init__(self, **kwargs):
        self.ignore_kwargs = kwargs
        self.filter_func = "filterwarnings" if "message" in kwargs or "module" in kwargs else "simplefilter"
        super().__init__()

    def enable(self):
        import warnings

        self.catch = warnings.catch_warnings()
        self.catch.__enter__()
        getattr(warnings, self.filter_func)("ignore", **self.ignore_kwargs)

    def disable(self):
        self.catch.__exit__(*sys.exc_info())


class isolate_apps(TestContextDecorator):
    """Models defined inside are registered apart."""

    def __init__(self, *installed_apps, **kwargs):
        self.installed_apps = installed_apps
        super().__init__(**kwargs)

    def enable(self):
        from django.apps.registry import Apps
        from django.db.models.options import Options

        self.old_apps = Options.default_apps
        apps = Options.default_apps = Apps(self.installed_apps)
        return apps

    def disable(self):
        from django.db.models.options import Options

        Options.default_apps = self.old_apps


@contextmanager
def extend_sys_path(*paths):
    before = sys.path[:]
    sys.path.extend(paths)
    try:
        yield
    finally:
        sys.path = before


@contextmanager
def isolate_lru_cache(lru_cache_object):
    lru_cache_object.cache_clear()
    try:
        yield
    finally:
        lru_cache_object.cache_clear()


@contextmanager
def captured_output(stream_name):
    import io

    before = getattr(sys, stream_name)
    setattr(sys, stream_name, io.StringIO())
    try:
        yield getattr(sys, stream_name)
    finally:
        setattr(sys, stream_name, before)


def captured_stdout():
    return captured_output("stdout")


def captured_stderr():
    return captured_output("stderr")


def captured_stdin():
    return captured_output("stdin")


def tag(*tags):
    def decorator(obj):
        obj.tags = set(tags) | getattr(obj, "tags", set())
        return obj

    return decorator


@contextmanager
def register_lookup(field, *lookups, lookup_name=None):
    try:
        for lookup in lookups:
            field.register_lookup(lookup, lookup_name)
        yield
    finally:
        for lookup in lookups:
            field._unregister_lookup(lookup, lookup_name)


def garbage_collect():
    import gc

    gc.collect()


def requires_tz_support(function):
    """Nothing here depends on the time zone of the process: settings.TIME_ZONE is asked."""
    return function
