"""What was opened is closed and what was started ends, also where it never came to anything."""

import asyncio
import gc
import socket
from typing import Self

import aiohttp
import pytest
from aiohttp import web

from bench.sockets import Socket
from tests.running import started

from . import people
from .parts import Sink
from .people import Book, Customer


class Deaf:
    """A desk that takes sockets and says nothing; or accepts them, and answers no question."""

    def __init__(self, *, accepts: bool) -> None:
        self.accepts = accepts
        self.came, self.open = 0, 0
        self.moved = asyncio.Event()

    async def take(self, request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        self.came, self.open = self.came + 1, self.open + 1
        self.moved.set()
        try:
            await self._hear(ws)
        finally:
            self.open -= 1
            self.moved.set()
        return ws

    async def _hear(self, ws: web.WebSocketResponse) -> None:
        if self.accepts:
            await ws.send_str("0{}")
            await ws.send_str("40/customer,{}")
        async for _ in ws:
            pass

    async def until(self, *, came: int, still_open: int) -> None:
        async with asyncio.timeout(10):
            while self.came < came or self.open != still_open:
                self.moved.clear()
                await self.moved.wait()


@pytest.fixture
async def session():
    async with aiohttp.ClientSession() as session:
        yield session


async def served(aiohttp_server, deaf):
    app = web.Application()
    app.router.add_get("/socket.io/", deaf.take)
    server = await aiohttp_server(app)
    return str(server.make_url("")).rstrip("/")


async def test_a_socket_that_nobody_accepts_is_closed(aiohttp_server, session):
    deaf = Deaf(accepts=False)
    url = await served(aiohttp_server, deaf)
    connecting = asyncio.create_task(Socket.connect(session, url, "/customer"))
    await deaf.until(came=1, still_open=1)
    connecting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await connecting
    await deaf.until(came=1, still_open=0)


async def test_a_socket_that_cannot_be_taken_up_is_closed(aiohttp_server, session, monkeypatch):
    monkeypatch.setattr(people, "PATIENCE", 0.05)
    deaf = Deaf(accepts=True)
    customer = Customer(session, await served(aiohttp_server, deaf), Book(), "/customer", "ann")
    coming = asyncio.create_task(customer.live(1))
    await deaf.until(came=3, still_open=1)
    coming.cancel()
    with pytest.raises(asyncio.CancelledError):
        await coming
    await deaf.until(came=3, still_open=0)
    assert customer.socket is None


def test_a_mail_server_leaves_nobody_connected():
    sink = Sink()
    sink.start()
    with socket.create_connection(("127.0.0.1", sink.port), timeout=10) as client:
        assert client.recv(100).startswith(b"220")
        sink.stop()
        assert client.recv(100) == b""
    gc.collect()


class Broken:
    """Starts half."""

    ended = False

    def start(self) -> None:
        raise TimeoutError

    def __enter__(self) -> Self:
        return started(self)

    def __exit__(self, *_: object) -> None:
        self.ended = True


def test_what_started_half_is_ended():
    broken = Broken()
    with pytest.raises(TimeoutError), broken:
        pass
    assert broken.ended
