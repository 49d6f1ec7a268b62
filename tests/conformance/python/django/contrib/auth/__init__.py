"""Users, groups and permissions as models; nothing of logging in."""


def get_user_model():
    from django.contrib.auth.models import User

    return User
