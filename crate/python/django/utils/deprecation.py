"""Warning classes of coming releases."""


class RemovedInNextVersionWarning(DeprecationWarning):
    pass


class RemovedInDjango2028Warning(PendingDeprecationWarning):
    pass


RemovedAfterNextVersionWarning = RemovedInDjango70Warning = RemovedInDjango2028Warning


def django_file_prefixes():
    """Paths that a warning's line is never in: none, since the library is frozen."""
    return ()
