"""cached_property, classproperty, lazy strings and SimpleLazyObject."""

import operator


class cached_property:
    """A method's result, kept in the instance's `__dict__` after the first read."""

    name = None

    def __init__(self, func):
        self.real_func = func
        self.func = func
        self.__doc__ = getattr(func, "__doc__", None)

    def __set_name__(self, owner, name):
        if self.name is None:
            self.name = name
        elif name != self.name:
            raise TypeError(
                "Cannot assign the same cached_property to two different names "
                "(%r and %r)." % (self.name, name)
            )

    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        if self.name is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__() on it.")
        result = instance.__dict__[self.name] = self.func(instance)
        return result


class classproperty:
    """A property of the class."""

    def __init__(self, method=None):
        self.fget = method

    def __get__(self, instance, cls=None):
        return self.fget(cls)

    def getter(self, method):
        self.fget = method
        return self


class Promise:
    """Marks values that are computed when they are used."""


class _LazyText(Promise):
    __slots__ = ("_func", "_args", "_kwargs")

    def __init__(self, func, args, kwargs):
        self._func, self._args, self._kwargs = func, args, kwargs

    def _proxy____cast(self):
        return self._func(*self._args, **self._kwargs)

    def __str__(self):
        return str(self._proxy____cast())

    def __repr__(self):
        return repr(self._proxy____cast())

    def __eq__(self, other):
        if isinstance(other, Promise):
            other = other._proxy____cast()
        return self._proxy____cast() == other

    def __lt__(self, other):
        if isinstance(other, Promise):
            other = other._proxy____cast()
        return self._proxy____cast() < other

    def __hash__(self):
        return hash(self._proxy____cast())

    def __mod__(self, other):
        return self._proxy____cast() % other

    def __add__(self, other):
        return self._proxy____cast() + other

    def __radd__(self, other):
        return other + self._proxy____cast()

    def __contains__(self, item):
        return item in self._proxy____cast()

    def __iter__(self):
        return iter(self._proxy____cast())

    def __len__(self):
        return len(self._proxy____cast())

    def __getitem__(self, key):
        return self._proxy____cast()[key]

    def __int__(self):
        return int(self._proxy____cast())

    def __format__(self, spec):
        return format(self._proxy____cast(), spec)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._proxy____cast(), name)

    def __deepcopy__(self, memo):
        memo[id(self)] = self
        return self

    def __reduce__(self):
        return _rebuild_lazy, (self._func, self._args, self._kwargs)


def _rebuild_lazy(func, args, kwargs):
    return _LazyText(func, args, kwargs)


def lazy(func, *resultclasses):
    """A function whose calls are put off until the result is used."""

    def wrapper(*args, **kwargs):
        return _LazyText(func, args, kwargs)

    return wrapper


def lazystr(text):
    return lazy(str, str)(text)


def keep_lazy(*resultclasses):
    def decorator(func):
        return func

    return decorator


keep_lazy_text = keep_lazy(str)

empty = object()


def _proxied(method):
    def inner(self, *args):
        if self._wrapped is empty:
            self._setup()
        return method(self._wrapped, *args)

    return inner


class LazyObject:
    """Wraps an object that `_setup()` makes on first use."""

    _wrapped = None

    def __init__(self):
        self._wrapped = empty

    def _setup(self):
        raise NotImplementedError("subclasses of LazyObject must provide a _setup() method")

    __getattr__ = _proxied(getattr)

    def __setattr__(self, name, value):
        if name in ("_wrapped", "_setupfunc"):
            self.__dict__[name] = value
        else:
            if self._wrapped is empty:
                self._setup()
            setattr(self._wrapped, name, value)

    def __delattr__(self, name):
        if name == "_wrapped":
            raise TypeError("can't delete _wrapped.")
        if self._wrapped is empty:
            self._setup()
        delattr(self._wrapped, name)

    __str__ = _proxied(str)
    __bool__ = _proxied(bool)
    __dir__ = _proxied(dir)
    __class__ = property(_proxied(operator.attrgetter("__class__")))
    __eq__ = _proxied(operator.eq)
    __ne__ = _proxied(operator.ne)
    __lt__ = _proxied(operator.lt)
    __gt__ = _proxied(operator.gt)
    __hash__ = _proxied(hash)
    __getitem__ = _proxied(operator.getitem)
    __iter__ = _proxied(iter)
    __len__ = _proxied(len)
    __contains__ = _proxied(operator.contains)


class SimpleLazyObject(LazyObject):
    """A LazyObject made by a function."""

    def __init__(self, func):
        self.__dict__["_setupfunc"] = func
        super().__init__()

    def _setup(self):
        self._wrapped = self._setupfunc()

    def __repr__(self):
        shown = self._setupfunc if self._wrapped is empty else self._wrapped
        return "<%s: %r>" % (type(self).__name__, shown)


def new_method_proxy(func):
    return _proxied(func)


def unpickle_lazyobject(wrapped):
    return wrapped


def partition(predicate, values):
    """Two lists: the values for which `predicate` is false, and the rest."""
    results = ([], [])
    for item in values:
        results[bool(predicate(item))].append(item)
    return results
