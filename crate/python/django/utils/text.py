"""Text helpers."""

from django.utils.translation import gettext as _


def capfirst(x):
    """`x` with its first letter in upper case."""
    if not x:
        return x
    x = str(x)
    return x[0].upper() + x[1:]


def get_text_list(list_, last_word="or"):
    """`a, b or c`."""
    if not list_:
        return ""
    if len(list_) == 1:
        return str(list_[0])
    return "%s %s %s" % (", ".join(str(item) for item in list_[:-1]), str(last_word), str(list_[-1]))


def camel_case_to_spaces(value):
    """`verboseName` as `verbose name`."""
    out = []
    for at, letter in enumerate(value):
        if "A" <= letter <= "Z" and at:
            before = value[at - 1]
            after = value[at + 1] if at + 1 < len(value) else ""
            starts = after and not ("A" <= after <= "Z")
            if "a" <= before <= "z" or starts:
                out.append(" ")
        out.append(letter)
    return "".join(out).strip().lower()


def slugify(value, allow_unicode=False):
    import re
    import unicodedata

    value = str(value)
    if allow_unicode:
        value = unicodedata.normalize("NFKC", value)
    else:
        value = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode("ascii")
    value = re.sub(r"[^\w\s-]", "", value.lower())
    return re.sub(r"[-\s]+", "-", value).strip("-_")


def format_lazy(format_string, *args, **kwargs):
    return format_string.format(*args, **kwargs)


def get_valid_filename(name):
    import re

    from django.core.exceptions import SuspiciousFileOperation

    s = re.sub(r"(?u)[^-\w.]", "", str(name).strip().replace(" ", "_"))
    if s in {"", ".", ".."}:
        raise SuspiciousFileOperation("Could not derive file name from '%s'" % name)
    return s


def pluralize(number, singular="", plural="s"):
    return singular if number == 1 else plural
