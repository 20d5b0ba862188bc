"""The lines of an export: JSON Lines, one conversation behind the other (docs/operating.md).

A promise stands before the first conversation that started under it. A conversation is its events,
the pieces of its files, and a last line that says what had to come. Lines are hashed as bytes, so
that nothing can be changed, lost or moved unnoticed.
"""

from typing import Any

import msgspec
from msgspec import Struct

from firstline.domain.errors import OperatorError


class BadLine(OperatorError):
    """A line of an import cannot be used; the message says where and what was expected."""


class PromiseLine(Struct, frozen=True, forbid_unknown_fields=True):
    """A promise as it was kept; `policy` is its hash."""

    policy: str
    text: str


class EventLine(Struct, frozen=True, forbid_unknown_fields=True):
    """One event, in its stored form."""

    stream: str
    position: int
    at: int
    version: int
    event: dict[str, Any]


class FileLine(Struct, frozen=True, forbid_unknown_fields=True):
    """A piece of a file in Base64, from `offset` on. `size` and `offset` are in bytes."""

    stream: str
    file: str
    sha256: str
    size: int
    offset: int
    content: bytes


class EndLine(Struct, frozen=True, forbid_unknown_fields=True):
    """Behind a conversation: its number, how much it was, and the hash of all its lines."""

    stream: str
    number: str
    events: int
    files: int
    sha256: str


type Line = PromiseLine | EventLine | FileLine | EndLine

KINDS: dict[str, type[Line]] = {
    "policy": PromiseLine,
    "event": EventLine,
    "content": FileLine,
    "number": EndLine,
}
"""The field that only lines of this kind have."""

encode = msgspec.json.Encoder().encode


def decode(line: bytes) -> Line:
    """Raises BadLine with what was expected."""
    try:
        fields = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
        kind = next(kind for field, kind in KINDS.items() if field in fields)
        return msgspec.json.decode(line, type=kind)
    except StopIteration:
        expected = "a promise, an event, a piece of a file or the end of a conversation"
        raise BadLine(f"expected {expected}") from None
    except msgspec.DecodeError as error:
        raise BadLine(f"expected a line of an export: {error}") from error
