"""Small collections."""


class OrderedSet:
    """A set that keeps the order of insertion."""

    def __init__(self, iterable=None):
        self.dict = dict.fromkeys(iterable or ())

    def add(self, item):
        self.dict[item] = None

    def remove(self, item):
        del self.dict[item]

    def discard(self, item):
        self.dict.pop(item, None)

    def __iter__(self):
        return iter(self.dict)

    def __reversed__(self):
        return reversed(self.dict)

    def __contains__(self, item):
        return item in self.dict

    def __bool__(self):
        return bool(self.dict)

    def __len__(self):
        return len(self.dict)

    def __repr__(self):
        return "%s(%s)" % (type(self).__qualname__, repr(list(self.dict)) if self.dict else "")


class ImmutableList(tuple):
    """A tuple that says why it cannot be changed."""

    def __new__(cls, *args, warning="ImmutableList object is immutable.", **kwargs):
        self = tuple.__new__(cls, *args, **kwargs)
        self.warning = warning
        return self

    def complain(self, *args, **kwargs):
        raise AttributeError(self.warning)

    __delitem__ = __delslice__ = __iadd__ = __imul__ = __setitem__ = __setslice__ = complain
    append = extend = insert = pop = remove = sort = reverse = complain

    def __reduce__(self):
        return _immutable_list, (tuple(self), self.warning)


def _immutable_list(items, warning):
    return ImmutableList(items, warning=warning)


class DictWrapper(dict):
    """A dict whose values are passed through a function when the key has a prefix."""

    def __init__(self, data, func, prefix):
        super().__init__(data)
        self.func, self.prefix = func, prefix

    def __getitem__(self, key):
        if key.startswith(self.prefix):
            return self.func(super().__getitem__(key[len(self.prefix) :]))
        return super().__getitem__(key)


class CaseInsensitiveMapping:
    """A mapping whose keys compare without case."""

    def __init__(self, data):
        self._store = {k.lower(): (k, v) for k, v in dict(data).items()}

    def __getitem__(self, key):
        return self._store[key.lower()][1]

    def __len__(self):
        return len(self._store)

    def __iter__(self):
        return (key for key, _ in self._store.values())

    def get(self, key, default=None):
        return self._store.get(key.lower(), (None, default))[1]
