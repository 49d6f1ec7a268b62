"""AppConfig: an installed app."""

import sys

from django.core.exceptions import ImproperlyConfigured


class AppConfig:
    """An app's name, label and models."""

    models_module = models = apps = default_auto_field = None

    def __init__(self, app_name, app_module):
        self.name = app_name
        self.module = app_module
        if not hasattr(self, "label"):
            self.label = app_name.rpartition(".")[2]
        if not self.label.isidentifier():
            raise ImproperlyConfigured("The app label '%s' is not a valid Python identifier." % self.label)
        if not hasattr(self, "verbose_name"):
            self.verbose_name = self.label.title()
        self.path = getattr(self, "path", "")

    def __repr__(self):
        return "<%s: %s>" % (type(self).__name__, self.label)

    @property
    def _is_default_auto_field_overridden(self):
        return self.default_auto_field is not None

    @classmethod
    def create(cls, entry):
        """From an `INSTALLED_APPS` entry: a package, or the dotted path of an AppConfig."""
        try:
            __import__(entry)
            module = sys.modules[entry]
        except ImportError:
            path, _, name = entry.rpartition(".")
            if not path or not name[:1].isupper():
                raise
            __import__(path)
            klass = getattr(sys.modules[path], name)
            __import__(klass.name)
            return klass(klass.name, sys.modules[klass.name])
        klass = cls
        try:
            __import__(entry + ".apps")
        except ImportError as error:
            if getattr(error, "name", None) not in (None, entry + ".apps"):
                raise
        else:
            found = [
                value
                for value in vars(sys.modules[entry + ".apps"]).values()
                if isinstance(value, type)
                and issubclass(value, AppConfig)
                and value is not AppConfig
                and getattr(value, "default", True)
                and getattr(value, "name", None) == entry
            ]
            if len(found) > 1:
                found = [value for value in found if value.__dict__.get("default")]
            if found:
                klass = found[0]
        return klass(getattr(klass, "name", entry), module)

    def get_model(self, model_name, require_ready=True):
        if require_ready:
            self.apps.check_models_ready()
        else:
            self.apps.check_apps_ready()
        try:
            return self.models[model_name.lower()]
        except KeyError:
            raise LookupError("App '%s' doesn't have a '%s' model." % (self.label, model_name))

    def get_models(self, include_auto_created=False, include_swapped=False):
        self.apps.check_models_ready()
        for model in list(self.models.values()):
            if model._meta.auto_created and not include_auto_created:
                continue
            if model._meta.swapped and not include_swapped:
                continue
            yield model

    def import_models(self):
        self.models = self.apps.all_models[self.label]
        name = self.name + ".models"
        try:
            __import__(name)
        except ImportError as error:
            if getattr(error, "name", None) not in (None, name):
                raise
        else:
            self.models_module = sys.modules.get(name)

    def ready(self):
        """For subclasses."""
