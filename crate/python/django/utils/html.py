"""Escaping, which methods of models do for the admin."""

import html

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe


def escape(text):
    return SafeString(html.escape(str(text)))


def conditional_escape(text):
    if isinstance(text, Promise):
        text = str(text)
    return text.__html__() if hasattr(text, "__html__") else escape(text)


def format_html(format_string, *args, **kwargs):
    if not (args or kwargs):
        raise TypeError("args or kwargs must be provided.")
    args = [conditional_escape(arg) for arg in args]
    kwargs = {name: conditional_escape(value) for name, value in kwargs.items()}
    return mark_safe(format_string.format(*args, **kwargs))


def format_html_join(sep, format_string, args_generator):
    return mark_safe(
        conditional_escape(sep).join(
            format_html(format_string, **args) if isinstance(args, dict) else format_html(format_string, *args)
            for args in args_generator
        )
    )
