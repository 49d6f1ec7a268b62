"""settings: what the session's project is configured with."""


class _Defaults:
    DEBUG = True
    USE_TZ = True
    TIME_ZONE = "UTC"
    USE_I18N = False
    LANGUAGE_CODE = "en-us"
    INSTALLED_APPS = ()
    DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
    DEFAULT_TABLESPACE = ""
    DEFAULT_INDEX_TABLESPACE = ""
    DATABASE_ROUTERS = ()
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "TEST": {}}}
    ABSOLUTE_URL_OVERRIDES = {}
    FORMAT_MODULE_PATH = None
    USE_BLANK_CHOICE_DASH = False
    SECRET_KEY = ""
    MEDIA_ROOT = ""
    MEDIA_URL = "/"
    AUTH_USER_MODEL = "auth.User"
    MIGRATION_MODULES = {}
    SILENCED_SYSTEM_CHECKS = ()
    STORAGES = {}
    FILE_UPLOAD_PERMISSIONS = None
    FIRST_DAY_OF_WEEK = 0
    LOGGING_CONFIG = None
    LOGGING = {}
    CACHES = {}
    MIDDLEWARE = ()
    TEMPLATES = ()
    ROOT_URLCONF = ""
    SITE_ID = 1
    FORMS_URLFIELD_ASSUME_HTTPS = False
    SERIALIZATION_MODULES = {}


class LazySettings(_Defaults):
    """The defaults, and what was set over them."""

    configured = True

    def configure(self, default_settings=None, **options):
        for name, value in options.items():
            if not name.isupper():
                raise TypeError("Setting %r must be uppercase." % name)
            setattr(self, name, value)

    def is_overridden(self, setting):
        return setting in self.__dict__

    def _forget(self, back_to=()):
        """Back to the defaults, or to what was set over them."""
        self.__dict__.clear()
        self.__dict__.update(back_to)
        _tell()

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value)
        if name in ("USE_TZ", "TIME_ZONE"):
            _tell()

    def __delattr__(self, name):
        object.__delattr__(self, name)
        if name in ("USE_TZ", "TIME_ZONE"):
            _tell()

    def __getattr__(self, name):
        if name == "_wrapped":
            return self
        raise AttributeError("'Settings' object has no attribute '%s'" % name)


def _tell():
    import _orm

    _orm.set_time_zone(settings.TIME_ZONE, settings.USE_TZ)


class UserSettingsHolder(LazySettings):
    def __init__(self, default_settings=None):
        if default_settings is not None:
            self.__dict__.update(default_settings.__dict__)


settings = LazySettings()
