"""What is being answered just now, for whoever writes a line into the log.

Set for each message of a socket, so it has to cost next to nothing: what a line needs is worked
out when a line is written.
"""

import secrets
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any

LONGEST = 64
"""Characters of a stream's name that a line takes from a client."""


class Answering:
    """One message of a socket. `request` names it in all lines about it."""

    __slots__ = ("_fields", "_request")

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = fields
        self._request = ""

    @property
    def request(self) -> str:
        """The request's id, made when it is asked for first."""
        self._request = self._request or secrets.token_hex(8)
        return self._request

    @property
    def stream(self) -> str:
        """The conversation that the message names; empty if it names none."""
        named = self._fields.get("conversation")
        return named[:LONGEST] if isinstance(named, str) else ""


NOW: ContextVar[Answering | None] = ContextVar("answering", default=None)
"""What this task, and whatever it starts, is about."""

_lookups: list[Callable[[str], str]] = []


def know_numbers(lookup: Callable[[str], str]) -> None:
    """Lines carry the number of their conversation, where `lookup` gives one and not ''."""
    _lookups[:] = [lookup]


def number_of(stream: str) -> str:
    """The number of a conversation, if it is at hand."""
    return next((lookup(stream) for lookup in _lookups), "")
