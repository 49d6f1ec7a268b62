"""Validators. Their expressions are compiled when they are first used."""

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import ngettext_lazy

EMPTY_VALUES = (None, "", [], (), {})


@deconstructible(path="django.core.validators.RegexValidator")
class RegexValidator:
    regex = ""
    message = "Enter a valid value."
    code = "invalid"
    inverse_match = False
    flags = 0

    def __init__(self, regex=None, message=None, code=None, inverse_match=None, flags=None):
        for name, value in (
            ("regex", regex), ("message", message), ("code", code), ("inverse_match", inverse_match),
            ("flags", flags),
        ):
            if value is not None:
                setattr(self, name, value)
        if self.flags and not isinstance(self.regex, str):
            raise TypeError("If the flags are set, regex must be a regular expression string.")

    def _compiled(self):
        if isinstance(self.regex, str):
            import re

            self.regex = re.compile(self.regex, self.flags)
        return self.regex

    def __call__(self, value):
        matches = self._compiled().search(str(value))
        if bool(matches) is self.inverse_match:
            raise ValidationError(self.message, code=self.code, params={"value": value})

    def __eq__(self, other):
        if not isinstance(other, RegexValidator):
            return NotImplemented
        mine, theirs = self._compiled(), other._compiled()
        return (mine.pattern, mine.flags, self.message, self.code, self.inverse_match) == (
            theirs.pattern, theirs.flags, other.message, other.code, other.inverse_match
        )

    __hash__ = object.__hash__


_UL = "\u00a1-\uffff"
_LABEL = "[a-z%s0-9](?:[a-z%s0-9-]{0,61}[a-z%s0-9])?" % (_UL, _UL, _UL)
_DOMAIN = r"(?:\.(?!-)[a-z%s0-9-]{1,63}(?<!-))*" % _UL
_TLD = r"\.(?!-)(?:[a-z%s-]{2,63}|xn--[a-z0-9]{1,59})(?<!-)" % _UL
_HOST = "(" + _LABEL + _DOMAIN + _TLD + r"\.?" + "|localhost)"
_BYTE = r"(?:0|25[0-5]|2[0-4][0-9]|1[0-9]?[0-9]?|[1-9][0-9]?)"
_IPV4 = _BYTE + r"(?:\." + _BYTE + "){3}"


@deconstructible(path="django.core.validators.URLValidator")
class URLValidator(RegexValidator):
    regex = (
        r"^(?:[a-z0-9.+-]*)://(?:[^\s:@/]+(?::[^\s:@/]*)?@)?(?:" + _IPV4 + r"|\[[0-9a-f:.]+\]|" + _HOST
        + r")(?::[0-9]{1,5})?(?:[/?#][^\s]*)?\Z"
    )
    flags = 2  # re.IGNORECASE
    message = "Enter a valid URL."
    schemes = ["http", "https", "ftp", "ftps"]
    unsafe_chars = frozenset("\t\r\n")
    max_length = 2048

    def __init__(self, schemes=None, **kwargs):
        super().__init__(**kwargs)
        if schemes is not None:
            self.schemes = schemes

    def __call__(self, value):
        wrong = ValidationError(self.message, code=self.code, params={"value": value})
        if not isinstance(value, str) or len(value) > self.max_length or self.unsafe_chars.intersection(value):
            raise wrong
        scheme, _, rest = value.partition("://")
        if scheme.lower() not in self.schemes:
            raise wrong
        super().__call__(value)
        host = rest.partition("/")[0].rpartition("@")[2]
        if host.startswith("["):
            validate_ipv6_address(host[1:].partition("]")[0])
            host = ""
        if len(host.partition(":")[0]) > 253:
            raise wrong


@deconstructible(path="django.core.validators.DomainNameValidator")
class DomainNameValidator(RegexValidator):
    message = "Enter a valid domain name."
    max_length = 255
    hostname_re, domain_re, tld_no_fqdn_re, tld_re = _LABEL, _DOMAIN, _TLD, _TLD + r"\.?"
    regex = "^" + _HOST + r"\Z"
    flags = 2

    def __init__(self, accept_idna=True, **kwargs):
        self.accept_idna = accept_idna
        super().__init__(**kwargs)

    def __call__(self, value):
        bad = not isinstance(value, str) or len(value) > self.max_length
        if bad or (not self.accept_idna and not value.isascii()):
            raise ValidationError(self.message, code=self.code, params={"value": value})
        super().__call__(value)


