"""Text fields."""

from ._base import Field
from django.core import validators
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property


class _Collated:
    def __init__(self, *args, db_collation=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.db_collation = db_collation

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.db_collation:
            kwargs["db_collation"] = self.db_collation
        return name, path, args, kwargs

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        parameters["collation"] = self.db_collation
        return parameters

    def to_python(self, value):
        return value if isinstance(value, str) or value is None else str(value)

    def get_prep_value(self, value):
        return self.to_python(super().get_prep_value(value))

    def slice_expression(self, expression, start, length):
        from django.db.models.functions import Substr

        return Substr(expression, start, length)


class CharField(_Collated, Field):
    @property
    def description(self):
        if self.max_length is not None:
            return "String (up to %(max_length)s)"
        return "String (unlimited)"

    @cached_property
    def validators(self):
        found = [*self.default_validators, *self._validators]
        if self.max_length is not None:
            found.append(validators.MaxLengthValidator(self.max_length))
        return found

    def get_internal_type(self):
        return "CharField"


class TextField(_Collated, Field):
    description = "Text"

    def get_internal_type(self):
        return "TextField"


class CommaSeparatedIntegerField(CharField):
    description = "Comma-separated integers"
    system_check_removed_details = {"id": "fields.E901"}


class EmailField(CharField):
    default_validators = [validators.validate_email]
    description = "Email address"

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 254)
        super().__init__(*args, **kwargs)


class URLField(CharField):
    description = "URL"

    def __init__(self, verbose_name=None, name=None, **kwargs):
        kwargs.setdefault("max_length", 200)
        super().__init__(verbose_name, name, **kwargs)

    @cached_property
    def validators(self):
        # Made late: the expression that a URL must match is large.
        return [validators.URLValidator(), *CharField.validators.func(self)]

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("max_length") == 200:
            del kwargs["max_length"]
        return name, path, args, kwargs


class SlugField(CharField):
    description = "Slug (up to %(max_length)s)"

    def __init__(self, *args, max_length=50, db_index=True, allow_unicode=False, **kwargs):
        self.allow_unicode = allow_unicode
        if allow_unicode:
            self.default_validators = [validators.validate_unicode_slug]
        super().__init__(*args, max_length=max_length, db_index=db_index, **kwargs)

    default_validators = [validators.validate_slug]

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("max_length") == 50:
            del kwargs["max_length"]
        if self.db_index is False:
            kwargs["db_index"] = False
        else:
            del kwargs["db_index"]
        if self.allow_unicode is not False:
            kwargs["allow_unicode"] = self.allow_unicode
        return name, path, args, kwargs

    def get_internal_type(self):
        return "SlugField"


class FilePathField(Field):
    description = "File path"

    def __init__(
        self, verbose_name=None, name=None, path="", match=None, recursive=False, allow_files=True,
        allow_folders=False, **kwargs
    ):
        self.path, self.match, self.recursive = path, match, recursive
        self.allow_files, self.allow_folders = allow_files, allow_folders
        kwargs.setdefault("max_length", 100)
        super().__init__(verbose_name, name, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for key, default in (
            ("path", ""), ("match", None), ("recursive", False), ("allow_files", True), ("allow_folders", False)
        ):
            if getattr(self, key) != default:
                kwargs[key] = getattr(self, key)
        if kwargs.get("max_length") == 100:
            del kwargs["max_length"]
        return name, path, args, kwargs

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return None if value is None else str(value)

    def get_internal_type(self):
        return "FilePathField"


class GenericIPAddressField(Field):
    empty_strings_allowed = False
    description = "IP address"
    default_error_messages = {"invalid": "Enter a valid %(protocol)s address."}

    def __init__(self, verbose_name=None, name=None, protocol="both", unpack_ipv4=False, *args, **kwargs):
        self.unpack_ipv4, self.protocol = unpack_ipv4, protocol
        self.default_validators = validators.ip_address_validators(protocol, unpack_ipv4)
        kwargs["max_length"] = 39
        super().__init__(verbose_name, name, *args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.unpack_ipv4 is not False:
            kwargs["unpack_ipv4"] = self.unpack_ipv4
        if self.protocol != "both":
            kwargs["protocol"] = self.protocol
        if kwargs.get("max_length") == 39:
            del kwargs["max_length"]
        return name, path, args, kwargs

    def get_internal_type(self):
        return "GenericIPAddressField"

    def to_python(self, value):
        if value is None:
            return None
        value = str(value).strip()
        if ":" in value:
            from django.utils.ipv6 import clean_ipv6_address

            return clean_ipv6_address(value, self.unpack_ipv4, self.error_messages["invalid"])
        return value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        if value is None:
            return None
        if value and ":" in value:
            from django.utils.ipv6 import clean_ipv6_address

            try:
                return clean_ipv6_address(value, self.unpack_ipv4)
            except ValidationError:
                pass
        return str(value)

    def get_db_prep_value(self, value, connection, prepared=False):
        return super().get_db_prep_value(value, connection, prepared) or None


class IPAddressField(Field):
    empty_strings_allowed = False
    description = "IPv4 address"
    system_check_removed_details = {"id": "fields.E900"}

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 15
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return None if value is None else str(value)


class UUIDField(Field):
    default_error_messages = {"invalid": "“%(value)s” is not a valid UUID."}
    description = "Universally unique identifier"
    empty_strings_allowed = False

    def __init__(self, verbose_name=None, **kwargs):
        kwargs["max_length"] = 32
        super().__init__(verbose_name, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def get_internal_type(self):
        return "UUIDField"

    def get_prep_value(self, value):
        return self.to_python(super().get_prep_value(value))

    def get_db_prep_value(self, value, connection, prepared=False):
        import uuid

        if value is None:
            return None
        if not isinstance(value, uuid.UUID):
            value = self.to_python(value)
        return value.hex

    def to_python(self, value):
        import uuid

        if value is None or isinstance(value, uuid.UUID):
            return value
        try:
            return uuid.UUID(**{"int" if isinstance(value, int) else "hex": value})
        except (AttributeError, ValueError):
            raise self._error("invalid", value)


class BinaryField(Field):
    description = "Raw binary data"
    empty_values = [None, b""]
    default_error_messages = {"invalid": "“%(value)s” is not a valid binary value."}

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    @cached_property
    def validators(self):
        found = [*self.default_validators, *self._validators]
        if self.max_length is not None:
            found.append(validators.MaxLengthValidator(self.max_length))
        return found

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.editable:
            kwargs["editable"] = True
        else:
            del kwargs["editable"]
        return name, path, args, kwargs

    def get_internal_type(self):
        return "BinaryField"

    def get_default(self):
        if self.has_default() and not callable(self.default):
            return self.default
        default = super().get_default()
        return b"" if default == "" else default

    @cached_property
    def _get_default(self):
        found = Field._get_default.func(self)
        return bytes if found is str else found

    def value_to_string(self, obj):
        from base64 import b64encode

        return b64encode(self.value_from_object(obj)).decode("ascii")

    def to_python(self, value):
        if isinstance(value, str):
            from base64 import b64decode

            try:
                return memoryview(b64decode(value.encode("ascii"), validate=True))
            except ValueError:
                raise self._error("invalid", value)
        return value


