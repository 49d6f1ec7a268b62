"""make_hashable()."""


def make_hashable(value):
    """A hashable stand-in for `value`, equal for equal values; TypeError if there is none."""
    if isinstance(value, dict):
        return tuple((key, make_hashable(inner)) for key, inner in sorted(value.items()))
    try:
        hash(value)
    except TypeError:
        if hasattr(value, "__iter__"):
            return tuple(make_hashable(inner) for inner in value)
        raise
    return value
