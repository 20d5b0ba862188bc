"""Feeds the search index from what was written, in batches and off the message path (R50)."""

import asyncio
from collections.abc import AsyncIterator, Iterable

import structlog

from firstline.desk import Desk
from firstline.domain.errors import FirstlineError
from firstline.domain.events import ContentErased, Recorded
from firstline.domain.row import Row
from firstline.notify import Change
from firstline.store.port import StoreRefused, place
from firstline.store.port_search import Search

log = structlog.get_logger()

EVERY = 1.0
"""Seconds for which changes are gathered: one at a time costs ten times as much."""
EVERYTHING = "all"
PAGE = 500


class Indexer:
    """Keeps the index up to date; what it missed by a crash it reads from the store on its start.

    The index says how far each stream was fed. What was erased is forgotten before that moves
    past the erasure, so a crash between the two repeats it.
    """

    def __init__(self, desk: Desk, search: Search) -> None:
        self._desk = desk
        self._search = search
        self._changed: dict[str, list[Recorded]] = {}

    def note(self, change: Change) -> None:
        """A listener of the desk."""
        self._changed.setdefault(change.stream, []).extend(change.recorded)

    async def run(self) -> None:
        """A named task of the composition root: indexes for ever."""
        try:
            await self.find_missed()
        except FirstlineError as error:
            log.warning("index_behind", code=error.code)
        while True:
            await asyncio.sleep(EVERY)
            await self.catch_up()

    async def find_missed(self) -> None:
        """Look for streams that were written to and not fed; raises StoreRefused."""
        async for rows in self._pages():
            reached = await self._search.feed({row.stream: () for row in rows})
            for row in rows:
                if reached[row.stream] < row.version:
                    self._changed.setdefault(row.stream, [])

    async def catch_up(self) -> None:
        """Feed what changed, and forget what was erased."""
        changed, self._changed = self._changed, {}
        for stream in await self._behind(changed):
            try:
                await self._feed(stream)
            except StoreRefused:
                self._changed.setdefault(stream, [])
            except FirstlineError as error:
                log.warning("index_failed", stream=stream, code=error.code)

    async def _behind(self, changed: dict[str, list[Recorded]]) -> list[str]:
        """Feed at once what was announced; gives the streams that have to be read for it."""
        plain = {stream: new for stream, new in changed.items() if new and not _erased(new)}
        try:
            reached = await self._search.feed(plain) if plain else {}
        except StoreRefused:
            reached = {}
        return [
            stream
            for stream in changed
            if stream not in plain or reached.get(stream, 0) < plain[stream][-1].position
        ]

    async def _feed(self, stream: str) -> None:
        fed = await self._search.fed(stream)
        recorded = await self._desk.readable(stream, fed)
        if erased := _erased(recorded):
            await self._search.forget(stream, sorted(erased))
        if recorded:
            await self._search.feed({stream: recorded})

    async def _pages(self) -> AsyncIterator[list[Row]]:
        rows = await self._desk.store.find(EVERYTHING, limit=PAGE)
        while rows:
            yield rows
            last = place(rows[-1], EVERYTHING)
            rows = await self._desk.store.find(EVERYTHING, after=last, limit=PAGE)


def _erased(recorded: Iterable[Recorded]) -> set[int]:
    """The positions that these events erase."""
    events = (new.event for new in recorded)
    return {one for event in events if isinstance(event, ContentErased) for one in event.positions}
