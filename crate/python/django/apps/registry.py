"""Apps: the installed apps and every model that was defined."""

from collections import defaultdict
from functools import partial

from django.core.exceptions import AppRegistryNotReady, ImproperlyConfigured

from .config import AppConfig


class Apps:
    """A registry of models. The main one is `apps`; others isolate models, mostly in tests."""

    def __init__(self, installed_apps=()):
        self.all_models = defaultdict(dict)
        self.app_configs = {}
        self.stored_app_configs = []
        self.apps_ready = self.models_ready = self.ready = self.loading = False
        self._pending_operations = defaultdict(list)
        self._models_cache = {}
        self._modules = {}
        # The app of a session's own files.
        self.main_app = None
        if installed_apps is not None:
            self.populate(installed_apps)

    def populate(self, installed_apps=None):
        if self.ready:
            return
        if self.loading:
            raise RuntimeError("populate() isn't reentrant")
        self.loading = True
        names = set()
        for entry in installed_apps or ():
            config = entry if isinstance(entry, AppConfig) else AppConfig.create(entry)
            if config.label in self.app_configs:
                raise ImproperlyConfigured(
                    "Application labels aren't unique, duplicates: %s" % config.label
                )
            if config.name in names:
                raise ImproperlyConfigured("Application names aren't unique, duplicates: %s" % config.name)
            names.add(config.name)
            self.app_configs[config.label] = config
            config.apps = self
        self.apps_ready = True
        for config in list(self.app_configs.values()):
            config.import_models()
        self.clear_cache()
        self.models_ready = True
        for config in list(self.app_configs.values()):
            config.ready()
        self.ready = True
        self.loading = False

    def install(self, name, module=None, label=None):
        """Adds an app after the start: a session's own files become apps as they run."""
        for config in self.app_configs.values():
            if config.name == name:
                return config
        config = AppConfig.create(name) if module is None else _labelled(name, module, label)
        config.apps = self
        config.models = self.all_models[config.label]
        if self.app_configs.setdefault(config.label, config) is not config:
            # Another module whose models belong to the same app.
            self._modules[name] = config
        self.clear_cache()
        return config

    def install_before(self, name, above=()):
        """Adds one of Django's own apps in a session, which begins without any: behind those `above`, before the
        person's own, in the order in which Django makes their rows."""
        if not self.ready or name.rpartition(".")[2] in self.app_configs:
            return
        others = dict(self.app_configs)
        self.app_configs.clear()
        self.app_configs.update({label: others.pop(label) for label in above if label in others})
        self.install(name)
        self.app_configs.update(others)
        self.clear_cache()

    def check_apps_ready(self):
        if not self.apps_ready:
            raise AppRegistryNotReady("Apps aren't loaded yet.")

    def check_models_ready(self):
        if not self.models_ready:
            raise AppRegistryNotReady("Models aren't loaded yet.")

    def get_app_configs(self):
        self.check_apps_ready()
        return self.app_configs.values()

    def get_app_config(self, app_label):
        self.check_apps_ready()
        try:
            return self.app_configs[app_label]
        except KeyError:
            message = "No installed app with label '%s'." % app_label
            for config in self.app_configs.values():
                if config.name == app_label:
                    message += " Did you mean '%s'?" % config.label
                    break
            raise LookupError(message)

    def get_models(self, include_auto_created=False, include_swapped=False):
        self.check_models_ready()
        key = include_auto_created, include_swapped
        if key not in self._models_cache:
            self._models_cache[key] = [
                model for config in self.app_configs.values() for model in config.get_models(*key)
            ]
        return self._models_cache[key]

    def get_model(self, app_label, model_name=None, require_ready=True):
        if require_ready:
            self.check_models_ready()
        else:
            self.check_apps_ready()
        if model_name is None:
            app_label, model_name = app_label.split(".")
        config = self.get_app_config(app_label)
        if not require_ready and config.models is None:
            config.import_models()
        return config.get_model(model_name, require_ready=require_ready)

    def register_model(self, app_label, model):
        name = model._meta.model_name
        models = self.all_models[app_label]
        known = models.get(name)
        if known is not None:
            if (model.__name__, model.__module__) == (known.__name__, known.__module__):
                import warnings

                warnings.warn(
                    "Model '%s.%s' was already registered. Reloading models is not "
                    "advised as it can lead to inconsistencies, most notably with "
                    "related models." % (app_label, name),
                    RuntimeWarning,
                    stacklevel=2,
                )
            else:
                raise RuntimeError(
                    "Conflicting '%s' models in application '%s': %s and %s."
                    % (name, app_label, known, model)
                )
        models[name] = model
        self.do_pending_operations(model)
        self.clear_cache()

    def is_installed(self, app_name):
        self.check_apps_ready()
        return any(config.name == app_name for config in self.app_configs.values())

    def get_containing_app_config(self, object_name):
        self.check_apps_ready()
        best = None
        for config in (*self.app_configs.values(), *self._modules.values()):
            name = config.name
            if (object_name == name or object_name.startswith(name + ".")) and (
                best is None or len(name) > len(best.name)
            ):
                best = config
        if best is None and object_name == "__main__":
            # Models that an approach defines belong to the session's app.
            return self.main_app
        return best

    def get_registered_model(self, app_label, model_name):
        model = self.all_models[app_label].get(model_name.lower())
        if model is None:
            raise LookupError("Model '%s.%s' not registered." % (app_label, model_name))
        return model

    def get_swappable_settings_name(self, to_string):
        if not any(model._meta.swappable for models in self.all_models.values() for model in models.values()):
            return None
        to_string = to_string.lower()
        for model in self.get_models(include_swapped=True):
            opts = model._meta
            if opts.swapped and opts.swapped.lower() == to_string:
                return opts.swappable
            if opts.swappable and opts.label_lower == to_string:
                return opts.swappable
        return None

    def set_available_apps(self, available):
        available = set(available)
        installed = {config.name for config in self.get_app_configs()}
        if not available.issubset(installed):
            raise ValueError(
                "Available apps isn't a subset of installed apps, extra apps: %s"
                % ", ".join(available - installed)
            )
        self.stored_app_configs.append(self.app_configs)
        self.app_configs = {
            label: config for label, config in self.app_configs.items() if config.name in available
        }
        self.clear_cache()

    def unset_available_apps(self):
        self.app_configs = self.stored_app_configs.pop()
        self.clear_cache()

    def set_installed_apps(self, installed):
        if not self.ready:
            raise AppRegistryNotReady("App registry isn't ready yet.")
        self.stored_app_configs.append(self.app_configs)
        self.app_configs = {}
        self.apps_ready = self.models_ready = self.loading = self.ready = False
        self.clear_cache()
        self.populate(installed)

    def unset_installed_apps(self):
        self.app_configs = self.stored_app_configs.pop()
        self.apps_ready = self.models_ready = self.ready = True
        self.clear_cache()

    def clear_cache(self):
        """Forgets what was worked out from the list of models."""
        self._models_cache.clear()
        for name, config in list(self._modules.items()):
            if config.label not in self.app_configs:
                del self._modules[name]
        from django.db.models import options

        options.touch()

    def lazy_model_operation(self, function, *model_keys):
        """Calls `function` with the models of these keys, as soon as all are defined."""
        if not model_keys:
            function()
            return
        first, *others = model_keys

        def apply_next_model(model):
            self.lazy_model_operation(partial(apply_next_model.func, model), *others)

        apply_next_model.func = function
        try:
            model = self.get_registered_model(*first)
        except LookupError:
            self._pending_operations[first].append(apply_next_model)
        else:
            apply_next_model(model)

    def do_pending_operations(self, model):
        key = model._meta.app_label, model._meta.model_name
        for function in self._pending_operations.pop(key, []):
            function(model)


def _labelled(name, module, label):
    klass = type("AppConfig", (AppConfig,), {"label": label}) if label else AppConfig
    return klass(name, module)


apps = Apps(installed_apps=None)