@deconstructible
class EmailValidator:
    message = "Enter a valid email address."
    code = "invalid"
    user_regex = (
        r"(^[-!#$%&'*+/=?^_`{}|~0-9A-Z]+(\.[-!#$%&'*+/=?^_`{}|~0-9A-Z]+)*\Z"
        r'|^"([\001-\010\013\014\016-\037!#-\[\]-\177]|\\[\001-\011\013\014\016-\177])*"\Z)'
    )
    domain_regex = r"((?:[A-Z0-9](?:[A-Z0-9-]{0,61}[A-Z0-9])?\.)+)(?:[A-Z0-9-]{2,63}(?<!-))\Z"
    literal_regex = r"\[([A-F0-9:.]+)\]\Z"
    domain_allowlist = ["localhost"]

    def __init__(self, message=None, code=None, allowlist=None):
        if message is not None:
            self.message = message
        if code is not None:
            self.code = code
        if allowlist is not None:
            self.domain_allowlist = allowlist

    def __call__(self, value):
        import re

        wrong = ValidationError(self.message, code=self.code, params={"value": value})
        if not value or "@" not in str(value) or len(value) > 320:
            raise wrong
        user, domain = value.rsplit("@", 1)
        if not re.match(self.user_regex, user, re.I):
            raise wrong
        if domain not in self.domain_allowlist and not self.validate_domain_part(domain):
            try:
                domain = domain.encode("idna").decode("ascii")
            except (UnicodeError, LookupError):
                raise wrong
            if not self.validate_domain_part(domain):
                raise wrong

    def validate_domain_part(self, domain_part):
        import re

        if re.match(self.domain_regex, domain_part, re.I):
            return True
        literal = re.match(self.literal_regex, domain_part, re.I)
        if literal:
            try:
                validate_ipv46_address(literal[1])
                return True
            except ValidationError:
                pass
        return False

    def __eq__(self, other):
        return isinstance(other, EmailValidator) and (
            self.domain_allowlist, self.message, self.code
        ) == (other.domain_allowlist, other.message, other.code)

    __hash__ = object.__hash__


validate_email = EmailValidator()
validate_slug = RegexValidator(
    r"^[-a-zA-Z0-9_]+\Z", "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.", "invalid"
)
validate_unicode_slug = RegexValidator(
    r"^[-\w]+\Z",
    "Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens.",
    "invalid",
)
integer_validator = RegexValidator(r"^-?\d+\Z", message="Enter a valid integer.", code="invalid")


def validate_integer(value):
    return integer_validator(value)


def validate_domain_name(value):
    return DomainNameValidator()(value)


def _address(kind, value):
    import ipaddress

    protocol = {"ipv4": "IPv4", "ipv6": "IPv6", "both": "IPv4 or IPv6"}[kind]
    for version, parse in (("ipv4", ipaddress.IPv4Address), ("ipv6", ipaddress.IPv6Address)):
        if kind in (version, "both"):
            try:
                parse(str(value))
                return
            except ValueError:
                pass
    raise ValidationError(
        "Enter a valid %(protocol)s address.", code="invalid", params={"protocol": protocol, "value": value}
    )


def validate_ipv4_address(value):
    _address("ipv4", value)


def validate_ipv6_address(value):
    _address("ipv6", value)


def validate_ipv46_address(value):
    _address("both", value)


ip_address_validator_map = {
    "both": [validate_ipv46_address],
    "ipv4": [validate_ipv4_address],
    "ipv6": [validate_ipv6_address],
}


def ip_address_validators(protocol, unpack_ipv4):
    if protocol != "both" and unpack_ipv4:
        raise ValueError("You can only use `unpack_ipv4` if `protocol` is set to 'both'")
    try:
        return ip_address_validator_map[protocol.lower()]
    except KeyError:
        raise ValueError(
            "The protocol '%s' is unknown. Supported: %s" % (protocol, list(ip_address_validator_map))
        )


def int_list_validator(sep=",", message=None, code="invalid", allow_negative=False):
    import re

    number = "(-)?" if allow_negative else ""
    pattern = r"^%s\d+(?:%s%s\d+)*\Z" % (number, re.escape(sep), number)
    return RegexValidator(pattern, message=message, code=code)


def validate_comma_separated_integer_list(value):
    return int_list_validator(message="Enter only digits separated by commas.")(value)


@deconstructible
class BaseValidator:
    message = "Ensure this value is %(limit_value)s (it is %(show_value)s)."
    code = "limit_value"

    def __init__(self, limit_value, message=None):
        self.limit_value = limit_value
        if message:
            self.message = message

    def __call__(self, value):
        cleaned = self.clean(value)
        limit = self.limit_value() if callable(self.limit_value) else self.limit_value
        if self.compare(cleaned, limit):
            params = {"limit_value": limit, "show_value": cleaned, "value": value}
            raise ValidationError(self.message, code=self.code, params=params)

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return (self.limit_value, self.message, self.code) == (other.limit_value, other.message, other.code)

    __hash__ = object.__hash__

    def compare(self, a, b):
        return a is not b

    def clean(self, x):
        return x


