"""The company's status page, read without holding anybody up (R24).

A page has one of the formats in `pages`, or is a file; where a page has its document is found out
by trying, once. What was read is kept; a page that is down or slow is asked again in the
background and costs a turn at most `PATIENCE`.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import structlog
from aiohttp import ClientError, ClientResponseError, ClientSession, ClientTimeout
from msgspec import Struct

from firstline.domain.moment import Moment, Span
from firstline.live.shelf import Shelf

from . import pages
from .components import Areas
from .incidents import Incident
from .pages import AreasOf, UnknownFormat, local

__all__ = ["Incident", "Status", "StatusPage"]

PATIENCE: Span = 250
"""Milliseconds that a turn waits for a page that was not read lately."""
FRESH: Span = 30_000
"""Milliseconds for which what was read counts as the present."""
FORGOTTEN: Span = 3_600_000
"""Milliseconds after which old news is no longer shown, not even as stale."""

_DOCUMENTS = (
    "/api/v2/summary.json",  # Statuspage, incident.io
    "/summary.json",  # Instatus
    "/api/v1/summary",  # incident.io's widget
    "/api/v2/incidents/unresolved.json",  # Statuspage without a summary
)
"""Where a page may have what it says, below its address."""
_IN_A_FILE = "file:"
_TIMEOUT = ClientTimeout(total=5)
_RECENT: Span = 2_000  # what is older is read anew in the background, so that news is soon there
_RETRY: Span = 5_000
_LOOK_EVERY = 0.05  # seconds
_LARGEST = 2_000_000  # bytes
_MISSING = (ClientResponseError, UnknownFormat, msgspec.MsgspecError, UnicodeError)
_DOWN = (ClientError, TimeoutError, OSError)

log = structlog.get_logger()


class Status(Struct, frozen=True):
    """What the page says; `read_at` is None where it could not be read at all."""

    incidents: tuple[Incident, ...] = ()
    read_at: Moment | None = None
    stale: bool = True


class StatusPage:
    """A status page, read when needed. `clock` gives the present; an empty `url` is no page.

    `url` is the address of the page, or of its document, or `file:PATH`. `session` is set before
    the first use; the page's owner closes it, and `close` ends what still runs in the background.
    Through `shelf` one desk fetches for all. `areas_of` names the areas of components.
    """

    def __init__(
        self,
        url: str,
        clock: Callable[[], Moment],
        session: ClientSession | None = None,
        shelf: Shelf | None = None,
        areas_of: AreasOf | None = None,
    ) -> None:
        self.session = session
        self._areas_of = areas_of or Areas()
        self._document = url if url and _whole(url) else ""
        self._shelf = shelf
        self._url = url.rstrip("/")
        self._clock = clock
        self._known = Status()
        self._tried_at: Moment | None = None
        self._reading: asyncio.Task[None] | None = None

    async def current(self) -> Status:
        """What the page says; takes at most `PATIENCE`, and nothing if it was read lately."""
        if not self._url:
            return self._known
        self._start_reading()
        if self._is_fresh():
            return self._known
        if self._reading is not None:
            await asyncio.wait([self._reading], timeout=PATIENCE / 1000)
        return self._known if self._is_fresh() else self._as_stale()

    def name_areas(self, areas_of: AreasOf) -> None:
        """From now on by these; what was read is read once more, in the background."""
        self._areas_of = areas_of
        self._tried_at = None
        if self._url:
            self._start_reading()

    async def close(self) -> None:
        """Ends a reading that is still under way."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.wait([self._reading])

    def _is_fresh(self) -> bool:
        read_at = self._known.read_at
        return read_at is not None and self._clock() - read_at < FRESH

    def _start_reading(self) -> None:
        """One reading at a time; after a failure the page is left alone for a moment."""
        now = self._clock()
        running = self._reading is not None and not self._reading.done()
        pause = _RECENT if self._is_fresh() else _RETRY
        if running or (self._tried_at is not None and now - self._tried_at < pause):
            return
        self._tried_at = now
        self._reading = asyncio.create_task(self._read(), name="status-page")

    async def _read(self) -> None:
        if self._shelf is not None and await self._found_on(self._shelf):
            self._tried_at = None
            return
        try:
            incidents = await self._newest()
        except (*_MISSING, *_DOWN) as error:
            self._document = self._url if _whole(self._url) else ""
            log.warning("status_page_unread", error=repr(error))
            return
        self._known = Status(incidents, self._clock(), stale=False)
        self._tried_at = None
        if self._shelf is not None:
            await self._shelf.put(msgspec.json.encode(self._known), FORGOTTEN)

    async def _newest(self) -> tuple[Incident, ...]:
        """What the page says now, from the document that it was found to have."""
        if self._url.startswith(_IN_A_FILE):
            file = Path(self._url.removeprefix(_IN_A_FILE))
            return local.read(await asyncio.to_thread(_content, file), self._areas_of)
        if self._document:
            return await self._fetch(self._document)
        return await self._found()

    async def _found(self) -> tuple[Incident, ...]:
        """From the first document that is there; a page that does not answer has none of them."""
        missing: Exception = UnknownFormat()
        for path in _DOCUMENTS:
            try:
                incidents = await self._fetch(self._url + path)
            except _MISSING as error:
                missing = error
            else:
                self._document = self._url + path
                return incidents
        raise missing

    async def _found_on(self, shelf: Shelf) -> bool:
        """Whether another desk has just read the page; False where it is on us to read it."""
        while True:
            lying = await shelf.look()
            if lying is not None:
                self._learn(msgspec.json.decode(lying, type=Status))
            read_at = self._known.read_at
            if read_at is not None and self._clock() - read_at < _RECENT:
                return True
            if await shelf.may_fetch(_RETRY):
                return False
            await asyncio.sleep(_LOOK_EVERY)

    def _learn(self, status: Status) -> None:
        """What another desk read, if it is newer."""
        if (status.read_at or 0) > (self._known.read_at or 0):
            self._known = status

    async def _fetch(self, address: str) -> tuple[Incident, ...]:
        if self.session is None:
            raise ClientError("no session yet")
        async with self.session.get(address, timeout=_TIMEOUT) as response:
            response.raise_for_status()
            body = await response.content.read(_LARGEST)
            while not response.content.at_eof() and len(body) < _LARGEST:
                body += await response.content.read(_LARGEST - len(body))
        return pages.read(body, self._areas_of)

    def _as_stale(self) -> Status:
        read_at = self._known.read_at
        if read_at is None or self._clock() - read_at > FORGOTTEN:
            return Status()
        replace = msgspec.structs.replace
        incidents = tuple(replace(incident, stale=True) for incident in self._known.incidents)
        return Status(incidents, read_at, stale=True)


def _whole(address: str) -> bool:
    """Whether an address is the document itself, and not the page that has one."""
    path = urlsplit(address).path
    return path.endswith((".json", "/summary")) or "/proxy/" in path


def _content(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(_LARGEST)
