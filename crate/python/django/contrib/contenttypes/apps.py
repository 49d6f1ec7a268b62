from django.apps import AppConfig


class ContentTypesConfig(AppConfig):
    default_auto_field = "django.db.models.AutoField"
    name = "django.contrib.contenttypes"
    label = "contenttypes"
    verbose_name = "Content Types"
