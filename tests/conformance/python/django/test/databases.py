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
    from django.contrib.contenttypes.models import ContentType

    if "sites" in apps.app_configs:
        from django.contrib.sites.models import Site

        Site.objects.get_or_create(pk=1, defaults={"domain": "example.com", "name": "example.com"})
    if "auth" in apps.app_configs:
        from django.contrib.auth.management import create_permissions as create_rows
    else:
        from django.contrib.contenttypes.management import create_contenttypes as create_rows
    for config in list(apps.get_app_configs()):
        create_rows(config)
    ContentType.objects.clear_cache()
