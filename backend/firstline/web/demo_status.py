"""The demo's status page: shows, declares and resolves incidents, and serves them as data."""

from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from firstline.domain.moment import Moment
from firstline.locales import MAIN
from firstline.wire import InvalidMessage

from .bodies import small_body
from .demo_html import Words, options, template, text
from .demo_incidents import (
    COMPONENTS,
    IMPACTS,
    Incident,
    Incidents,
    summary,
    unresolved,
)
from .forms import Form, read_form
from .languages import language_of
from .parts import Parts

LONGEST_FORM = 8192
LONGEST_NAME = 120
PLACE = "/demo/status"

type Page = Callable[..., web.Response]


class StatusSite:
    """The page at `/demo/status` and its API, as a company's own status page would have."""

    def __init__(self, parts: Parts, page: Page) -> None:
        self._parts = parts
        self._page = page
        self._incidents = Incidents()

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get(PLACE, self.show)
        app.router.add_post(PLACE, self.change)
        app.router.add_get(f"{PLACE}/api/v2/summary.json", self.summary)
        app.router.add_get(f"{PLACE}/api/v2/incidents/unresolved.json", self.unresolved)

    async def show(self, request: web.Request) -> web.Response:
        """The page."""
        words = self._words(language_of(request))
        known = self._incidents.known
        return self._page(
            request,
            "status",
            incidents="".join(_shown(one, words, request.query_string) for one in known),
            overall="good" if not self._incidents.unresolved else "bad",
            overall_text=_overall(self._incidents, words),
            components=options((one, text(words, f"demo.components.{one}")) for one in COMPONENTS),
            impacts=options((one, text(words, f"demo.impacts.{one}")) for one in IMPACTS),
        )

    async def change(self, request: web.Request) -> web.Response:
        """Declare or resolve an incident, then show the page again."""
        form = read_form(await small_body(request, LONGEST_FORM))
        words, now = self._words(language_of(request)), self._parts.now()
        if "resolve" in form:
            self._incidents.resolve(form["resolve"], words["demo.status.resolved_message"], now)
        else:
            self._declare(form, now)
        known = {
            key: request.query[key] for key in ("language", "customer") if key in request.query
        }
        raise web.HTTPSeeOther(f"{PLACE}?{urlencode(known)}")

    async def summary(self, _request: web.Request) -> web.Response:
        """`summary.json` as Statuspage has it."""
        return _json(summary(self._incidents, self._url, self._parts.now(), self._words(MAIN)))

    async def unresolved(self, _request: web.Request) -> web.Response:
        """`unresolved.json` as Statuspage has it."""
        return _json(unresolved(self._incidents, self._url, self._parts.now(), self._words(MAIN)))

    @property
    def _url(self) -> str:
        return f"{self._parts.settings.url}{PLACE}"

    def _words(self, language: str) -> Words:
        return self._parts.texts.bundle(language, "demo")

    def _declare(self, form: Form, now: Moment) -> None:
        name, impact = form.get("name", "").strip()[:LONGEST_NAME], form.get("impact", "")
        component = form.get("component", "")
        known = next((one for one in IMPACTS if one == impact), None)
        if not name or component not in COMPONENTS or known is None:
            raise InvalidMessage(at="name, component, impact")
        self._incidents.declare(name, component, known, form.get("message", "").strip(), now)


def _shown(incident: Incident, words: Words, query: str) -> str:
    resolve = template("resolve.html", words, id=incident.id, query=escape(query))
    return template(
        "incident.html",
        words,
        id=incident.id,
        name=escape(incident.name),
        state=text(words, f"demo.states.{incident.status}"),
        tone="bad" if incident.open else "good",
        component=text(words, f"demo.components.{incident.component}"),
        impact=text(words, f"demo.impacts.{incident.impact}"),
        body=escape(incident.updates[-1].body),
        at=f"{datetime.fromtimestamp(incident.updates[-1].at / 1000, UTC):%Y-%m-%d %H:%M} UTC",
        resolve=resolve if incident.open else "",
    )


def _overall(incidents: Incidents, words: Words) -> str:
    return text(words, "demo.status.under_way" if incidents.unresolved else "demo.status.all_good")


def _json(body: dict[str, Any]) -> web.Response:
    headers = {"Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"}
    return web.json_response(body, headers=headers)
