"""Keys of JSON documents: `data__key__0`, `KT("data__key__0")` as text, and lookups that only documents have."""

from django.db.models.lookups import BuiltinLookup, Exact, FieldGetDbPrepValueMixin, IContains, Transform


class KeyTransform(Transform):
    _orm = "KeyTransform"
    _kind = "JSONField"
    postgres_operator = "->"
    postgres_nested_operator = "#>"

    def __init__(self, key_name, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.key_name = str(key_name)

    def preprocess_lhs(self, compiler, connection):
        keys, source = [self.key_name], self.lhs
        while isinstance(source, KeyTransform):
            keys.insert(0, source.key_name)
            source = source.lhs
        lhs, params = compiler.compile(source)
        return lhs, params, keys


class KeyTextTransform(KeyTransform):
    _orm = "KeyTextTransform"
    _kind = "TextField"
    postgres_operator = "->>"
    postgres_nested_operator = "#>>"

    @classmethod
    def from_lookup(cls, lookup):
        source, *keys = lookup.split("__")
        if not keys:
            raise ValueError("Lookup must contain key or index transforms.")
        for key in keys:
            source = cls(key, source)
        return source


KT = KeyTextTransform.from_lookup


class KeyTransformTextLookupMixin:
    """Of lookups that compare a key's value as text."""

    def __init__(self, key_transform, *args, **kwargs):
        if not isinstance(key_transform, KeyTransform):
            raise TypeError("Transform should be an instance of KeyTransform in order to use this lookup.")
        text = KeyTextTransform(
            key_transform.key_name, *key_transform.source_expressions, **key_transform.extra
        )
        super().__init__(text, *args, **kwargs)


class DataContains(FieldGetDbPrepValueMixin, BuiltinLookup):
    _orm = "DataContains"
    lookup_name = "contains"


class ContainedBy(FieldGetDbPrepValueMixin, BuiltinLookup):
    _orm = "ContainedBy"
    lookup_name = "contained_by"


class HasKeyLookup(BuiltinLookup):
    prepare_rhs = False


class HasKey(HasKeyLookup):
    _orm = "HasKey"
    lookup_name = "has_key"


class HasKeys(HasKeyLookup):
    _orm = "HasKeys"
    lookup_name = "has_keys"


class HasAnyKeys(HasKeys):
    _orm = "HasAnyKeys"
    lookup_name = "has_any_keys"


class JSONExact(Exact):
    can_use_none_as_rhs = True


class JSONIContains(IContains):
    pass


for _cls in (
    KeyTransform, KeyTextTransform, KeyTransformTextLookupMixin, DataContains, ContainedBy, HasKeyLookup, HasKey,
    HasKeys, HasAnyKeys, JSONExact, JSONIContains,
):
    _cls.__module__ = "django.db.models.fields.json"
del _cls
