"""The rows of permissions, which Django makes after it made the tables."""

from django.contrib.contenttypes.management import create_contenttypes
from django.db import DEFAULT_DB_ALIAS


def create_permissions(app_config, verbosity=2, interactive=True, using=DEFAULT_DB_ALIAS, apps=None, **kwargs):
    from django.contrib.auth.models import Permission
    from django.contrib.contenttypes.models import ContentType

    create_contenttypes(app_config, using=using)
    wanted = []
    for model in app_config.get_models():
        content_type = ContentType.objects.db_manager(using).get_for_model(model, for_concrete_model=False)
        wanted.extend((content_type, *named) for named in _permissions(model._meta))
    known = set(
        Permission.objects.using(using)
        .filter(content_type__in={content_type for content_type, _, _ in wanted})
        .values_list("content_type", "codename")
    )
    Permission.objects.using(using).bulk_create(
        Permission(codename=codename, name=name, content_type=content_type)
        for content_type, codename, name in wanted
        if (content_type.pk, codename) not in known
    )


def _permissions(opts):
    for action in opts.default_permissions:
        yield "%s_%s" % (action, opts.model_name), "Can %s %s" % (action, opts.verbose_name_raw)
    yield from opts.permissions
