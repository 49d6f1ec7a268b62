from _orm import Query

__all__ = ["JoinPromoter", "Query", "get_children_from_q", "get_field_names_from_opts"]

# Queries that were pickled, each by its number: a pickle is good in the session that made it.
_kept = []


def reduced(query):
    _kept.append(query.clone())
    return _restored, (len(_kept) - 1,)


def _restored(number):
    return _kept[number].clone()


class JoinPromoter:
    """Tells how many joins of a condition are wanted. Querysets decide that natively."""

    def __init__(self, connector, num_children, negated):
        self.connector, self.num_children, self.negated = connector, num_children, negated

    def __repr__(self):
        return "%s(connector=%r, num_children=%r, negated=%r)" % (
            self.__class__.__qualname__,
            self.connector,
            self.num_children,
            self.negated,
        )


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
