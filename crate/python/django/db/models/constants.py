"""Constants that several modules share."""

from enum import Enum

LOOKUP_SEP = "__"


class OnConflict(Enum):
    IGNORE = "ignore"
    UPDATE = "update"
