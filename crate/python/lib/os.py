"""The parts of os that do without an operating system: no files, no processes, no environment."""

import abc as _abc
import sys as _sys

name = "posix"
curdir, pardir, sep, altsep, extsep, pathsep, linesep, devnull = ".", "..", "/", None, ".", ":", "\n", "/dev/null"
environ = {}
error = OSError


class PathLike(_abc.ABC):
    """A path that is not a string."""

    __slots__ = ()

    @_abc.abstractmethod
    def __fspath__(self):
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass):
        return hasattr(subclass, "__fspath__") if cls is PathLike else NotImplemented


def fspath(path):
    """The path as str or bytes."""
    if isinstance(path, (str, bytes)):
        return path
    try:
        return type(path).__fspath__(path)
    except AttributeError:
        raise TypeError(
            f"expected str, bytes or os.PathLike object, not {type(path).__name__}"
        ) from None


def fsencode(path):
    """The path as bytes."""
    path = fspath(path)
    return path if isinstance(path, bytes) else path.encode()


def fsdecode(path):
    """The path as str."""
    path = fspath(path)
    return path if isinstance(path, str) else path.decode()


def getenv(key, default=None):
    """A variable of the (empty) environment."""
    return environ.get(key, default)


def getcwd():
    """The only folder there is."""
    return "/"


def getpid():
    """The only process there is."""
    return 1


def cpu_count():
    """How many threads may run at once."""
    return 1


def isatty(fd):
    """False: there is no terminal."""
    return False


def urandom(size):
    """Random bytes."""
    from _random import Random

    return Random().getrandbits(size * 8).to_bytes(size, "little") if size else b""


def _no_file(path, *args, **kwargs):
    raise FileNotFoundError(2, "No such file or directory", path)


listdir = scandir = stat = lstat = open = mkdir = makedirs = remove = unlink = rename = rmdir = _no_file

import posixpath as path  # noqa: E402  (it imports this module)

_sys.modules["os.path"] = path
