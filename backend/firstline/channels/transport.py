"""Socket.IO's way in and out, without what the desk does not use: it costs more than the domain.

What is replaced here is what the library and asyncio offer to be replaced: `serializer`,
`client_manager`, the task factory. `make bench` shows what it is worth.
"""

import asyncio
from typing import Any, override

import uvloop
from engineio.packet import MESSAGE
from engineio.packet import Packet as Frame
from socketio import AsyncManager, AsyncServer
from socketio.packet import EVENT

from .packets import Packet
from .websocket import Server


class Sockets(AsyncServer):  # type: ignore[misc] # python-socketio has no types
    """Socket.IO on websockets of our own."""

    @override
    def _engineio_server_class(self) -> type[Server]:
        return Server


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
        frame = Frame(MESSAGE, Packet(EVENT, [event, data], namespace).encode())
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
