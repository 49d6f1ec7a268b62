"""No templates: `defaultfilters.slugify` is here because models import it."""


def __getattr__(name):
    from django.absent import missing

    missing(__name__, name)
