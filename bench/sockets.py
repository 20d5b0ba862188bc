"""A Socket.IO client with next to no cost of its own: one namespace over one WebSocket.

The measured side should be the server, so the client knows just the packets that are needed
(https://socket.io/docs/v4/socket-io-protocol/): connect, event, acknowledgement, ping.
"""

import asyncio
import contextlib
import socket as sockets
from collections.abc import Callable, Mapping
from typing import Any, Self

import aiohttp
import msgspec

encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder().decode

Listener = Callable[[Any], None]

LAST_WORD = aiohttp.ClientWSTimeout(ws_close=1)
"""Seconds for the other side to say that it closes too; it may be dead."""


class Socket:
    """A connected namespace. `events` maps an event's name to who hears it."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse, namespace: str) -> None:
        self._ws = ws
        self._line = ws.get_extra_info("socket")
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
        headers: Mapping[str, str] | None = None,
        auth: object = None,
    ) -> Self:
        """A socket that the server has accepted. Raises ConnectionError where it has not."""
        address = f"{url}/socket.io/?EIO=4&transport=websocket"
        ws = await session.ws_connect(address, max_msg_size=0, headers=headers, timeout=LAST_WORD)
        socket = cls(ws, namespace)
        try:
            await socket._join(auth)
        except BaseException:
            await socket.close()
            raise
        return socket

    async def _join(self, auth: object) -> None:
        await self._ws.receive()
        await self._ws.send_str(f"40{self._namespace},{encode(auth or {}).decode()}")
        answer = str((await self._ws.receive()).data)
        if not answer.startswith("40"):
            raise ConnectionError(answer)
        self._reader = asyncio.create_task(self._read())

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
        """Leave. Nothing is open afterwards, however the other side takes it."""
        try:
            if self._reader:
                self._reader.cancel()
                await asyncio.wait([self._reader])
            await self._ws.close()
        finally:
            await self._cut()

    async def _cut(self) -> None:
        """A dead side never answers the end of TLS: it is not waited for."""
        if self._line is None or self._line.fileno() < 0:
            return
        with contextlib.suppress(OSError):  # the other side was faster
            self._line.shutdown(sockets.SHUT_RDWR)
        for _ in range(100):
            if self._line.fileno() < 0:
                return
            await asyncio.sleep(0.01)

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
