"""Whose turn it is."""

from typing import assert_never

from msgspec.structs import replace

from firstline.domain.conversation import (
    Assigned,
    Conversation,
    Delivery,
    Queued,
    WaitingForCustomer,
)
from firstline.domain.events import (
    ConversationAssigned,
    ConversationClaimed,
    ConversationReleased,
    HandedToTeam,
    LanguageOpened,
    QueueEvent,
    Recorded,
    WaitingStarted,
)

from .progress import beat, in_phase


def evolve(state: Conversation, event: QueueEvent, recorded: Recorded) -> Conversation:
    """The state after one of these events."""
    match event:
        case ConversationClaimed(by=agent) | ConversationAssigned(to=agent):
            return _owned(state, agent, recorded)
        case ConversationReleased():
            return _released(state, recorded)
        case HandedToTeam(team=team):
            return _released(replace(state, team=team), recorded)
        case LanguageOpened():
            return replace(state, any_language=True)
        case WaitingStarted():
            return _waiting(state, recorded)
    assert_never(event)


def _owned(state: Conversation, agent: str, recorded: Recorded) -> Conversation:
    state = replace(state, question=None, open_questions=(), last_agent=agent)
    match state.phase:
        case WaitingForCustomer(position=position, since=since):
            return in_phase(state, WaitingForCustomer(agent, position, since), recorded)
        case _:
            return in_phase(state, Assigned(agent), recorded)


def _released(state: Conversation, recorded: Recorded) -> Conversation:
    """Back to the queue; while the customer is asked something it waits on, without an owner."""
    match state.phase:
        case WaitingForCustomer(position=position, since=since):
            return in_phase(state, WaitingForCustomer("", position, since), recorded)
        case _:
            return in_phase(state, Queued(), recorded)


def _waiting(state: Conversation, recorded: Recorded) -> Conversation:
    asked = state.newest_answer
    waiting = WaitingForCustomer(state.agent, asked, recorded.at)
    state = replace(state, delivery=Delivery(asked, recorded.at))
    return beat(in_phase(state, waiting, recorded), "waiting", recorded)
