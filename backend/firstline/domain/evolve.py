"""`initial` and `evolve`: what a conversation is after each of its events. Total and pure.

Erased events arrive with blank texts and are folded like any other (R52).
"""

from collections.abc import Iterable
from functools import reduce
from typing import assert_never, get_args

from msgspec.structs import replace

from . import paging, surge
from .clocks import Beat, BeatKind
from .context import filled, merge
from .conversation import (
    Assigned,
    Closed,
    Conversation,
    Delivery,
    Flag,
    InIntake,
    LinkedToIncident,
    Mailing,
    Offer,
    Phase,
    Question,
    Queued,
    Reserved,
    Resolved,
    WaitingForCustomer,
)
from .events import (
    AgentReplied,
    BotSaid,
    ClockEscalated,
    ClockMissed,
    ClockName,
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
    ConversationSeparated,
    ConversationSplit,
    CustomerReminded,
    CustomerSaw,
    CustomerWrote,
    DeskSaid,
    DuplicateDeclined,
    DuplicateOffered,
    Event,
    FindingsRecorded,
    FlagSettled,
    HandedOff,
    HandedToTeam,
    IncidentConfirmed,
    IncidentDeclined,
    IncidentLinked,
    IncidentOffered,
    IntakeFlagged,
    InvestigationRevoked,
    JoiningUndone,
    LanguageChanged,
    LanguageOpened,
    MailFailed,
    MailSent,
    MailTaken,
    NoteAdded,
    NumberReserved,
    PageAcknowledged,
    PageFailed,
    PageHeld,
    PageSent,
    PageTaken,
    PageUnanswered,
    QuestionSkipped,
    Recorded,
    SeverityProposed,
    SeveritySet,
    SolutionConfirmed,
    SolutionRejected,
    SplitDeclined,
    SplitOffered,
    StatusLineDue,
    SubjectSet,
    SurgeDismissed,
    SurgeEnded,
    SurgeGrew,
    SurgeRaised,
    TagsSet,
    TurnEnded,
    WaitingStarted,
)
from .moment import Moment

CLOCKS = get_args(ClockName)
type OfTwo = (
    ConversationJoined
    | JoiningUndone
    | ConversationSeparated
    | SplitOffered
    | SplitDeclined
    | ConversationSplit
)

KEPT_IDS = 256
OFFERS = frozenset({"incident", "duplicate", "split"})
"""What `asks` says of an offer."""
SUBJECT_LENGTH = 80
SNIPPET_LENGTH = 120
TOLD_LENGTH = 1_000
SPLIT = "split"
"""In `declined`: whether it is one issue is asked once."""


def fold(recorded: list[Recorded], state: Conversation | None = None) -> Conversation | None:
    """The state after these events, from `state` or from nothing."""
    return reduce(evolve, recorded, state)


def follow(state: Conversation, events: Iterable[Event], now: Moment) -> Conversation:
    """The state after events that are decided now and not recorded yet."""
    at = max(now, state.at)
    for event in events:
        state = evolve(state, Recorded(state.position + 1, at, event))
    return state


def evolve(state: Conversation | None, recorded: Recorded) -> Conversation:
    """The state after one more event."""
    if state is None:
        return initial(recorded)
    after = _apply(state, recorded.event, recorded)
    return replace(after, position=recorded.position, at=recorded.at)


def initial(recorded: Recorded) -> Conversation:
    """The state after the opening event."""
    event = recorded.event
    if not isinstance(event, NumberReserved):
        message = f"a stream opens with NumberReserved, not {type(event).__name__}"
        raise TypeError(message)
    return Conversation(
        number=event.number,
        channel=event.channel,
        customer=event.customer,
        key_hash=event.key_hash,
        policy=event.policy,
        language=event.language,
        zone=event.zone,
        browser_languages=event.browser_languages,
        team=event.team,
        phase=Reserved(recorded.at),
        position=recorded.position,
        at=recorded.at,
    )


