"""The connection, the router and the database's exception classes."""

from django.db.utils import (
    DEFAULT_DB_ALIAS,
    DJANGO_VERSION_PICKLE_KEY,
    ConnectionHandler,
    ConnectionRouter,
    DatabaseError,
    DataError,
    Error,
    IntegrityError,
    InterfaceError,
    InternalError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
)

connections = ConnectionHandler()
router = ConnectionRouter()
# One database: the name stands for it directly.
connection = connections[DEFAULT_DB_ALIAS]

__all__ = [
    "connection", "connections", "router", "DatabaseError", "IntegrityError", "InternalError",
    "ProgrammingError", "DataError", "NotSupportedError", "Error", "InterfaceError", "OperationalError",
    "DEFAULT_DB_ALIAS", "DJANGO_VERSION_PICKLE_KEY", "reset_queries", "close_old_connections",
]


def reset_queries(**kwargs):
    connection.queries_log.clear()


def close_old_connections(**kwargs):
    """The connection lives as long as the session."""
