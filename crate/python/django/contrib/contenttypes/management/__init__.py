"""The rows of content types, which Django makes after it made the tables."""

from django.db import DEFAULT_DB_ALIAS


def get_contenttypes_and_models(app_config, using, ContentType):
    ContentType.objects.clear_cache()
    known = {ct.model: ct for ct in ContentType.objects.using(using).filter(app_label=app_config.label)}
    return known, {model._meta.model_name: model for model in app_config.get_models()}


def create_contenttypes(app_config, verbosity=2, interactive=True, using=DEFAULT_DB_ALIAS, apps=None, **kwargs):
    from django.contrib.contenttypes.models import ContentType

    known, models = get_contenttypes_and_models(app_config, using, ContentType)
    ContentType.objects.using(using).bulk_create(
        ContentType(app_label=app_config.label, model=name) for name in models if name not in known
    )