def _apply(state: Conversation, event: Event, recorded: Recorded) -> Conversation:
    match event:
        case CustomerWrote():
            return _customer_wrote(state, event, recorded)
        case AgentReplied():
            return _agent_replied(state, event, recorded)
        case BotSaid():
            return _bot_said(state, event, recorded)
        case NoteAdded(id=id):
            return replace(state, ids=_with_id(state, id))
        case CustomerSaw(upto=upto):
            return _delivered(replace(state, seen=upto), upto, recorded, by_mail=False)
        case LanguageChanged():
            return _language_changed(state, event)
        case FindingsRecorded(findings=findings):
            found = _found(state, event)
            return _quoting(found, {finding.source for finding in findings}, recorded)
        case DeskSaid(values=values):
            return _quoting(state, _repeated(state, values), recorded)
        case QuestionSkipped(asked=asked):
            return replace(state, skipped=_with(state.skipped, asked), question=None)
        case TurnEnded(upto=upto, outcome=outcome):
            return replace(state, turn_position=upto, bot_away=outcome == "away")
        case IncidentOffered():
            return replace(state, offer=_incident(event, recorded.position))
        case DuplicateOffered():
            return replace(state, offer=_duplicate(event, recorded.position))
        case IncidentDeclined(incident=declined) | DuplicateDeclined(number=declined):
            return _declined(state, declined)
        case IncidentConfirmed(incident=incident):
            return replace(_declined(state, incident), confirmed=state.offer)
        case IncidentLinked(incident=incident, title=title, url=url):
            linked = LinkedToIncident(incident, title, url)
            return _phase(replace(state, offer=None, question=None), linked, recorded)
        case (
            ConversationJoined()
            | JoiningUndone()
            | ConversationSeparated()
            | SplitOffered()
            | SplitDeclined()
            | ConversationSplit()
        ):
            return _beside_others(state, event, recorded)
        case HandedOff():
            return _handed_off(state, event, recorded)
        case ConversationClaimed(by=agent) | ConversationAssigned(to=agent):
            return _owned(state, agent, recorded)
        case ConversationReleased():
            return _released(state, recorded)
        case HandedToTeam(team=team):
            return _released(replace(state, team=team), recorded)
        case SeverityProposed() | SeveritySet():
            return _severe(state, event, recorded)
        case TagsSet(tags=tags):
            return replace(state, tags=tags)
        case SubjectSet(subject=subject):
            return replace(state, subject=subject)
        case LanguageOpened():
            return replace(state, any_language=True)
        case WaitingStarted():
            return _waiting(state, recorded)
        case ClockWarned(clock=clock):
            return _mark_fired(state, clock_key(state.newest_answer, clock, "warned"))
        case ClockMissed(clock=clock):
            missed = replace(state, missed=_with(state.missed, clock))
            return _mark_fired(missed, clock_key(state.newest_answer, clock, "missed"))
        case ClockEscalated():
            return _escalated(state, event)
        case StatusLineDue(due_at=due_at):
            return _mark_fired(state, line_key(due_at))
        case CustomerReminded():
            return _mark_fired(state, reminder_key(state))
        case InvestigationRevoked(position=position):
            return _beat(state, "revoked", recorded, position)
        case ConversationResolved():
            return _resolved(state, event, recorded)
        case SolutionRejected():
            return _resumed(state, state.last_agent, recorded)
        case ConversationReopened(by=agent):
            return _resumed(state, agent, recorded)
        case ConversationRated(stars=stars, comment=comment):
            return replace(state, stars=stars, comment=comment)
        case ConversationClosed():
            return _closed(state, event, recorded)
        case MailTaken(attempt=attempt, until=until):
            return replace(state, mail=Mailing(attempt, until))
        case MailSent(upto=upto):
            return _delivered(replace(state, mail=Mailing()), upto, recorded, by_mail=True)
        case MailFailed(upto=upto, again_at=None):
            return replace(_no_mail(state, upto), mail=Mailing())
        case MailFailed(again_at=again_at):
            return replace(state, mail=Mailing(state.mail.attempt, again_at))
        case (
            PageTaken()
            | PageSent()
            | PageFailed()
            | PageUnanswered()
            | PageHeld()
            | PageAcknowledged()
        ):
            return paging.paged(state, event, recorded.at)
        case SurgeRaised() | SurgeGrew() | SurgeDismissed() | SurgeEnded():
            return surge.surged(state, event, recorded.at)
        case IntakeFlagged() | FlagSettled():
            return _flagged(state, event, recorded)
        case NumberReserved() | SolutionConfirmed() | ContentErased():
            return state
    assert_never(event)


