"""There are no files, so no temporary ones: names of folders, and files that cannot be made."""

tempdir = None


def gettempdir():
    return "/tmp"


def mkdtemp(suffix="", prefix="tmp", dir=None):
    return "%s/%sfolder%s" % (dir or gettempdir(), prefix, suffix)


def _no_files(*args, **kwargs):
    raise OSError(30, "Read-only file system")


mkstemp = NamedTemporaryFile = TemporaryFile = TemporaryDirectory = SpooledTemporaryFile = _no_files
