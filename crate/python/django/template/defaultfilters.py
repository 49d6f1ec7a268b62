"""The one filter that models import."""

from django.utils.text import slugify  # noqa: F401
