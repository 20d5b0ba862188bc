"""What is blank from now on (R52)."""

from msgspec import Struct


class ContentErased(Struct, frozen=True, tag=True, tag_field="type"):
    """The texts and personal fields of these positions are blank from now on (R52)."""

    positions: tuple[int, ...]
    by: str
    reason: str


ErasureEvent = ContentErased
