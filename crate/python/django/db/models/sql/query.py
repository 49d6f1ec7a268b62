from _orm import Query

__all__ = ["Query", "get_children_from_q", "get_field_names_from_opts"]


def get_field_names_from_opts(opts):
    """The names by which the fields of a model are known: attribute and field names."""
    if opts is None:
        return set()
    return {
        name
        for field in opts.get_fields()
        for name in ((field.name, field.attname) if field.concrete else (field.name,))
    }


def get_children_from_q(q):
    """The names that the conditions of a `Q` are about."""
    from django.db.models.q import _names

    yield from _names(q)
