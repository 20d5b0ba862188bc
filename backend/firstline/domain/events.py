"""Everything that can have happened to a conversation.

Each event is a fact that was decided once. It is stored for ever under its class name and
version (`store/codec.py`); a changed meaning needs a new version and an upcaster.
"""

from typing import Literal, get_args

from msgspec import Struct

from .context import Finding
from .moment import Moment

Mark = Literal["investigated", "acknowledged", "plain"]
ClockName = Literal["first_response", "resolution", "update"]
IncidentKind = Literal["incident", "under_way", "scheduled"]
"""An incident, or a maintenance window that has begun or is still to come."""
Channel = Literal["chat", "mail", "form"]
HandoffCause = Literal["asked", "complete", "time", "form", "incident_refused", "bot_away", "lost"]
PageVain = Literal["nobody", "failed", "silent"]
CloseCause = Literal[
    "settled", "solved", "confirmed", "silence", "joined", "customer", "lapsed", "incident_over"
]


class Attachment(Struct, frozen=True):
    """A stored file. `size` in bytes; `checked` says whether it was read for secrets (R27)."""

    id: str
    name: str
    size: int
    type: str
    checked: bool


class Secret(Struct, frozen=True):
    """A masked secret: what it was, and what stands in its place now (R27)."""

    kind: str
    shown: str


class Choice(Struct, frozen=True):
    """A button: the value that it sends and the label that was shown."""

    value: str
    label: str = ""


class Person(Struct, frozen=True, omit_defaults=True):
    """The customer as the company's site signed them (R01); `verified` is the server's word."""

    id: str = ""
    name: str = ""
    email: str = ""
    plan: str = ""
    organisation: str = ""
    verified: bool = False
    reads_organisation: bool = False


class NumberReserved(Struct, frozen=True, tag=True, tag_field="type"):
    """A widget was opened and got its number (R20). `policy` is the hash of the promise."""

    number: str
    channel: Channel
    customer: Person
    key_hash: str
    language: str
    browser_languages: tuple[str, ...]
    zone: str
    policy: str
    team: str
    demo: bool = False


class CustomerWrote(Struct, frozen=True, tag=True, tag_field="type"):
    """A human customer's message, already masked. `id` is the sender's own, stored once."""

    id: str
    text: str
    secrets: tuple[Secret, ...] = ()
    files: tuple[Attachment, ...] = ()
    choice: str = ""
    answers: int = 0
    joined_from: str = ""


class BotSaid(Struct, frozen=True, tag=True, tag_field="type"):
    """The bot's line as it was shown, with its key; `asks` names what it asked for."""

    key: str
    values: dict[str, str | int]
    text: str = ""
    choices: tuple[Choice, ...] = ()
    asks: str = ""


class DeskSaid(Struct, frozen=True, tag=True, tag_field="type"):
    """An automatic message of the desk itself: never an answer, never the bot (R08, R45)."""

    key: str
    values: dict[str, str | int]
    text: str = ""
    choices: tuple[Choice, ...] = ()


class AgentReplied(Struct, frozen=True, tag=True, tag_field="type"):
    """A person's public message, with what its writer says it is (R08)."""

    id: str
    by: str
    text: str
    mark: Mark
    secrets: tuple[Secret, ...] = ()
    files: tuple[Attachment, ...] = ()


class NoteAdded(Struct, frozen=True, tag=True, tag_field="type"):
    """A private note; `mentions` are ids of colleagues (R43)."""

    id: str
    by: str
    text: str
    mentions: tuple[str, ...] = ()
    secrets: tuple[Secret, ...] = ()


class CustomerSaw(Struct, frozen=True, tag=True, tag_field="type"):
    """Everything up to this position was shown to the customer (R32)."""

    upto: int


class LanguageChanged(Struct, frozen=True, tag=True, tag_field="type"):
    """All that is said after this is said in `language` (R22)."""

    language: str
    by: Literal["customer", "intake", "agent"]


class FindingsRecorded(Struct, frozen=True, tag=True, tag_field="type"):
    """What the intake, or the customer's correction, found (R23)."""

    findings: tuple[Finding, ...]
    by: Literal["intake", "customer"] = "intake"


class QuestionSkipped(Struct, frozen=True, tag=True, tag_field="type"):
    """The customer does not want to, or cannot, answer this."""

    asked: str


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
    """An open conversation of the customer, or a colleague's, may be about the same issue (R25)."""

    stream: str
    number: str
    subject: str
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


