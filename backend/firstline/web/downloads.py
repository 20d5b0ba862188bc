"""`GET /files/<id>`: attachments, served so that they cannot run anything."""

import hashlib
import hmac
import secrets
from typing import NamedTuple
from urllib.parse import quote

import structlog
from aiohttp import web

from firstline.domain.errors import ConversationNotFound
from firstline.domain.moment import Moment
from firstline.store.port_files import FileNotFound

from .attachments import Manifest, manifest_of
from .customers import refuse_strangers
from .errors import RangeNotSatisfiable
from .parts import Parts
from .sniff import PICTURES

log = structlog.get_logger()
TICKET_LASTS = 5 * 60_000
"""Milliseconds."""
HARMLESS = "sandbox; default-src 'none'; frame-ancestors 'none'"


class Tickets:
    """Signs short-lived links, for places that cannot send a header, such as `<img src>`.

    The secret lives in this process: a restart ends all links.
    """

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def make(self, id: str, now: Moment) -> str:
        """A ticket for one file."""
        until = now + TICKET_LASTS
        return f"{until}.{self._sign(id, until)}"

    def good(self, ticket: str, id: str, now: Moment) -> bool:
        """Whether this ticket is ours, for this file, and still runs."""
        until, _, signature = ticket.partition(".")
        if not (until.isascii() and until.isdecimal() and len(until) < 20):  # noqa: PLR2004
            return False
        good = hmac.compare_digest(signature.encode(), self._sign(id, int(until)).encode())
        return good and now < int(until)

    def _sign(self, id: str, until: Moment) -> str:
        return hmac.new(self._secret, f"{id} {until}".encode(), hashlib.sha256).hexdigest()


class Part(NamedTuple):
    """The bytes that are asked for."""

    start: int
    length: int


class Downloads:
    """Serves a file to those who may have its conversation. To others no file exists."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._tickets = Tickets()

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The file, or the range that is asked for. Raises FileNotFound, RangeNotSatisfiable."""
        manifest = await self._manifest(request)
        part = asked_part(request, manifest.size)
        answer = web.StreamResponse(status=200, headers=_headers(manifest))
        if part.length != manifest.size:
            answer.set_status(206)
            last = part.start + part.length - 1
            answer.headers["Content-Range"] = f"bytes {part.start}-{last}/{manifest.size}"
        answer.content_length = part.length
        await answer.prepare(request)
        if request.method != "HEAD":
            await self._send(answer, manifest, part, request)
        return answer

    async def ticket(self, request: web.Request) -> web.Response:
        """A link that works for five minutes without any header."""
        await self._manifest(request)
        named = request.match_info["id"]
        url = f"/files/{named}?ticket={self._tickets.make(named, self._parts.now())}"
        return web.json_response({"url": url}, headers={"Cache-Control": "no-store"})

    async def _manifest(self, request: web.Request) -> Manifest:
        named, ticket = request.match_info["id"], request.query.get("ticket", "")
        manifest = await manifest_of(self._parts.files, named)
        if not self._tickets.good(ticket, named, self._parts.now()):
            try:
                await refuse_strangers(request, manifest.conversation, self._parts)
            except ConversationNotFound as error:
                raise FileNotFound(id=named) from error
        return manifest

    async def _send(
        self, answer: web.StreamResponse, manifest: Manifest, part: Part, request: web.Request
    ) -> None:
        # The last piece waits for the end of the reading, where damage shows.
        held = b""
        try:
            async for piece in self._parts.files.read(manifest.content, part.start, part.length):
                await answer.write(held)
                held = piece
            await answer.write_eof(held)
        except ConnectionError:
            return
        except Exception:
            # The answer is under way: breaking it off is the only way left to say no.
            log.exception("download_broken")
            if request.transport:
                request.transport.abort()


def setup(app: web.Application, parts: Parts) -> None:
    """Add the routes of downloads."""
    downloads = Downloads(parts)
    app.router.add_get("/files/{id}", downloads.download)
    app.router.add_get("/files/{id}/ticket", downloads.ticket)


def asked_part(request: web.BaseRequest, size: int) -> Part:
    """What `Range` asks for, of one range; a header that makes no sense asks for everything."""
    try:
        asked = request.http_range
    except ValueError:
        return Part(0, size)
    start = asked.start or 0
    if start < 0:
        return Part(max(0, size + start), min(size, -start))
    if start and start >= size:
        raise RangeNotSatisfiable(size=size)
    end = size if asked.stop is None else min(size, asked.stop)
    return Part(start, end - start)


def _headers(manifest: Manifest) -> dict[str, str]:
    shown = "inline" if manifest.type in PICTURES else "attachment"
    text = manifest.type.startswith("text/") or manifest.type == "application/json"
    return {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-store",
        "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(manifest.name, safe='')}",
        "Content-Security-Policy": HARMLESS,
        "Content-Type": f"{manifest.type}; charset=utf-8" if text else manifest.type,
    }
