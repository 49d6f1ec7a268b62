"""System checks: the names that models and fields import. Nothing is checked."""

DEBUG, INFO, WARNING, ERROR, CRITICAL = 10, 20, 30, 40, 50


class CheckMessage:
    def __init__(self, level, msg, hint=None, obj=None, id=None):
        self.level, self.msg, self.hint, self.obj, self.id = level, msg, hint, obj, id

    def __eq__(self, other):
        return isinstance(other, self.__class__) and self.__dict__ == other.__dict__

    __hash__ = object.__hash__

    def is_serious(self, level=ERROR):
        return self.level >= level


def _message(name, level):
    def __init__(self, *args, **kwargs):
        CheckMessage.__init__(self, level, *args, **kwargs)

    return type(name, (CheckMessage,), {"__init__": __init__, "__module__": __name__})


Debug, Info, Warning = _message("Debug", DEBUG), _message("Info", INFO), _message("Warning", WARNING)
Error, Critical = _message("Error", ERROR), _message("Critical", CRITICAL)


class Tags:
    models = "models"
    database = "database"
    compatibility = "compatibility"


def register(check=None, *tags, **kwargs):
    if callable(check):
        return check
    return lambda function: function


def run_checks(*args, **kwargs):
    return []
