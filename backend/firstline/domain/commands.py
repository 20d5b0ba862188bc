"""Every order that can be given to a conversation. Who gave it and when stands in the `Order`."""

from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

from .context import Finding, What
from .events import Attachment, Channel, IncidentKind, Mark, Person, Secret, SplitPart
from .moment import Moment


class Customer(Struct, frozen=True, tag=True, tag_field="type"):
    """The customer of this conversation; access was checked before."""


class Agent(Struct, frozen=True, tag=True, tag_field="type"):
    """A person of the desk."""

    id: str
    name: str
    role: Literal["agent", "lead", "editor", "admin"] = "agent"

    @property
    def leads(self) -> bool:
        """Whether this person may do what a lead may."""
        return self.role in {"lead", "admin"}

    @property
    def edits(self) -> bool:
        """Whether this person may do what a content editor may."""
        return self.role in {"editor", "admin"}


class System(Struct, frozen=True, tag=True, tag_field="type"):
    """A part of the desk itself: intake, sweeper, outbox, desk."""

    part: str


type Actor = Customer | Agent | System


class ReserveNumber(Struct, frozen=True):
    """Open the widget: a number before anything else (R20)."""

    number: str
    channel: Channel
    customer: Person
    key_hash: str
    language: str
    browser_languages: tuple[str, ...]
    zone: str
    policy: str


type MessageId = Annotated[str, Meta(min_length=1, max_length=64)]
"""The sender's own id of a message, so that sending twice stores once."""


class PostMessage(Struct, frozen=True):
    """The customer says something."""

    id: MessageId
    text: str = ""
    secrets: tuple[Secret, ...] = ()
    files: tuple[Attachment, ...] = ()


class ChooseOption(Struct, frozen=True):
    """The customer pressed a button of the entry at `position`."""

    id: MessageId
    position: Annotated[int, Meta(ge=1, le=2**53)]
    value: str


class AskForPerson(Struct, frozen=True):
    """The button that needs no bot (R28)."""

    id: MessageId


class ChangeLanguage(Struct, frozen=True):
    """Everything said after follows (R22)."""

    language: str


class SubmitForm(Struct, frozen=True):
    """The short form instead of the bot (R31)."""

    id: MessageId
    description: str
    request: str = ""
    response: str = ""
    time: str = ""
    impact: str = ""
    secrets: tuple[Secret, ...] = ()
    files: tuple[Attachment, ...] = ()


class CorrectFinding(Struct, frozen=True):
    """The customer puts right what was understood (R23)."""

    what: What
    value: str


class MarkSeen(Struct, frozen=True):
    """Everything up to `position` was shown to the customer."""

    position: int


class JudgeSolution(Struct, frozen=True):
    """'Solved' or 'not solved' (R47)."""

    solved: bool


class RateConversation(Struct, frozen=True):
    """Stars, one to five, and a comment (R47)."""

    stars: int
    comment: str = ""


class CloseConversation(Struct, frozen=True):
    """The customer ends it."""


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
    """An open conversation of this customer, or of a colleague, fits (R25); `reasons` say why."""

    stream: str
    number: str
    subject: str
    reasons: tuple[str, ...] = ()
    colleague: bool = False


class JoinedMessage(Struct, frozen=True):
    """A message that moves from a joined conversation."""

    id: MessageId
    text: str
    secrets: tuple[Secret, ...] = ()
    files: tuple[Attachment, ...] = ()


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


class Say(Struct, frozen=True):
    """A line of the bot, by its key."""

    key: str
    values: dict[str, str | int] = {}
    choices: tuple[str, ...] = ()
    asks: str = ""


class Act(Struct, frozen=True):
    """What the bot wants done: hand_off, settle, skip, join ... (DESIGN, section 5)."""

    do: str
    to: str = ""


class RecordFindings(Struct, frozen=True):
    """What the intake found in the message at `saw`, before anything is asked."""

    saw: int
    findings: tuple[Finding, ...] = ()
    language: str = ""


class TakeTurn(Struct, frozen=True):
    """The bot's turn, computed for the customer's message at `saw`."""

    saw: int
    outcome: Literal["said", "away"]
    findings: tuple[Finding, ...] = ()
    corrected: tuple[Finding, ...] = ()
    """What the customer put right: it replaces what was known, however sure that was."""
    says: tuple[Say, ...] = ()
    acts: tuple[Act, ...] = ()


class ClaimConversation(Struct, frozen=True):
    """Take it from the queue."""


