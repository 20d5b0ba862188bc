"""`POST /api/bounces`: a mail server tells that a mail of ours did not arrive (R32)."""

import hmac
from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta, Struct

from firstline.domain.commands import RecordMailBounced, System
from firstline.domain.errors import ConversationNotFound
from firstline.domain.events import MailBounced
from firstline.domain.row import number_key
from firstline.mails import STATUS
from firstline.wire import InvalidMessage

from .bodies import small_body
from .errors import NotSignedIn, PageNotFound
from .guard import address_of
from .parts import Parts

LONGEST_BODY = 1024
BY = System("bounces")


class Bounced(Struct, frozen=True, forbid_unknown_fields=True):
    """Which mail, and the status that its notice gives (RFC 3463)."""

    number: Annotated[str, Meta(max_length=20)]
    upto: Annotated[int, Meta(ge=1)]
    status: Annotated[str, Meta(pattern=rf"^{STATUS}$")]


class Bounces:
    """Takes them from whoever knows the secret of the settings; without one nobody does."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def take(self, request: web.Request) -> web.Response:
        """`recorded` is false where it was known, or the customer was there since.

        Raises PageNotFound without a secret, NotSignedIn, TooManyRequests, InvalidMessage,
        ConversationNotFound, MailNotKnown.
        """
        self._check(request)
        told = _read(await small_body(request, LONGEST_BODY))
        desk = self._parts.desk
        row = await desk.store.find_unique(number_key(told.number))
        if row is None:
            raise ConversationNotFound
        command = RecordMailBounced(told.upto, told.status)
        handled = await desk.handle(row.stream, BY, command)
        events = [one.event for one in handled.recorded]
        return web.json_response({"recorded": any(isinstance(one, MailBounced) for one in events)})

    def _check(self, request: web.Request) -> None:
        secret = self._parts.settings.bounce_secret
        if not secret:
            raise PageNotFound
        self._parts.limits.take_address(address_of(request, self._parts.settings))
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode("utf-8", "replace"), f"Bearer {secret}".encode()):
            raise NotSignedIn


def setup(app: web.Application, parts: Parts) -> None:
    """Add the address."""
    app.router.add_post("/api/bounces", Bounces(parts).take)


def _read(body: bytes) -> Bounced:
    try:
        return msgspec.json.decode(body, type=Bounced)
    except msgspec.DecodeError as error:
        raise InvalidMessage(str(error), at=str(error)[:200]) from error
