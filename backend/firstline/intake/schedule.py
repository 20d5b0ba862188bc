"""Which conversations are due for a turn, and that one never has two at once."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import structlog

from firstline.domain.conversation import Queued
from firstline.domain.deadlines import bot_may_speak
from firstline.domain.errors import FirstlineError
from firstline.domain.events import CustomerWrote
from firstline.notify import Change
from firstline.underway import Underway

log = structlog.get_logger()

type TakeTurn = Callable[[str], Awaitable[None]]
"""Takes one turn of the conversation with this id, if one is due."""


class Schedule:
    """Starts the turns that are due; one at a time for each conversation."""

    def __init__(self, take: TakeTurn, underway: Underway | None = None) -> None:
        self._take = take
        self._underway = underway or Underway()
        self._due: asyncio.Queue[str] = asyncio.Queue()
        self._waiting: set[str] = set()
        self._running: dict[str, asyncio.Task[None]] = {}

    def note(self, change: Change) -> None:
        """A listener of the desk: a turn is due for what a customer said.

        Nothing else wakes: a turn that fails behind its first write would wake itself for ever.
        """
        said = any(isinstance(new.event, CustomerWrote) for new in change.recorded)
        if said and (bot_may_speak(change.after) or isinstance(change.after.phase, Queued)):
            self.wake(change.stream)

    def wake(self, stream: str) -> None:
        """Look after this conversation; twice is harmless."""
        if stream not in self._waiting:
            self._waiting.add(stream)
            self._due.put_nowait(stream)

    async def run(self) -> None:
        """A named task of the composition root: starts the turns that are due, for ever."""
        try:
            while True:
                self._begin(await self._due.get())
        finally:
            for task in self._running.values():
                task.cancel()

    def _begin(self, stream: str) -> None:
        before = self._running.get(stream)
        task = asyncio.create_task(self._after(before, stream), name=f"turn-{stream}")
        self._running[stream] = task
        task.add_done_callback(partial(self._ended, stream))

    async def _after(self, before: asyncio.Task[None] | None, stream: str) -> None:
        if before is not None:
            await asyncio.wait([before])
        self._waiting.discard(stream)
        await self._underway.or_never()
        with self._underway:
            await self._take(stream)

    def _ended(self, stream: str, done: asyncio.Task[None]) -> None:
        if self._running.get(stream) is done:
            del self._running[stream]
        error = None if done.cancelled() else done.exception()
        if isinstance(error, FirstlineError):  # the sweeper wakes it again
            log.warning("turn_not_taken", stream=stream, code=error.code)
        elif error:
            log.error("turn_failed", stream=stream, exc_info=error)
