"""Test cases that undo what they do to the database."""

import unittest
from contextlib import contextmanager
from functools import wraps
from unittest.util import safe_repr

from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext, override_settings


class _AssertNumQueriesContext(CaptureQueriesContext):
    def __init__(self, test_case, num, connection):
        self.test_case, self.num = test_case, num
        super().__init__(connection)

    def __exit__(self, exc_type, exc_value, traceback):
        super().__exit__(exc_type, exc_value, traceback)
        if exc_type is not None:
            return
        executed = len(self)
        self.test_case.assertEqual(
            executed,
            self.num,
            "%d queries executed, %d expected\nCaptured queries were:\n%s"
            % (
                executed,
                self.num,
                "\n".join("%d. %s" % (i, query["sql"]) for i, query in enumerate(self.captured_queries, start=1)),
            ),
        )


class SimpleTestCase(unittest.TestCase):
    _overridden_settings = None
    _modified_settings = None
    databases = set()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if cls._overridden_settings:
            cls.enterClassContext(override_settings(**cls._overridden_settings))

    def __call__(self, result=None):
        method = getattr(self, self._testMethodName)
        skipped = getattr(self.__class__, "__unittest_skip__", False) or getattr(method, "__unittest_skip__", False)
        if getattr(getattr(method, "__func__", method), "__code__", None) and method.__code__.co_flags & 0x80:
            from django.dispatch.dispatcher import _run

            @wraps(method)
            def waiting(*args, **kwargs):
                return _run(method(*args, **kwargs))

            setattr(self, self._testMethodName, waiting)
        if not skipped:
            try:
                self._pre_setup()
            except Exception:
                import sys

                result.addError(self, sys.exc_info())
                return
        super().__call__(result)
        if not skipped:
            self._post_teardown()

    def _pre_setup(self):
        pass

    def _post_teardown(self):
        pass

    def settings(self, **kwargs):
        return override_settings(**kwargs)

    def modify_settings(self, **kwargs):
        from django.test.utils import modify_settings

        return modify_settings(**kwargs)

    @contextmanager
    def _assert_raises_or_warns_cm(self, func, cm_attr, expected_exception, expected_message):
        with func(expected_exception) as cm:
            yield cm
        self.assertIn(expected_message, str(getattr(cm, cm_attr)))

    def _message(self, func, cm_attr, expected, expected_message, args, kwargs):
        context = self._assert_raises_or_warns_cm(func, cm_attr, expected, expected_message)
        if not args:
            return context
        function, *rest = args
        with context:
            function(*rest, **kwargs)

    def assertRaisesMessage(self, expected_exception, expected_message, *args, **kwargs):
        return self._message(self.assertRaises, "exception", expected_exception, expected_message, args, kwargs)

    def assertWarnsMessage(self, expected_warning, expected_message, *args, **kwargs):
        return self._message(self.assertWarns, "warning", expected_warning, expected_message, args, kwargs)

    def assertJSONEqual(self, raw, expected_data, msg=None):
        import json

        if isinstance(expected_data, str):
            expected_data = json.loads(expected_data)
        self.assertEqual(json.loads(raw), expected_data, msg=msg)


def empty_tables():
    from django.apps import apps
    from django.test.databases import after_migrate

    # Rows point at each other: the keys are looked at in the end.
    with transaction.atomic():
        for model in apps.get_models(include_auto_created=True):
            opts = model._meta
            if opts.managed and not opts.proxy and not opts.swapped:
                model._base_manager.all()._raw_delete()
        after_migrate()


class TransactionTestCase(SimpleTestCase):
    reset_sequences = False
    available_apps = None
    fixtures = None
    databases = {"default"}
    serialized_rollback = False

    def _post_teardown(self):
        empty_tables()

    def assertQuerySetEqual(self, qs, values, transform=None, ordered=True, msg=None):
        values = list(values)
        items = qs
        if transform is not None:
            items = map(transform, items)
        if not ordered:
            from collections import Counter

            return self.assertDictEqual(Counter(items), Counter(values), msg=msg)
        if len(values) > 1 and hasattr(qs, "ordered") and not qs.ordered:
            raise ValueError(
                "Trying to compare non-ordered queryset against more than one ordered value."
            )
        return self.assertEqual(list(items), values, msg=msg)

    def assertNumQueries(self, num, func=None, *args, using="default", **kwargs):
        context = _AssertNumQueriesContext(self, num, connections[using])
        if func is None:
            return context
        with context:
            func(*args, **kwargs)


class TestData:
    """Class data that each test gets a copy of."""

    memo_attr = "_testdata_memo"

    def __init__(self, name, data):
        self.name, self.data = name, data

    def get_memo(self, testcase):
        memo = testcase.__dict__.get(self.memo_attr)
        if memo is None:
            memo = testcase.__dict__[self.memo_attr] = {}
        return memo

    def __get__(self, instance, owner):
        if instance is None:
            return self.data
        from copy import deepcopy

        data = deepcopy(self.data, self.get_memo(instance))
        setattr(instance, self.name, data)
        return data

    def __repr__(self):
        return "<TestData: name=%r, data=%r>" % (self.name, self.data)


class TestCase(TransactionTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cls_atomics = transaction.atomic()
        cls.cls_atomics._from_testcase = True
        cls.cls_atomics.__enter__()
        before = set(cls.__dict__)
        try:
            cls.setUpTestData()
        except Exception:
            cls._leave(cls.cls_atomics)
            raise
        for name in set(cls.__dict__) - before:
            setattr(cls, name, TestData(name, cls.__dict__[name]))

    @classmethod
    def tearDownClass(cls):
        cls._leave(cls.cls_atomics)
        super().tearDownClass()

    @classmethod
    def setUpTestData(cls):
        pass

    @staticmethod
    def _leave(atomic):
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)

    def _pre_setup(self):
        self.atomics = transaction.atomic()
        self.atomics._from_testcase = True
        self.atomics.__enter__()

    def _post_teardown(self):
        self._leave(self.atomics)

    @classmethod
    @contextmanager
    def captureOnCommitCallbacks(cls, *, using="default", execute=False):
        callbacks = []
        start = len(connections[using].run_on_commit)
        try:
            yield callbacks
        finally:
            for _, callback, robust in connections[using].run_on_commit[start:]:
                callbacks.append(callback)
                if execute:
                    callback()


def _skip(condition, reason):
    def decorator(test):
        if isinstance(test, type):
            if condition():
                test.__unittest_skip__ = True
                test.__unittest_skip_why__ = reason
            return test

        @wraps(test)
        def wrapper(self, *args, **kwargs):
            if condition():
                raise unittest.SkipTest(reason)
            return test(self, *args, **kwargs)

        return wrapper

    return decorator


def _has(feature):
    return getattr(connection.features, feature, False)


def skipIfDBFeature(*features):
    return _skip(
        lambda: any(_has(feature) for feature in features),
        "Database has feature(s) %s" % ", ".join(features),
    )


def skipUnlessDBFeature(*features):
    return _skip(
        lambda: not all(_has(feature) for feature in features),
        "Database doesn't support feature(s): %s" % ", ".join(features),
    )


def skipUnlessAnyDBFeature(*features):
    return _skip(
        lambda: not any(_has(feature) for feature in features),
        "Database doesn't support any of the feature(s): %s" % ", ".join(features),
    )


__all__ = [
    "SimpleTestCase", "TestCase", "TransactionTestCase", "safe_repr", "skipIfDBFeature",
    "skipUnlessAnyDBFeature", "skipUnlessDBFeature",
]
