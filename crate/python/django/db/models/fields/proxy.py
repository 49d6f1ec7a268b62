"""OrderWrt: the hidden column of `order_with_respect_to`."""

from . import IntegerField


class OrderWrt(IntegerField):
    def __init__(self, *args, **kwargs):
        kwargs["name"] = "_order"
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def _orm_kind(self):
        return "IntegerField"
