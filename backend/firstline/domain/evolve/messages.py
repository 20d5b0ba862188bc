"""What was said is known, counted and shown in lists."""

from typing import assert_never

from msgspec.structs import replace

from firstline.domain import paging
from firstline.domain.conversation import (
    Assigned,
    Conversation,
    InIntake,
    Question,
    Queued,
    Reserved,
    WaitingForCustomer,
)
from firstline.domain.events import (
    AgentReplied,
    BotSaid,
    CustomerSaw,
    CustomerWrote,
    DeskSaid,
    MessageEvent,
    NoteAdded,
    Recorded,
)

from .mail import answered, delivered, told
from .progress import beat, in_phase
from .quotes import quoting, repeated
from .tuples import including

SNIPPET_LENGTH = 120
TOLD_LENGTH = 1_000
KEPT_IDS = 256


def evolve(state: Conversation, event: MessageEvent, recorded: Recorded) -> Conversation:
    """The state after one of these events."""
    match event:
        case CustomerWrote():
            return _customer_wrote(state, event, recorded)
        case AgentReplied():
            return _agent_replied(state, event, recorded)
        case BotSaid():
            return _bot_said(state, event, recorded)
        case DeskSaid(key=key, values=values):
            return quoting(told(state, key, recorded), repeated(state, values), recorded)
        case NoteAdded(id=id):
            return replace(state, ids=with_id(state, id))
        case CustomerSaw(upto=upto):
            return delivered(replace(state, seen=upto), upto, recorded, by_mail=False)
    assert_never(event)


def with_id(state: Conversation, id: str) -> tuple[str, ...]:
    """The newest ids, by which what is sent twice is known."""
    return (*state.ids[-KEPT_IDS + 1 :], id) if id else state.ids


def _customer_wrote(state: Conversation, event: CustomerWrote, recorded: Recorded) -> Conversation:
    state = replace(
        state,
        ids=with_id(state, event.id),
        customer_position=recorded.position,
        customer_at=recorded.at,
        snippet=(event.choice and state.snippet) or event.text[:SNIPPET_LENGTH],
        customer_said=event.text[-SNIPPET_LENGTH:],
        told=state.told if event.choice else f"{state.told}\n{event.text}".strip()[:TOLD_LENGTH],
    )
    match state.phase:
        case Reserved():
            opened = replace(state, opened_at=recorded.at)
            return in_phase(opened, InIntake(recorded.at), recorded)
        case _ if event.joined_from:
            here = including(state.joined_here, event.joined_from)
            return _answered(replace(state, joined_here=here), recorded)
        case _:
            return _answered(state, recorded)


def _answered(state: Conversation, recorded: Recorded) -> Conversation:
    """Whatever a customer says ends the waiting for them (R16)."""
    match state.phase:
        case WaitingForCustomer(agent=agent):
            phase = Assigned(agent) if agent else Queued()
            return beat(in_phase(state, phase, recorded), "answered", recorded)
        case _:
            return state


def _agent_replied(state: Conversation, event: AgentReplied, recorded: Recorded) -> Conversation:
    state = replace(
        state,
        ids=with_id(state, event.id),
        replied={**state.replied, event.by: recorded.position},
        snippet=event.text[:SNIPPET_LENGTH],
        agent_said=event.text[-SNIPPET_LENGTH:],
        last_agent=event.by,
        question=None,
        offer=None,
    )
    state = paging.settled(answered(state, recorded), "update")
    if event.mark == "investigated":
        state = paging.settled(state, "first_response")
        state = beat(state, "investigated", recorded, recorded.position)
    return beat(state, "spoke", recorded)


def _bot_said(state: Conversation, event: BotSaid, recorded: Recorded) -> Conversation:
    if event.key == "not_understood":
        state = replace(state, misunderstood=state.misunderstood + 1, confused=True)
    state = quoting(state, repeated(state, event.values), recorded)
    if not event.asks:
        return state
    asked = {**state.asked, event.asks: state.asked.get(event.asks, 0) + 1}
    question = Question(event.asks, recorded.position, recorded.at)
    return replace(state, asked=asked, question=question)
