"""What people see of a conversation: entries of the transcript and the card beside it.

Both are made from events and state by pure functions, once for customers and once for agents, so
that what a customer must not see is decided here and nowhere else. The browser's types are
generated from these structs.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

from msgspec import Struct, field

from .domain.context import Finding, states, value_of
from .domain.conversation import (
    Assigned,
    Closed,
    Conversation,
    InIntake,
    LinkedToIncident,
    Offer,
    Queued,
    Reserved,
    Resolved,
    WaitingForCustomer,
)
from .domain.deadlines import clocks_of, first_response_runs
from .domain.events import (
    AgentReplied,
    Attachment,
    BotSaid,
    Choice,
    ClockEscalated,
    ClockMissed,
    ClockWarned,
    ContentErased,
    ConversationAssigned,
    ConversationClaimed,
    ConversationClosed,
    ConversationJoined,
    ConversationRated,
    ConversationReleased,
    ConversationReopened,
    ConversationResolved,
    CustomerWrote,
    DeskSaid,
    DuplicateDeclined,
    DuplicateOffered,
    HandedOff,
    HandedToTeam,
    IncidentConfirmed,
    IncidentDeclined,
    IncidentLinked,
    IncidentOffered,
    InvestigationRevoked,
    LanguageChanged,
    MailSent,
    NoteAdded,
    QuestionSkipped,
    Recorded,
    Secret,
    SeveritySet,
    SolutionConfirmed,
    SolutionRejected,
    SubjectSet,
    TagsSet,
    WaitingStarted,
)
from .domain.evolve import clock_key
from .domain.moment import Moment
from .domain.policy import Policy
from .domain.row import Row, phase_name
from .times import clock_time

type NameOf = Callable[[str], str]
"""An agent's id to the name that people see."""

EntryKind = Literal["customer", "bot", "desk", "agent", "note", "event"]


class Author(Struct, frozen=True):
    """An agent as shown beside a message."""

    id: str
    name: str


class Entry(Struct, frozen=True, omit_defaults=True):
    """One line of a transcript; which fields are there follows from `kind`."""

    position: int
    at: Moment
    kind: EntryKind
    id: str = ""
    text: str = ""
    author: Author | None = None
    secrets: tuple[Secret, ...] = ()
    files: tuple[Attachment, ...] = ()
    choices: tuple[Choice, ...] = ()
    asks: str = ""
    mark: str = ""
    mentions: tuple[str, ...] = ()
    joined_from: str = ""
    key: str = ""
    values: dict[str, Any] = field(default_factory=dict, name="with")
    erased: bool = False


def since(recorded: list[Recorded], after: int) -> list[Recorded]:
    """What a client lacks that is at `after`: what came since, and what was blanked since."""
    new = [one for one in recorded if one.position > after]
    erased = {
        position
        for one in new
        if isinstance(one.event, ContentErased)
        for position in one.event.positions
    }
    return [one for one in recorded if one.position > after or one.position in erased]


def for_customer(recorded: Iterable[Recorded], name_of: NameOf) -> list[Entry]:
    """What a customer sees: public messages and the change of language. No marks, no notes."""
    entries: list[Entry] = []
    for new in recorded:
        match new.event:
            case NoteAdded():
                continue
            case AgentReplied() as said:
                entries.append(_agent_line(new, said, name_of, mark=""))
            case LanguageChanged(language=language):
                entries.append(_happened(new, "language_changed", language=language))
            case _:
                entries.extend(_public(new))
    return entries


def for_agent(recorded: Iterable[Recorded], name_of: NameOf) -> list[Entry]:
    """Everything that an agent sees, notes, marks and what happened included."""
    entries: list[Entry] = []
    for new in recorded:
        match new.event:
            case AgentReplied() as said:
                entries.append(_agent_line(new, said, name_of, said.mark))
            case NoteAdded() as note:
                entries.append(_note_line(new, note, name_of))
            case _:
                entries.extend(_public(new) or _fact(new, name_of))
    return entries


def _public(new: Recorded) -> list[Entry]:
    match new.event:
        case CustomerWrote() as said:
            return [_customer_line(new, said)]
        case BotSaid() as said:
            return [_automatic_line(new, "bot", said)]
        case DeskSaid() as said:
            return [_automatic_line(new, "desk", said)]
        case _:
            return []


