"""The state of a conversation: what is common to all of its life, and the phase it is in."""

from typing import Literal

from msgspec import Struct

from .clocks import Beat
from .context import Finding
from .events import Channel, ClockName, CloseCause, PageVain, Person, SplitPart
from .moment import Moment

PageReason = Literal["severity", "surge"] | ClockName


class Reserved(Struct, frozen=True, tag="reserved"):
    """A number, and nobody has said anything yet (R20)."""

    since: Moment


class InIntake(Struct, frozen=True, tag="intake"):
    """The bot gathers what an engineer will need. `since` is the customer's first message."""

    since: Moment


class LinkedToIncident(Struct, frozen=True, tag="incident"):
    """It waits with an incident: no queue, no clocks (R24)."""

    incident: str
    title: str
    url: str


class Queued(Struct, frozen=True, tag="queued"):
    """A person is promised; the first agent of the team who is free takes it."""


class Assigned(Struct, frozen=True, tag="assigned"):
    """An agent owns it."""

    agent: str


class WaitingForCustomer(Struct, frozen=True, tag="waiting"):
    """The agent asked; `position` and `since` are the question's (R16, R44)."""

    agent: str
    position: int
    since: Moment


class Resolved(Struct, frozen=True, tag="resolved"):
    """The customer has the solution; `position` and `since` are its own (R47)."""

    agent: str
    position: int
    since: Moment


class Closed(Struct, frozen=True, tag="closed"):
    """Read only."""

    cause: CloseCause


type Phase = (
    Reserved
    | InIntake
    | LinkedToIncident
    | Queued
    | Assigned
    | WaitingForCustomer
    | Resolved
    | Closed
)


class Offer(Struct, frozen=True):
    """Something that the customer is asked to say yes or no to (R24, R25)."""

    kind: Literal["incident", "duplicate", "split"]
    id: str
    title: str
    position: int
    url: str = ""
    number: str = ""
    reasons: tuple[str, ...] = ()
    planned: bool = False
    """Of an incident: whether it is a maintenance window."""
    colleague: bool = False
    """Of a duplicate: whether a colleague opened it."""
    source: int = 0
    parts: tuple[SplitPart, ...] = ()
    findings: tuple[Finding, ...] = ()
    """Of a split: the message, its other issues, and what the first contains."""


class Question(Struct, frozen=True):
    """What the bot asked last and nobody has answered."""

    asks: str
    position: int
    at: Moment


class Delivery(Struct, frozen=True):
    """When the newest question or solution was sent, first seen, and first accepted as mail."""

    position: int
    sent_at: Moment
    seen_at: Moment | None = None
    mailed_at: Moment | None = None


class Mailing(Struct, frozen=True):
    """The mail under way, and its newest attempt (R32)."""

    attempt: int = 0
    again_at: Moment | None = None
    upto: int = 0
    """What it tells ends there, whatever was said since, until it is sent or given up."""


class Page(Struct, frozen=True):
    """The people on call are wanted for it (R05)."""

    reasons: tuple[PageReason, ...]
    """What for: its severity, and clocks whose miss climbed to them. Empty: it came to an end."""
    since: Moment
    due: Moment
    """When the next step is to be taken, unless it ended."""
    person: str = ""
    """Who was paged last."""
    attempt: int = 0
    under_way: bool = False
    """Whether it is not known yet what became of this attempt."""
    tried: tuple[str, ...] = ()
    """Who had a page in this round of the line."""
    reached: bool = False
    """Whether a page of this round was taken by its service."""
    rounds: int = 0
    """Rounds in a row in which nobody could be paged."""
    vain: PageVain | Literal[""] = ""
    """How the last whole round ended, if one did."""
    keys: tuple[tuple[str, str], ...] = ()
    """Hash of the key in each link that went out, and who got it."""
    held: bool = False
    """It rings the queue instead (R10)."""
    answered_by: str = ""
    """The agent or the person on call who acknowledged."""
    answered_at: Moment | None = None

    @property
    def calls(self) -> bool:
        """Whether somebody is still to be paged."""
        return bool(self.reasons) and not self.held and self.answered_at is None


class Surge(Struct, frozen=True):
    """Many customers wrote about the same; this conversation keeps the alarm while it lasts."""

    topics: tuple[str, ...]
    since: Moment
    customers: int
    grew_at: Moment
    dismissed_by: str = ""


