"""What Django has and OuterRef has not. An import of it says so (see `django._Absent`); of some of these modules a few
names are there."""

# Modules, with all that is below them, and names.
_ABSENT = {
    "admin": "django.contrib.admin django.contrib.admindocs django.contrib.contenttypes.admin",
    "logging in": "django.contrib.auth",
    "functions, fields and lookups of PostgreSQL's own": "django.contrib.postgres",
    "geometry": "django.contrib.gis",
    "forms": "django.forms django.contrib.contenttypes.forms",
    "templates": "django.template django.templatetags django.contrib.humanize",
    "URLs": "django.urls django.conf.urls django.shortcuts.resolve_url",
    "requests and responses": """
        django.http django.views django.middleware django.shortcuts.render django.shortcuts.redirect
        django.contrib.contenttypes.views django.contrib.messages django.contrib.sessions
        django.core.asgi django.core.handlers django.core.servers django.core.wsgi
        django.utils.cache django.utils.decorators django.utils.http
    """,
    "pages and files of a site": """
        django.contrib.flatpages django.contrib.redirects django.contrib.sitemaps django.contrib.sites
        django.contrib.staticfiles django.contrib.syndication django.utils.feedgenerator
    """,
    "migrations": "django.db.migrations django.contrib.contenttypes.migrations",
    "management commands": "django.core.management django.contrib.contenttypes.management.commands",
    "serializers and fixtures": "django.core.serializers django.utils.xmlutils",
    "test runner": "django.test.testcases django.test.client django.test.runner django.test.selenium",
    "files": "django.core.files django.utils.archive django.utils.autoreload",
    "cache": "django.core.cache",
    "mail": "django.core.mail",
    "signatures": "django.core.signing",
    "tasks": "django.tasks",
    "database but its own": """
        django.db.backends.dummy django.db.backends.mysql django.db.backends.oracle django.db.backends.postgresql
        django.db.backends.base django.db.backends.ddl_references django.db.backends.signals
        django.db.backends.sqlite3.client
    """,
    "formats of a language": """
        django.conf.locale django.utils.dateformat django.utils.dates django.utils.formats
        django.utils.lorem_ipsum django.utils.numberformat django.utils.timesince
    """,
    "other settings than those of the ORM": "django.conf.global_settings",
    "helpers that the ORM has no use for": """
        django.utils.asyncio django.utils.copy django.utils.csp django.utils.inspect django.utils.json
        django.utils.log django.utils.regex_helper django.utils.termcolors
    """,
}
_KIND = {name: kind for kind, names in _ABSENT.items() for name in names.split()}


def refuse(name):
    """Raises ImportError if this dotted name is one of those or is below one of them."""
    above = name
    while above and above not in _KIND:
        above = above.rpartition(".")[0]
    if above:
        raise ImportError(
            "%s is not part of OuterRef: it is Django's ORM alone and has no %s."
            " The guide Compatibility says what works." % (name, _KIND[above]),
            name=name,
        )


def missing(module, name):
    """What the `__getattr__` of a module does that has a few of Django's names."""
    if not name.startswith("__"):
        refuse("%s.%s" % (module, name))
    raise AttributeError("module %r has no attribute %r" % (module, name))
