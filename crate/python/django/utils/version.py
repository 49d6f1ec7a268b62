PY310 = PY311 = PY312 = PY313 = True
PY314 = PY315 = False
PYPY = False


def get_version(version=None):
    return "6.1.3"


def get_docs_version(version=None):
    return "6.1"