class Flag(Struct, frozen=True):
    """What the intake should have asked, in an agent's words, until an editor is done (R71)."""

    position: int
    text: str
    by: str
    at: Moment


class Conversation(Struct, frozen=True, kw_only=True):
    """A conversation after its event at `position`. Only `evolve` makes a new one."""

    number: str
    channel: Channel
    """Where it is answered now (R33)."""
    came_by: Channel
    """How it began."""
    customer: Person
    key_hash: str
    policy: str
    language: str
    zone: str
    browser_languages: tuple[str, ...]
    team: str
    phase: Phase

    position: int
    at: Moment
    language_chosen: bool = False
    """The customer chose it, so that what is detected no longer changes it (R22)."""
    any_language: bool = False
    """Nobody on shift spoke its language in time, so anybody may take it (R06)."""
    ids: tuple[str, ...] = ()
    """The newest message ids of clients, so that a repeat is stored once."""

    subject: str = ""
    snippet: str = ""
    customer_said: str = ""
    """The end of the customer's newest message: a secret may go on in the next (R27)."""
    told: str = ""
    """The beginning of all that the customer wrote, to be compared with others (R25)."""
    agent_said: str = ""
    """The end of the newest reply: the answer to 'what is your PIN?' is a secret (R27)."""
    tags: tuple[str, ...] = ()
    severity: int = 3
    severity_proposed: bool = True

    findings: tuple[Finding, ...] = ()
    asked: dict[str, int] = {}
    skipped: tuple[str, ...] = ()
    question: Question | None = None
    misunderstood: int = 0
    """Turns in a row that the bot made no sense of (R28)."""
    confused: bool = False
    """It has just said so, and the turn has not ended yet."""
    open_questions: tuple[str, ...] = ()
    offer: Offer | None = None
    declined: tuple[str, ...] = ()
    """Incidents and numbers that were answered, so that each is offered once."""
    confirmed: Offer | None = None
    """The incident that the customer took for the cause after the handoff: the agent's to judge."""
    handoff_missing: tuple[str, ...] = ()

    customer_position: int = 0
    customer_at: Moment = 0
    turn_position: int = 0
    bot_away: bool = False

    beats: tuple[Beat, ...] = ()
    fired: frozenset[str] = frozenset()
    missed: tuple[str, ...] = ()

    replied: dict[str, int] = {}
    """Agent -> position of their newest public reply."""
    changed_position: int = 0
    """The newest change of owner or state."""
    last_agent: str = ""

    seen: int = 0
    to_mail: tuple[tuple[int, Moment], ...] = ()
    """Position and time of what was neither seen nor mailed, oldest first; by mail what was not
    mailed (R32, R33)."""
    newest_answer: int = 0
    """Position of the newest public message of a person."""
    delivery: Delivery | None = None
    mail: Mailing = Mailing()
    mailed: tuple[int, ...] = ()
    """Up to where the mails told that were sent, oldest first: each may still come back."""
    bounced: tuple[int, ...] = ()
    """Those of them that did."""
    undelivered: int = 0
    """Where the newest solution went back to who solved it, since it reached nobody (R32)."""

    page: Page | None = None
    surge: Surge | None = None
    opened_at: Moment = 0
    """When the customer's first words came."""
    lowered_at: Moment | None = None
    """When a person lowered the severity 1 that the intake had proposed (R10)."""

    quotes: tuple[tuple[int, int], ...] = ()
    """Message and later event that repeats its words, by position: blanked together (R52)."""
    erased: frozenset[int] = frozenset()
    """Positions that are blank: what is still being read there is not to be recorded (R52)."""

    flags: tuple[Flag, ...] = ()
    """Those that are open, the oldest first."""

    solution: str = ""
    stars: int = 0
    comment: str = ""
    joined_to: str = ""
    joined_stream: str = ""
    before_joining: Phase | None = None
    """Where it stood when it was joined, in case that is undone."""
    joined_here: tuple[str, ...] = ()
    """Numbers of the conversations that were joined to this one."""

    @property
    def agent(self) -> str:
        """The owner's id, or an empty string."""
        match self.phase:
            case Assigned(agent=agent) | WaitingForCustomer(agent=agent):
                return agent
            case _:
                return ""

    @property
    def handed_off_at(self) -> Moment | None:
        """When the clocks began, or None."""
        return self.beats[0].at if self.beats else None