@deconstructible
class MaxValueValidator(BaseValidator):
    message = "Ensure this value is less than or equal to %(limit_value)s."
    code = "max_value"

    def compare(self, a, b):
        return a > b


@deconstructible
class MinValueValidator(BaseValidator):
    message = "Ensure this value is greater than or equal to %(limit_value)s."
    code = "min_value"

    def compare(self, a, b):
        return a < b


@deconstructible
class StepValueValidator(BaseValidator):
    message = "Ensure this value is a multiple of step size %(limit_value)s."
    code = "step_size"

    def __init__(self, limit_value, message=None, offset=None):
        super().__init__(limit_value, message)
        if offset is not None:
            self.message = (
                "Ensure this value is a multiple of step size %(limit_value)s, starting from %(offset)s, "
                "e.g. %(offset)s, %(valid_value1)s, %(valid_value2)s, and so on."
            )
        self.offset = offset

    def compare(self, a, b):
        from math import isclose, remainder

        return not isclose(remainder(a - (self.offset or 0), b), 0, abs_tol=1e-9)


@deconstructible
class MinLengthValidator(BaseValidator):
    message = ngettext_lazy(
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    )
    code = "min_length"

    def compare(self, a, b):
        return a < b

    def clean(self, x):
        return len(x)


@deconstructible
class MaxLengthValidator(BaseValidator):
    message = ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    )
    code = "max_length"

    def compare(self, a, b):
        return a > b

    def clean(self, x):
        return len(x)


@deconstructible
class DecimalValidator:
    messages = {
        "invalid": "Enter a number.",
        "max_digits": ngettext_lazy(
            "Ensure that there are no more than %(max)s digit in total.",
            "Ensure that there are no more than %(max)s digits in total.",
            "max",
        ),
        "max_decimal_places": ngettext_lazy(
            "Ensure that there are no more than %(max)s decimal place.",
            "Ensure that there are no more than %(max)s decimal places.",
            "max",
        ),
        "max_whole_digits": ngettext_lazy(
            "Ensure that there are no more than %(max)s digit before the decimal point.",
            "Ensure that there are no more than %(max)s digits before the decimal point.",
            "max",
        ),
    }

    def __init__(self, max_digits, decimal_places):
        self.max_digits, self.decimal_places = max_digits, decimal_places

    def __call__(self, value):
        _, digits, exponent = value.as_tuple()
        if exponent in {"F", "n", "N"}:
            raise ValidationError(self.messages["invalid"], code="invalid", params={"value": value})
        if exponent >= 0:
            count = len(digits) + (exponent if digits != (0,) else 0)
            decimals = 0
        else:
            # 0.001 has three digits though its tuple has one.
            decimals = -exponent
            count = max(len(digits), decimals)
        checks = (
            ("max_digits", self.max_digits, count),
            ("max_decimal_places", self.decimal_places, decimals),
        )
        for code, limit, number in checks:
            if limit is not None and number > limit:
                raise ValidationError(self.messages[code], code=code, params={"max": limit, "value": value})
        if self.max_digits is not None and self.decimal_places is not None:
            limit = self.max_digits - self.decimal_places
            if count - decimals > limit:
                raise ValidationError(
                    self.messages["max_whole_digits"], code="max_whole_digits", params={"max": limit, "value": value}
                )

    def __eq__(self, other):
        return isinstance(other, self.__class__) and (
            self.max_digits, self.decimal_places
        ) == (other.max_digits, other.decimal_places)

    __hash__ = object.__hash__


@deconstructible
class FileExtensionValidator:
    message = (
        "File extension “%(extension)s” is not allowed. Allowed extensions are: %(allowed_extensions)s."
    )
    code = "invalid_extension"

    def __init__(self, allowed_extensions=None, message=None, code=None):
        self.allowed_extensions = allowed_extensions and [each.lower() for each in allowed_extensions]
        if message is not None:
            self.message = message
        if code is not None:
            self.code = code

    def __call__(self, value):
        extension = value.name.rpartition(".")[2].lower() if "." in value.name else ""
        if self.allowed_extensions is not None and extension not in self.allowed_extensions:
            raise ValidationError(
                self.message,
                code=self.code,
                params={
                    "extension": extension,
                    "allowed_extensions": ", ".join(self.allowed_extensions),
                    "value": value,
                },
            )


@deconstructible
class ProhibitNullCharactersValidator:
    message = "Null characters are not allowed."
    code = "null_characters_not_allowed"

    def __init__(self, message=None, code=None):
        if message is not None:
            self.message = message
        if code is not None:
            self.code = code

    def __call__(self, value):
        if "\x00" in str(value):
            raise ValidationError(self.message, code=self.code, params={"value": value})


def get_available_image_extensions():
    """Of images that can be read: there is no library for images here."""
    return []


def validate_image_file_extension(value):
    return FileExtensionValidator(allowed_extensions=get_available_image_extensions())(value)
