"""The tables of the tests, and what Django's apps put into them."""


def setup_databases(*args, **kwargs):
    """Makes the tables of all apps."""
    from django.apps.session import create_tables

    create_tables()
    after_migrate()
    return []


def after_migrate():
    """What Django's apps do when the tables were made or emptied: content types, permissions."""
    from django.apps import apps
    from django.contrib.contenttypes.management import create_contenttypes
    from django.contrib.contenttypes.models import ContentType

    if "sites" in apps.app_configs:
        from django.contrib.sites.models import Site

        Site.objects.get_or_create(pk=1, defaults={"domain": "example.com", "name": "example.com"})
    configs = list(apps.get_app_configs())
    for config in configs:
        create_contenttypes(config)
    if "auth" in apps.app_configs:
        from django.contrib.auth.models import Permission

        for config in configs:
            Permission.objects.bulk_create(
                Permission(codename=codename, name=name, content_type=content_type)
                for model in config.get_models()
                for content_type in [ContentType.objects.get_for_model(model, for_concrete_model=False)]
                for codename, name in _permissions(model._meta)
            )
    ContentType.objects.clear_cache()


def _permissions(opts):
    actions = [
        ("%s_%s" % (action, opts.model_name), "Can %s %s" % (action, opts.verbose_name_raw))
        for action in opts.default_permissions
    ]
    return actions + list(opts.permissions)
