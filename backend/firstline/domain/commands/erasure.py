"""Blanking what was written (R52)."""

from msgspec import Struct


class RedactMessage(Struct, frozen=True):
    """Blank the texts at these positions, for ever (R52)."""

    positions: tuple[int, ...]
    reason: str


class EraseContent(Struct, frozen=True):
    """Blank every text and personal field: the customer is erased whole (R52)."""

    reason: str


ErasureCommand = RedactMessage | EraseContent
