"""JSONField. The transforms of its keys are beside it."""

from . import Field
from .mixins import CheckFieldDefaultMixin
from django.core.exceptions import ValidationError

__all__ = ["JSONField"]


class JSONField(CheckFieldDefaultMixin, Field):
    empty_strings_allowed = False
    description = "A JSON object"
    default_error_messages = {"invalid": "Value must be valid JSON."}
    _default_hint = ("dict", "{}")

    def __init__(self, verbose_name=None, name=None, encoder=None, decoder=None, **kwargs):
        if encoder and not callable(encoder):
            raise ValueError("The encoder parameter must be a callable object.")
        if decoder and not callable(decoder):
            raise ValueError("The decoder parameter must be a callable object.")
        self.encoder, self.decoder = encoder, decoder
        super().__init__(verbose_name, name, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.encoder is not None:
            kwargs["encoder"] = self.encoder
        if self.decoder is not None:
            kwargs["decoder"] = self.decoder
        return name, path, args, kwargs

    def get_internal_type(self):
        return "JSONField"

    def get_db_prep_value(self, value, connection, prepared=False):
        if not prepared:
            value = self.get_prep_value(value)
        return connection.ops.adapt_json_value(value, self.encoder)

    def from_db_value(self, value, expression, connection):
        import json

        if not isinstance(value, str):
            return value
        try:
            return json.loads(value, cls=self.decoder)
        except json.JSONDecodeError:
            return value

    def get_db_prep_save(self, value, connection):
        if value is None:
            return value
        return super().get_db_prep_save(value, connection)

    def get_transform(self, name):
        found = super().get_transform(name)
        if found:
            return found
        return KeyTransformFactory(name)

    def validate(self, value, model_instance):
        import json

        super().validate(value, model_instance)
        try:
            json.dumps(value, cls=self.encoder)
        except TypeError:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": value})

    def value_to_string(self, obj):
        return self.value_from_object(obj)


class KeyTransformFactory:
    """Makes the transform of one key."""

    def __init__(self, key_name):
        self.key_name = key_name

    def __call__(self, *args, **kwargs):
        from django.db.models.json_transforms import KeyTransform

        return KeyTransform(self.key_name, *args, **kwargs)


def __getattr__(name):
    from django.db.models import json_transforms

    return getattr(json_transforms, name)