def _beside_others(state: Conversation, event: OfTwo, recorded: Recorded) -> Conversation:
    """What concerns another conversation too: joined, separated, split (R25, R26)."""
    match event:
        case ConversationJoined():
            return _joined(state, event)
        case JoiningUndone(number=number):
            return replace(state, joined_here=_without(state.joined_here, number))
        case ConversationSeparated():
            return _separated(state, event, recorded)
        case SplitOffered(source=source):
            offer = _split_offer(event, recorded.position)
            return _quoting(replace(state, offer=offer), (source,), recorded)
        case SplitDeclined():
            return _declined(state, SPLIT)
        case ConversationSplit():
            return _split(state, event, recorded)
    assert_never(event)


def clock_key(newest_answer: int, clock: str, stage: str) -> str:
    """Names a stage of a clock that has fired; the update clock begins anew with each answer."""
    return f"{clock}:{stage}:{newest_answer if clock == 'update' else 0}"


def line_key(due_at: Moment) -> str:
    """Names an automatic status line that was said."""
    return f"line:{due_at}"


def reminder_key(state: Conversation) -> str:
    """Names the reminder of the present question to the customer."""
    return f"reminder:{state.delivery.position if state.delivery else 0}"


def _as_subject(described: str) -> str:
    """The beginning of a description as a title: what was cut off before it shows no more."""
    beginning = described[:SUBJECT_LENGTH].strip().removesuffix(".")
    return beginning[:1].upper() + beginning[1:]


def _customer_wrote(state: Conversation, event: CustomerWrote, recorded: Recorded) -> Conversation:
    state = replace(
        state,
        ids=_with_id(state, event.id),
        customer_position=recorded.position,
        customer_at=recorded.at,
        snippet=(event.choice and state.snippet) or event.text[:SNIPPET_LENGTH],
        customer_said=event.text[-SNIPPET_LENGTH:],
        told=state.told if event.choice else f"{state.told}\n{event.text}".strip()[:TOLD_LENGTH],
    )
    match state.phase:
        case Reserved():
            opened = replace(state, opened_at=recorded.at)
            return _phase(opened, InIntake(recorded.at), recorded)
        case _ if event.joined_from:
            here = _with(state.joined_here, event.joined_from)
            return _answered(replace(state, joined_here=here), recorded)
        case _:
            return _answered(state, recorded)


def _answered(state: Conversation, recorded: Recorded) -> Conversation:
    """Whatever a customer says ends the waiting for them (R16)."""
    match state.phase:
        case WaitingForCustomer(agent=agent):
            phase = Assigned(agent) if agent else Queued()
            return _beat(_phase(state, phase, recorded), "answered", recorded)
        case _:
            return state


def _agent_replied(state: Conversation, event: AgentReplied, recorded: Recorded) -> Conversation:
    state = replace(
        state,
        ids=_with_id(state, event.id),
        replied={**state.replied, event.by: recorded.position},
        snippet=event.text[:SNIPPET_LENGTH],
        agent_said=event.text[-SNIPPET_LENGTH:],
        last_agent=event.by,
        question=None,
        offer=None,
    )
    state = paging.settled(_unseen(state, recorded), "update")
    if event.mark == "investigated":
        state = paging.settled(state, "first_response")
        state = _beat(state, "investigated", recorded, recorded.position)
    return _beat(state, "spoke", recorded)


def _bot_said(state: Conversation, event: BotSaid, recorded: Recorded) -> Conversation:
    misunderstood = state.misunderstood + (event.key == "not_understood")
    state = _quoting(state, _repeated(state, event.values), recorded)
    if not event.asks:
        return replace(state, misunderstood=misunderstood)
    asked = {**state.asked, event.asks: state.asked.get(event.asks, 0) + 1}
    question = Question(event.asks, recorded.position, recorded.at)
    return replace(state, asked=asked, question=question, misunderstood=misunderstood)


def _found(state: Conversation, event: FindingsRecorded) -> Conversation:
    findings = merge(state.findings, event.findings)
    if event.by == "customer":
        replaced = {finding.what for finding in event.findings}
        kept = (finding for finding in state.findings if finding.what not in replaced)
        findings = (*kept, *event.findings)
    described = next((f.value for f in findings if f.what == "description"), "")
    subject = state.subject or _as_subject(described)
    answered = state.question and state.question.asks in filled(event.findings)
    question = None if answered else state.question
    return replace(state, findings=findings, subject=subject, question=question)


def _quoting(state: Conversation, sources: Iterable[int], recorded: Recorded) -> Conversation:
    more = tuple((source, recorded.position) for source in sorted(set(sources)) if source)
    return replace(state, quotes=(*state.quotes, *more))


