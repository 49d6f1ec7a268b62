"""Users, groups and permissions as models; nothing of logging in."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def get_user_model():
    """The model that `AUTH_USER_MODEL` names."""
    from django.apps import apps

    named = settings.AUTH_USER_MODEL
    if named == "auth.User":
        # The app may not be installed yet.
        from django.contrib.auth.models import User

        return User
    try:
        return apps.get_model(named, require_ready=False)
    except ValueError:
        raise ImproperlyConfigured("AUTH_USER_MODEL must be of the form 'app_label.model_name'")
    except LookupError:
        raise ImproperlyConfigured("AUTH_USER_MODEL refers to model '%s' that has not been installed" % named)


def __getattr__(name):
    from django.absent import missing

    missing(__name__, name)
