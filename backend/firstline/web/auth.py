"""Agents sign in and out: `/api/session`."""

from typing import Annotated, Any

import msgspec
from aiohttp import web
from msgspec import Meta, Struct

from firstline.store.port_accounts import Agent
from firstline.wire import InvalidMessage

from .bodies import small_body
from .brake import Brake
from .errors import WrongCredentials
from .guard import address_of
from .parts import Parts
from .passwords import fits
from .sessions import COOKIE

LONGEST_BODY = 4096


class SignIn(Struct, frozen=True):
    """What the sign-in form sends."""

    email: Annotated[str, Meta(max_length=320)]
    password: Annotated[str, Meta(max_length=1024)]


class SessionApi:
    """`POST`, `DELETE` and `GET /api/session`."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._sessions = parts.sessions
        self._brake = Brake(parts.accounts, parts.link)

    async def sign_in(self, request: web.Request) -> web.Response:
        """Raises WrongCredentials, TooManyAttempts; TooManyRequests from one address."""
        given = _read(await small_body(request, LONGEST_BODY))
        address = address_of(request, self._parts.settings)
        self._parts.limits.take_address(address)
        async with self._brake.turn(address, given.email) as place:
            await self._brake.check(place, self._parts.now())
            found = await self._parts.accounts.credentials(given.email)
            if not await fits(given.password, found[1] if found else None) or found is None:
                await self._brake.wrong(place, self._parts.now())
                raise WrongCredentials
            await self._brake.right(place)
        answer = _session(found[0])
        await self._sessions.start(found[0], request, answer)
        return answer

    async def sign_out(self, request: web.Request) -> web.Response:
        """Twice is harmless."""
        await self._sessions.end(request)
        answer = _session(None)
        answer.del_cookie(COOKIE, path="/", httponly=True, samesite="Lax")
        return answer

    async def show(self, request: web.Request) -> web.Response:
        """Who is signed in; null is an answer, not an error."""
        return _session(await self._sessions.agent_of(request))


def setup(app: web.Application, parts: Parts) -> None:
    """Add the routes of the session."""
    api = SessionApi(parts)
    app.router.add_post("/api/session", api.sign_in)
    app.router.add_delete("/api/session", api.sign_out)
    app.router.add_get("/api/session", api.show)


def shown(agent: Agent) -> dict[str, Any]:
    """An agent as the inbox knows its own."""
    return {
        "id": agent.id,
        "name": agent.name,
        "role": agent.role,
        "languages": agent.languages,
        "teams": agent.teams,
        "on_shift": agent.on_shift,
        "language": agent.language,
    }


def _session(agent: Agent | None) -> web.Response:
    body = {"agent": shown(agent) if agent else None}
    return web.json_response(body, headers={"Cache-Control": "no-store"})


def _read(body: bytes) -> SignIn:
    try:
        return msgspec.json.decode(body, type=SignIn)
    except msgspec.DecodeError as error:
        raise InvalidMessage(str(error), at=str(error)[:200]) from error
