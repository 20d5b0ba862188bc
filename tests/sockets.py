"""A Socket.IO client that also sends what no client should: one namespace over one WebSocket."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Self

import aiohttp

PATIENCE = 60.0
"""Seconds."""


class Refused(Exception):
    """The server did not let us in; `args[0]` is what it said."""


class Client:
    """A connected namespace. Everything that arrived is kept by its event's name."""

    def __init__(self, session: aiohttp.ClientSession, ws: Any, namespace: str) -> None:
        self._session = session
        self._ws = ws
        self._namespace = namespace
        self._acks: dict[int, asyncio.Future[Any]] = {}
        self._sent = 0
        self._news = asyncio.Event()
        self.arrived: defaultdict[str, list[Any]] = defaultdict(list)
        self._reader: asyncio.Task[None] | None = None

    @classmethod
    async def connect(
        cls, url: str, namespace: str, auth: Any = None, headers: Mapping[str, str] | None = None
    ) -> Self:
        session = aiohttp.ClientSession(headers=headers)
        ws = await session.ws_connect(f"{url}/socket.io/?EIO=4&transport=websocket", max_msg_size=0)
        client = cls(session, ws, namespace)
        await ws.receive()
        await ws.send_str(f"40{namespace},{json.dumps(auth)}")
        answer = str((await ws.receive()).data)
        if not answer.startswith("40"):
            await client.close()
            raise Refused(json.loads(answer[answer.index(",") + 1 :]))
        client._reader = asyncio.create_task(client._read())
        return client

    @property
    def is_open(self) -> bool:
        return not self._ws.closed and self._reader is not None and not self._reader.done()

    async def do(self, name: str, **fields: Any) -> Any:
        return await self.call("do", {"name": name, **fields})

    async def ask(self, name: str, **fields: Any) -> Any:
        return await self.call("ask", {"name": name, **fields})

    async def call(self, *event: Any) -> Any:
        """An event with whatever arguments; gives what its acknowledgement says."""
        number = await self.send(json.dumps(event))
        async with asyncio.timeout(PATIENCE):
            return await self._acks[number]

    async def send(self, body: str) -> int:
        """A packet with whatever body; gives the number of its acknowledgement."""
        self._sent += 1
        self._acks[self._sent] = asyncio.get_running_loop().create_future()
        await self._ws.send_str(f"42{self._namespace},{self._sent}{body}")
        return self._sent

    async def tell(self, event: str, data: Any) -> None:
        """An event without an acknowledgement."""
        await self._ws.send_str(f"42{self._namespace},{json.dumps([event, data])}")

    async def raw(self, packet: str) -> None:
        await self._ws.send_str(packet)

    async def wait(self, event: str, holds: Callable[[Any], Any] = bool) -> Any:
        """The first that arrived, or will, of which this holds."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for data in self.arrived[event]:
                    if holds(data):
                        return data
                self._news.clear()
                await self._news.wait()

    async def close(self) -> None:
        if self._reader:
            self._reader.cancel()
            with suppress(asyncio.CancelledError):
                await self._reader
        await self._ws.close()
        await self._session.close()

    async def _read(self) -> None:
        async for message in self._ws:
            packet = message.data
            start = len(self._namespace) + 3
            match packet[:2]:
                case "2":
                    await self._ws.send_str("3")
                case "42":
                    name, data = json.loads(packet[start:])
                    self.arrived[name].append(data)
                    self._news.set()
                case "43":
                    body = packet.index("[", start)
                    answer = json.loads(packet[body:])
                    waiting = self._acks.get(int(packet[start:body]))
                    if waiting is not None and not waiting.done():
                        waiting.set_result(*answer)
