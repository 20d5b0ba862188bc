"""Resolved, judged, reopened, closed."""

from typing import assert_never, get_args

from msgspec.structs import replace

from firstline.domain import paging
from firstline.domain.conversation import Closed, Conversation, Delivery, Resolved
from firstline.domain.events import (
    ClockName,
    ConversationClosed,
    ConversationRated,
    ConversationReopened,
    ConversationResolved,
    EndingEvent,
    Recorded,
    SolutionConfirmed,
    SolutionRejected,
)

from .mail import answered
from .messages import with_id
from .progress import beat, in_phase, resumed

CLOCKS = get_args(ClockName)


def evolve(state: Conversation, event: EndingEvent, recorded: Recorded) -> Conversation:
    """The state after one of these events."""
    match event:
        case ConversationResolved():
            return _resolved(state, event, recorded)
        case SolutionRejected():
            return resumed(state, state.last_agent, recorded)
        case SolutionConfirmed():
            return state
        case ConversationReopened(by=agent):
            return resumed(replace(state, open_questions=()), agent, recorded)
        case ConversationRated(stars=stars, comment=comment):
            return replace(state, stars=stars, comment=comment)
        case ConversationClosed():
            return _closed(state, event, recorded)
    assert_never(event)


def _resolved(state: Conversation, event: ConversationResolved, recorded: Recorded) -> Conversation:
    state = replace(
        paging.settled(answered(state, recorded), *CLOCKS),
        ids=with_id(state, event.id),
        solution=event.solution,
        last_agent=event.by,
        replied={**state.replied, event.by: recorded.position},
        delivery=Delivery(recorded.position, recorded.at),
    )
    if event.investigated:
        state = beat(state, "investigated", recorded, recorded.position)
    resolved = Resolved(event.by, recorded.position, recorded.at)
    return beat(in_phase(state, resolved, recorded), "resolved", recorded)


def _closed(state: Conversation, event: ConversationClosed, recorded: Recorded) -> Conversation:
    state = in_phase(replace(state, offer=None, question=None), Closed(event.cause), recorded)
    return beat(state, "closed", replace(recorded, at=event.due_at or recorded.at))
