"""Signals as names: there is no system to send them."""

import enum

SIG_DFL, SIG_IGN = 0, 1


class Signals(enum.IntEnum):
    """The numbers that programs mention."""

    SIGINT = 2
    SIGTERM = 15


SIGINT, SIGTERM = Signals.SIGINT, Signals.SIGTERM


def default_int_handler(signum, frame):
    """What SIGINT would do."""
    raise KeyboardInterrupt


def signal(signalnum, handler):
    """Sets nothing: no signal comes."""
    return SIG_DFL


def getsignal(signalnum):
    """The handler: none is set."""
    return SIG_DFL
