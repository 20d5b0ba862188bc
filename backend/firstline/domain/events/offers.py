"""What was offered before the handoff, and what came of it (R24-R26)."""

from typing import Literal

from msgspec import Struct

from firstline.domain.context import Finding

IncidentKind = Literal["incident", "under_way", "scheduled"]
"""An incident, or a maintenance window that has begun or is still to come."""


class IncidentOffered(Struct, frozen=True, tag=True, tag_field="type"):
    """An incident or a maintenance window that may be the cause is on the status page (R24)."""

    incident: str
    title: str
    url: str
    kind: IncidentKind = "incident"


class IncidentDeclined(Struct, frozen=True, tag=True, tag_field="type"):
    """The customer says: that is not it."""

    incident: str


class IncidentConfirmed(Struct, frozen=True, tag=True, tag_field="type"):
    """The customer says 'that is it' when a person is promised already (R24).

    Nothing moves: a promise is not taken back by a button. The agent sees it on the card and
    decides. Said before the handoff, the same yes links (`IncidentLinked`).
    """

    incident: str
    title: str
    url: str


class IncidentLinked(Struct, frozen=True, tag=True, tag_field="type"):
    """The conversation waits with the incident: no queue and no clocks (R24)."""

    incident: str
    title: str
    url: str


class DuplicateOffered(Struct, frozen=True, tag=True, tag_field="type"):
    """An open conversation of the customer, or a colleague's, may be about the same issue (R25).

    Its words stay where they are, so that an erasure there leaves none behind here (R52).
    """

    stream: str
    number: str
    reasons: tuple[str, ...] = ()
    colleague: bool = False


class DuplicateDeclined(Struct, frozen=True, tag=True, tag_field="type"):
    """The customer says: that is another issue."""

    number: str


class ConversationJoined(Struct, frozen=True, tag=True, tag_field="type"):
    """What was said here now stands in the conversation `number` (R25)."""

    stream: str
    number: str


class JoiningUndone(Struct, frozen=True, tag=True, tag_field="type"):
    """What came from conversation `number` is another issue: that one goes on by itself (R25)."""

    number: str
    by: str


class ConversationSeparated(Struct, frozen=True, tag=True, tag_field="type"):
    """It is a conversation of its own again, as if it had never been joined to `number` (R25)."""

    number: str
    by: str


class SplitPart(Struct, frozen=True):
    """An issue that may become a conversation of its own: where it would go, and its words."""

    stream: str
    number: str
    text: str = ""


class SplitOffered(Struct, frozen=True, tag=True, tag_field="type"):
    """The message at `source` holds several issues (R26); `parts` are all but the first.

    `findings` are what the first one alone was found to contain.
    """

    source: int
    parts: tuple[SplitPart, ...]
    findings: tuple[Finding, ...] = ()


class SplitDeclined(Struct, frozen=True, tag=True, tag_field="type"):
    """The customer says: it is one issue."""


class ConversationSplit(Struct, frozen=True, tag=True, tag_field="type"):
    """The other issues of the message at `source` are conversations of their own now (R26)."""

    source: int
    numbers: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


OfferEvent = (
    IncidentOffered
    | IncidentDeclined
    | IncidentConfirmed
    | IncidentLinked
    | DuplicateOffered
    | DuplicateDeclined
    | ConversationJoined
    | JoiningUndone
    | ConversationSeparated
    | SplitOffered
    | SplitDeclined
    | ConversationSplit
)
