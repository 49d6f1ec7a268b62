"""Database exceptions, the handler of connections and the router."""

DEFAULT_DB_ALIAS = "default"
DJANGO_VERSION_PICKLE_KEY = "_django_version"


class Error(Exception):
    pass


class InterfaceError(Error):
    pass


class DatabaseError(Error):
    pass


class DataError(DatabaseError):
    pass


class OperationalError(DatabaseError):
    pass


class IntegrityError(DatabaseError):
    pass


class InternalError(DatabaseError):
    pass


class ProgrammingError(DatabaseError):
    pass


class NotSupportedError(DatabaseError):
    pass


from django.utils.connection import ConnectionDoesNotExist, ConnectionProxy  # noqa: E402


class ConnectionHandler:
    """The connections by alias: there is one, `default`."""

    def __init__(self, settings=None):
        self._made = {}
        self._settings = settings

    @property
    def settings(self):
        from django.conf import settings

        return settings.DATABASES

    databases = settings

    def __getitem__(self, alias):
        try:
            return self._made[alias]
        except KeyError:
            pass
        if alias != DEFAULT_DB_ALIAS:
            raise ConnectionDoesNotExist("The connection '%s' doesn't exist." % alias)
        from django.db.backends.sqlite3.base import DatabaseWrapper

        made = self._made[alias] = DatabaseWrapper(self.settings[alias], alias)
        return made

    def __setitem__(self, alias, value):
        self._made[alias] = value

    def __delitem__(self, alias):
        del self._made[alias]

    def __iter__(self):
        return iter([DEFAULT_DB_ALIAS])

    def all(self, initialized_only=False):
        return [self[DEFAULT_DB_ALIAS]]

    def close_all(self):
        pass


class ConnectionRouter:
    """Asks the routers of `DATABASE_ROUTERS` which database to use."""

    def __init__(self, routers=None):
        self._routers = routers

    @property
    def routers(self):
        made = self.__dict__.get("_made")
        if made is None:
            listed = self._routers
            if listed is None:
                from django.conf import settings

                listed = settings.DATABASE_ROUTERS
            made = []
            for router in listed:
                if isinstance(router, str):
                    from django.utils.module_loading import import_string

                    router = import_string(router)()
                made.append(router)
            self.__dict__["_made"] = made
        return made

    @routers.setter
    def routers(self, value):
        self.__dict__["_made"] = list(value)

    @routers.deleter
    def routers(self):
        self.__dict__.pop("_made", None)

    def _choose(self, action, model, hints):
        for router in self.routers:
            method = getattr(router, action, None)
            chosen = method(model, **hints) if method else None
            if chosen:
                return chosen
        instance = hints.get("instance")
        return (instance is not None and instance._state.db) or DEFAULT_DB_ALIAS

    def db_for_read(self, model, **hints):
        return self._choose("db_for_read", model, hints)

    def db_for_write(self, model, **hints):
        return self._choose("db_for_write", model, hints)

    def allow_relation(self, obj1, obj2, **hints):
        for router in self.routers:
            method = getattr(router, "allow_relation", None)
            allow = method(obj1, obj2, **hints) if method else None
            if allow is not None:
                return allow
        return obj1._state.db == obj2._state.db

    def allow_migrate(self, db, app_label, **hints):
        for router in self.routers:
            method = getattr(router, "allow_migrate", None)
            allow = method(db, app_label, **hints) if method else None
            if allow is not None:
                return allow
        return True

    def allow_migrate_model(self, db, model):
        opts = model._meta
        return self.allow_migrate(db, opts.app_label, model_name=opts.model_name, model=model)

    def get_migratable_models(self, app_config, db, include_auto_created=False):
        models = app_config.get_models(include_auto_created=include_auto_created)
        return [model for model in models if self.allow_migrate_model(db, model)]


__all__ = ["ConnectionProxy"]
