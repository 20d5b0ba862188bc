"""Paging the people on call, and their answer (R05)."""

from msgspec import Struct


class TakePage(Struct, frozen=True):
    """Page who is next of `people`, who are in their order.

    `lowered`: how often proposals of the customer's organisation were lowered of late (R10).
    `key_hash` is of the key for the link.
    """

    people: tuple[str, ...]
    lowered: int
    key_hash: str


class RecordPageSent(Struct, frozen=True):
    """The service took this attempt's page."""

    attempt: int


class RecordPageFailed(Struct, frozen=True):
    """The service did not."""

    attempt: int
    error: str


class AcceptPage(Struct, frozen=True):
    """The person on call whose key has this hash acknowledges."""

    key_hash: str


class AcknowledgePage(Struct, frozen=True):
    """An agent acknowledges: nobody else need be woken (R05)."""


PagerCommand = TakePage | RecordPageSent | RecordPageFailed | AcceptPage | AcknowledgePage
