"""The row: what lists show of a conversation, written together with its events."""

from typing import Any

from msgspec import Struct

from .moment import Moment


class Row(Struct, frozen=True):
    """One line of the lists.

    `body` is what the inbox shows, opaque to the store. `keys` are (list, sort key) pairs under
    which `find` lists it; `unique_keys` no other stream may hold. `due` is the next moment at
    which a Tick has something to do.
    """

    stream: str
    version: int
    body: dict[str, Any]
    keys: tuple[tuple[str, str], ...] = ()
    unique_keys: tuple[str, ...] = ()
    due: Moment | None = None