class AssignConversation(Struct, frozen=True):
    """Give it to an agent, oneself included."""

    to: str


class ReleaseConversation(Struct, frozen=True):
    """Put it back into its team's queue."""

    reason: str = ""


class HandToTeam(Struct, frozen=True):
    """Hand it to the team that can, with the reason (R42)."""

    team: str
    reason: str


class Reply(Struct, frozen=True):
    """Answer in public. `saw` is the newest position its writer had seen (R41)."""

    id: MessageId
    text: str
    mark: Mark
    saw: int
    then: Literal["stay", "wait"] = "stay"
    secrets: tuple[Secret, ...] = ()
    files: tuple[Attachment, ...] = ()


class AddNote(Struct, frozen=True):
    """A private note, with the colleagues it mentions."""

    id: MessageId
    text: str
    mentions: tuple[str, ...] = ()
    secrets: tuple[Secret, ...] = ()


class SetSeverity(Struct, frozen=True):
    """Confirm or change the severity, with a reason (R10)."""

    severity: int
    reason: str


class SetTags(Struct, frozen=True):
    """The whole list of tags."""

    tags: tuple[str, ...]


class SetSubject(Struct, frozen=True):
    """What lists call it."""

    subject: str


class ResolveConversation(Struct, frozen=True):
    """Send the solution. `investigated`: it is also the first investigated answer (R17)."""

    id: MessageId
    solution: str
    saw: int
    investigated: bool = False
    secrets: tuple[Secret, ...] = ()


class ReopenConversation(Struct, frozen=True):
    """Take it up again."""

    reason: str


class FlagIntake(Struct, frozen=True):
    """What the intake should have asked, in a few words (R71)."""

    text: str


class SettleFlag(Struct, frozen=True):
    """An editor is done with the flag at `position` (R71)."""

    position: int


class RevokeInvestigation(Struct, frozen=True):
    """A lead takes the mark from a reply (R08)."""

    position: int
    reason: str


class RedactMessage(Struct, frozen=True):
    """Blank the texts at these positions, for ever (R52)."""

    positions: tuple[int, ...]
    reason: str


class EraseContent(Struct, frozen=True):
    """Blank every text and personal field: the customer is erased whole (R52)."""

    reason: str


class Tick(Struct, frozen=True):
    """Time has passed. `mail`: whether this desk can send mail; None leaves mail alone."""

    mail: bool | None = None


class OpenToAllLanguages(Struct, frozen=True):
    """Nobody on shift speaks the customer's language; `answers_in` is the team's own (R06)."""

    answers_in: str


class RecordMailSent(Struct, frozen=True):
    """The mail server accepted the mail."""

    upto: int


class RecordMailFailed(Struct, frozen=True):
    """The mail server did not."""

    upto: int
    error: str


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


class RaiseSurge(Struct, frozen=True):
    """So many customers wrote about the same since then (R49)."""

    topics: tuple[str, ...]
    since: Moment
    customers: int


class GrowSurge(Struct, frozen=True):
    """One more conversation belongs to it."""

    customers: int


class DismissSurge(Struct, frozen=True):
    """A lead puts the alarm away."""


type Command = (
    ReserveNumber
    | PostMessage
    | ChooseOption
    | AskForPerson
    | ChangeLanguage
    | SubmitForm
    | CorrectFinding
    | MarkSeen
    | JudgeSolution
    | RateConversation
    | CloseConversation
    | OfferIncident
    | OfferDuplicate
    | AcceptJoined
    | UndoJoining
    | SeparateConversation
    | OfferSplit
    | OpenApart
    | WithdrawOffer
    | RecordFindings
    | TakeTurn
    | ClaimConversation
    | AssignConversation
    | ReleaseConversation
    | HandToTeam
    | Reply
    | AddNote
    | SetSeverity
    | SetTags
    | SetSubject
    | ResolveConversation
    | ReopenConversation
    | FlagIntake
    | SettleFlag
    | RevokeInvestigation
    | RedactMessage
    | EraseContent
    | Tick
    | OpenToAllLanguages
    | RecordMailSent
    | RecordMailFailed
    | TakePage
    | RecordPageSent
    | RecordPageFailed
    | AcceptPage
    | AcknowledgePage
    | RaiseSurge
    | GrowSurge
    | DismissSurge
)

COMMANDS: tuple[type[Struct], ...] = get_args(Command.__value__)


class Order(Struct, frozen=True):
    """A command with its time and giver. Both arrive from outside: the domain has no clock."""

    at: Moment
    by: Actor
    command: Command
