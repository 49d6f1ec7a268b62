"""What happens when a field or a relation that was not fetched is read."""


class FetchMode:
    __slots__ = ()
    track_peers = False

    def fetch(self, fetcher, instance):
        raise NotImplementedError("Subclasses must implement this method.")


class FetchOne(FetchMode):
    """A query for this instance."""

    __slots__ = ()

    def fetch(self, fetcher, instance):
        fetcher.fetch_one(instance)

    def __reduce__(self):
        return "FETCH_ONE"


class FetchPeers(FetchMode):
    """One query for all instances that came from the same queryset."""

    __slots__ = ()
    track_peers = True

    def fetch(self, fetcher, instance):
        instances = [peer for ref in instance._state.peers if (peer := ref()) is not None]
        if len(instances) > 1:
            fetcher.fetch_many(instances)
        else:
            fetcher.fetch_one(instance)

    def __reduce__(self):
        return "FETCH_PEERS"


class FetchRaise(FetchMode):
    """No query: an error."""

    __slots__ = ()

    def fetch(self, fetcher, instance):
        from django.core.exceptions import FieldFetchBlocked

        name = instance.__class__.__qualname__
        raise FieldFetchBlocked("Fetching of %s.%s blocked." % (name, fetcher.field.name)) from None

    def __reduce__(self):
        return "FETCH_RAISE"


FETCH_ONE = FetchOne()
FETCH_PEERS = FetchPeers()
FETCH_RAISE = FetchRaise()
