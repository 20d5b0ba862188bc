"""Incidents, other conversations and splits, offered and carried out (R24-R26)."""

from msgspec import Struct

from firstline.domain.context import Finding
from firstline.domain.events import Attachment, IncidentKind, Secret, SplitPart
from firstline.domain.moment import Moment

from .messages import MessageId
from .opening import ReserveNumber


class OfferIncident(Struct, frozen=True):
    """The status page shows an incident or a maintenance window that fits (R24).

    `begins_at` and `ends_at` are a window's; `stale_at` is when the page could be read last, if
    that is some time ago. A moment of 0 is unknown.
    """

    incident: str
    title: str
    url: str = ""
    kind: IncidentKind = "incident"
    begins_at: Moment = 0
    ends_at: Moment = 0
    stale_at: Moment = 0


class OfferDuplicate(Struct, frozen=True):
    """An open conversation of this customer, or of a colleague, fits (R25); `reasons` say why.

    `begun_at` is when its first words came.
    """

    stream: str
    number: str
    begun_at: Moment
    reasons: tuple[str, ...] = ()
    colleague: bool = False


class JoinedMessage(Struct, frozen=True):
    """A message that moves from a joined conversation."""

    id: MessageId
    text: str
    secrets: tuple[Secret, ...] = ()
    files: tuple[Attachment, ...] = ()
    released: tuple[Secret, ...] = ()


class AcceptJoined(Struct, frozen=True):
    """Take what was said in conversation `number` as the customer's messages here (R25)."""

    number: str
    messages: tuple[JoinedMessage, ...]


class UndoJoining(Struct, frozen=True):
    """What was joined here from conversation `number` is another issue after all (R25)."""

    number: str


class SeparateConversation(Struct, frozen=True):
    """A joined conversation is one of its own again: the other half of `UndoJoining`."""


class OfferSplit(Struct, frozen=True):
    """The message at `source` holds several issues: `first`, and `parts` with new numbers (R26).

    `findings` are what the first alone was found to contain.
    """

    source: int
    first: str
    parts: tuple[SplitPart, ...]
    findings: tuple[Finding, ...] = ()


class OpenApart(Struct, frozen=True):
    """A conversation for one issue of another conversation's message (R26)."""

    reserve: ReserveNumber
    message: JoinedMessage
    number: str
    stream: str

    @property
    def policy(self) -> str:
        """The version of the promise that both are under."""
        return self.reserve.policy


class WithdrawOffer(Struct, frozen=True):
    """What was offered is no longer open."""


OfferCommand = (
    OfferIncident
    | OfferDuplicate
    | AcceptJoined
    | UndoJoining
    | SeparateConversation
    | OfferSplit
    | OpenApart
    | WithdrawOffer
)
