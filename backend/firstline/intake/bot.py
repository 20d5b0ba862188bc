"""The bot: one Rasa or several, of which any may take any turn (R31, ADR 23).

The desk never waits for it: what has no answer in time becomes the form. Without addresses the
desk's own child is the one replica.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import aiohttp
import structlog
from msgspec import Struct

from .child import Child
from .rasa import BotAway, Replica, Turn

log = structlog.get_logger()

WHOLE_TURN = 2.8
"""Seconds for a turn with its second try: R31 gives three, and what is found is also written."""
FIRST_TRY = 1.5
"""Seconds for the first try where another replica could take a second one."""
ASK_EVERY = 0.25
"""Seconds between two looks at a replica that is away, or still starting."""
LOOK_EVERY = 5.0
"""Seconds between two looks at a replica that answers."""


COMES_UP = 180.0
"""Seconds that a new child has until it answers."""


class BotHealth(Struct, frozen=True):
    """How many replicas may be given turns, and of how many."""

    up: int
    of: int


class Bot:
    """Gives each turn to the replica that is least busy, and once more to another that failed.

    `addresses` are replicas started elsewhere; without any, `argv` starts one in `folder`. Without
    both there is no bot.
    """

    def __init__(
        self,
        addresses: Sequence[str] = (),
        argv: Sequence[str] = (),
        folder: Path = Path(),
        whole_turn: float = WHOLE_TURN,
    ) -> None:
        self._whole_turn = whole_turn
        self._session: aiohttp.ClientSession | None = None
        self._listeners: list[Callable[[], None]] = []
        self._turns = 0
        self.replicas = [
            Replica(address.rstrip("/"), _milliseconds, self._changed)
            for address in addresses or ([""] if argv else [])
        ]
        self._folder = folder
        self._tasks: asyncio.TaskGroup | None = None
        self._own: tuple[asyncio.Task[None], ...] = ()
        own = argv and not addresses
        self.child = Child(list(argv), folder, self.replicas[0]) if own else None
        self._told = self.health

    @property
    def health(self) -> BotHealth:
        """How many are up."""
        return BotHealth(sum(one.up for one in self.replicas), len(self.replicas))

    @property
    def ready(self) -> bool:
        """Whether anybody may be asked."""
        return any(one.up for one in self.replicas)

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call `listener` when a replica came or went."""
        self._listeners.append(listener)

    async def turn(
        self, text: str, asked: str | None, facts: Mapping[str, Any], language: str
    ) -> Turn:
        """One message in, directives out; raises BotAway, in `whole_turn` seconds at the latest."""
        said = {"text": text, "asked": asked, "facts": dict(facts), "language": language}
        started = time.monotonic()
        first = self._least_busy()
        other = self._least_busy(but=first)
        if first is None or self._session is None:
            raise BotAway
        if other is None:
            return await self._give(first, said, self._whole_turn)
        try:
            return await self._give(first, said, min(FIRST_TRY, self._whole_turn / 2))
        except BotAway:
            left = self._whole_turn - (time.monotonic() - started)
            return await self._give(self._least_busy(but=first) or other, said, left)

    async def run(self) -> None:
        """A named task of the composition root: starts what is ours, looks at all, for ever."""
        async with aiohttp.ClientSession() as self._session, asyncio.TaskGroup() as self._tasks:
            watches = [self._watched(replica) for replica in self.replicas]
            if self.child:
                self._own = (*watches, self._started(self.child))

    async def exchange(self, argv: Sequence[str]) -> None:
        """Another child, with another model: the one before answers until this one does.

        Raises BotAway where it does not come up; the one before stays. Only for a child of ours.
        """
        there = asyncio.Event()
        new = Replica("", _milliseconds, there.set)
        child = Child(list(argv), self._folder, new)
        tasks = (self._watched(new), self._started(child))
        try:
            await self._come_up(new, there)
        except BaseException:
            await _ended(tasks)
            raise
        before, busy = self._own, any(one.pending for one in self.replicas)
        new.on_change(self._changed)
        self.replicas, self.child, self._own = [new], child, tasks
        self._changed()
        if busy:  # it gets no new turns, and those it has end in this time
            await asyncio.sleep(self._whole_turn)
        await _ended(before)

    async def _come_up(self, replica: Replica, there: asyncio.Event) -> None:
        try:
            async with asyncio.timeout(COMES_UP):
                while not replica.up:
                    await there.wait()
                    there.clear()
        except TimeoutError as error:
            raise BotAway from error

    def _watched(self, replica: Replica) -> asyncio.Task[None]:
        if self._tasks is None or self._session is None:
            raise BotAway
        return self._tasks.create_task(self._watch(self._session, replica), name="bot-watch")

    def _started(self, child: Child) -> asyncio.Task[None]:
        if self._tasks is None:
            raise BotAway
        return self._tasks.create_task(child.run(), name="bot-child")

    async def _give(self, replica: Replica, said: Mapping[str, Any], patience: float) -> Turn:
        assert self._session is not None  # noqa: S101 - nobody is up before the session is there
        self._turns += 1
        replica.last_asked = self._turns
        return await replica.turn(self._session, said, patience)

    def _least_busy(self, but: Replica | None = None) -> Replica | None:
        """Of those that are equally busy the one that was asked longest ago."""
        able = [one for one in self.replicas if one.up and one is not but]
        return min(able, key=lambda one: (one.pending, one.last_asked), default=None)

    async def _watch(self, session: aiohttp.ClientSession, replica: Replica) -> None:
        while True:
            if replica.address:
                await replica.look(session)
            await asyncio.sleep(LOOK_EVERY if replica.up else ASK_EVERY)

    def _changed(self) -> None:
        before, self._told = self._told, self.health
        if before == self._told:
            return
        up, of = self._told.up, self._told.of
        log.info("bot_ready" if up == of else "bot_away", up=up, of=of)
        for listener in self._listeners:
            listener()


async def _ended(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Ends them, and with them what they keep alive."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _milliseconds() -> int:
    return time.monotonic_ns() // 1_000_000
