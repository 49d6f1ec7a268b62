"""Between functions and coroutines, on one thread."""

import functools
from inspect import iscoroutinefunction, markcoroutinefunction  # noqa: F401


def sync_to_async(func=None, *, thread_sensitive=True, executor=None):
    """The function as one that is awaited."""
    if func is None:
        return functools.partial(sync_to_async, thread_sensitive=thread_sensitive)

    @functools.wraps(func)
    async def awaited(*args, **kwargs):
        return func(*args, **kwargs)

    return awaited


def async_to_sync(awaitable=None, *, force_new_loop=False):
    """The coroutine function as one that is called."""
    if awaitable is None:
        return functools.partial(async_to_sync, force_new_loop=force_new_loop)

    @functools.wraps(awaitable)
    def called(*args, **kwargs):
        import asyncio

        return asyncio.run(awaitable(*args, **kwargs))

    return called
