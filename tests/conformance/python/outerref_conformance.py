"""Runs the test modules of one app, class by class, and tells of each as it goes."""

import importlib
import json
import time
import traceback
import unittest
import warnings

SETTINGS = {
    "USE_TZ": False,
    "TIME_ZONE": "America/Chicago",
    "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
    "LANGUAGE_CODE": "en",
    "USE_I18N": True,
    "DEBUG": False,
    "SECRET_KEY": "x",
    "SITE_ID": 1,
    "ROOT_URLCONF": "urls",
    "STATIC_URL": "static/",
    "TEMPLATES": [{
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }],
    "SILENCED_SYSTEM_CHECKS": ["fields.W342"],
    "RUNNING_DJANGOS_TESTS": True,
    "TEMPLATES": [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [], "APP_DIRS": False}],
}
# Modules that the engine has a part of.
UTILITIES = ("datastructures", "encoding", "functional", "safestring", "text", "timezone", "version")
# The end of a traceback says what was wrong; the rest would make the files large.
DETAIL = 1500


class Result(unittest.TestResult):
    """Tells the outcome of each test as soon as it is known."""

    def __init__(self, tell):
        super().__init__()
        self.tell, self.began, self.status = tell, 0.0, {}

    def startTest(self, test):
        super().startTest(test)
        self.began = time.perf_counter()

    def put(self, test, status, detail=""):
        name = test.id()
        if self.status.get(name) in ("fail", "error"):
            # A failed subtest stays the test's outcome.
            return
        self.status[name] = status
        row = {"test": name, "status": status, "ms": round(1000 * (time.perf_counter() - self.began), 1)}
        if detail:
            row["detail"] = detail[-DETAIL:]
        self.tell(row)

    def addSuccess(self, test):
        self.put(test, "pass")

    def addError(self, test, error):
        self.put(test, "error", _text(error))

    def addFailure(self, test, error):
        self.put(test, "fail", _text(error))

    def addSkip(self, test, reason):
        self.put(test, "skip", str(reason))

    def addExpectedFailure(self, test, error):
        self.put(test, "xfail")

    def addUnexpectedSuccess(self, test):
        self.put(test, "xpass")

    def addSubTest(self, test, subtest, error):
        if error:
            self.put(test, "fail", _text(error))


def _text(error):
    return "".join(traceback.format_exception(*error))


def run(app, modules, done, emit):
    """`modules`: dotted names. `done`: names of classes that are not run (again). `emit` takes one line of JSON."""

    def tell(row):
        emit(json.dumps(row))

    from django.db import connection
    from django.test.databases import setup_databases

    begin = time.perf_counter()
    _configure(app)
    loader, tests = unittest.defaultTestLoader, []
    for module in modules:
        try:
            _collect(loader.loadTestsFromModule(importlib.import_module(module)), tests)
        except unittest.SkipTest:
            pass
        except BaseException as error:
            tell({"module": module, "detail": "".join(traceback.format_exception(error))[-DETAIL:]})
    for test in tests:
        if test.id() in connection.features.django_test_expected_failures:
            test.__unittest_expecting_failure__ = True
    setup_databases()
    tell({"ready": round(time.perf_counter() - begin, 3)})
    tests.sort(key=_rank)
    result = Result(tell)
    for name, group in _by_class(tests):
        if name not in done:
            tell({"class": name})
            unittest.TestSuite(group).run(result)
            # The suite has torn the class down; the next one would do it again.
            result._previousTestClass = None
    tell({"end": round(time.perf_counter() - begin, 3)})


def _configure(app):
    import django
    from django.apps import apps
    from django.conf import settings

    from django.conf import global_settings

    defaults = {name: value for name, value in vars(global_settings).items() if name.isupper()}
    defaults = {name: value for name, value in defaults.items() if not hasattr(settings, name)}
    installed = ["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sites", app]
    settings.configure(INSTALLED_APPS=installed, **{**defaults, **SETTINGS})
    _complete_utilities()
    django.setup()
    from django.utils.deprecation import RemovedAfterNextVersionWarning, RemovedInNextVersionWarning

    for category in (RemovedInNextVersionWarning, RemovedAfterNextVersionWarning, ResourceWarning, RuntimeWarning):
        warnings.simplefilter("error", category)


def _complete_utilities():
    """Names of `django.utils` that only forms and templates use are Django's own; requests are not real."""
    for name in UTILITIES:
        module = importlib.import_module("django.utils." + name)
        module.__getattr__ = _Own("django_own.utils." + name)
    for name in ("django.http", "django.utils.translation"):
        importlib.import_module(name).__getattr__ = _Own("django.test.stand_ins")


class _Own:
    def __init__(self, module):
        self.module = module

    def __call__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(importlib.import_module(self.module), name)


def _collect(suite, tests):
    for test in suite:
        _collect(test, tests) if isinstance(test, unittest.BaseTestSuite) else tests.append(test)


def _rank(test):
    """Those in a transaction first, those that empty the tables last."""
    from django.test import SimpleTestCase, TestCase, TransactionTestCase

    if isinstance(test, TestCase):
        return 0
    return 1 if isinstance(test, SimpleTestCase) and not isinstance(test, TransactionTestCase) else 2


def _by_class(tests):
    groups = {}
    for test in tests:
        # A module that did not load has a test of its own.
        groups.setdefault("%s.%s" % (type(test).__module__, type(test).__qualname__), []).append(test)
    return groups.items()
