"""An expression of a person's own class, after its own `resolve_expression` ran.

The native side asks an expression to resolve itself until it is told a node. This is the node: it passes on to
the person's object what a query asks of it, and is not asked to resolve anything again.
"""


class ResolvedShell:
    def __init__(self, expression):
        self.expression = expression

    def __getattr__(self, name):
        if name.startswith("__") or name == "expression":
            raise AttributeError(name)
        return getattr(self.expression, name)

    def __eq__(self, other):
        return isinstance(other, ResolvedShell) and self.expression == other.expression

    def __hash__(self):
        return hash(self.expression)

    def __repr__(self):
        return repr(self.expression)

    @property
    def output_field(self):
        return self.expression.output_field

    def resolve_expression(self, *args, **kwargs):
        return self

    def copy(self):
        return ResolvedShell(self.expression.copy())

    def get_source_expressions(self):
        return self.expression.get_source_expressions()

    def set_source_expressions(self, exprs):
        self.expression.set_source_expressions(exprs)

    def as_sql(self, compiler, connection, **extra_context):
        write = getattr(self.expression, f"as_{connection.vendor}", None) or self.expression.as_sql
        return write(compiler, connection, **extra_context)


def resolving_once(own):
    """A person's `resolve_expression`, whose answer of the same class is not asked again."""

    def resolve_expression(self, *args, **kwargs):
        answer = own(self, *args, **kwargs)
        outermost = type(self).resolve_expression is resolve_expression
        return ResolvedShell(answer) if outermost and type(answer) is type(self) else answer

    return resolve_expression
