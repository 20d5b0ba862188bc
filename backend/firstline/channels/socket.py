"""What both namespaces share: one gate for messages, one place for errors, one ordered way out."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec
import socketio
import structlog

from firstline.desk import Desk
from firstline.domain.errors import FirstlineError
from firstline.domain.events import Attachment
from firstline.domain.moment import Moment
from firstline.notify import Change, Notifier
from firstline.people import People
from firstline.presence import Presence
from firstline.settings import Settings
from firstline.wire import InvalidMessage, TooManyRequests, problem

log = structlog.get_logger()

MINUTE = 60_000
type Ack = dict[str, Any]


class WireJson:
    """JSON for Socket.IO that also writes msgspec structs."""

    @staticmethod
    def dumps(value: object, **_: object) -> str:
        """A value as JSON text."""
        return msgspec.json.encode(value).decode()

    loads = staticmethod(json.loads)


class InternalError(FirstlineError):
    """Something went wrong on our side; nothing that was accepted is lost."""


class Limits:
    """How often an address may ask: at most so many in any minute."""

    def __init__(self, per_minute: int, now: Callable[[], Moment]) -> None:
        self._per_minute = per_minute
        self._now = now
        self._asked: defaultdict[str, deque[Moment]] = defaultdict(deque)

    def take(self, address: str) -> None:
        """Count one request; raises TooManyRequests."""
        now = self._now()
        asked = self._asked[address]
        while asked and asked[0] <= now - MINUTE:
            asked.popleft()
        if len(asked) >= self._per_minute:
            raise TooManyRequests(retry_after=asked[0] + MINUTE - now)
        asked.append(now)


class Parts(msgspec.Struct, frozen=True):
    """What a channel is made of; the composition root fills it."""

    desk: Desk
    people: People
    presence: Presence
    settings: Settings
    limits: Limits
    attachments: Callable[[list[str], str], Awaitable[tuple[Attachment, ...]]]
    bot_ready: Callable[[], bool]
    address_of: Callable[[Mapping[str, Any]], str]
    """Where a handshake came from, proxies considered."""
    file_types: list[str]
    """What may be uploaded."""


class Gate(socketio.AsyncNamespace):  # type: ignore[misc] # python-socketio has no types
    """A namespace in which every message is answered, and no error closes a socket."""

    def __init__(self, namespace: str, parts: Parts, notifier: Notifier) -> None:
        super().__init__(namespace)
        self.parts = parts
        self.desk = parts.desk
        self.changes: asyncio.Queue[Change] = asyncio.Queue()
        notifier.listen(self.changes.put_nowait)

    async def on_do(self, sid: str, data: Any) -> Ack:
        """A command."""
        return await self.answer(sid, data, self.do)

    async def on_ask(self, sid: str, data: Any) -> Ack:
        """A query."""
        return await self.answer(sid, data, self.ask)

    async def do(self, sid: str, name: str, fields: Mapping[str, Any]) -> Ack:
        """Carry out a command; gives what the acknowledgement says."""
        raise NotImplementedError

    async def ask(self, sid: str, name: str, fields: Mapping[str, Any]) -> Ack:
        """Answer a query."""
        raise NotImplementedError

    def language(self, sid: str) -> str:
        """The language in which this client reads errors."""
        raise NotImplementedError

    async def answer(
        self, sid: str, data: Any, work: Callable[[str, str, Mapping[str, Any]], Awaitable[Ack]]
    ) -> Ack:
        """The one place where errors become words."""
        try:
            fields = _message(data)
            return {"ok": True, **await work(sid, fields["name"], fields)}
        except FirstlineError as error:
            return self.refusal(sid, error)
        except Exception:
            log.exception("message_failed", namespace=self.namespace)
            return self.refusal(sid, InternalError())

    def refusal(self, sid: str, error: FirstlineError) -> Ack:
        """An error as an acknowledgement."""
        return {"ok": False, "error": problem(error, self.desk.voice.texts, self.language(sid))}

    async def tell_changes(self) -> None:
        """A named task of the composition root: tells each change, in order, for ever."""
        while True:
            change = await self.changes.get()
            await self.tell(change)

    async def tell(self, change: Change) -> None:
        """Tell this namespace's clients of a change."""
        raise NotImplementedError

    def members(self, room: str) -> list[str]:
        """The sockets in a room."""
        rooms = self.server.manager.rooms.get(self.namespace, {})
        return list(rooms.get(room, ()))


def _message(data: Any) -> Mapping[str, Any]:
    if not isinstance(data, dict) or not isinstance(data.get("name"), str):
        raise InvalidMessage(at="$")
    return data


async def with_files(
    parts: Parts, fields: Mapping[str, Any], conversation: str
) -> Mapping[str, Any]:
    """The fields with what is known of the named files; raises FileNotFound."""
    ids = fields.get("files")
    if not ids:
        return fields
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        raise InvalidMessage(at="$.files")
    found = await parts.attachments(ids, conversation)
    return {**fields, "files": [msgspec.to_builtins(file) for file in found]}
