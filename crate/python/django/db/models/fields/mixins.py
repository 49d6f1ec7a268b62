"""Where related objects are kept, and the check of a default value."""

from django.utils.functional import cached_property

NOT_PROVIDED = object()


class FieldCacheMixin:
    """Keeps values in `instance._state.fields_cache`."""

    @cached_property
    def cache_name(self):
        return self.get_cache_name()

    def get_cache_name(self):
        raise NotImplementedError

    def get_cached_value(self, instance, default=NOT_PROVIDED):
        try:
            return instance._state.fields_cache[self.cache_name]
        except KeyError:
            if default is NOT_PROVIDED:
                raise
            return default

    def is_cached(self, instance):
        return self.cache_name in instance._state.fields_cache

    def set_cached_value(self, instance, value):
        instance._state.fields_cache[self.cache_name] = value

    def delete_cached_value(self, instance):
        del instance._state.fields_cache[self.cache_name]


class CheckFieldDefaultMixin:
    _default_hint = ("<valid default>", "<invalid default>")
