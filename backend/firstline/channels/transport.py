"""Socket.IO's way in and out, without what the desk does not use: it costs more than the domain.

What is replaced here is what the library and asyncio offer to be replaced (`serializer`,
`client_manager`, the task factory), and python-socketio 5.18's `_handle_eio_message`, which gets
every packet of Socket.IO. `make bench` shows what it is worth.
"""

import asyncio
import re
from contextlib import suppress
from typing import Any, override

import uvloop
from engineio.packet import MESSAGE
from engineio.packet import Packet as Frame
from socketio import AsyncManager, AsyncServer
from socketio.packet import ACK, EVENT

from .packets import Packet
from .websocket import Server

_EVENT = re.compile(r"2(/\w+),(\d{0,15})(?=\[)")
"""How nearly all that comes in begins: an event, its namespace, the number that its answer bears.

https://socket.io/docs/v4/socket-io-protocol/#packet-encoding
"""


class Sockets(AsyncServer):  # type: ignore[misc] # python-socketio has no types
    """Socket.IO on websockets of our own. Events go straight to their namespace."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._answering: set[asyncio.Task[None]] = set()

    @override
    def _engineio_server_class(self) -> type[Server]:
        return Server

    @override
    async def _handle_eio_message(self, eio_sid: str, data: str | bytes) -> None:
        start = _EVENT.match(data) if isinstance(data, str) else None
        event = _read(data[start.end() :]) if start else None
        if start is None or event is None:
            await super()._handle_eio_message(eio_sid, data)
            return
        namespace = start[1]
        sid = self.manager.sid_from_eio_sid(eio_sid, namespace)
        if namespace in self.namespace_handlers and self.manager.is_connected(sid, namespace):
            # Not awaited: the next packet does not wait for the answer to this one.
            task = asyncio.create_task(self._answer(eio_sid, sid, namespace, start[2], event))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    async def _answer(
        self, engine_sid: str, sid: str, namespace: str, number: str, event: list[Any]
    ) -> None:
        gate = self.namespace_handlers[namespace]
        answer = await gate.trigger_event(event[0], sid, *event[1:])
        if number:
            said = Packet.json.dumps([] if answer is None else [answer])
            frame = Frame(MESSAGE, f"{ACK}{namespace},{number}{said}")
            await self.eio.send_packet(engine_sid, frame)


def _read(event: Any) -> list[Any] | None:
    """Name and data of an event; None for one that the library has to find its words for."""
    with suppress(ValueError):
        return Packet.json.loads(event) or None
    return None


class Manager(AsyncManager):  # type: ignore[misc] # python-socketio has no types
    """Puts an event into its recipients' queues itself; a task for each gains nothing."""

    @override
    async def emit(
        self,
        event: str,
        data: object,
        namespace: str,
        room: object = None,
        skip_sid: object = None,
        callback: object = None,
        to: object = None,
        **_: object,
    ) -> None:
        if skip_sid or callback:
            raise NotImplementedError
        if namespace not in self.rooms:
            return
        frame = Frame(MESSAGE, f"{EVENT}{namespace},{Packet.json.dumps([event, data])}")
        for _sid, engine_sid in self.get_participants(namespace, to or room):
            await self.server.eio.send_packet(engine_sid, frame)

    async def emit_everywhere(self, event: str, data: object, namespace: str, room: str) -> None:
        """Send an event to a room; there is no other desk."""
        await self.emit(event, data, namespace, room)

    async def close(self) -> None:
        """Nothing runs here."""


def new_loop() -> asyncio.AbstractEventLoop:
    """A loop whose tasks begin at once: a message comes as far as the store without waiting."""
    loop = uvloop.new_event_loop()
    loop.set_task_factory(_begun)
    return loop


def _begun(loop: asyncio.AbstractEventLoop, work: Any, **options: Any) -> asyncio.Task[Any]:
    # uvloop passes `eager_start` on and leaves it unset.
    return asyncio.Task(work, loop=loop, **{**options, "eager_start": True})
