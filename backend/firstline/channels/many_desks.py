"""Socket.IO between desks: what fades by itself reaches the sockets of every desk.

It is the library's Redis manager with its channel and its format. Two things are ours: a room of
this desk gets its events the short way, and the connection is the desk's one link, since the
library's own would wait for up to a minute until it looked for a Redis that had come back.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, override

from socketio import AsyncRedisManager

from firstline.live.link import Link

from .transport import Manager

CHANNEL = "firstline:sockets"


class SharedManager(Manager, AsyncRedisManager):  # type: ignore[misc] # no types
    """`emit` stays within the desk, `emit_everywhere` does not."""

    host_id: str
    thread: asyncio.Task[None] | None = None
    json: Any

    def __init__(self, link: Link) -> None:
        super().__init__(channel=CHANNEL)
        self._link = link
        self._arrived: asyncio.Queue[bytes] = asyncio.Queue()
        link.hear(CHANNEL, self._arrived.put_nowait)

    @override
    async def emit_everywhere(self, event: str, data: object, namespace: str, room: str) -> None:
        await self.emit(event, data, namespace, room)
        message = {"method": "emit", "event": event, "data": [data], "binary": False}
        where = {"namespace": namespace, "room": room, "skip_sid": None, "callback": None}
        await self._publish({**message, **where, "host_id": self.host_id})

    @override
    async def close(self) -> None:
        if self.thread is not None:  # the library starts it with the first socket
            self.thread.cancel()

    @override
    async def _handle_emit(self, message: dict[str, Any]) -> None:
        [data] = message["data"]
        await self.emit(message["event"], data, message["namespace"], message["room"])

    @override
    async def _publish(self, data: object) -> None:
        self._link.say(CHANNEL, self.json.dumps(data).encode())

    @override
    async def _listen(self) -> AsyncIterator[bytes]:
        while True:
            yield await self._arrived.get()
