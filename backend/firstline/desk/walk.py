"""From copy to copy: where a customer's words were taken, and where they were taken from (R52)."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple, Protocol

import structlog

from firstline.domain.commands import Actor, Command
from firstline.domain.conversation import Conversation
from firstline.domain.errors import FirstlineError
from firstline.domain.events import Recorded
from firstline.domain.row import number_key
from firstline.states import PolicyIsLost
from firstline.store.port import EventDamaged, Store

from .held import OPENING, Held

log = structlog.get_logger()


class OneWay(Protocol):
    """The desk, as far as orders that concern several conversations need it."""

    @property
    def store(self) -> Store:
        """Where everything is kept."""

    async def handle(self, stream: str, by: Actor, command: Command) -> object:
        """Carry out an order, durably."""

    async def handle_here(self, stream: str, by: Actor, command: Command) -> object:
        """Carry out what of an order belongs into this conversation, durably."""

    async def state(self, stream: str) -> Conversation:
        """The present state; raises ConversationNotFound."""

    async def readable(self, stream: str) -> list[Recorded]:
        """The events that this desk can read."""


class Unreadable:
    """What is damaged keeps nothing else from being erased; whoever asked hears of it after."""

    def __init__(self) -> None:
        self._first: FirstlineError | None = None

    @contextmanager
    def passed_over(self, stream: str) -> Iterator[None]:
        """Goes on behind a conversation that is damaged, or whose promise is lost."""
        try:
            yield
        except (EventDamaged, PolicyIsLost) as error:
            log.warning("erasure_passed_over", stream=stream, code=error.code)
            self._first = self._first or error

    def tell(self) -> None:
        """Raises the first of what was passed over: EventDamaged or PolicyIsLost."""
        if self._first is not None:
            raise self._first


class Copy(NamedTuple):
    """A customer's message in one of the streams that hold it.

    One with `issue` is erased for that part of it; what its other parts became stays.
    """

    stream: str
    position: int
    issue: str | None = None


class Walk:
    """From copy to copy; each conversation is read and looked through once."""

    def __init__(self, desk: OneWay, unreadable: Unreadable) -> None:
        self._desk = desk
        self._unreadable = unreadable
        self._known: dict[str, Held] = {}

    async def read(self, stream: str) -> Held:
        """What a conversation holds; nothing if it is damaged."""
        if stream not in self._known:
            recorded: list[Recorded] = []
            with self._unreadable.passed_over(stream):
                recorded = await self._desk.readable(stream)
            self._known[stream] = Held(recorded)
            await asyncio.sleep(0)  # others get their turn between two conversations
        return self._known[stream]

    async def reach(self, first: Iterable[Copy], *, back: bool) -> set[Copy]:
        """These and every copy of them; `back`: also what they were made from."""
        found: set[Copy] = set()
        ahead = list(first)
        while ahead:
            copy = ahead.pop()
            if copy not in found:
                found.add(copy)
                ahead += [other async for other in self.onward(copy)]
                ahead += [other async for other in self._origins(copy)] if back else ()
        return found

    async def onward(self, copy: Copy) -> AsyncIterator[Copy]:
        """Where a message was taken from here; also by a yes that broke off."""
        here = await self.read(copy.stream)
        said = here.said[copy.position]
        for stream in here.offered:
            for position in (await self.read(stream)).came_from(here.number, said.id):
                yield copy._replace(stream=stream, position=position)
        for part in here.parts_of(copy.position):
            opened = await self.read(part.stream)
            is_it = opened.opened_with(OPENING)
            if is_it and copy.issue in {None, opened.said[OPENING].text or None}:
                yield Copy(part.stream, OPENING)

    async def _origins(self, copy: Copy) -> AsyncIterator[Copy]:
        """Where it was carried from, or the message that it is a part of."""
        here = await self.read(copy.stream)
        said = here.said[copy.position]
        number = said.joined_from
        row = await self._desk.store.find_unique(number_key(number)) if number else None
        if row is None:
            return
        there = await self.read(row.stream)
        if not here.opened_with(copy.position):
            for position in there.named(said.id):
                yield copy._replace(stream=row.stream, position=position)
            return
        for source in {split.source for split in there.splits} & there.said.keys():
            if here.number in {part.number for part in there.parts_of(source)}:
                yield Copy(row.stream, source, said.text)
