"""What code changes outside of its own modules: receivers, settings, loggers, the connection. An approach runs several
times to be timed, and each time it finds what it found the first time."""

import sys

import _warnings

from django.conf import settings
from django.db import connection
from django.dispatch import dispatcher


class RunState:
    """What there is now."""

    def __init__(self):
        self.streams = sys.stdin, sys.stdout, sys.stderr
        self.recursion_limit = sys.getrecursionlimit()
        self.environ = dict(_part("os", "environ", ()))
        self.filters = list(_warnings.filters)
        self.settings = dict(vars(settings))
        self.receivers = {signal: list(signal.receivers) for signal in dispatcher.signals}
        self.wrappers = list(connection.execute_wrappers)
        self.loggers = {logger: _logger_state(logger) for logger in _loggers()}

    def restore(self):
        sys.stdin, sys.stdout, sys.stderr = self.streams
        sys.setrecursionlimit(self.recursion_limit)
        environ = _part("os", "environ", {})
        if environ != self.environ:
            environ.clear()
            environ.update(self.environ)
        if _warnings.filters != self.filters:
            sys.modules["warnings"].resetwarnings()
            _warnings.filters[:] = self.filters
        if vars(settings) != self.settings:
            settings._forget(self.settings)
        for signal in list(dispatcher.signals):
            if signal.receivers != self.receivers.get(signal, []):
                signal.receivers[:] = self.receivers.get(signal, [])
                signal.sender_receivers_cache.clear()
        connection._begin(self.wrappers)
        self._restore_loggers()
        _restore_context()

    def _restore_loggers(self):
        for logger in _loggers():
            before = self.loggers.get(logger)
            if before is None:
                # WARNING is the root's; the others have it from there.
                before = [], 0 if logger.parent else 30, True, False, []
            if _logger_state(logger) != before:
                logger.handlers, level, logger.propagate, logger.disabled, logger.filters = map(_copied, before)
                logger.setLevel(level)
        if "logging" in sys.modules:
            sys.modules["logging"].disable(0)


def _part(module, name, otherwise):
    """Of a module that was imported; what few programs import is not imported for this."""
    return getattr(sys.modules.get(module), name, otherwise)


def _loggers():
    logging = sys.modules.get("logging")
    if logging is None:
        return []
    made = logging.root.manager.loggerDict.values()
    return [logging.root, *(logger for logger in made if isinstance(logger, logging.Logger))]


def _logger_state(logger):
    return list(logger.handlers), logger.level, logger.propagate, logger.disabled, list(logger.filters)


def _copied(part):
    return list(part) if isinstance(part, list) else part


def _restore_context():
    """The time zone, the language and the arithmetic that were chosen for what follows."""
    for name in ("django.utils.timezone", "django.utils.translation"):
        if name in sys.modules:
            sys.modules[name].deactivate()
    if "decimal" in sys.modules:
        decimal = sys.modules["decimal"]
        decimal.setcontext(decimal.DefaultContext.copy())


FRESH = RunState()
