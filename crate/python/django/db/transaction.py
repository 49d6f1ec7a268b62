"""Transactions: atomic(), on_commit(), savepoints."""

from contextlib import ContextDecorator

from django.db.utils import DEFAULT_DB_ALIAS, DatabaseError, Error, ProgrammingError


class TransactionManagementError(ProgrammingError):
    pass


def get_connection(using=None):
    from django.db import connections

    return connections[using or DEFAULT_DB_ALIAS]


def get_autocommit(using=None):
    return get_connection(using).get_autocommit()


def set_autocommit(autocommit, using=None):
    return get_connection(using).set_autocommit(autocommit)


def commit(using=None):
    get_connection(using).commit()


def rollback(using=None):
    get_connection(using).rollback()


def savepoint(using=None):
    import warnings

    from django.utils.deprecation import RemovedInDjango2028Warning

    warnings.warn(
        "savepoint() is deprecated. Use savepoint_create() instead.",
        category=RemovedInDjango2028Warning,
        stacklevel=2,
    )
    return savepoint_create(using=using)


def savepoint_create(using=None):
    return get_connection(using).savepoint()


def savepoint_rollback(sid, using=None):
    get_connection(using).savepoint_rollback(sid)


def savepoint_commit(sid, using=None):
    get_connection(using).savepoint_commit(sid)


def clean_savepoints(using=None):
    get_connection(using).clean_savepoints()


def get_rollback(using=None):
    return get_connection(using).get_rollback()


def set_rollback(rollback, using=None):
    return get_connection(using).set_rollback(rollback)


class mark_for_rollback_on_error:
    """An exception inside breaks the surrounding atomic block, if there is one."""

    def __init__(self, using=None):
        self.using = using

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        if exc_type is not None and issubclass(exc_type, Exception):
            connection = get_connection(self.using)
            if connection.in_atomic_block:
                connection.needs_rollback = True
                connection.rollback_exc = exc_value
        return False


def on_commit(func, using=None, robust=False):
    get_connection(using).on_commit(func, robust)


class Atomic(ContextDecorator):
    """A block whose changes are kept or dropped together."""

    def __init__(self, using, savepoint, durable):
        self.using, self.savepoint, self.durable = using, savepoint, durable
        self._from_testcase = False

    def __enter__(self):
        connection = get_connection(self.using)
        blocks = connection.atomic_blocks
        if self.durable and blocks and not blocks[-1]._from_testcase:
            raise RuntimeError("A durable atomic block cannot be nested within another atomic block.")
        if not connection.in_atomic_block:
            connection.commit_on_exit = True
            connection.needs_rollback = False
            if not connection.get_autocommit():
                # A transaction that was begun by hand: the block is inside it.
                connection.in_atomic_block = True
                connection.commit_on_exit = False
        if connection.in_atomic_block:
            make = self.savepoint and not connection.needs_rollback
            connection.savepoint_ids.append(connection.savepoint() if make else None)
        else:
            connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
            connection.in_atomic_block = True
        blocks.append(self)

    def __exit__(self, exc_type, exc_value, traceback):
        connection = get_connection(self.using)
        if connection.in_atomic_block:
            connection.atomic_blocks.pop()
        sid = None
        if connection.savepoint_ids:
            sid = connection.savepoint_ids.pop()
        else:
            connection.in_atomic_block = False
        try:
            if connection.closed_in_transaction:
                pass
            elif exc_type is None and not connection.needs_rollback:
                if not connection.in_atomic_block:
                    self._commit(connection)
                elif sid is not None:
                    self._release(connection, sid)
            else:
                connection.needs_rollback = False
                self._undo(connection, sid)
        finally:
            if not connection.in_atomic_block:
                connection.set_autocommit(True)
            elif not connection.savepoint_ids and not connection.commit_on_exit:
                connection.in_atomic_block = False

    @staticmethod
    def _commit(connection):
        try:
            connection.commit()
        except DatabaseError:
            try:
                connection.rollback()
            except Error:
                connection.close()
            raise

    @staticmethod
    def _release(connection, sid):
        try:
            connection.savepoint_commit(sid)
        except DatabaseError:
            try:
                connection.savepoint_rollback(sid)
                connection.savepoint_commit(sid)
            except Error:
                connection.needs_rollback = True
            raise

    @staticmethod
    def _undo(connection, sid):
        if not connection.in_atomic_block:
            try:
                connection.rollback()
            except Error:
                connection.close()
        elif sid is None:
            # The block that has a savepoint, or the outermost one, undoes it.
            connection.needs_rollback = True
        else:
            try:
                connection.savepoint_rollback(sid)
                connection.savepoint_commit(sid)
            except Error:
                connection.needs_rollback = True


def atomic(using=None, savepoint=True, durable=False):
    if callable(using):
        return Atomic(DEFAULT_DB_ALIAS, savepoint, durable)(using)
    return Atomic(using, savepoint, durable)


def non_atomic_requests(using=None):
    return using if callable(using) else lambda view: view
