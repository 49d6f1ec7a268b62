"""What a session does with a person's files: its app begins, its tables are made, its data is loaded."""

import sys

from django.apps import apps
from django.apps.config import AppConfig
from django.apps.run_state import FRESH, RunState

# What there was once the models were imported.
_with_models = FRESH

SHELL_IMPORTS = {
    "models": ("django.db", "models"),
    "functions": ("django.db.models.functions", None),
    "connection": ("django.db", "connection"),
    "reset_queries": ("django.db", "reset_queries"),
    "settings": ("django.conf", "settings"),
    "timezone": ("django.utils.timezone", None),
}


def refresh():
    """What the last run changed outside of its modules is as it was before there were models."""
    FRESH.restore()


def again():
    """The same as it was after the models were imported."""
    _with_models.restore()


def begin(package):
    """Forgets every model and makes `package` the only app. A plain models.py is the app `app`."""
    # The models of Django's own apps are made afresh too, when something imports them.
    for name in [name for name in sys.modules if name.startswith("django.contrib.")]:
        del sys.modules[name]
    apps.all_models.clear()
    apps.app_configs.clear()
    apps._pending_operations.clear()
    apps.apps_ready = apps.models_ready = apps.ready = True
    apps.clear_cache()
    if "django.db.models.query_utils" in sys.modules:
        sys.modules["django.db.models.query_utils"].forget_lookups()
    label = "app" if package == "models" else package.rpartition(".")[2]
    config = _App(package, sys)
    config.label, config.verbose_name = label, label.title()
    config.apps = apps
    config.models = apps.all_models[label]
    apps.app_configs[label] = apps.main_app = config


class _App(AppConfig):
    label = "app"


def complete(named):
    """Imports Django's own apps that `named` lists, or whose models a relation names as text: in a project they are
    installed."""
    pending = set(apps._pending_operations)
    if "django.contrib.auth" in named or any(label == "auth" for label, _ in pending):
        import django.contrib.auth.models

        from django.conf import settings

        if ("auth", "user") in pending or settings.AUTH_USER_MODEL == "auth.User":
            django.contrib.auth.models.User
    elif "django.contrib.contenttypes" in named or any(label == "contenttypes" for label, _ in pending):
        import django.contrib.contenttypes.models  # noqa: F401
    global _with_models
    _with_models = RunState()


def concrete_models():
    """Models that have a table of their own to make."""
    return [
        model
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy and not model._meta.swapped
    ]


def check_relations():
    """What Django's system check says of relations, before anything is asked of them."""
    errors, accessors = [], {}
    for model in apps.get_models():
        opts = model._meta
        if opts.proxy or opts.swapped:
            continue
        for field in (*opts.local_fields, *opts.local_many_to_many):
            relation = field.remote_field
            if relation is None:
                continue
            if isinstance(relation.model, str):
                errors.append(
                    "%s: (fields.E300) Field defines a relation with model '%s', which is either not installed, "
                    "or is abstract." % (field, relation.model)
                )
            elif isinstance(relation.model, type) and not relation.hidden:
                accessor = relation.get_accessor_name()
                if accessor is not None:
                    accessors.setdefault((relation.model._meta.concrete_model, accessor), []).append(field)
    for (target, accessor), fields in accessors.items():
        for field, other in zip(fields, fields[1:] + fields[:1]):
            if field is not other:
                shown = "%s.%s" % (target._meta.object_name, accessor)
                errors.append(
                    "%s: (fields.E304) Reverse accessor '%s' for '%s' clashes with reverse accessor for '%s'.\n"
                    "\tHINT: Add or change a related_name argument to the definition for '%s' or '%s'."
                    % (field, shown, field, other, field, other)
                )
    if errors:
        raise SystemCheckError("System check identified some issues:\n\nERRORS:\n" + "\n".join(errors))


class SystemCheckError(Exception):
    """`django.core.management.base.SystemCheckError`."""

    __module__ = "django.core.management.base"


def create_tables(there=()):
    """Makes the models' tables. Imported data may hold some of them already. Tells whether it made rows too."""
    for model in concrete_models():
        if model._meta.db_table not in there:
            model._meta._orm.create_table()
    if "auth" in apps.app_configs:
        from django.contrib.auth.management import create_permissions as create_rows
    elif "contenttypes" in apps.app_configs:
        from django.contrib.contenttypes.management import create_contenttypes as create_rows
    else:
        return False
    for config in list(apps.get_app_configs()):
        create_rows(config)
    return True


def shell_names(source):
    """What Django's own shell imports: all models, and a few modules where the code names them."""
    names = {model.__name__: model for model in apps.get_models()}
    for name, (module, attribute) in SHELL_IMPORTS.items():
        if name in source and name not in names:
            __import__(module)
            module = sys.modules[module]
            names[name] = module if attribute is None else getattr(module, attribute)
    return names


def load(name, scale):
    """Imports the data's module; its `load()`, if it has one, is called, with the scale if it takes one."""
    from django.db import transaction

    with transaction.atomic():
        __import__(name)
        function = getattr(sys.modules[name], "load", None)
        if function is not None:
            if function.__code__.co_argcount and scale is not None:
                function(scale)
            else:
                function()


def fetch(value):
    """Evaluates a queryset, so that showing it takes no further query."""
    fetch_result = getattr(value, "_fetch_result", None) or getattr(value, "_fetch_all", None)
    if fetch_result is not None:
        fetch_result()