def _customer_line(new: Recorded, said: CustomerWrote) -> Entry:
    return Entry(
        new.position,
        new.at,
        "customer",
        id=said.id,
        text=said.text,
        secrets=said.secrets,
        files=said.files,
        joined_from=said.joined_from,
        erased=not said.text and not said.files,
    )


def _automatic_line(new: Recorded, kind: Literal["bot", "desk"], said: BotSaid | DeskSaid) -> Entry:
    asks = said.asks if isinstance(said, BotSaid) else ""
    return Entry(
        new.position,
        new.at,
        kind,
        key=said.key,
        text=said.text,
        choices=said.choices,
        asks=asks,
        erased=not said.text,
    )


def _agent_line(new: Recorded, said: AgentReplied, name_of: NameOf, mark: str) -> Entry:
    return Entry(
        new.position,
        new.at,
        "agent",
        id=said.id,
        author=Author(said.by, name_of(said.by)),
        text=said.text,
        mark=mark,
        secrets=said.secrets,
        files=said.files,
        erased=not said.text and not said.files,
    )


def _note_line(new: Recorded, note: NoteAdded, name_of: NameOf) -> Entry:
    return Entry(
        new.position,
        new.at,
        "note",
        id=note.id,
        author=Author(note.by, name_of(note.by)),
        text=note.text,
        mentions=note.mentions,
        secrets=note.secrets,
        erased=not note.text,
    )


def _happened(new: Recorded, key: str, **values: object) -> Entry:
    return Entry(new.position, new.at, "event", key=key, values=values)


def _fact(new: Recorded, name_of: NameOf) -> list[Entry]:  # the table of what agents are told
    match new.event:
        case HandedOff(cause=cause):
            return [_happened(new, "handed_off", cause=cause)]
        case ConversationClaimed(by=by):
            return [_happened(new, "claimed", agent=name_of(by))]
        case ConversationAssigned(to=to, by=by):
            return [_happened(new, "assigned", agent=name_of(by), to=name_of(to))]
        case ConversationReleased(by=by, reason=reason):
            return [_happened(new, "released", agent=name_of(by), reason=reason)]
        case HandedToTeam(team=team, reason=reason, by=by):
            return [_happened(new, "team_changed", agent=name_of(by), team=team, reason=reason)]
        case SeveritySet(severity=severity, reason=reason, by=by):
            agent = name_of(by)
            return [_happened(new, "severity_set", agent=agent, severity=severity, reason=reason)]
        case TagsSet(tags=tags, by=by):
            return [_happened(new, "tags_set", agent=name_of(by), tags=", ".join(tags))]
        case SubjectSet(subject=subject, by=by):
            return [_happened(new, "subject_set", agent=name_of(by), subject=subject)]
        case LanguageChanged(language=language, by=changed_by):
            return [_happened(new, "language_changed", language=language, by=changed_by)]
        case QuestionSkipped(asked=asked):
            return [_happened(new, "question_skipped", item=asked)]
        case IncidentOffered(title=title):
            return [_happened(new, "incident_offered", title=title)]
        case IncidentConfirmed(title=title):
            return [_happened(new, "incident_confirmed", title=title)]
        case IncidentDeclined():
            return [_happened(new, "incident_declined")]
        case IncidentLinked(title=title):
            return [_happened(new, "incident_linked", title=title)]
        case DuplicateOffered(number=number):
            return [_happened(new, "duplicate_offered", number=number)]
        case DuplicateDeclined(number=number):
            return [_happened(new, "duplicate_declined", number=number)]
        case ConversationJoined(number=number):
            return [_happened(new, "joined", number=number)]
        case WaitingStarted(by=by):
            return [_happened(new, "waiting", agent=name_of(by))]
        case ClockWarned(clock=clock, due_at=due_at):
            return [_happened(new, "clock_warned", clock=clock, due_at=due_at)]
        case ClockMissed(clock=clock, due_at=due_at):
            return [_happened(new, "clock_missed", clock=clock, due_at=due_at)]
        case ClockEscalated(clock=clock, to=to):
            return [_happened(new, "clock_escalated", clock=clock, to=", ".join(to))]
        case InvestigationRevoked(position=position, reason=reason, by=by):
            agent = name_of(by)
            return [_happened(new, "mark_revoked", agent=agent, reason=reason, position=position)]
        case ConversationResolved(by=by):
            return [_happened(new, "resolved", agent=name_of(by))]
        case SolutionRejected():
            return [_happened(new, "not_solved")]
        case SolutionConfirmed():
            return [_happened(new, "solved")]
        case ConversationReopened(by=by, reason=reason):
            return [_happened(new, "reopened", agent=name_of(by), reason=reason)]
        case ConversationRated(stars=stars, comment=comment):
            return [_happened(new, "rated", stars=stars, comment=comment)]
        case ConversationClosed(cause=cause):
            return [_happened(new, "closed", cause=cause)]
        case MailSent():
            return [_happened(new, "mailed")]
        case ContentErased(by=by, reason=reason):
            return [_happened(new, "erased", agent=name_of(by), reason=reason)]
        case _:
            return []