def _repeated(state: Conversation, values: dict[str, str | int]) -> Iterable[int]:
    """The messages whose words the desk says again: what was understood, and the solution."""
    if "issues" in values:
        return (state.offer.source,) if state.offer else ()
    if "understood" in values:
        return (finding.source for finding in state.findings)
    return (state.newest_answer,) if "solution" in values else ()


def _language_changed(state: Conversation, event: LanguageChanged) -> Conversation:
    asked_that = state.question is not None and state.question.asks == "language"
    return replace(
        state,
        language=event.language,
        any_language=False,
        language_chosen=state.language_chosen or event.by == "customer",
        question=None if asked_that else state.question,
    )


def _incident(event: IncidentOffered, position: int) -> Offer:
    planned = event.kind != "incident"
    return Offer("incident", event.incident, event.title, position, url=event.url, planned=planned)


def _duplicate(event: DuplicateOffered, position: int) -> Offer:
    return Offer(
        "duplicate",
        event.stream,
        event.subject,
        position,
        number=event.number,
        reasons=event.reasons,
        colleague=event.colleague,
    )


def _declined(state: Conversation, declined: str) -> Conversation:
    asked_that = state.question is not None and state.question.asks in OFFERS
    question = None if asked_that else state.question
    declined_all = _with(state.declined, declined)
    return replace(state, offer=None, declined=declined_all, question=question)


def _split_offer(event: SplitOffered, position: int) -> Offer:
    first = next((one.value for one in event.findings if one.what == "description"), "")
    return Offer(
        *("split", "", first, position),
        source=event.source,
        parts=event.parts,
        findings=event.findings,
    )


def _split(state: Conversation, event: ConversationSplit, recorded: Recorded) -> Conversation:
    """What was found in the whole message gives way to what its first issue contains."""
    kept = (found for found in state.findings if found.source != event.source)
    findings = merge((), (*kept, *event.findings))
    described = next((one.value for one in findings if one.what == "description"), "")
    subject = _as_subject(described) or state.subject
    state = replace(_declined(state, SPLIT), findings=findings, subject=subject)
    return _quoting(state, (event.source,), recorded)


def _joined(state: Conversation, event: ConversationJoined) -> Conversation:
    stood = state.phase
    return replace(state, joined_to=event.number, joined_stream=event.stream, before_joining=stood)


def _separated(
    state: Conversation, event: ConversationSeparated, recorded: Recorded
) -> Conversation:
    """As if it had never been joined: its clocks run on from its own beginning (R25)."""
    phase = state.before_joining or Queued()
    beats = state.beats[:-1] if state.beats and state.beats[-1].what == "closed" else state.beats
    state = replace(
        state,
        beats=beats,
        joined_to="",
        joined_stream="",
        before_joining=None,
        declined=_with(state.declined, event.number),
    )
    return _phase(state, phase, recorded)


def _severe(
    before: Conversation, event: SeverityProposed | SeveritySet, recorded: Recorded
) -> Conversation:
    severity, proposed = event.severity, isinstance(event, SeverityProposed)
    state = replace(before, severity=severity, severity_proposed=proposed)
    lowered = before.severity_proposed and before.severity == paging.CRITICAL < severity
    if lowered and not proposed:
        state = replace(state, lowered_at=recorded.at)
    return paging.weighed(before, state, recorded.at)


def _escalated(state: Conversation, event: ClockEscalated) -> Conversation:
    clock = event.clock
    state = _mark_fired(state, clock_key(state.newest_answer, clock, f"step{event.step}"))
    return paging.wanted(state, clock, event.due_at) if paging.ON_CALL in event.to else state


def _handed_off(before: Conversation, event: HandedOff, recorded: Recorded) -> Conversation:
    state = replace(
        before,
        open_questions=event.open_questions,
        handoff_missing=event.missing,
        severity=event.severity if before.severity_proposed else before.severity,
    )
    began = replace(recorded, at=event.due_at or recorded.at)
    queued = _beat(_phase(state, Queued(), recorded), "handed_off", began)
    return paging.weighed(before, queued, began.at)


def _owned(state: Conversation, agent: str, recorded: Recorded) -> Conversation:
    state = replace(state, question=None, open_questions=(), last_agent=agent)
    match state.phase:
        case WaitingForCustomer(position=position, since=since):
            return _phase(state, WaitingForCustomer(agent, position, since), recorded)
        case _:
            return _phase(state, Assigned(agent), recorded)


