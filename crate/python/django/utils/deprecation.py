"""Warning classes of coming releases."""


class RemovedInDjango2028Warning(DeprecationWarning):
    pass


class RemovedInDjango70Warning(DeprecationWarning):
    pass


class RemovedInNextVersionWarning(DeprecationWarning):
    pass


RemovedAfterNextVersionWarning = RemovedInNextVersionWarning


def django_file_prefixes():
    """Paths that a warning's line is never in: none, since the library is frozen."""
    return ()