class Owner(Struct, frozen=True):
    """Who has the conversation now."""

    kind: Literal["bot", "queue", "agent", "none"]
    name: str = ""


class PromisedTime(Struct, frozen=True):
    """By when a person investigates, and about which place in the queue (from 1; 0: unknown)."""

    due_at: Moment
    place: int


class IncidentShown(Struct, frozen=True):
    """The incident that the conversation waits with."""

    title: str
    url: str


class FindingShown(Struct, frozen=True):
    """What was understood, for a chip."""

    what: str
    value: str


class OfferShown(Struct, frozen=True):
    """What the customer is asked to say yes or no to."""

    kind: Literal["incident", "duplicate"]
    title: str
    subject: str = ""
    number: str = ""
    url: str = ""
    reasons: tuple[str, ...] = ()


class CustomerCard(Struct, frozen=True):
    """Everything beside the transcript in the widget."""

    number: str
    phase: str
    language: str
    owner: Owner
    promise: PromisedTime | None
    incident: IncidentShown | None
    findings: tuple[FindingShown, ...]
    asked: str
    offer: OfferShown | None
    solution: str
    rated: bool
    joined_to: str
    seen: int
    verified: bool
    bot: Literal["ready", "away"]


SHOWN_FINDINGS = ("request", "response", "error_code", "time", "impact")


def customer_card(
    state: Conversation, policy: Policy, name_of: NameOf, *, place: int, bot_ready: bool
) -> CustomerCard:
    """The card of a customer. `place` in the queue counts from 1; 0 is unknown."""
    first = clocks_of(state, policy)[0]
    owed = first.state == "running" and first.due_at is not None
    return CustomerCard(
        number=state.number,
        phase=phase_name(state.phase),
        language=state.language,
        owner=_owner(state, name_of),
        promise=PromisedTime(first.due_at or 0, place) if owed else None,
        incident=_incident(state),
        findings=tuple(_chips(state)),
        asked=state.question.asks if state.question else "",
        offer=_shown(state.offer),
        solution=state.solution,
        rated=bool(state.stars),
        joined_to=state.joined_to,
        seen=state.seen,
        verified=state.customer.verified,
        bot="ready" if bot_ready and not state.bot_away else "away",
    )


def _chips(state: Conversation) -> Iterator[FindingShown]:
    """What was understood; an error code that stands in the response is not shown twice."""
    response = value_of(state.findings, "response") or ""
    for finding in state.findings:
        repeated = finding.what == "error_code" and finding.value in response
        if finding.what in SHOWN_FINDINGS and not repeated:
            yield FindingShown(finding.what, _chip(finding, state))


def _chip(finding: Finding, state: Conversation) -> str:
    """A time as the customer would say it, everything else as it was found."""
    if finding.moment is None:
        return finding.value
    return clock_time(finding.moment, finding.zone or state.zone, state.at, state.language)


def _owner(state: Conversation, name_of: NameOf) -> Owner:
    match state.phase:
        case Assigned(agent=agent):
            return Owner("agent", name_of(agent))
        case WaitingForCustomer(agent=agent):
            return Owner("agent", name_of(agent)) if agent else Owner("queue")
        case Queued():
            return Owner("queue")
        case Reserved() | InIntake() | LinkedToIncident():
            return Owner("bot")
        case Resolved() | Closed():
            return Owner("none")


def _incident(state: Conversation) -> IncidentShown | None:
    match state.phase:
        case LinkedToIncident(title=title, url=url):
            return IncidentShown(title, url)
        case _:
            return None


