"""Passwords as hashes. One quick hash: nothing is protected here, and a playground's data is made again and again."""

import hashlib

from django.utils.crypto import get_random_string

UNUSABLE_PASSWORD_PREFIX = "!"
UNUSABLE_PASSWORD_SUFFIX_LENGTH = 40
_ALGORITHM = "salted_sha256"


def make_password(password, salt=None, hasher="default"):
    if password is None:
        return UNUSABLE_PASSWORD_PREFIX + get_random_string(UNUSABLE_PASSWORD_SUFFIX_LENGTH)
    if not isinstance(password, (bytes, str)):
        raise TypeError("Password must be a string or bytes, got %s." % type(password).__qualname__)
    salt = salt or get_random_string(12)
    raw = password if isinstance(password, bytes) else password.encode()
    return "%s$%s$%s" % (_ALGORITHM, salt, hashlib.sha256(salt.encode() + raw).hexdigest())


def is_password_usable(encoded):
    return encoded is None or not encoded.startswith(UNUSABLE_PASSWORD_PREFIX)


def check_password(password, encoded, setter=None, preferred="default"):
    if password is None or not encoded or not is_password_usable(encoded):
        return False
    algorithm, _, rest = encoded.partition("$")
    salt, _, _ = rest.partition("$")
    return algorithm == _ALGORITHM and make_password(password, salt) == encoded


async def acheck_password(password, encoded, setter=None, preferred="default"):
    return check_password(password, encoded, setter, preferred)
