"""The locale "C", the only one."""

LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)
CHAR_MAX = 127


class Error(Exception):
    """A locale that is not there."""


def setlocale(category, locale=None):
    """Asks for the locale, or sets it: only "C" and the default can be set."""
    if locale not in (None, "", "C", "POSIX", (None, None)):
        raise Error("unsupported locale setting")
    return "C"


def getlocale(category=LC_CTYPE):
    """Language and encoding: none."""
    return None, None


def getencoding():
    """The encoding of text."""
    return "utf-8"


def getpreferredencoding(do_setlocale=True):
    """The encoding of text."""
    return "utf-8"


def localeconv():
    """How the locale writes numbers."""
    text = dict.fromkeys(
        "thousands_sep int_curr_symbol currency_symbol mon_decimal_point mon_thousands_sep "
        "positive_sign negative_sign".split(),
        "",
    )
    return text | {"decimal_point": ".", "grouping": [], "mon_grouping": []}


def strcoll(a, b):
    """Compares two texts."""
    return (a > b) - (a < b)


def strxfrm(text):
    """A text's key for sorting."""
    return text


def normalize(name):
    """The name: there are no aliases."""
    return name
