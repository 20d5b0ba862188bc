"""What one line of a transcript is."""

from collections.abc import Callable
from typing import Any, Literal

from msgspec import Struct, field

from firstline.domain.events import (
    Attachment,
    Choice,
    Mark,
    Recorded,
    Secret,
)
from firstline.domain.moment import Moment

type NameOf = Callable[[str], str]
"""An agent's id to the name that people see."""

EntryKind = Literal["customer", "bot", "desk", "agent", "note", "event"]


class Author(Struct, frozen=True):
    """An agent as shown beside a message. Customers get the name alone."""

    id: str
    name: str


class Lead(Struct, frozen=True):
    """Another conversation that a line leads to; `conversation` may be unknown, its number not."""

    number: str
    conversation: str = ""


class Entry(Struct, frozen=True, omit_defaults=True):
    """One line of a transcript; which fields are there follows from `kind`."""

    position: int
    at: Moment
    kind: EntryKind
    id: str = ""
    text: str = ""
    author: Author | None = None
    secrets: tuple[Secret, ...] = ()
    released: tuple[Secret, ...] = ()
    files: tuple[Attachment, ...] = ()
    choices: tuple[Choice, ...] = ()
    asks: str = ""
    mark: Mark | Literal[""] = ""
    mentions: tuple[str, ...] = ()
    joined_from: str = ""
    key: str = ""
    lead: Lead | None = None
    values: dict[str, Any] = field(default_factory=dict, name="with")
    erased: bool = False


def fact(new: Recorded, key: str, **values: object) -> Entry:
    """A line that says what happened: its key, and values for the reader's own words."""
    return Entry(new.position, new.at, "event", key=key, values=values)
