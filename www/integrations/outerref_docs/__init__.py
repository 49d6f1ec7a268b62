"""Runnable Django ORM examples in documentation.

`snippet` reads what stands in a page, `engine` runs it with the native command, `page` makes the HTML;
`sphinx` and `mkdocs` are the two builders.
"""
__version__ = "0.1.0"
