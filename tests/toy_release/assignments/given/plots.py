"""A bar of stars."""


def bar(value):
    """As many stars as `value` says."""
    return "*" * int(value)
