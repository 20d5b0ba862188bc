"""A Socket.IO client with next to no cost of its own: one namespace over one WebSocket.

The measured side should be the server, so the client knows just the packets that are needed
(https://socket.io/docs/v4/socket-io-protocol/): connect, event, acknowledgement, ping.
"""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any, Self

import aiohttp
import msgspec

encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder().decode

Listener = Callable[[Any], None]


class Socket:
    """A connected namespace. `events` maps an event's name to who hears it."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse, namespace: str) -> None:
        self._ws = ws
        self._namespace = namespace
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._next = 0
        self.events: dict[str, Listener] = {}
        self._reader: asyncio.Task[None] | None = None

    @classmethod
    async def connect(
        cls,
        session: aiohttp.ClientSession,
        url: str,
        namespace: str,
        cookie: str = "",
        auth: object = None,
    ) -> Self:
        """A socket that the server has accepted. Raises ConnectionError where it has not."""
        address = f"{url}/socket.io/?EIO=4&transport=websocket"
        headers = {"Cookie": cookie} if cookie else {}
        ws = await session.ws_connect(address, max_msg_size=0, headers=headers)
        socket = cls(ws, namespace)
        await ws.receive()
        await ws.send_str(f"40{namespace},{encode(auth or {}).decode()}")
        answer = str((await ws.receive()).data)
        if not answer.startswith("40"):
            raise ConnectionError(answer)
        socket._reader = asyncio.create_task(socket._read())
        return socket

    async def call(self, event: str, data: object) -> Any:
        """Send an event and give what its acknowledgement says; ConnectionError if none comes."""
        self._next += 1
        number = self._next
        future = asyncio.get_running_loop().create_future()
        self._waiting[number] = future
        body = encode([event, data]).decode()
        await self._ws.send_str(f"42{self._namespace},{number}{body}")
        return await future

    async def close(self) -> None:
        """Leave."""
        if self._reader:
            self._reader.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reader
        await self._ws.close()

    async def closed(self, patience: float) -> None:
        """Returns once the socket is gone, or after so many seconds."""
        if self._reader is not None:
            await asyncio.wait([self._reader], timeout=patience)

    @property
    def is_open(self) -> bool:
        """Whether the server still listens, as far as is known."""
        return self._reader is not None and not self._reader.done()

    async def _read(self) -> None:
        try:
            with contextlib.suppress(ConnectionError):  # it closed while a ping was answered
                await self._hear()
        finally:
            for future in self._waiting.values():
                if not future.done():
                    future.set_exception(ConnectionError("the socket closed"))

    async def _hear(self) -> None:
        prefix = len(self._namespace) + 3
        async for message in self._ws:
            packet = message.data
            match packet[:2]:
                case "2":
                    await self._ws.send_str("3")
                case "42":
                    name, *data = decode(packet[prefix:])
                    heard = self.events.get(name)
                    if heard:
                        heard(data[0])
                case "43":
                    start = packet.index("[", prefix)
                    future = self._waiting.pop(int(packet[prefix:start]))
                    future.set_result(decode(packet[start:])[0])
