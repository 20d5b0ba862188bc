"""The page behind the link that a person on call got: it asks, and a form acknowledges (R05).

Opening the link changes nothing, since scanners of mail and previews of chats open links too.
"""

import base64
import hashlib
from html import escape

from aiohttp import web

from firstline.access import key_hash
from firstline.domain.commands import AcceptPage, System
from firstline.domain.conversation import Conversation
from firstline.domain.errors import ConversationNotFound, NotInThisState
from firstline.domain.paging import page_due

from .languages import language_of, tag_of
from .parts import Parts

PAGER = System("pager")
STYLE = (
    ":root{color-scheme:light dark;font:18px/1.5 system-ui,sans-serif}"
    "body{max-width:28rem;margin:12vh auto;padding:0 1rem}"
    "h1{font-size:1.4rem}button{font:inherit;width:100%;min-height:3.5rem;border:0;border-radius:8px;"
    "background:#0b6b5f;color:#fff;cursor:pointer}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    # With none at all a browser would hide from our own form where it comes from.
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}


class PageLink:
    """Asks and acknowledges, in the language of the browser."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def ask(self, request: web.Request) -> web.Response:
        """What the link shows."""
        try:
            state = await self._parts.desk.state(request.match_info["stream"])
        except ConversationNotFound:
            return self._over(request)
        key = key_hash(request.match_info["key"])
        if state.page is None or key not in dict(state.page.keys):
            return self._over(request)
        if page_due(state) is None:
            return self._done(request, state)
        return self._page(request, state, self._question(language_of(request), state))

    def _question(self, language: str, state: Conversation) -> str:
        words = self._parts.texts.bundle(language, "page")
        question, confirm = escape(words["page_link.question"]), escape(words["page_link.confirm"])
        return (
            f"<p><strong>{escape(state.subject)}</strong></p><p>{question}</p>"
            f'<form method="post"><button>{confirm}</button></form>'
        )

    async def acknowledge(self, request: web.Request) -> web.Response:
        """What its button does."""
        stream = request.match_info["stream"]
        accept = AcceptPage(key_hash(request.match_info["key"]))
        try:
            handled = await self._parts.desk.handle(stream, PAGER, accept)
        except (ConversationNotFound, NotInThisState):
            return self._over(request)
        return self._done(request, handled.state)

    def _done(self, request: web.Request, state: Conversation) -> web.Response:
        page = state.page
        if page is None or page.answered_at is None:
            return self._over(request)
        name = self._parts.name_of(page.answered_by)
        language = language_of(request)
        done = self._parts.texts.say(language, "page_link.done", name=name)
        address = f"{self._parts.settings.url}/inbox#/{state.number}"
        inbox = escape(self._parts.texts.say(language, "page_link.inbox"))
        return self._page(
            request, state, f'<p>{escape(done)}</p><p><a href="{escape(address)}">{inbox}</a></p>'
        )

    def _over(self, request: web.Request) -> web.Response:
        """Whether there is such a conversation is not told."""
        over = self._parts.texts.say(language_of(request), "page_link.over")
        return _html(language_of(request), over, f"<p>{escape(over)}</p>", status=410)

    def _page(self, request: web.Request, state: Conversation, content: str) -> web.Response:
        language = language_of(request)
        title = self._parts.texts.say(language, "page_link.title", number=state.number)
        return _html(language, title, f"<h1>{escape(title)}</h1>{content}")


def setup(app: web.Application, parts: Parts) -> None:
    """Add the address in the links."""
    link = PageLink(parts)
    address = r"/page/{stream:[A-Za-z0-9_-]{1,64}}/{key:[A-Za-z0-9_-]{1,100}}"
    app.router.add_get(address, link.ask)
    app.router.add_post(address, link.acknowledge)


def _html(language: str, title: str, content: str, status: int = 200) -> web.Response:
    text = (
        f'<!doctype html><html lang="{tag_of(language)}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style><body>{content}</body></html>"
    )
    return web.Response(text=text, status=status, headers=HEADERS)
