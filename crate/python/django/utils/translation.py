"""Messages stay in English: the functions give back what they get."""


def gettext(message):
    return message


gettext_lazy = gettext_noop = ugettext = ugettext_lazy = gettext


def ngettext(singular, plural, number):
    return singular if number == 1 else plural


class _Plural:
    def __init__(self, singular, plural, number):
        self.forms, self.number = (singular, plural), number

    def __mod__(self, params):
        number = params.get(self.number) if isinstance(params, dict) and self.number else params
        if isinstance(self.number, int):
            number = self.number
        return self.forms[number != 1] % params

    def __str__(self):
        return self.forms[1]


def ngettext_lazy(singular, plural, number=None):
    return _Plural(singular, plural, number)


def pgettext(context, message):
    return message


pgettext_lazy = pgettext


def npgettext(context, singular, plural, number):
    return ngettext(singular, plural, number)


# The language that code asks for; None until something is activated.
_active = None


def activate(language):
    global _active
    _active = language or None


def deactivate():
    activate(None)


def deactivate_all():
    activate(None)


def get_language():
    if _active is not None:
        return _active
    from django.conf import settings

    return settings.LANGUAGE_CODE


def get_language_bidi():
    return get_language().partition("-")[0] in ("he", "ar", "ar-dz", "ckb", "fa", "ug", "ur")


class override:
    """A language for a block or a function."""

    def __init__(self, language, deactivate=False):
        self.language = language

    def __enter__(self):
        self.before = _active
        activate(self.language)
        return self

    def __exit__(self, *exc):
        activate(self.before)
        return False

    def __call__(self, func):
        from functools import wraps

        @wraps(func)
        def inner(*args, **kwargs):
            with self:
                return func(*args, **kwargs)

        return inner


def check_for_language(code):
    return code.startswith("en")
