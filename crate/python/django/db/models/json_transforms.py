"""Keys of JSON documents: `data__key__0`, and `KT("data__key__0")` as text."""

from django.db.models.lookups import Transform


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


class KeyTransformFactory:
    def __init__(self, key_name):
        self.key_name = key_name

    def __call__(self, *args, **kwargs):
        return KeyTransform(self.key_name, *args, **kwargs)


for _cls in (KeyTransform, KeyTextTransform, KeyTransformFactory):
    _cls.__module__ = "django.db.models.fields.json"
del _cls
