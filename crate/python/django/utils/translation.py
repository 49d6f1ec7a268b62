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


def activate(language):
    pass


def deactivate():
    pass


def get_language():
    return "en-us"


def get_language_bidi():
    return False


class override:
    def __init__(self, language, deactivate=False):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return False

    def __call__(self, func):
        return func


def check_for_language(code):
    return code.startswith("en")
