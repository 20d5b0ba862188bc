"""What the record says, beside what people were told: nothing lost, doubled, skipped or late."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from firstline.domain.events import (
    AgentReplied,
    ClockEscalated,
    ClockMissed,
    ClockWarned,
    CustomerWrote,
    HandedOff,
    MailSent,
    MailTaken,
    Recorded,
)
from firstline.store.port import Store

from .cluster import FIRST_RESPONSE
from .people import Book

GRACE = 3_000
"""Milliseconds until the sweeper must have seen what fell due."""


async def streams(store: Store, names: Iterable[str]) -> dict[str, list[Recorded]]:
    """The whole record of each."""
    return {name: await store.read(name) for name in names}


def judged(record: dict[str, list[Recorded]], book: Book, until: int) -> dict[str, int]:
    """Counts of what must not be; `until` is when the last look was, in milliseconds UTC."""
    ids = {stream: Counter(_ids(events)) for stream, events in record.items()}
    told = [(stream, id_) for stream, known in book.acknowledged.items() for id_ in known]
    return {
        "acknowledged": len(told),
        "lost": sum(ids[stream][id_] == 0 for stream, id_ in told),
        "doubled": sum(count - 1 for counted in ids.values() for count in counted.values()),
        "gaps": sum(_gaps(events) for events in record.values()),
        "clocks": sum(len(_fired(events)) for events in record.values()),
        "clocks_fired_twice": sum(_twice(events) for events in record.values()),
        "clocks_missed": sum(_silent(events, until) for events in record.values()),
    }


def mails(record: dict[str, list[Recorded]], stream: str) -> tuple[int, int, int]:
    """How many there were to send, how often one was taken, how often it was recorded as sent."""
    events = [one.event for one in record[stream]]
    taken = [event.upto for event in events if isinstance(event, MailTaken)]
    sent = sum(isinstance(event, MailSent) for event in events)
    return len(set(taken)), len(taken), sent


def _ids(events: list[Recorded]) -> Iterator[str]:
    for one in events:
        if isinstance(one.event, CustomerWrote | AgentReplied):
            yield one.event.id


def _gaps(events: list[Recorded]) -> int:
    return sum(one.position != place for place, one in enumerate(events, start=1))


def _fired(events: list[Recorded]) -> list[tuple[Any, ...]]:
    return [
        (type(one.event).__name__, one.event.clock, one.event.due_at, getattr(one.event, "step", 0))
        for one in events
        if isinstance(one.event, ClockWarned | ClockMissed | ClockEscalated)
    ]


def _twice(events: list[Recorded]) -> int:
    return sum(count - 1 for count in Counter(_fired(events)).values())


def _silent(events: list[Recorded], until: int) -> int:
    """1 where the first response was missed and no event says so, or one says so wrongly."""
    handed = [one for one in events if isinstance(one.event, HandedOff)]
    if not handed:
        return 0
    start = handed[0].event.due_at if handed[0].event.due_at is not None else handed[0].at
    due = start + FIRST_RESPONSE
    answers = [one.at for one in events if _investigates(one)]
    late = not answers or min(answers) > due
    said = any(
        name == "ClockMissed" and clock == "first_response" for name, clock, *_ in _fired(events)
    )
    if due > until - GRACE and not answers:
        return 0
    return int(late != said)


def _investigates(one: Recorded) -> bool:
    return isinstance(one.event, AgentReplied) and one.event.mark == "investigated"
