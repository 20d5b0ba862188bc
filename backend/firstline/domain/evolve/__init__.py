"""`initial` and `evolve`: what a conversation is after each of its events. Total and pure.

Each theme of events has its file here. Erased events arrive with blank texts and are folded like
any other (R52).
"""

from collections.abc import Iterable
from functools import reduce
from typing import assert_never

from msgspec.structs import replace

from firstline.domain import paging, surge
from firstline.domain.conversation import Conversation, Reserved
from firstline.domain.events import (
    ChannelEvent,
    EndingEvent,
    ErasureEvent,
    Event,
    IntakeEvent,
    MailEvent,
    MessageEvent,
    NumberReserved,
    OfferEvent,
    OpeningEvent,
    PagerEvent,
    PromiseEvent,
    PropertyEvent,
    QueueEvent,
    Recorded,
    SurgeEvent,
)
from firstline.domain.moment import Moment

from . import channels, ending, intake, mail, messages, offers, promises, properties, queue


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
        came_by=event.channel,
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
    if isinstance(event, MessageEvent):
        return messages.evolve(state, event, recorded)
    if isinstance(event, IntakeEvent):
        return intake.evolve(state, event, recorded)
    if isinstance(event, OfferEvent):
        return offers.evolve(state, event, recorded)
    if isinstance(event, QueueEvent):
        return queue.evolve(state, event, recorded)
    if isinstance(event, PropertyEvent):
        return properties.evolve(state, event, recorded)
    if isinstance(event, ChannelEvent):
        return channels.evolve(state, event, recorded)
    if isinstance(event, PromiseEvent):
        return promises.evolve(state, event, recorded)
    if isinstance(event, EndingEvent):
        return ending.evolve(state, event, recorded)
    if isinstance(event, MailEvent):
        return mail.evolve(state, event, recorded)
    if isinstance(event, PagerEvent):
        return paging.paged(state, event, recorded.at)
    if isinstance(event, SurgeEvent):
        return surge.surged(state, event, recorded.at)
    if isinstance(event, ErasureEvent):
        erased = state.erased.union(event.positions)
        return replace(mail.erased(state, event.positions), erased=erased)
    if isinstance(event, OpeningEvent):
        return state
    assert_never(event)