class HandedOff(Struct, frozen=True, tag=True, tag_field="type"):
    """The intake is over: a person is promised (R15).

    `open_questions` is the list, never growing, that the bot may still ask while queued (R30).
    `due_at` is set where time handed over; the clocks begin there, however late the sweep.
    """

    cause: HandoffCause
    open_questions: tuple[str, ...]
    severity: int
    missing: tuple[str, ...] = ()
    due_at: Moment | None = None


class TurnEnded(Struct, frozen=True, tag=True, tag_field="type"):
    """The bot is done with the customer's message at `upto`; `away` means it could not answer."""

    upto: int
    outcome: Literal["said", "away"]


class ConversationClaimed(Struct, frozen=True, tag=True, tag_field="type"):
    """An agent took it from the queue (R41)."""

    by: str


class ConversationAssigned(Struct, frozen=True, tag=True, tag_field="type"):
    """Somebody gave it to an agent."""

    to: str
    by: str


class ConversationReleased(Struct, frozen=True, tag=True, tag_field="type"):
    """Back to the queue of its team."""

    by: str
    reason: str = ""


class HandedToTeam(Struct, frozen=True, tag=True, tag_field="type"):
    """Another team goes on, with the reason (R42). No clock changes (R16)."""

    team: str
    reason: str
    by: str


class SeverityProposed(Struct, frozen=True, tag=True, tag_field="type"):
    """The intake's proposal (R10)."""

    severity: int


class SeveritySet(Struct, frozen=True, tag=True, tag_field="type"):
    """A person confirmed or changed the severity (R10)."""

    severity: int
    reason: str
    by: str


class TagsSet(Struct, frozen=True, tag=True, tag_field="type"):
    """The whole list of tags from now on."""

    tags: tuple[str, ...]
    by: str


class SubjectSet(Struct, frozen=True, tag=True, tag_field="type"):
    """What lists call this conversation."""

    subject: str
    by: str


class LanguageOpened(Struct, frozen=True, tag=True, tag_field="type"):
    """Nobody on shift speaks `language`: from now on any agent gets the conversation (R06)."""

    language: str


class WaitingStarted(Struct, frozen=True, tag=True, tag_field="type"):
    """The reply just sent asks the customer something; two clocks pause (R16)."""

    by: str


class ClockWarned(Struct, frozen=True, tag=True, tag_field="type"):
    """Three quarters of a promise are used up (R14)."""

    clock: ClockName
    due_at: Moment


class ClockMissed(Struct, frozen=True, tag=True, tag_field="type"):
    """A promise was missed at `due_at`, which may lie before earlier events (R14)."""

    clock: ClockName
    due_at: Moment


class ClockEscalated(Struct, frozen=True, tag=True, tag_field="type"):
    """A missed promise climbed one step: `to` names roles, such as lead or on_call (R14)."""

    clock: ClockName
    step: int
    to: tuple[str, ...]
    due_at: Moment


class StatusLineDue(Struct, frozen=True, tag=True, tag_field="type"):
    """The customer waited a whole update span without a person's word (R45)."""

    due_at: Moment


class CustomerReminded(Struct, frozen=True, tag=True, tag_field="type"):
    """We still wait for the customer's answer (R44)."""

    due_at: Moment


class InvestigationRevoked(Struct, frozen=True, tag=True, tag_field="type"):
    """A lead took the mark from the reply at `position` (R08)."""

    position: int
    reason: str
    by: str


class ConversationResolved(Struct, frozen=True, tag=True, tag_field="type"):
    """The solution as the customer gets it (R47)."""

    id: str
    by: str
    solution: str
    investigated: bool
    secrets: tuple[Secret, ...] = ()


class SolutionRejected(Struct, frozen=True, tag=True, tag_field="type"):
    """'Not solved': the clocks go on with what was left (R17)."""


class SolutionConfirmed(Struct, frozen=True, tag=True, tag_field="type"):
    """'Solved', said by the customer."""


class ConversationReopened(Struct, frozen=True, tag=True, tag_field="type"):
    """A person took it up again after it was resolved or closed."""

    by: str
    reason: str


class ConversationRated(Struct, frozen=True, tag=True, tag_field="type"):
    """One to five stars and a comment (R47)."""

    stars: int
    comment: str


class ConversationClosed(Struct, frozen=True, tag=True, tag_field="type"):
    """The end; every clock ends with it (R17)."""

    cause: CloseCause
    due_at: Moment | None = None


class MailTaken(Struct, frozen=True, tag=True, tag_field="type"):
    """A process holds the lease for mailing what is unseen up to `upto` (R32)."""

    upto: int
    attempt: int
    until: Moment


class MailSent(Struct, frozen=True, tag=True, tag_field="type"):
    """The mail server accepted it; for the customer's silence this is delivery."""

    upto: int