def _released(state: Conversation, recorded: Recorded) -> Conversation:
    """Back to the queue; while the customer is asked something it waits on, without an owner."""
    match state.phase:
        case WaitingForCustomer(position=position, since=since):
            return _phase(state, WaitingForCustomer("", position, since), recorded)
        case _:
            return _phase(state, Queued(), recorded)


def _waiting(state: Conversation, recorded: Recorded) -> Conversation:
    asked = state.newest_answer
    waiting = WaitingForCustomer(state.agent, asked, recorded.at)
    state = replace(state, delivery=Delivery(asked, recorded.at))
    return _beat(_phase(state, waiting, recorded), "waiting", recorded)


def _resolved(state: Conversation, event: ConversationResolved, recorded: Recorded) -> Conversation:
    state = replace(
        paging.settled(_unseen(state, recorded), *CLOCKS),
        ids=_with_id(state, event.id),
        solution=event.solution,
        last_agent=event.by,
        replied={**state.replied, event.by: recorded.position},
        delivery=Delivery(recorded.position, recorded.at),
    )
    if event.investigated:
        state = _beat(state, "investigated", recorded, recorded.position)
    resolved = Resolved(event.by, recorded.position, recorded.at)
    return _beat(_phase(state, resolved, recorded), "resolved", recorded)


def _resumed(state: Conversation, agent: str, recorded: Recorded) -> Conversation:
    phase = Assigned(agent) if agent else Queued()
    what: BeatKind = "resumed" if state.beats else "handed_off"
    return _beat(_phase(replace(state, solution=""), phase, recorded), what, recorded)


def _closed(state: Conversation, event: ConversationClosed, recorded: Recorded) -> Conversation:
    state = _phase(replace(state, offer=None, question=None), Closed(event.cause), recorded)
    return _beat(state, "closed", replace(recorded, at=event.due_at or recorded.at))


def _flagged(
    state: Conversation, event: IntakeFlagged | FlagSettled, recorded: Recorded
) -> Conversation:
    """One more flag, or one less; an erased one asks nothing of anybody."""
    match event:
        case IntakeFlagged(text=text, by=agent) if text:
            flag = Flag(recorded.position, text, agent, recorded.at)
            return replace(state, flags=(*state.flags, flag))
        case FlagSettled(position=position):
            left = (flag for flag in state.flags if flag.position != position)
            return replace(state, flags=tuple(left))
        case _:
            return state


def _unseen(state: Conversation, recorded: Recorded) -> Conversation:
    unseen = (*state.unseen, (recorded.position, recorded.at))
    return replace(state, unseen=unseen, newest_answer=recorded.position)


def _delivered(
    state: Conversation, upto: int, recorded: Recorded, *, by_mail: bool
) -> Conversation:
    delivery = state.delivery
    if delivery and delivery.position <= upto:
        if by_mail and delivery.mailed_at is None:
            delivery = replace(delivery, mailed_at=recorded.at)
        elif not by_mail and delivery.seen_at is None:
            delivery = replace(delivery, seen_at=recorded.at)
    return replace(_no_mail(state, upto), delivery=delivery)


def _no_mail(state: Conversation, upto: int) -> Conversation:
    """No mail up to there any more; what is left is mailed in its own time."""
    unseen = tuple(answer for answer in state.unseen if answer[0] > upto)
    return replace(state, unseen=unseen, mail=state.mail if unseen else Mailing())


def _phase(state: Conversation, phase: Phase, recorded: Recorded) -> Conversation:
    return replace(state, phase=phase, changed_position=recorded.position)


def _beat(
    state: Conversation, what: BeatKind, recorded: Recorded, position: int = 0
) -> Conversation:
    """One more beat; of words in a row only the newest matters, so the list stays short."""
    if not state.beats and what != "handed_off":
        return state
    beats = state.beats
    if what == "spoke" and beats[-1].what == "spoke":
        beats = beats[:-1]
    return replace(state, beats=(*beats, Beat(recorded.at, what, position)))


def _mark_fired(state: Conversation, key: str) -> Conversation:
    return replace(state, fired=state.fired | {key})


def _with_id(state: Conversation, id: str) -> tuple[str, ...]:
    return (*state.ids[-KEPT_IDS + 1 :], id) if id else state.ids


def _without(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(one for one in values if one != value)


def _with(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return values if value in values else (*values, value)
