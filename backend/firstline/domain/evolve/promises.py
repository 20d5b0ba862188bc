"""Which stages of the clocks have fired."""

from typing import assert_never

from msgspec.structs import replace

from firstline.domain import paging
from firstline.domain.conversation import Conversation
from firstline.domain.events import (
    ClockEscalated,
    ClockMissed,
    ClockWarned,
    CustomerReminded,
    InvestigationRevoked,
    PromiseEvent,
    Recorded,
    StatusLineDue,
)
from firstline.domain.moment import Moment

from .progress import beat
from .tuples import including


def evolve(state: Conversation, event: PromiseEvent, recorded: Recorded) -> Conversation:
    """The state after one of these events."""
    match event:
        case ClockWarned(clock=clock):
            return _mark_fired(state, clock_key(state.newest_answer, clock, "warned"))
        case ClockMissed(clock=clock):
            missed = replace(state, missed=including(state.missed, clock))
            return _mark_fired(missed, clock_key(state.newest_answer, clock, "missed"))
        case ClockEscalated():
            return _escalated(state, event)
        case StatusLineDue(due_at=due_at):
            return _mark_fired(state, line_key(due_at))
        case CustomerReminded():
            return _mark_fired(state, reminder_key(state))
        case InvestigationRevoked(position=position):
            return beat(state, "revoked", recorded, position)
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


def _escalated(state: Conversation, event: ClockEscalated) -> Conversation:
    clock = event.clock
    state = _mark_fired(state, clock_key(state.newest_answer, clock, f"step{event.step}"))
    return paging.wanted(state, clock, event.due_at) if paging.ON_CALL in event.to else state


def _mark_fired(state: Conversation, key: str) -> Conversation:
    return replace(state, fired=state.fired | {key})
