"""What the intake may do: offers, findings, and the bot's turns."""

from collections.abc import Iterator

from .by_customer import LANGUAGES, answer_offer, settle, to_person
from .commands import (
    AcceptJoined,
    Act,
    OfferDuplicate,
    OfferIncident,
    RecordFindings,
    Say,
    TakeTurn,
)
from .conversation import (
    Closed,
    Conversation,
    InIntake,
    LinkedToIncident,
    Queued,
    Reserved,
)
from .deadlines import bot_may_speak
from .errors import BotIsSilent, ConversationIsClosed, NotInThisState, TurnIsStale
from .events import (
    BotSaid,
    Choice,
    ConversationClosed,
    CustomerWrote,
    DeskSaid,
    DuplicateDeclined,
    DuplicateOffered,
    Event,
    FindingsRecorded,
    IncidentDeclined,
    IncidentOffered,
    LanguageChanged,
    QuestionSkipped,
    Recorded,
    TurnEnded,
)
from .evolve import evolve
from .handoff import hand_off
from .moment import Moment
from .policy import Policy

PATIENCE = 2
"""So many misunderstandings, then a person."""

YES_NO = (Choice("yes"), Choice("no"))


def offer_incident(state: Conversation, command: OfferIncident) -> tuple[Event, ...]:
    """Ask whether this incident is it; once for each incident (R24)."""
    if command.incident in state.declined or not _may_offer(state):
        return ()
    offered = IncidentOffered(command.incident, command.title, command.url)
    return offered, _ask(state, "incident", {"title": command.title})


def offer_duplicate(state: Conversation, command: OfferDuplicate) -> tuple[Event, ...]:
    """Ask whether it is about that open conversation; once for each (R25)."""
    if command.number in state.declined or not _may_offer(state):
        return ()
    offered = DuplicateOffered(command.stream, command.number, command.subject, command.reasons)
    return offered, _ask(state, "duplicate", {"number": command.number, "subject": command.subject})


def _may_offer(state: Conversation) -> bool:
    return state.offer is None and isinstance(state.phase, InIntake | Queued)


def _ask(state: Conversation, kind: str, values: dict[str, str | int]) -> Event:
    """In the intake it is the bot's question; in the queue the desk's, by buttons alone (R30)."""
    if isinstance(state.phase, InIntake):
        return BotSaid(f"offer.{kind}", values, choices=YES_NO, asks=kind)
    return DeskSaid(f"offer.{kind}", values, choices=YES_NO)


def withdraw_offer(state: Conversation) -> tuple[Event, ...]:
    """What was offered is gone meanwhile; the intake goes on."""
    match state.offer:
        case None:
            return ()
        case offer if offer.kind == "incident":
            return (IncidentDeclined(offer.id),)
        case offer:
            return (DuplicateDeclined(offer.number),)


def accept_joined(state: Conversation, command: AcceptJoined) -> tuple[Event, ...]:
    """What was said in another conversation, as the customer's words here; each once (R25)."""
    if isinstance(state.phase, Closed | Reserved):
        raise ConversationIsClosed
    new = [message for message in command.messages if message.id not in state.ids]
    if not new:
        return ()
    said = (
        CustomerWrote(m.id, m.text, m.secrets, m.files, joined_from=command.number) for m in new
    )
    return (DeskSaid("desk.joined_here", {"number": command.number}), *said)


def record_findings(state: Conversation, command: RecordFindings) -> tuple[Event, ...]:
    """What was found before anything is asked; a language that is sure is followed (R22)."""
    events: list[Event] = []
    if command.findings:
        events.append(FindingsRecorded(command.findings))
    if command.language in LANGUAGES and command.language != state.language:
        events.append(LanguageChanged(command.language, "intake"))
    return tuple(events)


def take_turn(
    state: Conversation, command: TakeTurn, now: Moment, policy: Policy
) -> tuple[Event, ...]:
    """The bot's turn. Dropped if the customer said more, or a person came, meanwhile (R30)."""
    if command.saw != state.customer_position:
        raise TurnIsStale
    if isinstance(state.phase, Closed | Reserved):
        raise NotInThisState
    if not bot_may_speak(state):
        raise BotIsSilent
    events: list[Event] = []
    for event in _turn(state, command, now, policy):
        events.append(event)
        state = evolve(state, Recorded(state.position + 1, max(now, state.at), event))
    if state.misunderstood >= PATIENCE and isinstance(state.phase, InIntake):
        events.extend(hand_off(state, "lost", now, policy))
    return tuple(events)


def _turn(state: Conversation, command: TakeTurn, now: Moment, policy: Policy) -> Iterator[Event]:
    def follow(event: Event) -> Event:
        nonlocal state
        state = evolve(state, Recorded(state.position + 1, max(now, state.at), event))
        return event

    if command.findings:
        yield follow(FindingsRecorded(command.findings))
    for act in command.acts:
        for event in _act(state, act, now, policy):
            yield follow(event)
    for say in command.says:
        if _may_say(state, say):
            choices = tuple(Choice(value) for value in say.choices)
            yield follow(BotSaid(say.key, say.values, choices=choices, asks=say.asks))
    yield TurnEnded(command.saw, command.outcome)


def _may_say(state: Conversation, say: Say) -> bool:
    """In the queue only what was open at the handoff and is still unanswered (R30)."""
    match state.phase:
        case InIntake() | LinkedToIncident():
            return True
        case Queued():
            answered = {finding.what for finding in state.findings} | set(state.skipped)
            return say.asks in state.open_questions and say.asks not in answered
        case _:
            return False


def _act(state: Conversation, act: Act, now: Moment, policy: Policy) -> tuple[Event, ...]:
    in_intake = isinstance(state.phase, InIntake)
    match act.do:
        case "hand_off" if in_intake:
            asked = act.to == "asked"
            return hand_off(state, "asked" if asked else "complete", now, policy)
        case "person":
            return to_person(state, now, policy)
        case "still_broken" if isinstance(state.phase, LinkedToIncident):
            return to_person(state, now, policy)
        case "link_incident" | "join" if state.offer is not None:
            return answer_offer(state, state.offer, yes=True)
        case "decline_incident" | "decline_duplicate" if state.offer is not None:
            return answer_offer(state, state.offer, yes=False)
        case "settle" if in_intake:
            return settle()
        case "solved" if isinstance(state.phase, InIntake | LinkedToIncident):
            return settle()
        case "skip" if state.question is not None:
            return (QuestionSkipped(state.question.asks),)
        case "cancel" if in_intake:
            return DeskSaid("desk.closed_by_customer", {}), ConversationClosed("customer")
        case "change_language" if act.to in LANGUAGES and act.to != state.language:
            return (LanguageChanged(act.to, "customer"),)
        case _:
            return ()
