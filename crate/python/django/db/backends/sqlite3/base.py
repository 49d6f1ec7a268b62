"""DatabaseWrapper: `connection`, over the session's one database."""

import _orm

from django.db.backends.sqlite3.features import DatabaseFeatures
from django.db.backends.sqlite3.operations import DatabaseOperations



class _Log:
    """`connection.queries_log`: what the engine logged."""

    maxlen = _orm.QUERIES_LIMIT

    def __len__(self):
        return _orm.queries_logged()

    def __iter__(self):
        return iter(_orm.queries_log())

    def __getitem__(self, index):
        return _orm.queries_log()[index]

    def clear(self):
        _orm.clear_queries()


class CursorWrapper:
    """A cursor as PEP 249 has it. Every statement is logged."""

    def __init__(self, db):
        self.db = db
        self.rowcount, self.lastrowid, self.description = -1, None, None
        self._rows, self._at, self.arraysize = (), 0, 1

    def execute(self, sql, params=None):
        return self._wrapped(sql, params, False, self._execute)

    def executemany(self, sql, param_list):
        return self._wrapped(sql, param_list, True, self._executemany)

    def _wrapped(self, sql, params, many, executor):
        from functools import partial

        context = {"connection": self.db, "cursor": self}
        for wrapper in reversed(self.db.execute_wrappers):
            executor = partial(wrapper, executor)
        return executor(sql, params, many, context)

    def _execute(self, sql, params, *ignored):
        self.db.validate_no_broken_transaction()
        columns, self._rows, self.rowcount, self.lastrowid = _orm.execute(sql, params)
        self.description = columns and tuple((name, None, None, None, None, None, None) for name in columns)
        self._at = 0
        return self

    def _executemany(self, sql, param_list, *ignored):
        self.db.validate_no_broken_transaction()
        self.rowcount = _orm.executemany(sql, param_list)
        self.description, self._rows, self._at = None, (), 0
        return self

    def executescript(self, sql):
        _orm.executescript(sql)

    def fetchone(self):
        if self._at >= len(self._rows):
            return None
        self._at += 1
        return self._rows[self._at - 1]

    def fetchmany(self, size=None):
        start, self._at = self._at, self._at + (self.arraysize if size is None else size)
        return list(self._rows[start : self._at])

    def fetchall(self):
        start, self._at = self._at, len(self._rows)
        return list(self._rows[start:])

    def __iter__(self):
        return iter(self.fetchall())

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return False

    def close(self):
        pass


class _ErrorWrapper:
    """Errors come as Django's own classes already."""

    def __enter__(self):
        pass

    def __exit__(self, *exc):
        return False

    def __call__(self, func):
        return func


