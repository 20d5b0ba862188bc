"""The pages: loader, chat and inbox as they were built, with their texts (DESIGN, section 7)."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from firstline.domain.events import AgentReplied, ConversationResolved
from firstline.locales import LANGUAGES, MAIN

from .built import Built, as_asset, send
from .customers import own
from .errors import FrontEndMissing, PageNotFound
from .languages import language_of
from .parts import Parts

SHORT = {"Cache-Control": "public, max-age=300"}
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
EACH_TIME = {"Cache-Control": "no-cache"}
OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
PREFLIGHT = {
    "Access-Control-Allow-Headers": "Authorization",
    "Access-Control-Allow-Methods": "GET",
    "Access-Control-Max-Age": "7200",
}
MOST_UNREAD = 100

APP_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; font-src 'self'; "
    "img-src 'self' blob: data:; media-src 'self' blob:; base-uri 'none'; form-action 'self'; "
    "frame-ancestors "
)
BY_PEOPLE = (AgentReplied, ConversationResolved)
"""What the unread mark is for: automatic lines call nobody back, and are not kept as seen."""


class Pages:
    """Serves what `make build` made."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._built = Built(parts.settings.root / "build" / "web")
        embedders = " ".join(parts.settings.origins) or "*"
        self._chat_policy = f"{APP_POLICY}'self' {embedders}"

    async def loader(self, request: web.Request) -> web.Response:
        """`/widget.js`: any site may load it; who may embed the chat is the chat's own word."""
        return send(request, self._built.asset("widget.js"), {**SHORT, **OPEN})

    async def chat(self, request: web.Request) -> web.Response:
        """`/widget/chat`: the page in the frame, with the texts of the language that fits."""
        language = language_of(request)
        texts = {tongue: self._bundle(tongue, "widget") for tongue in (language, MAIN)}
        first = {"language": language, "languages": LANGUAGES, "texts": texts}
        return self._page(request, "widget/index.html", first, self._chat_policy)

    async def inbox(self, request: web.Request) -> web.Response:
        """`/inbox`: in the agent's language once somebody is signed in."""
        agent = await self._parts.sessions.agent_of(request)
        language = agent.language if agent else language_of(request)
        first = {"language": language, "texts": self._bundle(language, "inbox")}
        return self._page(request, "inbox/index.html", first, f"{APP_POLICY}'none'")

    async def asset(self, request: web.Request) -> web.Response:
        """Assets carry a hash in their names, so that they never change."""
        part, name = request.match_info["part"], request.match_info["name"]
        return send(request, self._built.asset(f"{part}/assets/{name}"), FOR_EVER)

    async def texts(self, request: web.Request) -> web.Response:
        """The texts of a language, by dotted key."""
        part, language = request.match_info["part"], request.match_info["language"]
        if language not in LANGUAGES:
            raise PageNotFound
        body = json.dumps(self._bundle(language, part), ensure_ascii=False).encode()
        return send(request, as_asset("application/json", body), SHORT)

    async def unread(self, request: web.Request) -> web.Response:
        """How many answers the customer has not seen (R32). Raises ConversationNotFound."""
        conversation = request.query.get("conversation", "")
        state = await own(request, conversation, self._parts)
        after = await self._parts.desk.store.read(conversation, state.seen, MOST_UNREAD)
        count = sum(isinstance(new.event, BY_PEOPLE) for new in after)
        return web.json_response({"unread": count}, headers={"Cache-Control": "no-store"})

    async def preflight(self, _request: web.Request) -> web.Response:
        """The loader asks from the company's page, with a header of its own."""
        return web.Response(status=204, headers={**PREFLIGHT})

    def _bundle(self, language: str, name: str) -> Mapping[str, str]:
        return self._parts.texts.bundle(language, name)

    def _page(
        self, request: web.Request, name: str, first: dict[str, Any], policy: str
    ) -> web.Response:
        try:
            body = self._built.page(name, first_line(first))
        except FrontEndMissing:
            return missing(self._parts, language_of(request))
        headers = {"Content-Security-Policy": policy, "Vary": "Accept-Language, Cookie"}
        return send(request, as_asset("text/html", body), {**EACH_TIME, **headers})


def setup(app: web.Application, parts: Parts) -> None:
    """Add the routes of the pages."""
    pages = Pages(parts)
    app.on_response_prepare.append(_open_unread)
    get = app.router.add_get
    get("/widget.js", pages.loader)
    get("/widget/chat", pages.chat)
    get("/widget/unread", pages.unread)
    app.router.add_route("OPTIONS", "/widget/unread", pages.preflight)
    get("/favicon.ico", no_icon)
    get("/inbox", pages.inbox)
    get("/inbox/", pages.inbox)
    get("/{part:widget|inbox}/texts/{language}.json", pages.texts)
    get(r"/{part:widget|inbox}/assets/{name:[A-Za-z0-9._-]+}", pages.asset)


async def no_icon(_request: web.Request) -> web.Response:
    """Browsers ask for one unasked; an error would stand in their consoles."""
    return web.Response(status=204, headers={**FOR_EVER})


async def _open_unread(request: web.Request, answer: web.StreamResponse) -> None:
    """Errors of this address are for the loader as well, so that a page sees no riddle."""
    if request.path == "/widget/unread":
        answer.headers.update(OPEN)


def first_line(first: Mapping[str, Any]) -> str:
    """The data block of a page. No text in it can end the block or open another."""
    text = json.dumps(first, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f'<script type="application/json" id="firstline">{text}</script>'


def missing(parts: Parts, language: str) -> web.Response:
    """Says, as a page, that the front end is not built."""
    text = parts.texts.say(language, FrontEndMissing.code)
    return web.Response(text=text, status=503, headers={"Retry-After": "5"})