def _shown(offer: Offer | None) -> OfferShown | None:
    if offer is None:
        return None
    return OfferShown(offer.kind, offer.title, offer.title, offer.number, offer.url, offer.reasons)


def with_names(body: dict[str, Any], name_of: NameOf) -> dict[str, Any]:
    """A row's body for the inbox: the owner with the name that people see."""
    agent = body["agent"]
    return {**body, "agent": {"id": agent, "name": name_of(agent)} if agent else None}


def agent_card(  # noqa: PLR0913 - the card is made of all that is known
    state: Conversation,
    line: Row,
    policy: Policy,
    name_of: NameOf,
    now: Moment,
    *,
    can: tuple[str, ...],
) -> dict[str, Any]:
    """The card of an agent: the row, and everything beside the transcript.

    `can` are the commands that make sense now.
    """
    customer = state.customer
    return {
        **with_names(line.body, name_of),
        "customer": {
            **line.body["customer"],
            "subject_id": customer.id,
            "email": customer.email,
            "zone": state.zone,
            "browser_languages": state.browser_languages,
        },
        "findings": state.findings,
        "context": _context(state, policy),
        "clocks": _clocks(state, policy, now),
        "tags": state.tags,
        "incident": _incident(state),
        "offer": _shown(state.offer),
        "proposals": [shown] if (shown := _shown(state.confirmed)) else [],
        "rating": {"stars": state.stars, "comment": state.comment} if state.stars else None,
        "history": (),
        "seen": state.seen,
        "mailed": state.delivery.position if state.delivery and state.delivery.mailed_at else 0,
        "joined_to": state.joined_to,
        "first_response_running": first_response_runs(state, policy),
        "policy": state.policy,
        "can": can,
    }


def _context(state: Conversation, policy: Policy) -> list[dict[str, str]]:
    kind = next((f.value for f in state.findings if f.what == "issue_kind"), "other")
    needed = policy.questions_for(kind)
    stands = states(state.findings, needed, state.asked, state.skipped)
    return [{"what": what, "state": how} for what, how in stands.items()]


CLOCK_WORDS: dict[str, str] = {
    "not_started": "waiting",
    "running": "running",
    "paused": "paused",
    "stopped": "met",
}


def _clocks(state: Conversation, policy: Policy, now: Moment) -> list[dict[str, Any]]:
    return [
        {
            "name": clock.name,
            "state": "missed" if clock.name in state.missed else CLOCK_WORDS[clock.state],
            "span": clock.span,
            "due_at": clock.due_at,
            "left": clock.span - clock.used(now),
            "running": clock.state == "running",
            "warned": clock_key(state.newest_answer, clock.name, "warned") in state.fired,
        }
        for clock in clocks_of(state, policy)
    ]


RULES = {"first_response": "R07", "resolution": "R11", "update": "R45"}


def _beats(state: Conversation) -> Iterator[dict[str, Any]]:
    for beat in state.beats:
        yield {"at": beat.at, "kind": beat.what}


def _stages(recorded: Iterable[Recorded], name: str) -> Iterator[dict[str, Any]]:
    """When the clock warned and was missed, by its due times."""
    for one in recorded:
        match one.event:
            case ClockWarned(clock=clock, due_at=due_at) if clock == name:
                yield {"at": due_at, "kind": "warned"}
            case ClockMissed(clock=clock, due_at=due_at) if clock == name:
                yield {"at": due_at, "kind": "missed"}
            case _:
                continue


def why(
    state: Conversation, recorded: Iterable[Recorded], policy: Policy, name: str, now: Moment
) -> dict[str, Any]:
    """A clock explains itself, span by span (R51); empty for a name that is no clock."""
    clock = next((clock for clock in clocks_of(state, policy) if clock.name == name), None)
    if clock is None:
        return {}
    return {
        "clock": clock.name,
        "rule": RULES[clock.name],
        "span": clock.span,
        "due_at": clock.due_at,
        "state": "missed" if clock.name in state.missed else CLOCK_WORDS[clock.state],
        "spans": [
            {
                "from": part.start,
                "to": part.end or now,
                "kind": part.owner,
                "counted": part.counted,
            }
            for part in clock.segments
        ],
        "marks": [*_beats(state), *_stages(recorded, clock.name)],
    }
