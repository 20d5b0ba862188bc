"""Tuples in which each value stands once."""


def including(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    """With this value."""
    return values if value in values else (*values, value)


def excluding(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    """Without this value."""
    return tuple(one for one in values if one != value)
