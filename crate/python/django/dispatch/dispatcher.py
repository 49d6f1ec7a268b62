"""Signal: functions that are called when something happens."""

import weakref


def _make_id(target):
    if hasattr(target, "__func__"):
        return id(target.__self__), id(target.__func__)
    return id(target)


NONE_ID = _make_id(None)

# All signals that there are.
signals = weakref.WeakSet()


def _code(function):
    """The code that a call runs: of a function, a method, or an object's `__call__`."""
    found = getattr(getattr(function, "__func__", function), "__code__", None)
    return found or getattr(type(function).__call__, "__code__", None)


def _is_async(function):
    code = _code(function)
    return code is not None and bool(code.co_flags & 0x80)


def log_error(name, message, args, error):
    """Logs an error, if anybody has imported `logging`."""
    import sys

    if "logging" in sys.modules:
        sys.modules["logging"].getLogger(name).error(message, *args, exc_info=error)


class _Lock:
    """There is one thread."""

    def __enter__(self):
        return True

    def __exit__(self, *exc):
        return False


def _run(coroutine):
    """Runs a coroutine that waits for nothing outside."""
    try:
        while True:
            coroutine.send(None)
    except StopIteration as stop:
        return stop.value


class Signal:
    """Receivers, each for one sender or for all."""

    lock = _Lock()

    def __init__(self, use_caching=False):
        self.receivers = []
        self.use_caching = use_caching
        self.sender_receivers_cache = {}
        self._dead_receivers = False
        signals.add(self)

    def connect(self, receiver, sender=None, weak=True, dispatch_uid=None):
        if not callable(receiver):
            raise TypeError("Signal receivers must be callable.")
        code = _code(receiver)
        if code is not None and not code.co_flags & 0x08:
            raise ValueError("Signal receivers must accept keyword arguments (**kwargs).")
        lookup_key = (dispatch_uid if dispatch_uid else _make_id(receiver), _make_id(sender))
        is_async = _is_async(receiver)
        if weak:
            ref, holder = weakref.ref, receiver
            if hasattr(receiver, "__self__") and hasattr(receiver, "__func__"):
                ref, holder = weakref.WeakMethod, receiver.__self__
            receiver = ref(receiver)
            weakref.finalize(holder, self._flag_dead_receivers)
        sender_ref = None if sender is None else self._sender_ref(sender)
        if not any(entry[0] == lookup_key for entry in self.receivers):
            self.receivers.append((lookup_key, receiver, sender_ref, is_async))
        self._changed()

    def _sender_ref(self, sender):
        try:
            ref = weakref.ref(sender)
            weakref.finalize(sender, self._flag_dead_receivers)
            return ref
        except TypeError:
            return lambda: sender

    def _flag_dead_receivers(self):
        self._dead_receivers = True

    def disconnect(self, receiver=None, sender=None, dispatch_uid=None):
        lookup_key = (dispatch_uid if dispatch_uid else _make_id(receiver), _make_id(sender))
        for at, entry in enumerate(self.receivers):
            if entry[0] == lookup_key:
                del self.receivers[at]
                self._changed()
                return True
        self._changed()
        return False

    def _changed(self):
        self.sender_receivers_cache.clear()

    def has_listeners(self, sender=None):
        sync, other = self._live_receivers(sender)
        return bool(sync) or bool(other)

    def _clear_dead_receivers(self):
        if self._dead_receivers:
            self._dead_receivers = False
            self.receivers = [
                entry
                for entry in self.receivers
                if not (isinstance(entry[1], weakref.ReferenceType) and entry[1]() is None)
                and not (entry[2] is not None and entry[2]() is None)
            ]

    def _live_receivers(self, sender):
        if not self.receivers:
            return [], []
        self._clear_dead_receivers()
        wanted = _make_id(sender)
        sync, asynchronous = [], []
        for (_, receiver_sender), receiver, sender_ref, is_async in self.receivers:
            if receiver_sender != NONE_ID and receiver_sender != wanted:
                continue
            if sender_ref is not None and sender_ref() is None:
                continue
            if isinstance(receiver, weakref.ReferenceType):
                receiver = receiver()
                if receiver is None:
                    continue
            (asynchronous if is_async else sync).append(receiver)
        return sync, asynchronous

    def send(self, sender, **named):
        if not self.receivers:
            return []
        sync, asynchronous = self._live_receivers(sender)
        responses = [(receiver, receiver(signal=self, sender=sender, **named)) for receiver in sync]
        responses += [
            (receiver, _run(receiver(signal=self, sender=sender, **named))) for receiver in asynchronous
        ]
        return responses

    async def asend(self, sender, **named):
        sync, asynchronous = self._live_receivers(sender)
        responses = [(receiver, receiver(signal=self, sender=sender, **named)) for receiver in sync]
        for receiver in asynchronous:
            responses.append((receiver, await receiver(signal=self, sender=sender, **named)))
        return responses

    def send_robust(self, sender, **named):
        responses = []
        sync, asynchronous = self._live_receivers(sender)
        for receiver in sync + asynchronous:
            try:
                response = receiver(signal=self, sender=sender, **named)
                if receiver in asynchronous:
                    response = _run(response)
            except Exception as error:
                log_error(
                    "django.dispatch",
                    "Error calling %s in Signal.send_robust() (%s)",
                    (getattr(receiver, "__qualname__", receiver), error),
                    error,
                )
                response = error
            responses.append((receiver, response))
        return responses

    async def asend_robust(self, sender, **named):
        return self.send_robust(sender, **named)


def receiver(signal, **kwargs):
    """Connects the function to a signal, or to several."""

    def decorator(func):
        for one in signal if isinstance(signal, (list, tuple)) else [signal]:
            one.connect(func, **kwargs)
        return func

    return decorator
