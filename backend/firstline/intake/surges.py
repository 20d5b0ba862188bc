"""Notices a surge while it comes in: many customers, the same thing, no incident published (R49).

Nothing is counted here. Each conversation about something is asked: how many others are there? So
nothing has to be kept, and desks that share a store see the same. Of two that notice at once the
unique key in the row lets one raise it.
"""

import asyncio
from collections.abc import Sequence

import structlog

from firstline.desk import Desk
from firstline.domain.clocks import later
from firstline.domain.commands import GrowSurge, RaiseSurge, System
from firstline.domain.conversation import Conversation
from firstline.domain.errors import FirstlineError
from firstline.domain.policy import Policy
from firstline.domain.row import Row, listed_at, surge_key, topic_key
from firstline.domain.surge import topics
from firstline.notify import Change
from firstline.store.port import KeyTaken
from firstline.surges import alike, customers
from firstline.underway import Underway

from .offers import Checks

log = structlog.get_logger()

SURGES = System("surges")
BROAD = "issue_kind:"
"""A kind of issue says less than an area or a code: twice as many are needed."""


class Surges:
    """Looks at each conversation of which something new is known."""

    def __init__(self, desk: Desk, checks: Checks, underway: Underway | None = None) -> None:
        self._desk = desk
        self._checks = checks
        self._underway = underway or Underway()
        self._new: asyncio.Queue[str] = asyncio.Queue()

    def note(self, change: Change) -> None:
        """A listener of the desk: it is about something now."""
        about = topics(change.after)
        if about and (change.before is None or topics(change.before) != about):
            self._new.put_nowait(change.stream)

    async def run(self) -> None:
        """A named task of the composition root: looks for ever."""
        while True:
            stream = await self._new.get()
            await self._underway.or_never()
            try:
                with self._underway:
                    await self.look(stream)
            except FirstlineError as error:
                log.warning("surge_not_looked_for", stream=stream, code=error.code)

    async def look(self, stream: str) -> None:
        """Raise a surge, or let the one grow that it belongs to; raises what the desk raises."""
        state = await self._desk.state(stream)
        policy = self._desk.policy_of(state)
        about = topics(state)
        if (host := await self._under_way(about)) is not None:
            await self._grow(host, stream, state)
            return
        for topic in about:
            rows = await self._alike_now(topic, policy)
            if customers(rows) >= _needed(topic, policy):
                await self._raise(stream, state, topic, rows)
                return

    async def _under_way(self, about: Sequence[str]) -> Row | None:
        """The row that keeps the surge about any of this, if there is one."""
        for topic in about:
            if (host := await self._desk.store.find_unique(surge_key(topic))) is not None:
                return host
        return None

    async def _alike_now(self, topic: str, policy: Policy) -> list[Row]:
        since = later(self._desk.now(), -policy.surge.within)
        return await alike(self._desk.store, (topic,), since)

    async def _grow(self, host: Row, stream: str, state: Conversation) -> None:
        surge = host.body["surge"]
        if stream == host.stream or state.opened_at < surge["since"]:
            return
        rows = await alike(self._desk.store, surge["topics"], surge["since"])
        count = max(customers(rows), surge["customers"])
        await self._desk.handle(host.stream, SURGES, GrowSurge(count))

    async def _raise(
        self, stream: str, state: Conversation, topic: str, rows: Sequence[Row]
    ) -> None:
        """Unless the status page knows already."""
        if await self._checks.incident(state, state.subject) is not None:
            return
        since = listed_at(rows[0], topic_key(topic))
        command = RaiseSurge(_shared(topic, rows), since, customers(rows))
        try:
            await self._desk.handle(stream, SURGES, command)
        except KeyTaken:
            self._desk.forget(stream)  # another desk was faster: the next one lets it grow


def _needed(topic: str, policy: Policy) -> int:
    return policy.surge.customers * (2 if topic.startswith(BROAD) else 1)


def _shared(topic: str, rows: Sequence[Row]) -> tuple[str, ...]:
    """What most of them are about, so that the next one is known by any of it."""
    named = [one for row in rows for one in row.body["topics"] if not one.startswith(BROAD)]
    most = (one for one in dict.fromkeys(named) if 2 * named.count(one) > len(rows))
    return tuple(dict.fromkeys((topic, *most)))
