"""The demo's pager: what the people on call would get, shown on a page of the demo site."""

import json
from collections import deque
from datetime import UTC, datetime
from html import escape
from urllib.parse import quote

from aiohttp import web

from firstline.domain.moment import Moment
from firstline.settings import Settings
from firstline.wire import InvalidMessage

from .bodies import small_body
from .demo_html import Words, template, text
from .demo_status import Page
from .languages import language_of
from .parts import Parts

PLACE = "/demo/pages"
PEOPLE = ("Dana Reyes", "Emil Braun", "Olga Sokolova")
RIGHT = "Bearer demo"
"""What does not come from a page of ours brings a right of its own; here any will do."""
KEPT = 20
LONGEST = 20_000
"""Bytes of one page."""


def demo_addresses(settings: Settings) -> str:
    """Where the people of `on-call.yml` are paged: at this desk, which shows what they get."""
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 - compared
    place = f"json://{host}:{settings.port}{PLACE}?+Authorization={quote(RIGHT)}"
    return "\n".join(f"{name} = {place}&+To={quote(name)}" for name in PEOPLE)


class DemoPager:
    """Keeps the newest pages in memory."""

    def __init__(self, parts: Parts, show: Page) -> None:
        self._parts = parts
        self._show = show
        self._pages: deque[tuple[Moment, str, str, str]] = deque(maxlen=KEPT)

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get(PLACE, self.show)
        app.router.add_post(PLACE, self.take)

    async def take(self, request: web.Request) -> web.Response:
        """What Apprise's `json://` sends. Raises InvalidMessage."""
        try:
            page = json.loads(await small_body(request, LONGEST))
            title, message = str(page["title"]), str(page["message"])
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidMessage(at="title, message") from error
        to = request.headers.get("To", "")
        self._pages.appendleft((self._parts.now(), to, title, message))
        return web.Response(status=204)

    async def show(self, request: web.Request) -> web.Response:
        """The pages, the newest first."""
        words = self._parts.texts.bundle(language_of(request), "demo")
        shown = "".join(_shown(page, words) for page in self._pages)
        return self._show(request, "pages", pages=shown or text(words, "demo.pages.none"))


def _shown(page: tuple[Moment, str, str, str], words: Words) -> str:
    at, to, title, message = page
    time = f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d %H:%M:%S} UTC"
    lines = (_linked(line) for line in message.splitlines())
    return template(
        "page.html", words, time=time, to=escape(to), title=escape(title), body="<br>".join(lines)
    )


def _linked(line: str) -> str:
    before, sign, rest = line.partition("http")
    if not sign:
        return escape(line)
    address = escape(sign + rest)
    return f'{escape(before)}<a href="{address}">{address}</a>'
