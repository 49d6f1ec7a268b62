"""Test cases and their tools."""

from django.test.utils import ignore_warnings, modify_settings, override_settings, override_system_checks, tag

__all__ = [
    "SimpleTestCase", "TestCase", "TransactionTestCase", "ignore_warnings", "modify_settings",
    "override_settings", "override_system_checks", "skipIfDBFeature", "skipUnlessAnyDBFeature",
    "skipUnlessDBFeature", "tag",
]


def __getattr__(name):
    # unittest is imported only where there are tests.
    from django.test import testcases

    try:
        return getattr(testcases, name)
    except AttributeError:
        raise AttributeError("module 'django.test' has no attribute %r" % name) from None
