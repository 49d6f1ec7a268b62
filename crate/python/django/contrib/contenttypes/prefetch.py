"""GenericPrefetch: a queryset for each kind of object."""

from django.db.models.prefetch import Prefetch, _gives_instances


class GenericPrefetch(Prefetch):
    def __init__(self, lookup, querysets, to_attr=None):
        for queryset in querysets:
            if queryset is not None and not _gives_instances(queryset):
                raise ValueError("Prefetch querysets cannot use raw(), values(), and values_list().")
        self.querysets = querysets
        super().__init__(lookup, to_attr=to_attr)

    def get_current_querysets(self, level):
        return self.querysets if self.get_current_prefetch_to(level) == self.prefetch_to else None