class MailFailed(Struct, frozen=True, tag=True, tag_field="type"):
    """This attempt failed; the next one is due at `again_at`, or never."""

    upto: int
    error: str
    again_at: Moment | None


class PageTaken(Struct, frozen=True, tag=True, tag_field="type"):
    """A process holds the lease for paging `person`, who is on call (R05).

    `key_hash` is of the key in the link with which that person acknowledges.
    """

    person: str
    attempt: int
    until: Moment
    key_hash: str


class PageSent(Struct, frozen=True, tag=True, tag_field="type"):
    """The service took the page; if nobody acknowledges, the next in line is due at `next_at`."""

    person: str
    attempt: int
    next_at: Moment


class PageFailed(Struct, frozen=True, tag=True, tag_field="type"):
    """This person could not be paged: the next in line is due at once."""

    person: str
    attempt: int
    error: str


class PageUnanswered(Struct, frozen=True, tag=True, tag_field="type"):
    """The whole line was tried in vain; it begins anew at `again_at`.

    nobody: no one is on call; failed: none of them could be paged; silent: none acknowledged.
    """

    why: PageVain
    again_at: Moment


class PageHeld(Struct, frozen=True, tag=True, tag_field="type"):
    """It rings the queue instead: the organisation's proposals were lowered too often (R10)."""

    lowered: int


class PageAcknowledged(Struct, frozen=True, tag=True, tag_field="type"):
    """Somebody has it: an agent in the inbox (`by`), or a person on call by their link."""

    by: str = ""
    person: str = ""


class SurgeRaised(Struct, frozen=True, tag=True, tag_field="type"):
    """Many customers write about the same in a short time, and no incident is published (R49).

    Kept by the conversation that was one too many. `topics` are what they share, `since` is when
    the first of them began, `customers` how many there are.
    """

    topics: tuple[str, ...]
    since: Moment
    customers: int


class SurgeGrew(Struct, frozen=True, tag=True, tag_field="type"):
    """There are more of them now."""

    customers: int


class SurgeDismissed(Struct, frozen=True, tag=True, tag_field="type"):
    """A lead says that it is none, or is taken care of."""

    by: str


class SurgeEnded(Struct, frozen=True, tag=True, tag_field="type"):
    """No more of them came for a while."""

    due_at: Moment


class ContentErased(Struct, frozen=True, tag=True, tag_field="type"):
    """The texts and personal fields of these positions are blank from now on (R52)."""

    positions: tuple[int, ...]
    by: str
    reason: str


class IntakeFlagged(Struct, frozen=True, tag=True, tag_field="type"):
    """An agent says what the intake should have asked, for the content editors (R71)."""

    text: str
    by: str


class FlagSettled(Struct, frozen=True, tag=True, tag_field="type"):
    """An editor is done with what was flagged at `position` (R71)."""

    position: int
    by: str


type Event = (
    NumberReserved
    | CustomerWrote
    | BotSaid
    | DeskSaid
    | AgentReplied
    | NoteAdded
    | CustomerSaw
    | LanguageChanged
    | FindingsRecorded
    | QuestionSkipped
    | IncidentOffered
    | IncidentDeclined
    | IncidentConfirmed
    | IncidentLinked
    | DuplicateOffered
    | DuplicateDeclined
    | ConversationJoined
    | SplitOffered
    | SplitDeclined
    | ConversationSplit
    | JoiningUndone
    | ConversationSeparated
    | HandedOff
    | TurnEnded
    | ConversationClaimed
    | ConversationAssigned
    | ConversationReleased
    | HandedToTeam
    | SeverityProposed
    | SeveritySet
    | TagsSet
    | SubjectSet
    | LanguageOpened
    | WaitingStarted
    | ClockWarned
    | ClockMissed
    | ClockEscalated
    | StatusLineDue
    | CustomerReminded
    | InvestigationRevoked
    | ConversationResolved
    | SolutionRejected
    | SolutionConfirmed
    | ConversationReopened
    | ConversationRated
    | ConversationClosed
    | MailTaken
    | MailSent
    | MailFailed
    | PageTaken
    | PageSent
    | PageFailed
    | PageUnanswered
    | PageHeld
    | PageAcknowledged
    | SurgeRaised
    | SurgeGrew
    | SurgeDismissed
    | SurgeEnded
    | ContentErased
    | IntakeFlagged
    | FlagSettled
)

EVENTS: tuple[type[Struct], ...] = get_args(Event.__value__)


class Recorded(Struct, frozen=True):
    """An event in its place. `at` is when it was recorded; it never decreases in a stream."""

    position: int
    at: Moment
    event: Event
