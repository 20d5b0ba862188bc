"""The company's status page, and whether an incident on it is the customer's issue (R24).

Reads Statuspage's public v2 format (`/api/v2/summary.json`, and where that is missing
`/api/v2/incidents/unresolved.json`; https://support.atlassian.com/statuspage/, "status API").
What was read is kept; a page that is down or slow is asked again in the background and costs
a turn at most `PATIENCE`.
"""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec
import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout
from msgspec import Struct

from firstline.domain.moment import Moment, Span
from firstline.live.shelf import Shelf

from . import lexicon
from .incidents import Incident, best, fit, fits

__all__ = ["Incident", "Status", "StatusPage", "best", "fit", "fits"]

PATIENCE: Span = 250
"""Milliseconds that a turn waits for a page that was not read lately."""
FRESH: Span = 30_000
"""Milliseconds for which what was read counts as the present."""
FORGOTTEN: Span = 3_600_000
"""Milliseconds after which old news is no longer shown, not even as stale."""

_PATHS = ("/api/v2/summary.json", "/api/v2/incidents/unresolved.json")
_TIMEOUT = ClientTimeout(total=5)
_RECENT: Span = 2_000  # what is older is read anew in the background, so that news is soon there
_RETRY: Span = 5_000
_LOOK_EVERY = 0.05  # seconds
_LARGEST = 2_000_000  # bytes
_OVER = {"resolved", "postmortem", "completed"}

log = structlog.get_logger()


class Status(Struct, frozen=True):
    """What the page says; `read_at` is None where it could not be read at all."""

    incidents: tuple[Incident, ...] = ()
    read_at: Moment | None = None
    stale: bool = True


class _Component(Struct):
    name: str = ""


class _Update(Struct):
    body: str = ""


class _Listed(Struct):
    id: str
    name: str
    status: str = "investigating"
    impact: str | None = None
    shortlink: str | None = None
    created_at: datetime | None = None
    started_at: datetime | None = None
    incident_updates: list[_Update] = []
    components: list[_Component] = []


class _Page(Struct, frozen=True):
    url: str = ""


class _Summary(Struct):
    incidents: list[_Listed]
    page: _Page = _Page()


class StatusPage:
    """A status page, read when needed. `clock` gives the present; an empty `url` is no page.

    `session` is set before the first use; the page's owner closes it, and `close` ends what
    still runs in the background. Through `shelf` one desk fetches for all.
    """

    def __init__(
        self,
        url: str,
        clock: Callable[[], Moment],
        session: ClientSession | None = None,
        shelf: Shelf | None = None,
    ) -> None:
        self.session = session
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
        for path in _PATHS:
            try:
                summary = await self._fetch(path)
            except (ClientError, TimeoutError, msgspec.MsgspecError, UnicodeError) as error:
                log.warning("status_page_unread", path=path, error=repr(error))
            else:
                self._known = Status(tuple(_incidents(summary)), self._clock(), stale=False)
                self._tried_at = None
                if self._shelf is not None:
                    await self._shelf.put(msgspec.json.encode(self._known), FORGOTTEN)
                return

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

    async def _fetch(self, path: str) -> _Summary:
        if self.session is None:
            raise ClientError("no session yet")
        async with self.session.get(self._url + path, timeout=_TIMEOUT) as response:
            response.raise_for_status()
            body = await response.content.read(_LARGEST)
            while not response.content.at_eof() and len(body) < _LARGEST:
                body += await response.content.read(_LARGEST - len(body))
        return msgspec.json.decode(body, type=_Summary)

    def _as_stale(self) -> Status:
        read_at = self._known.read_at
        if read_at is None or self._clock() - read_at > FORGOTTEN:
            return Status()
        replace = msgspec.structs.replace
        incidents = tuple(replace(incident, stale=True) for incident in self._known.incidents)
        return Status(incidents, read_at, stale=True)


def _incidents(summary: _Summary) -> Iterable[Incident]:
    """The incidents that are not over, with the areas that their components and title name."""
    for listed in summary.incidents:
        if listed.status not in _OVER:
            started = listed.started_at or listed.created_at
            names = " . ".join((listed.name, *(c.name for c in listed.components)))
            yield Incident(
                id=listed.id,
                title=listed.name,
                url=listed.shortlink or summary.page.url,
                areas=_areas(names),
                status=listed.status,
                impact=listed.impact or "none",
                started_at=int(started.timestamp() * 1000) if started else 0,
                body=listed.incident_updates[0].body if listed.incident_updates else "",
            )


def _areas(text: str) -> tuple[str, ...]:
    hits = lexicon.topics().find(lexicon.words_of(lexicon.fold(text)))
    return tuple(dict.fromkeys(hit.value for hit in hits if hit.kind == "area"))
