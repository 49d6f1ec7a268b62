class ConnectionProxy:
    """Stands for one alias of a handler."""

    def __init__(self, connections, alias):
        self.__dict__.update(_connections=connections, _alias=alias)

    def __getattr__(self, name):
        return getattr(self._connections[self._alias], name)

    def __setattr__(self, name, value):
        setattr(self._connections[self._alias], name, value)

    def __delattr__(self, name):
        delattr(self._connections[self._alias], name)

    def __contains__(self, key):
        return key in self._connections[self._alias]

    def __eq__(self, other):
        return self._connections[self._alias] == other

    __hash__ = None


class ConnectionDoesNotExist(Exception):
    pass
