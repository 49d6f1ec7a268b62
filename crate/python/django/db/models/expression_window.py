"""Window functions: what they run over."""

from enum import Enum

from django.db.models.expression_base import Expression
from django.db.models.expression_compound import ExpressionList, OrderByList
from django.db.models.expression_nodes import Value


class Window(Expression):
    _orm = "Window"
    template = "%(expression)s OVER (%(window)s)"
    contains_aggregate = False
    contains_over_clause = True

    def __init__(self, expression, partition_by=None, order_by=None, frame=None, output_field=None):
        if not getattr(expression, "window_compatible", False):
            raise ValueError(f"Expression '{expression.__class__.__name__}' isn't compatible with OVER clauses.")
        if partition_by is not None:
            if not isinstance(partition_by, (tuple, list)):
                partition_by = (partition_by,)
            partition_by = ExpressionList(*partition_by)
        self.partition_by = partition_by
        self.order_by = OrderByList.from_param("Window.order_by", order_by)
        self.frame = frame
        super().__init__(output_field=output_field)
        self.source_expression = self._parse_expressions(expression)[0]

    def _resolve_output_field(self):
        return self.source_expression.output_field

    def get_source_expressions(self):
        return [self.source_expression, self.partition_by, self.order_by, self.frame]

    def set_source_expressions(self, exprs):
        self.source_expression, self.partition_by, self.order_by, self.frame = exprs

    def __str__(self):
        partition_by = f"PARTITION BY {self.partition_by}" if self.partition_by else ""
        return f"{self.source_expression} OVER ({partition_by}{self.order_by or ''}{self.frame or ''})"

    def __repr__(self):
        return f"<{self.__class__.__name__}: {self}>"

    def get_group_by_cols(self):
        lists = [items for items in (self.partition_by, self.order_by) if items]
        return [col for items in lists for col in items.get_group_by_cols()]


class WindowFrameExclusion(Enum):
    CURRENT_ROW = "CURRENT ROW"
    GROUP = "GROUP"
    TIES = "TIES"
    NO_OTHERS = "NO OTHERS"

    def __repr__(self):
        return f"{self.__class__.__qualname__}.{self._name_}"


class WindowFrame(Expression):
    _orm = "WindowFrame"
    template = "%(frame_type)s BETWEEN %(start)s AND %(end)s%(exclude)s"

    def __init__(self, start=None, end=None, exclusion=None):
        self.start = Value(start)
        self.end = Value(end)
        if exclusion is not None and not isinstance(exclusion, WindowFrameExclusion):
            raise TypeError(f"{self.__class__.__qualname__}.exclusion must be a WindowFrameExclusion instance.")
        self.exclusion = exclusion

    def get_source_expressions(self):
        return [self.start, self.end]

    def set_source_expressions(self, exprs):
        self.start, self.end = exprs

    def window_frame_start_end(self, connection, start, end):
        raise NotImplementedError("Subclasses must implement window_frame_start_end().")

    def get_exclusion(self):
        return "" if self.exclusion is None else f" EXCLUDE {self.exclusion.value}"

    def __repr__(self):
        return f"<{self.__class__.__name__}: {self}>"

    def __str__(self):
        def bound(value, unbounded):
            if value is None:
                return unbounded
            if value == 0:
                return "CURRENT ROW"
            return f"{abs(value)} {'PRECEDING' if value < 0 else 'FOLLOWING'}"

        return self.template % {
            "frame_type": self.frame_type,
            "start": bound(self.start.value, "UNBOUNDED PRECEDING"),
            "end": bound(self.end.value, "UNBOUNDED FOLLOWING"),
            "exclude": self.get_exclusion(),
        }

    def get_group_by_cols(self):
        return []


class RowRange(WindowFrame):
    _orm = "RowRange"
    frame_type = "ROWS"


class ValueRange(WindowFrame):
    _orm = "ValueRange"
    frame_type = "RANGE"
