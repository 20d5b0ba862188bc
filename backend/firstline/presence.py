"""Who is reading and who is typing: hints that fade by themselves and are never stored (R41).

They lie in Redis, where each desk sees them. While it is away a desk knows its own people.
"""

import asyncio
from typing import TYPE_CHECKING, Any

import msgspec

from .domain.moment import Moment, Span
from .live.link import Link

if TYPE_CHECKING:
    from redis.asyncio import Redis

FADES_AFTER: Span = 30_000
"""Milliseconds without a word from the client."""
KEY = "firstline:there:"

type Person = dict[str, Any]


class Presence:
    """Conversation -> person -> what they do."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._own: dict[str, dict[str, Person]] = {}
        self._in_turn = asyncio.Lock()

    async def tell(
        self, stream: str, who: str, name: str, now: Moment, **doing: bool
    ) -> list[Person]:
        """Somebody is there; neither typing nor reading means gone. Gives who is there now."""
        person = {"id": who, "name": name, "until": now + FADES_AFTER, **doing}
        is_there = any(doing.values())
        self._remember(stream, who, person if is_there else None)
        async with self._in_turn:  # a later word must not overtake an earlier one
            people = await self._link.ask(
                lambda redis: _tell(redis, stream, who, person if is_there else None),
                otherwise=list(self._own.get(stream, {}).values()),
            )
        return [_shown(person) for person in people if person["until"] > now]

    def places(self, who: str) -> list[str]:
        """The conversations where somebody was, as far as they said so to this desk."""
        return [stream for stream, people in self._own.items() if who in people]

    def _remember(self, stream: str, who: str, person: Person | None) -> None:
        people = self._own.setdefault(stream, {})
        if person is None:
            people.pop(who, None)
        else:
            people[who] = person
        if not people:
            self._own.pop(stream, None)


async def _tell(redis: "Redis", stream: str, who: str, person: Person | None) -> list[Person]:
    """One round: the key fades as a whole, and each person in it by their own time."""
    key = KEY + stream
    async with redis.pipeline(transaction=False) as pipeline:
        if person is None:
            pipeline.hdel(key, who)
        else:
            pipeline.hset(key, who, msgspec.json.encode(person))
        pipeline.pexpire(key, FADES_AFTER)
        pipeline.hgetall(key)
        *_, there = await pipeline.execute()
    return [msgspec.json.decode(person) for person in there.values()]


def _shown(person: Person) -> Person:
    return {key: value for key, value in person.items() if key != "until"}
