"""What both namespaces share: one gate for messages, one place for errors, one ordered way out."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, override

import msgspec
import socketio
import structlog
from aiohttp import web

from firstline.answering import NOW, Answering
from firstline.desk import Desk
from firstline.domain.conversation import Conversation
from firstline.domain.errors import FirstlineError
from firstline.domain.events import Attachment, Secret
from firstline.limits import Limits
from firstline.locales import nearest
from firstline.notify import Change, Notifier
from firstline.people import People
from firstline.presence import Presence
from firstline.settings import Settings
from firstline.underway import DeskLeaving, Underway
from firstline.wire import InvalidMessage, UnknownCommand, problem

log = structlog.get_logger()

MOST_FILES = 20
"""Files that one message may name."""
DEEPEST = 20
"""Levels of lists and mappings in a message; no command has more than four."""
NESTED = frozenset({dict, list})
"""All that JSON nests by."""
type Ack = dict[str, Any]
type Work = Callable[[str, str, Mapping[str, Any]], Awaitable[Ack]]


class WireJson:
    """JSON for Socket.IO that also writes msgspec structs."""

    @staticmethod
    def dumps(value: object, **_: object) -> str:
        """A value as JSON text."""
        return msgspec.json.encode(value).decode()

    @staticmethod
    def loads(text: str) -> Any:
        """What a client sent, with '?' for half a character, which no store could take.

        Raises ValueError for what is no JSON; Socket.IO drops such a packet and goes on.
        """
        try:
            return _read(text)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


def _read(text: str) -> Any:
    with contextlib.suppress(msgspec.DecodeError):
        return msgspec.json.decode(text)
    value = json.loads(text)
    if "\\ud" in text.lower():
        whole = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
        value = json.loads(whole)
    return value


class InternalError(FirstlineError):
    """Something went wrong on our side; nothing that was accepted is lost."""


class Parts(msgspec.Struct, frozen=True):
    """What a channel is made of; the composition root fills it."""

    desk: Desk
    people: People
    presence: Presence
    settings: Settings
    limits: Limits
    attachments: Callable[[list[str], str], Awaitable[tuple[Attachment, ...]]]
    keep_text: Callable[[str, str, str, tuple[Secret, ...]], Awaitable[Attachment]]
    """Keeps a text without secrets as a file: its name, the text, whose it is, what was masked."""
    bot_ready: Callable[[], bool]
    bot_health: Callable[[], dict[str, int]]
    """How many Rasas are `up`, and `of` how many."""
    people_changed: Callable[[], None]
    """Tells other desks that agents are others now."""
    address_of: Callable[[Mapping[str, Any]], str]
    """Where a handshake came from, proxies considered."""
    file_types: list[str]
    """What may be uploaded."""
    drop_uploads: Callable[[str], Awaitable[None]] | None = None
    """Drops what was uploaded for a conversation and never sent."""
    underway: Underway = msgspec.field(default_factory=Underway)
    """What a desk that is told to stop has yet to finish."""


class Gate(socketio.AsyncNamespace):  # type: ignore[misc] # python-socketio has no types
    """A namespace in which every message is answered, and no error closes a socket."""

    def __init__(self, namespace: str, parts: Parts, notifier: Notifier) -> None:
        super().__init__(namespace)
        self.parts = parts
        self.desk = parts.desk
        self._changes: list[Change] = []
        self._changed = asyncio.Event()
        notifier.listen_everywhere(self._note)

    @override
    async def trigger_event(self, event: Any, *args: Any) -> Any:
        """The only events there are.

        `connect` comes from the server, with a real handshake, and so does `disconnect`: a client
        that only says that it has gone would go on hearing of everything.
        """
        match event, args:
            case "do", [sid, *data]:
                if self.parts.underway.leaving:
                    return self.refusal(sid, DeskLeaving())
                with self.parts.underway:
                    return await self.answer(sid, data, self.do)
            case "ask", [sid, *data]:
                return await self.answer(sid, data, self.ask)
            case "presence", [sid, dict(data)]:
                await self.on_presence(sid, data)
            case "connect", [sid, {"aiohttp.request": web.BaseRequest()} as environ, *auth]:
                await self._connect(sid, environ, auth[0] if auth else None)
            case "disconnect", [sid, *_] if self._is_gone(sid):
                await self.on_disconnect(sid)
            case None, [sid, *_]:
                return self.refusal(sid, InvalidMessage(at="$"))
            case _, [sid, *_]:
                return self.refusal(sid, UnknownCommand(name=str(event)[:40]))
        return None

    def _is_gone(self, sid: str) -> bool:
        return not self.server.manager.is_connected(sid, self.namespace)

    async def _connect(self, sid: str, environ: dict[str, Any], auth: Any) -> None:
        try:
            await self.on_connect(sid, environ, auth)
        except FirstlineError as error:
            why = problem(error, self.desk.voice.texts, browser_language(environ))
            raise socketio.exceptions.ConnectionRefusedError(error.code, why) from error

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: Any) -> None:
        """Let a client in; raises the FirstlineError that says why not."""
        raise NotImplementedError

    async def on_disconnect(self, sid: str) -> None:
        """A client has gone."""
        raise NotImplementedError

    async def on_presence(self, sid: str, data: dict[str, Any]) -> None:
        """Somebody reads or types."""
        raise NotImplementedError

    async def do(self, sid: str, name: str, fields: Mapping[str, Any]) -> Ack:
        """Carry out a command; gives what the acknowledgement says."""
        raise NotImplementedError

    async def ask(self, sid: str, name: str, fields: Mapping[str, Any]) -> Ack:
        """Answer a query."""
        raise NotImplementedError

    def language(self, sid: str) -> str:
        """The language in which this client reads errors."""
        raise NotImplementedError

    async def answer(self, sid: str, data: list[Any], work: Work) -> Ack:
        """The one place where errors become words."""
        try:
            fields = _message(data)
            NOW.set(Answering(fields))
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
        """A named task of the composition root: tells each change, in order, for ever.

        What could not be told the clients find out by their next question.
        """
        while True:
            await self._changed.wait()
            self._changed.clear()
            changes, self._changes = self._changes, []
            for change in changes:
                await self._try_to_tell(change)

    async def _try_to_tell(self, change: Change) -> None:
        try:
            await self.tell(change)
        except Exception:
            log.exception("change_not_told", namespace=self.namespace, stream=change.stream)

    def _note(self, change: Change) -> None:
        self._changes.append(change)
        self._changed.set()

    async def tell(self, change: Change) -> None:
        """Tell this namespace's clients of a change."""
        raise NotImplementedError

    @override
    async def emit(
        self, event: str, data: Any, *, room: str = "", to: str = "", namespace: str = ""
    ) -> None:
        """Send an event to a room, or to one socket."""
        await self.server.manager.emit(event, data, namespace or self.namespace, to or room)

    async def offered(self, state: Conversation) -> str:
        """What the conversation of an offered duplicate is called now.

        Looked up for each card, since an erasure there has to leave nothing behind here (R52).
        """
        offer = state.offer
        if offer is None or offer.kind != "duplicate":
            return ""
        row = await self.desk.store.row(offer.id)
        return str(row.body["subject"]) if row else ""

    async def show_presence(self, stream: str, who: list[dict[str, Any]]) -> None:
        """Tell the agents who have a conversation open, on every desk, who reads and types."""
        presence = {"conversation": stream, "who": who}
        await self.server.manager.emit_everywhere("presence", presence, "/agent", stream)

    def opened(self) -> set[str]:
        """The conversations that this desk's sockets have open here."""
        raise NotImplementedError

    async def send_away(self, within: int) -> None:
        """Ask every client here to connect elsewhere, at any time within so many milliseconds."""
        await self.server.manager.emit("leave", {"within": within}, self.namespace)

    def open_sockets(self) -> int:
        """How many sockets are connected here."""
        return len(self.server.manager.rooms.get(self.namespace, {}).get(None, ()))

    def members(self, room: str) -> list[str]:
        """The sockets in a room."""
        rooms = self.server.manager.rooms.get(self.namespace, {})
        return list(rooms.get(room, ()))


