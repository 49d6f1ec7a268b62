from _orm import Query

__all__ = ["Query"]


def get_children_from_q(q):
    """The names that the conditions of a `Q` are about."""
    from django.db.models.q import _names

    yield from _names(q)
