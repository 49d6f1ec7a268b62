"""Coroutines without input and output: tasks take turns on one thread, and sleeping takes no time."""

from collections import deque
from inspect import iscoroutine, iscoroutinefunction  # noqa: F401

__all__ = [
    "CancelledError",
    "Event",
    "InvalidStateError",
    "Lock",
    "Runner",
    "Task",
    "TimeoutError",
    "create_task",
    "current_task",
    "gather",
    "get_event_loop",
    "get_running_loop",
    "iscoroutine",
    "iscoroutinefunction",
    "new_event_loop",
    "run",
    "sleep",
    "to_thread",
    "wait_for",
]

TimeoutError = TimeoutError


class CancelledError(BaseException):
    """The task was cancelled."""


class InvalidStateError(Exception):
    """The task is not done."""


class _Turn:
    """Awaiting it lets the other tasks run."""

    def __await__(self):
        yield


class Task:
    """A coroutine on the loop."""

    def __init__(self, coroutine, loop):
        self._coroutine, self._loop = coroutine, loop
        self._done = self._cancelled = False
        self._result = self._exception = None

    def _step(self):
        try:
            if self._cancelled:
                self._coroutine.throw(CancelledError())
            else:
                self._coroutine.send(None)
        except StopIteration as stop:
            self._done, self._result = True, stop.value
        except (Exception, CancelledError) as error:
            self._done, self._exception = True, error

    def __await__(self):
        while not self._done:
            yield
        return self.result()

    def done(self):
        return self._done

    def cancel(self, msg=None):
        if self._done:
            return False
        self._cancelled = True
        return True

    def cancelled(self):
        return isinstance(self._exception, CancelledError)

    def exception(self):
        return self._exception

    def result(self):
        if not self._done:
            raise InvalidStateError("Result is not set.")
        if self._exception is not None:
            raise self._exception
        return self._result


class _Loop:
    def __init__(self):
        self._ready = deque()
        self._current = None

    def create_task(self, coroutine, *, name=None, context=None):
        task = Task(coroutine, self)
        self._ready.append(task)
        return task

    def run_until_complete(self, awaitable):
        global _running
        if _running is not None:
            raise RuntimeError("This event loop is already running")
        task = awaitable if isinstance(awaitable, Task) else self.create_task(_as_coroutine(awaitable))
        _running = self
        try:
            while not task.done():
                self._current = self._ready.popleft()
                self._current._step()
                if not self._current.done():
                    self._ready.append(self._current)
        finally:
            self._current = _running = None
        return task.result()

    def is_running(self):
        return _running is self

    def is_closed(self):
        return False

    def close(self):
        self._ready.clear()

    def get_debug(self):
        return False

    def set_debug(self, enabled):
        pass

    async def shutdown_asyncgens(self):
        pass


_running = None
_default = _Loop()


async def _as_coroutine(awaitable):
    return await awaitable


def get_running_loop():
    """The loop that runs now."""
    if _running is None:
        raise RuntimeError("no running event loop")
    return _running


def get_event_loop():
    """The loop that runs now, or the one that would."""
    return _running or _default


def new_event_loop():
    """A loop of its own."""
    return _Loop()


def set_event_loop(loop):
    """Does nothing: a loop is current while it runs."""


def run(main, *, debug=None, loop_factory=None):
    """Runs a coroutine to its end."""
    if _running is not None:
        raise RuntimeError("asyncio.run() cannot be called from a running event loop")
    if not iscoroutine(main):
        raise ValueError(f"a coroutine was expected, got {main!r}")
    return _Loop().run_until_complete(main)


class Runner:
    """Runs several coroutines on one loop."""

    def __init__(self, *, debug=None, loop_factory=None):
        self._loop = _Loop()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def run(self, coroutine, *, context=None):
        return self._loop.run_until_complete(coroutine)

    def get_loop(self):
        return self._loop

    def close(self):
        self._loop.close()


def create_task(coroutine, *, name=None, context=None):
    """Starts a coroutine beside this one."""
    return get_running_loop().create_task(coroutine)


def ensure_future(awaitable, *, loop=None):
    """The awaitable as a task."""
    return awaitable if isinstance(awaitable, Task) else create_task(_as_coroutine(awaitable))


def current_task(loop=None):
    """The task that runs now."""
    return get_running_loop()._current


async def gather(*awaitables, return_exceptions=False):
    """The results of all, in order."""
    tasks = [ensure_future(awaitable) for awaitable in awaitables]
    results = []
    for task in tasks:
        try:
            results.append(await task)
        except Exception as error:
            if not return_exceptions:
                raise
            results.append(error)
    return results


async def sleep(delay, result=None):
    """Lets the others run; the time itself is not waited for."""
    await _Turn()
    return result


async def wait_for(awaitable, timeout):
    """The result: nothing here takes time by itself."""
    return await awaitable


async def to_thread(function, /, *args, **kwargs):
    """Calls the function: there is one thread."""
    return function(*args, **kwargs)


class Event:
    """Something that tasks wait for."""

    def __init__(self):
        self._set = False

    def set(self):
        self._set = True

    def clear(self):
        self._set = False

    def is_set(self):
        return self._set

    async def wait(self):
        while not self._set:
            await _Turn()
        return True


class Lock:
    """One task at a time."""

    def __init__(self):
        self._locked = False

    def locked(self):
        return self._locked

    async def acquire(self):
        while self._locked:
            await _Turn()
        self._locked = True
        return True

    def release(self):
        if not self._locked:
            raise RuntimeError("Lock is not acquired.")
        self._locked = False

    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, *exception):
        self.release()
