"""Tools of tests. Test cases are there in runs of Django's own tests only (`tests/conformance`)."""

from django.test.utils import ignore_warnings, modify_settings, override_settings, override_system_checks, tag

__all__ = [
    "SimpleTestCase", "TestCase", "TransactionTestCase", "ignore_warnings", "modify_settings",
    "override_settings", "override_system_checks", "skipIfDBFeature", "skipUnlessAnyDBFeature",
    "skipUnlessDBFeature", "tag",
]


def __getattr__(name):
    if name not in __all__:
        raise AttributeError("module 'django.test' has no attribute %r" % name)
    # unittest is imported only where there are tests.
    import django.test.testcases as testcases

    return getattr(testcases, name)
