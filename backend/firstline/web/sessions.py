"""Agents' sessions: who a cookie stands for."""

import secrets
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie

from aiohttp import web

from firstline.domain.moment import Moment
from firstline.settings import Settings
from firstline.store.port_accounts import Accounts, Agent

COOKIE = "firstline_session"
TOKEN_BYTES = 32


class Sessions:
    """Who is signed in. Tokens are random; the store keeps their hashes only."""

    def __init__(self, accounts: Accounts, settings: Settings, now: Callable[[], Moment]) -> None:
        self.accounts = accounts
        self.now = now
        self.length = settings.session_hours * 3600
        self.secure = settings.url.startswith("https:")

    async def agent_of(self, source: web.BaseRequest | str) -> Agent | None:
        """The agent of a request, or of the `Cookie` header of a socket's handshake."""
        token = cookie_of(source)
        return await self.accounts.session(token, self.now()) if token else None

    async def start(self, agent: Agent, request: web.Request, answer: web.Response) -> None:
        """Sign in under a new token, whatever token the browser came with."""
        await self.end(request)
        await self.accounts.drop_sessions(self.now())
        token = secrets.token_urlsafe(TOKEN_BYTES)
        await self.accounts.start_session(token, agent.id, self.now() + self.length * 1000)
        answer.set_cookie(
            COOKIE,
            token,
            max_age=self.length,
            path="/",
            httponly=True,
            samesite="Lax",
            secure=self.secure,
        )

    async def end(self, request: web.Request) -> None:
        """Sign out."""
        token = cookie_of(request)
        if token:
            await self.accounts.end_session(token)


def cookie_of(source: web.BaseRequest | str) -> str:
    """The session's token, or nothing."""
    if isinstance(source, web.BaseRequest):
        return source.cookies.get(COOKIE, "")
    try:
        morsel = SimpleCookie(source).get(COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""
