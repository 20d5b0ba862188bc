"""Erases closed conversations once they have been kept for as long as the promise says (R52)."""

import asyncio

import structlog

from firstline.desk import Desk
from firstline.domain.clocks import later
from firstline.domain.commands import EraseContent, System
from firstline.domain.conversation import Closed
from firstline.domain.erasure import blank
from firstline.domain.errors import FirstlineError
from firstline.domain.events import ContentErased
from firstline.domain.moment import Moment
from firstline.store.port import StoreRefused, StreamNewer, place
from firstline.store.port_everything import Everything

log = structlog.get_logger()

RETENTION = System("retention")
REASON = "retention"
EVERY = 3600.0
"""Seconds between two looks: what may be kept for months may stay an hour longer."""
LISTS = ("all", "lapsed")
"""Between them every conversation that may hold a word, the one that rested longest first."""
PAGE = 200


class Retention:
    """Walks the lists from their old end, and remembers in the store how far it came.

    Whatever happens to a conversation moves it to the lists' new end, so that nothing behind the
    place that was reached needs a second look.
    """

    def __init__(self, desk: Desk, marks: Everything) -> None:
        self._desk = desk
        self._marks = marks

    async def run(self) -> None:
        """A named task of the composition root: looks for ever."""
        while True:
            try:
                await self.look()
            except FirstlineError as error:
                log.warning("retention_failed", code=error.code)
            await asyncio.sleep(EVERY)

    async def look(self) -> None:
        """Erase what is over its time by now; raises StoreRefused."""
        kept = self._desk.policy.retention
        for verified, span in ((True, kept.customers), (False, kept.visitors)):
            for listed in LISTS if span else ():
                await self._walk(listed, later(self._desk.now(), -span), verified=verified)

    async def _walk(self, listed: str, until: Moment, *, verified: bool) -> None:
        name = f"{REASON}:{listed}:{'customers' if verified else 'visitors'}"
        after = await self._marks.mark(name)
        while rows := await self._desk.store.find(listed, after=after or None, limit=PAGE):
            for row in rows:
                if row.body["last_at"] > until:
                    return
                if row.body["customer"]["verified"] == verified:
                    await self._erase(row.stream)
                after = place(row, listed)
            await self._marks.set_mark(name, after)

    async def _erase(self, stream: str) -> None:
        """One that cannot be read holds up no other, but a newer desk's waits for that desk."""
        try:
            state = await self._desk.state(stream)
            if isinstance(state.phase, Closed) and await self._says_something(stream):
                await self._desk.handle(stream, RETENTION, EraseContent(REASON))
        except (StoreRefused, StreamNewer):
            raise
        except FirstlineError as error:
            log.warning("retention_passed_over", stream=stream, code=error.code)

    async def _says_something(self, stream: str) -> bool:
        events = [one.event for one in await self._desk.store.read(stream)]
        return any(
            blank(event) != event for event in events if not isinstance(event, ContentErased)
        )
