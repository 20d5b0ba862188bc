"""What the intake may do: offers, findings, and the bot's turns."""

from typing import assert_never

from . import channels
from .by_customer import LANGUAGES, answer_offer, close, in_short, settle, to_person
from .commands import (
    AcceptJoined,
    Act,
    OfferDuplicate,
    OfferIncident,
    OfferSplit,
    OpenApart,
    RecordFindings,
    ReserveNumber,
    Say,
    TakeTurn,
)
from .context import ITEMS
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
    CustomerWrote,
    DeskSaid,
    DuplicateDeclined,
    DuplicateOffered,
    Event,
    IncidentDeclined,
    IncidentOffered,
    LanguageChanged,
    NumberReserved,
    QuestionSkipped,
    SplitDeclined,
    SplitOffered,
    TurnEnded,
)
from .evolve import follow
from .evolve.offers import SPLIT
from .handoff import found, hand_off, remaining
from .moment import Moment
from .policy import Policy

PATIENCE = 2
"""So many misunderstandings in a row, then a person."""

REASONS = 2
"""So many reasons why two conversations may be one are told to the customer."""

YES_NO = (Choice("yes"), Choice("no"))
STOP_OR_GO_ON = (Choice("close"), Choice("go_on"))


def offer_incident(state: Conversation, command: OfferIncident) -> tuple[Event, ...]:
    """Ask whether this incident is it; once for each incident (R24)."""
    if command.incident in state.declined or not _may_offer(state):
        return ()
    offered = IncidentOffered(command.incident, command.title, command.url, command.kind)
    key, values = _incident_words(command)
    return offered, _ask(state, "incident", {"title": command.title, **values}, key)


def _incident_words(command: OfferIncident) -> tuple[str, dict[str, str | int]]:
    """A window is told as one, and what could not be read lately as it was then."""
    match command.kind:
        case "incident" if command.stale_at:
            return "offer.incident_stale", {"stale_at": command.stale_at}
        case "incident":
            return "offer.incident", {}
        case "under_way" if command.ends_at:
            return "offer.maintenance", {"ends_at": command.ends_at}
        case "under_way":
            return "offer.maintenance_open", {}
        case "scheduled":
            return "offer.scheduled", {"begins_at": command.begins_at}
    assert_never(command.kind)


def offer_duplicate(state: Conversation, command: OfferDuplicate) -> tuple[Event, ...]:
    """Ask whether it is about that open conversation; once for each (R25)."""
    if command.number in state.declined or not _may_offer(state):
        return ()
    offered = DuplicateOffered(command.stream, command.number, command.reasons, command.colleague)
    common = [reason for reason in command.reasons if reason != "again"][:REASONS] or ["subject"]
    values: dict[str, str | int] = {
        "number": command.number,
        "begun_at": command.begun_at,
        "reasons": ",".join(common),
    }
    key = "offer.duplicate_colleague" if command.colleague else "offer.duplicate"
    return offered, _ask(state, "duplicate", values, key)


def offer_split(state: Conversation, command: OfferSplit) -> tuple[Event, ...]:
    """Ask whether each issue shall have a conversation of its own; once (R26)."""
    gone = SPLIT in state.declined or command.source in state.erased
    if gone or not command.parts or not _may_offer(state):
        return ()
    issues = (command.first, *(part.text for part in command.parts))
    listed = "\n".join(f"{n}. {in_short(issue)}" for n, issue in enumerate(issues, 1))
    offered = SplitOffered(command.source, command.parts, command.findings)
    return offered, _ask(state, "split", {"count": len(issues), "issues": listed}, "offer.split")


def open_apart(state: Conversation | None, command: OpenApart, team: str) -> tuple[Event, ...]:
    """One issue as a conversation of its own; once, however often it is ordered (R26)."""
    if state is not None:
        return ()
    message, back = command.message, {"number": command.number, "conversation": command.stream}
    return (
        reserved(command.reserve, team),
        CustomerWrote(
            *(message.id, message.text, message.secrets, message.files),
            joined_from=command.number,
            released=message.released,
        ),
        DeskSaid("desk.split_from", {**back}),
    )


def reserved(command: ReserveNumber, team: str) -> NumberReserved:
    """A number, for whom and in which language."""
    return NumberReserved(
        number=command.number,
        channel=command.channel,
        customer=command.customer,
        key_hash=command.key_hash,
        language=command.language,
        browser_languages=command.browser_languages,
        zone=command.zone,
        policy=command.policy,
        team=team,
    )


def _may_offer(state: Conversation) -> bool:
    """One question at a time: beside an offer, or before the channel's is answered, none."""
    free = state.offer is None and not channels.waits(state)
    return free and isinstance(state.phase, InIntake | Queued)


