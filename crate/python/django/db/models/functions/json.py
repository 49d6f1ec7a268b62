"""JSON values made from columns."""

from django.db.models.expressions import Func, Value


class JSONArray(Func):
    _orm = "JSONArray"
    _kind = "JSONField"
    function = "JSON_ARRAY"


class JSONObject(Func):
    _orm = "JSONObject"
    _kind = "JSONField"
    function = "JSON_OBJECT"

    def __init__(self, **fields):
        pairs = [part for name, value in fields.items() for part in (Value(name), value)]
        super().__init__(*pairs)
