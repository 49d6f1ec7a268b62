"""Nothing is reloaded."""

from django.dispatch import Signal

autoreload_started, file_changed = Signal(), Signal()


def is_django_path(path):
    return False