def browser_language(environ: Mapping[str, Any]) -> str:
    """The language that the browser of a handshake asks for first."""
    header = str(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    return nearest(part.split(";")[0].strip() for part in header.split(","))


def _message(data: list[Any]) -> Mapping[str, Any]:
    match data:
        case [{"name": str()} as fields] if is_flat(fields):
            return dict(fields)
        case _:
            raise InvalidMessage(at="$")


def is_flat(value: object, depth: int = DEEPEST) -> bool:
    """Whether a message is nested no deeper than that."""
    match value:
        case dict():
            inner: Iterable[object] = value.values()
        case list():
            inner = value
        case _:
            return True
    if NESTED.isdisjoint(map(type, inner)):
        return depth > 0
    return depth > 0 and all(is_flat(item, depth - 1) for item in inner)


async def with_files(
    parts: Parts, fields: Mapping[str, Any], conversation: str
) -> Mapping[str, Any]:
    """The fields with what is known of the named files; raises FileNotFound."""
    ids = fields.get("files")
    if not ids:
        return fields
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        raise InvalidMessage(at="$.files")
    if len(ids) > MOST_FILES or len(set(ids)) < len(ids):
        raise InvalidMessage(at="$.files")
    found = await parts.attachments(ids, conversation)
    return {**fields, "files": [msgspec.to_builtins(file) for file in found]}
