"""Files that were uploaded and never sent with a message: forgotten after a day (R52)."""

import asyncio
from collections.abc import AsyncIterable

import structlog

from firstline.desk import Desk
from firstline.domain.errors import FirstlineError
from firstline.domain.moment import Moment
from firstline.store.port import EventDamaged, StreamNewer
from firstline.store.port_files import FileNotFound, Files

from . import attachments

log = structlog.get_logger()

KEPT = 24 * 3_600_000
"""Milliseconds for which an upload may wait for its message."""
EVERY = 3600.0
"""Seconds between two looks."""


class Leftovers:
    """Looks through what was uploaded a day ago; two of them are harmless."""

    def __init__(self, desk: Desk, files: Files) -> None:
        self._desk = desk
        self._files = files
        self._looked_until: Moment = 0

    async def run(self) -> None:
        """A named task of the composition root: looks every hour, for ever."""
        while True:
            try:
                await self.sweep()
            except FirstlineError as error:
                log.warning("leftovers_not_dropped", code=error.code)
            await asyncio.sleep(EVERY)

    async def sweep(self) -> None:
        """Drop what has waited too long. Raises StoreRefused; the next look begins there again."""
        until = self._desk.now() - KEPT
        await self._drop(self._files.saved(self._looked_until, until))
        self._looked_until = until

    async def drop_of(self, conversation: str) -> None:
        """Drop all that was uploaded for a conversation and not sent; raises StoreRefused."""
        await self._drop(self._files.saved(self._looked_until, None), only=conversation)

    async def _drop(self, saved: AsyncIterable[str], only: str = "") -> None:
        sent: dict[str, set[str] | None] = {}
        async for name in saved:
            try:
                stream = (await attachments.manifest_of(self._files, name)).conversation
            except FileNotFound:
                continue
            if only and stream != only:
                continue
            if stream not in sent:
                sent[stream] = await self._sent(stream)
            known = sent[stream]
            if known is not None and name not in known:
                await attachments.erase(self._files, [name])

    async def _sent(self, stream: str) -> set[str] | None:
        """The attachments that its events or copies of them name; None where not all are read."""
        try:
            recorded = await self._desk.store.read(stream)
        except (StreamNewer, EventDamaged):
            return None
        named = {file.id for new in recorded for file in getattr(new.event, "files", ())}
        positions = {new.position for new in recorded}
        return named | await self._desk.copies.files(stream, positions)