class DatabaseWrapper:
    """The connection, its transaction state and what it knows of its database."""

    vendor = "sqlite"
    display_name = "SQLite"
    wrap_database_errors = _ErrorWrapper()
    queries_limit = _orm.QUERIES_LIMIT
    allow_thread_sharing = True
    is_in_memory_db = lambda self: True  # noqa: E731

    def __init__(self, settings_dict, alias="default"):
        self.settings_dict, self.alias = {"TIME_ZONE": None, **settings_dict}, alias
        self.features = DatabaseFeatures(self)
        self.ops = DatabaseOperations(self)
        self.connection = self
        self._needs_rollback = False
        self.queries_log = _Log()
        self._begin([])

    def _begin(self, wrappers):
        """No transaction is open, and nothing is left of one."""
        if _orm.in_transaction():
            _orm.control("ROLLBACK")
        self.autocommit = True
        self.in_atomic_block = self.closed_in_transaction = self.commit_on_exit = False
        self.needs_rollback = False
        self.rollback_exc = None
        self.savepoint_state = 0
        self.savepoint_ids, self.atomic_blocks = [], []
        self.run_on_commit = []
        self.run_commit_hooks_on_set_autocommit_on = False
        self.execute_wrappers = list(wrappers)
        self.force_debug_cursor = False
        self.errors_occurred = False

    def __repr__(self):
        return "<DatabaseWrapper vendor=%r alias=%r>" % (self.vendor, self.alias)

    # The parts that few programs ask for are made when they are.
    @property
    def introspection(self):
        from django.db.backends.sqlite3.introspection import DatabaseIntrospection

        return DatabaseIntrospection(self)

    @property
    def creation(self):
        from django.db.backends.sqlite3.creation import DatabaseCreation

        return DatabaseCreation(self)

    @property
    def operators(self):
        """The right-hand side of each lookup."""
        return _orm.lookup_operators()

    def schema_editor(self, *args, **kwargs):
        from django.db.backends.sqlite3.schema import DatabaseSchemaEditor

        return DatabaseSchemaEditor(self, *args, **kwargs)

    @property
    def needs_rollback(self):
        return self._needs_rollback

    @needs_rollback.setter
    def needs_rollback(self, value):
        if value != self._needs_rollback:
            self._needs_rollback = value
            _orm.set_broken(value)

    @property
    def queries_logged(self):
        return True

    @property
    def queries(self):
        if len(self.queries_log) == self.queries_limit:
            from warnings import warn

            warn("Limit for query logging exceeded, only the last %d queries will be returned." % self.queries_limit)
        return list(self.queries_log)

    @property
    def timezone(self):
        from datetime import timezone

        from django.conf import settings

        return timezone.utc if settings.USE_TZ else None

    timezone_name = "UTC"

    def ensure_connection(self):
        pass

    connect = close = close_if_unusable_or_obsolete = inc_thread_sharing = dec_thread_sharing = ensure_connection
    validate_thread_sharing = ensure_connection

    def is_usable(self):
        return True

    def cursor(self, name=None):
        return CursorWrapper(self)

    chunked_cursor = cursor

    def temporary_connection(self):
        return self.cursor()

    def execute_wrapper(self, wrapper):
        return _WrapperScope(self, wrapper)

    # Transactions
    def _control(self, sql):
        _orm.control(sql)

    def get_autocommit(self):
        return self.autocommit

    def set_autocommit(self, autocommit, force_begin_transaction_with_broken_autocommit=False):
        self.validate_no_atomic_block()
        if self.autocommit and not autocommit:
            self._control("BEGIN")
        elif autocommit and _orm.in_transaction():
            self._control("COMMIT")
        self.autocommit = autocommit
        if autocommit and self.run_commit_hooks_on_set_autocommit_on:
            self.run_and_clear_commit_hooks()
            self.run_commit_hooks_on_set_autocommit_on = False

    def commit(self):
        self.validate_no_atomic_block()
        if _orm.in_transaction():
            self._control("COMMIT")
        self.run_commit_hooks_on_set_autocommit_on = True

    def rollback(self):
        self.validate_no_atomic_block()
        if _orm.in_transaction():
            self._control("ROLLBACK")
        self.needs_rollback = False
        self.run_on_commit = []

    def savepoint(self):
        if self.autocommit:
            return None
        self.savepoint_state += 1
        sid = "s1_x%d" % self.savepoint_state
        self._control('SAVEPOINT "%s"' % sid)
        return sid

    def savepoint_rollback(self, sid):
        if not self.autocommit:
            self._control('ROLLBACK TO SAVEPOINT "%s"' % sid)
            self.run_on_commit = [entry for entry in self.run_on_commit if sid not in entry[0]]

    def savepoint_commit(self, sid):
        if not self.autocommit:
            self._control('RELEASE SAVEPOINT "%s"' % sid)

    def clean_savepoints(self):
        self.savepoint_state = 0

    def _outside(self):
        from django.db.transaction import TransactionManagementError

        return TransactionManagementError("The rollback flag doesn't work outside of an 'atomic' block.")

    def get_rollback(self):
        if not self.in_atomic_block:
            raise self._outside()
        return self.needs_rollback

    def set_rollback(self, rollback):
        if not self.in_atomic_block:
            raise self._outside()
        self.needs_rollback = rollback

    def validate_no_atomic_block(self):
        if self.in_atomic_block:
            from django.db.transaction import TransactionManagementError

            raise TransactionManagementError("This is forbidden when an 'atomic' block is active.")

    def validate_no_broken_transaction(self):
        if self._needs_rollback:
            from django.db.transaction import TransactionManagementError

            raise TransactionManagementError(
                "An error occurred in the current transaction. You can't "
                "execute queries until the end of the 'atomic' block."
            ) from self.rollback_exc

    def on_commit(self, func, robust=False):
        if not callable(func):
            raise TypeError("on_commit()'s callback must be a callable.")
        if self.in_atomic_block:
            self.run_on_commit.append((set(self.savepoint_ids), func, robust))
        elif not self.autocommit:
            from django.db.transaction import TransactionManagementError

            raise TransactionManagementError("on_commit() cannot be used in manual transaction management")
        else:
            self._call_hook(func, robust, "on_commit()")

    def run_and_clear_commit_hooks(self):
        self.validate_no_atomic_block()
        hooks, self.run_on_commit = self.run_on_commit, []
        while hooks:
            _, func, robust = hooks.pop(0)
            self._call_hook(func, robust, "on_commit() during transaction")

    @staticmethod
    def _call_hook(func, robust, where):
        try:
            func()
        except Exception as error:
            if not robust:
                raise
            from django.dispatch.dispatcher import log_error

            name = getattr(func, "__qualname__", func)
            log_error("django.db.backends.base", "Error calling %s in " + where + " (%s).", (name, error), error)

    def constraint_checks_disabled(self):
        from contextlib import nullcontext

        return nullcontext()

    def disable_constraint_checking(self):
        return True

    def enable_constraint_checking(self):
        pass

    def check_constraints(self, table_names=None):
        _orm.check_constraints()


class _WrapperScope:
    def __init__(self, db, wrapper):
        self.db, self.wrapper = db, wrapper

    def __enter__(self):
        self.db.execute_wrappers.append(self.wrapper)
        _tell_wrappers(self.db.execute_wrappers)

    def __exit__(self, *exc):
        self.db.execute_wrappers.pop()
        _tell_wrappers(self.db.execute_wrappers)
        return False


def _tell_wrappers(wrappers):
    tell = getattr(_orm, "set_execute_wrappers", None)
    if tell is not None:
        tell(list(wrappers))
