"""Feeds the search index from what was written, in batches and off the message path (R50)."""

import asyncio

import structlog

from firstline.desk import Desk
from firstline.domain.errors import FirstlineError
from firstline.domain.events import ContentErased
from firstline.notify import Change
from firstline.store.port_search import Search

log = structlog.get_logger()

EVERY = 0.3
"""Seconds for which changes are gathered: one at a time costs ten times as much."""


class Indexer:
    """Keeps the index up to date; what it misses by a crash it reads again from the store."""

    def __init__(self, desk: Desk, search: Search) -> None:
        self._desk = desk
        self._search = search
        self._changed: set[str] = set()
        self._erased: dict[str, set[int]] = {}

    def note(self, change: Change) -> None:
        """A listener of the desk."""
        self._changed.add(change.stream)
        for new in change.recorded:
            if isinstance(new.event, ContentErased):
                self._erased.setdefault(change.stream, set()).update(new.event.positions)

    async def run(self) -> None:
        """A named task of the composition root: indexes for ever."""
        while True:
            await asyncio.sleep(EVERY)
            await self.catch_up()

    async def catch_up(self) -> None:
        """Feed what changed, and forget what was erased."""
        changed, self._changed = self._changed, set()
        erased, self._erased = self._erased, {}
        for stream in changed:
            try:
                await self._feed(stream)
                if stream in erased:
                    await self._search.forget(stream, sorted(erased[stream]))
            except FirstlineError as error:
                log.warning("index_failed", stream=stream, code=error.code)
                self._changed.add(stream)

    async def _feed(self, stream: str) -> None:
        fed = await self._search.fed(stream)
        recorded = await self._desk.store.read(stream, after=fed)
        if recorded:
            await self._search.feed(stream, recorded)
