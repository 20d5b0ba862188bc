"""One offer stands at a time; what it led to concerns other conversations, too (R24-R26)."""

from typing import assert_never

from msgspec.structs import replace

from firstline.domain.context import merge
from firstline.domain.conversation import Conversation, LinkedToIncident, Offer, Queued
from firstline.domain.events import (
    ConversationJoined,
    ConversationSeparated,
    ConversationSplit,
    DuplicateDeclined,
    DuplicateOffered,
    IncidentConfirmed,
    IncidentDeclined,
    IncidentLinked,
    IncidentOffered,
    JoiningUndone,
    OfferEvent,
    Recorded,
    SplitDeclined,
    SplitOffered,
)

from .progress import in_phase
from .properties import as_subject
from .quotes import quoting
from .tuples import excluding, including

OFFERS = frozenset({"incident", "duplicate", "split"})
"""What `asks` says of an offer."""
SPLIT = "split"
"""In `declined`: whether it is one issue is asked once."""


def evolve(state: Conversation, event: OfferEvent, recorded: Recorded) -> Conversation:
    """The state after one of these events."""
    match event:
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
            return in_phase(replace(state, offer=None, question=None), linked, recorded)
        case ConversationJoined():
            return _joined(state, event)
        case JoiningUndone(number=number):
            return replace(state, joined_here=excluding(state.joined_here, number))
        case ConversationSeparated():
            return _separated(state, event, recorded)
        case SplitOffered(source=source):
            offer = _split_offer(event, recorded.position)
            return quoting(replace(state, offer=offer), (source,), recorded)
        case SplitDeclined():
            return _declined(state, SPLIT)
        case ConversationSplit():
            return _split(state, event, recorded)
    assert_never(event)


def _incident(event: IncidentOffered, position: int) -> Offer:
    planned = event.kind != "incident"
    return Offer("incident", event.incident, event.title, position, url=event.url, planned=planned)


def _duplicate(event: DuplicateOffered, position: int) -> Offer:
    return Offer(
        *("duplicate", event.stream, "", position),
        number=event.number,
        reasons=event.reasons,
        colleague=event.colleague,
    )


def _declined(state: Conversation, declined: str) -> Conversation:
    asked_that = state.question is not None and state.question.asks in OFFERS
    question = None if asked_that else state.question
    declined_all = including(state.declined, declined)
    return replace(state, offer=None, declined=declined_all, question=question)


def _split_offer(event: SplitOffered, position: int) -> Offer:
    first = next((one.value for one in event.findings if one.what == "description"), "")
    return Offer(
        *("split", "", first, position),
        source=event.source,
        parts=tuple(part for part in event.parts if part.text),
        findings=event.findings,
    )


def _split(state: Conversation, event: ConversationSplit, recorded: Recorded) -> Conversation:
    """What was found in the whole message gives way to what its first issue contains."""
    kept = (found for found in state.findings if found.source != event.source)
    findings = merge((), (*kept, *event.findings))
    described = next((one.value for one in findings if one.what == "description"), "")
    subject = as_subject(described) or state.subject
    state = replace(_declined(state, SPLIT), findings=findings, subject=subject)
    return quoting(state, (event.source,), recorded)


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
        declined=including(state.declined, event.number),
    )
    return in_phase(state, phase, recorded)
