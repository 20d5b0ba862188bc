"""What surrounds every request: its id, headers that bind browsers, no orders from other sites."""

import re
import secrets
from collections.abc import Awaitable, Callable
from ipaddress import IPv6Address, IPv6Network
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from structlog.contextvars import bound_contextvars

from firstline.settings import Settings
from firstline.underway import Underway

from .errors import CrossSiteRequest, answer_for
from .parts import Parts

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SOCKETS = "/socket.io/"
"""Socket.IO checks the origins of its own requests."""
NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

HEADERS = {
    "Content-Security-Policy": NOTHING,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
LONGEST_ADDRESS = 64
"""Characters."""
type Prepare = Callable[[web.Request, web.StreamResponse], Awaitable[None]]
IS_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
REQUEST_ID = web.RequestKey("request_id", str)


def setup(app: web.Application, parts: Parts) -> None:
    """Put the guard around everything that the application serves."""
    app.middlewares.append(_guard(parts))
    app.on_response_prepare.append(_signal(parts.settings))


def _guard(parts: Parts) -> Middleware:
    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        request[REQUEST_ID] = _id_of(request, parts.settings)
        with bound_contextvars(request=request[REQUEST_ID]):
            try:
                refuse_other_sites(request, parts.settings)
                return await _within(parts.underway, request, handler)
            except ConnectionError:
                raise
            except Exception as error:  # noqa: BLE001 - nobody is shown a stack trace
                return answer_for(error, request, parts.texts)

    return guard


def _id_of(request: web.Request, settings: Settings) -> str:
    """The id that a proxy of ours gave the request; else, or if it is none, one of our own."""
    given = request.headers.get("X-Request-ID", "") if settings.proxies else ""
    return given if IS_ID.fullmatch(given) else secrets.token_hex(8)


async def _within(underway: Underway, request: web.Request, handler: Handler) -> web.StreamResponse:
    """A desk that is told to stop takes no new orders and no new sockets, and ends the others."""
    if request.path.startswith(SOCKETS):
        if "sid" not in request.query:
            underway.check()
        return await handler(request)
    if request.method not in SAFE:
        underway.check()
    with underway:
        return await handler(request)


def _signal(settings: Settings) -> Prepare:
    lasting = settings.url.startswith("https:")

    async def add_headers(request: web.Request, answer: web.StreamResponse) -> None:
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        answer.headers["X-Request-Id"] = request.get(REQUEST_ID, "")
        if lasting:
            answer.headers["Strict-Transport-Security"] = "max-age=31536000"

    return add_headers


def refuse_other_sites(request: web.Request, settings: Settings) -> None:
    """A request that changes something comes from our own pages, or carries its own right.

    A browser adds cookies by itself, but never our two forms of `Authorization`. Raises
    CrossSiteRequest.
    """
    if request.method in SAFE or request.path.startswith(SOCKETS):
        return
    if request.headers.get("Authorization", "").startswith(("Conversation ", "Bearer ")):
        return
    if not _from_our_page(request, settings):
        raise CrossSiteRequest


def _from_our_page(request: web.Request, settings: Settings) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    # Browsers name the site for secure origins only; then it is the origin that tells.
    origin = urlsplit(request.headers.get("Origin", "")).netloc
    return bool(origin) and origin in {request.host, urlsplit(settings.url).netloc}


def address_of(request: web.BaseRequest, settings: Settings) -> str:
    """Where a request comes from: behind proxies of ours, the address that the first one saw.

    Of IPv6 it is the network (/64) that one subscriber gets: else each has 2^64 addresses.
    """
    told = request.headers.getall("X-Forwarded-For", []) if settings.proxies else []
    hops = [hop.strip() for line in told for hop in line.split(",") if hop.strip()]
    seen = [*hops, request.remote or ""]
    return _subscriber(seen[max(0, len(seen) - 1 - settings.proxies)])


def _subscriber(address: str) -> str:
    try:
        known = IPv6Address(address)
    except ValueError:
        return address[:LONGEST_ADDRESS]
    return str(known.ipv4_mapped or IPv6Network((known, 64), strict=False))