def _ask(state: Conversation, kind: str, values: dict[str, str | int], key: str) -> Event:
    """In the intake it is the bot's question; in the queue the desk's, by buttons alone (R30)."""
    if isinstance(state.phase, InIntake):
        return BotSaid(key, values, choices=YES_NO, asks=kind)
    return DeskSaid(key, values, choices=YES_NO)


def withdraw_offer(state: Conversation) -> tuple[Event, ...]:
    """What was offered is gone meanwhile; the intake goes on."""
    match state.offer:
        case None:
            return ()
        case offer if offer.kind == "incident":
            return (IncidentDeclined(offer.id),)
        case offer if offer.kind == "split":
            return (SplitDeclined(),)
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
        CustomerWrote(
            *(m.id, m.text, m.secrets, m.files), joined_from=command.number, released=m.released
        )
        for m in new
    )
    return (DeskSaid("desk.joined_here", {"number": command.number}), *said)


def record_findings(state: Conversation, command: RecordFindings) -> tuple[Event, ...]:
    """What was found before anything is asked; a sure language is followed, if none was chosen."""
    if isinstance(state.phase, Closed):
        return ()
    events = found(state, command.findings, "intake")
    news = command.language in LANGUAGES and command.language != state.language
    if news and not state.language_chosen:
        return *events, LanguageChanged(command.language, "intake")
    return events


def take_turn(
    state: Conversation, command: TakeTurn, now: Moment, policy: Policy
) -> tuple[Event, ...]:
    """One turn a message; dropped if more was said, or a person came, meanwhile (R30)."""
    if command.saw != state.customer_position or command.saw <= state.turn_position:
        raise TurnIsStale
    if isinstance(state.phase, Closed | Reserved):
        raise NotInThisState
    if not bot_may_speak(state):
        raise BotIsSilent
    said = _turn(state, command, now, policy)
    after = follow(state, said, now)
    if after.misunderstood >= PATIENCE and isinstance(after.phase, InIntake):
        # Not a third wording: a person, who is told all that was said.
        kept = tuple(event for event in said if not isinstance(event, BotSaid))
        return *kept, *hand_off(follow(state, kept, now), "lost", now, policy)
    return said


def _turn(state: Conversation, command: TakeTurn, now: Moment, policy: Policy) -> tuple[Event, ...]:
    events = list(found(state, command.findings, "intake"))
    if command.corrected:
        events.extend(found(follow(state, events, now), command.corrected, "customer"))
    for act in command.acts:
        events.extend(_act(follow(state, events, now), act, now, policy))
    for say in command.says:
        if _may_say(follow(state, events, now), say, policy):
            choices = tuple(Choice(value) for value in say.choices)
            values = {**_offered_values(state, say), **say.values}
            events.append(BotSaid(say.key, values, choices=choices, asks=say.asks))
    return *events, TurnEnded(command.saw, command.outcome)


def _may_say(state: Conversation, say: Say, policy: Policy) -> bool:
    """No question too many (R23); in the queue only what was open at the handoff (R30)."""
    in_order = say.asks not in ITEMS or say.asks in remaining(state, policy)
    match state.phase:
        case InIntake() | LinkedToIncident():
            return in_order
        case Queued():
            return in_order and say.asks in state.open_questions and not channels.waits(state)
        case _:
            return False


def _offered_values(state: Conversation, say: Say) -> dict[str, str | int]:
    """What is offered, where the bot asks for it again: it does not know what it is called."""
    offer = state.offer
    if offer is None or say.asks != offer.kind or offer.kind == "split":
        return {}
    return {"title": offer.title, "number": offer.number or state.number}


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
        case "link_incident" | "join" | "split" if state.offer is not None:
            return answer_offer(state, state.offer, yes=True)
        case "decline_incident" | "decline_duplicate" | "decline_split" if state.offer is not None:
            return answer_offer(state, state.offer, yes=False)
        case "by_mail" | "stay_in_chat" if channels.hears(state):
            return channels.answer(state, by_mail=act.do == "by_mail")
        case "settle" if in_intake:
            return settle()
        case "solved" if isinstance(state.phase, InIntake | LinkedToIncident):
            return settle()
        case "skip" if state.question is not None and channels.is_open_to_words(state):
            return (QuestionSkipped(state.question.asks),)
        case "cancel":
            return _cancel(state)
        case "change_language" if act.to in LANGUAGES and act.to != state.language:
            return (LanguageChanged(act.to, "customer"),)
        case _:
            return ()


def _cancel(state: Conversation) -> tuple[Event, ...]:
    """'Messages end up cancelled' sounds like a wish to stop: words close only once confirmed."""
    if state.question is not None and state.question.asks == "cancel":
        return close(state)
    if isinstance(state.phase, InIntake | LinkedToIncident):
        return (BotSaid("ask.cancel", {}, choices=STOP_OR_GO_ON, asks="cancel"),)
    return ()
