"""ContentType: a row for each model."""

from django.apps import apps
from django.db import models
from django.db.models.q import Q

apps.install_before("django.contrib.contenttypes")


class ContentTypeManager(models.Manager):
    """Remembers the rows, by model and by key."""

    use_in_migrations = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._cache = {}

    def _known(self):
        return self._cache.setdefault(self.db, {})

    def _add_to_cache(self, using, ct):
        known = self._cache.setdefault(using, {})
        known[ct.app_label, ct.model] = known[ct.id] = ct

    def clear_cache(self):
        self._cache.clear()

    @staticmethod
    def _key(model, for_concrete_model):
        opts = (model._meta.concrete_model if for_concrete_model else model)._meta
        return opts.app_label, opts.model_name

    def get_by_natural_key(self, app_label, model):
        ct = self._known().get((app_label, model))
        if ct is None:
            ct = self.get(app_label=app_label, model=model)
            self._add_to_cache(self.db, ct)
        return ct

    def get_for_model(self, model, for_concrete_model=True):
        key = self._key(model, for_concrete_model)
        ct = self._known().get(key)
        if ct is None:
            names = {"app_label": key[0], "model": key[1]}
            try:
                ct = self.get(**names)
            except self.model.DoesNotExist:
                ct, _ = self.get_or_create(**names)
            self._add_to_cache(self.db, ct)
        return ct

    def get_for_models(self, *models, for_concrete_models=True):
        results, wanted, by_app = {}, {}, {}
        for model in models:
            key = self._key(model, for_concrete_models)
            ct = self._known().get(key)
            if ct is not None:
                results[model] = ct
            else:
                wanted.setdefault(key, []).append(model)
                by_app.setdefault(key[0], set()).add(key[1])
        if wanted:
            groups = [Q(("app_label", label), ("model__in", names)) for label, names in by_app.items()]
            for ct in self.filter(Q(*groups, _connector=Q.OR)):
                results.update(dict.fromkeys(wanted.pop((ct.app_label, ct.model), ()), ct))
                self._add_to_cache(self.db, ct)
        for (label, name), waiting in wanted.items():
            ct = self.create(app_label=label, model=name)
            self._add_to_cache(self.db, ct)
            results.update(dict.fromkeys(waiting, ct))
        return results

    def get_for_id(self, id):
        ct = self._known().get(id)
        if ct is None:
            ct = self.get(pk=id)
            self._add_to_cache(self.db, ct)
        return ct


class ContentType(models.Model):
    app_label = models.CharField(max_length=100)
    model = models.CharField("python model class name", max_length=100)
    objects = ContentTypeManager()

    class Meta:
        app_label = "contenttypes"
        verbose_name = "content type"
        verbose_name_plural = "content types"
        db_table = "django_content_type"
        unique_together = [["app_label", "model"]]

    def __str__(self):
        return self.app_labeled_name

    @property
    def name(self):
        model = self.model_class()
        return str(model._meta.verbose_name) if model else self.model

    @property
    def app_labeled_name(self):
        model = self.model_class()
        if not model:
            return "%s | %s" % (self.app_label, self.model)
        return "%s | %s" % (model._meta.app_config.verbose_name, model._meta.verbose_name)

    def model_class(self):
        try:
            return apps.get_model(self.app_label, self.model)
        except LookupError:
            return None

    def get_object_for_this_type(self, using=None, **kwargs):
        return self.model_class()._base_manager.using(using).get(**kwargs)

    def get_all_objects_for_this_type(self, **kwargs):
        return self.model_class()._base_manager.filter(**kwargs)

    def natural_key(self):
        return self.app_label, self.model
