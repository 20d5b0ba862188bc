"""Engine.IO's websockets, read and written without a task and a timer for each packet.

The library hands every packet through a queue to a writing task, and waits for every packet that
comes in with a task and a timer of their own: that cost more than all that the desk does with a
message. Here a packet is written at once, by a task that lives as long as there is something to
write. For a client that reads as fast as we write that is no time at all; one that does not gets
its packets from its queue when it can take them, and holds up nobody else.

It leans on what python-engineio 4.15 does not promise, and `tests/channels/test_websocket.py`
watches: `create_queue` makes the `queue` of a socket, and all its packets come by `put_nowait`;
`_async["websocket"]` is called with a method of a socket, and its result serves the connection;
`close` of a socket triggers `disconnect` once; `connected`, `upgrading`, `upgraded`, `closed`.
"""

import asyncio
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, override

import engineio
import structlog
from aiohttp import WSMsgType, web
from engineio.exceptions import SocketIsClosedError, UnknownPacketError
from engineio.packet import MESSAGE, NOOP, PING, PONG, UPGRADE
from engineio.packet import Packet as Frame

log = structlog.get_logger()

AHEAD = 65_536
"""Bytes written for a client until it has to have taken some of them."""
SHORT = 4_096
"""Characters of a packet that is not worth to be compressed; it is less than a frame's 64 KB."""
FAREWELL = 2.0
"""Seconds in which a client may take what waits for it when its connection ends."""
SAYS = str(MESSAGE)
PROBE, PROBED, STEP = f"{PING}probe", f"{PONG}probe", str(UPGRADE)


class Unreadable(ValueError):
    """This is no packet of Engine.IO."""


class Way(asyncio.Queue[Frame | None]):
    """A client's packets in their order, None behind the last. Long polling takes them by `get`."""

    _queue: deque[Frame | None]
    _ws: web.WebSocketResponse | None = None
    _transport: asyncio.Transport
    _writes = False
    """Whether they are about to be written, or wait for the client."""
    _behind: asyncio.Task[None] | None = None

    def lead_to(self, ws: web.WebSocketResponse, transport: asyncio.Transport) -> None:
        """From now on packets go to a websocket, beginning with those that wait."""
        self._ws, self._transport = ws, transport
        self._write_soon()

    @override
    def put_nowait(self, item: Frame | None) -> None:
        super().put_nowait(item)
        if self._ws is not None and not self._writes:
            self._write_soon()

    def hang_up(self) -> None:
        """End the connection; cut it off where the client takes no leave."""
        self.put_nowait(None)
        if self._ws is not None:
            asyncio.get_running_loop().call_later(FAREWELL, self._transport.abort)

    def _write_soon(self) -> None:
        self._writes = True
        asyncio.get_running_loop().call_soon(self._write_short)

    def _write_short(self) -> None:
        """All that came in this turn of the loop by one system call, up to what takes longer."""
        transport, size, frames = self._transport, 0, []
        if not (transport.get_write_buffer_size() or transport.is_closing() or self._has_ended()):
            while size < AHEAD and (text := self._next_short()):
                frames.append(_frame(text))
                size += len(text)
                self._take()
        if frames:
            transport.write(b"".join(frames))
        if self.empty():
            self._writes = False
        else:
            self._behind = asyncio.create_task(self._write_rest())

    def _next_short(self) -> str:
        packet = self._queue[0] if self._queue else None
        text = packet.encode() if packet else ""
        return text if isinstance(text, str) and len(text) <= SHORT else ""

    async def _write_rest(self) -> None:
        """What is long, which is compressed, and what a client is slow to take."""
        assert self._ws is not None  # noqa: S101 - nothing is written before
        try:
            while not self.empty():
                packet = self._take()
                await (self._ws.close() if packet is None else self._ws.send_str(packet.encode()))
        except ConnectionError:
            pass  # who listens there hears of the end, too
        finally:
            self._writes = False

    def _has_ended(self) -> bool:
        return self._ws is None or self._ws.closed

    def _take(self) -> Frame | None:
        self.task_done()
        return self.get_nowait()


def _frame(text: str) -> bytes:
    """A text as one unmasked frame of a websocket (RFC 6455, 5.2)."""
    data = text.encode()
    if len(data) < 126:  # noqa: PLR2004 - the format's own number
        return bytes((0x81, len(data))) + data
    return b"\x81\x7e" + len(data).to_bytes(2) + data


class WebSocket:
    """One connection, for as long as it lasts; the library's own way of serving it is not used."""

    def __init__(self, serve: Any, server: "Server") -> None:
        self._socket = serve.__self__
        self._server = server

    async def __call__(self, environ: Mapping[str, Any]) -> web.WebSocketResponse:
        """Serve it; gives what aiohttp takes for the answer."""
        request: web.Request = environ["aiohttp.request"]
        most = self._server.max_http_buffer_size
        ws = web.WebSocketResponse(max_msg_size=most, writer_limit=AHEAD)
        await ws.prepare(request)
        if await self._takes_over(ws):
            assert request.transport is not None  # noqa: S101 - it was there a moment ago
            self._socket.queue.lead_to(ws, request.transport)
            try:
                await self._listen(ws)
            finally:
                self._server.sockets.pop(self._socket.sid, None)
                lost = self._server.reason.TRANSPORT_CLOSE
                gone = self._socket.close(wait=False, abort=True, reason=lost)
                await asyncio.shield(gone)  # others hear of it, also where the request is cut off
        return ws

    async def _takes_over(self, ws: web.WebSocketResponse) -> bool:
        """Whether packets go this way: at once, or after the three steps that end long polling.

        https://socket.io/docs/v4/engine-io-protocol/#upgrade
        """
        socket = self._socket
        if not socket.connected:
            socket.connected = socket.upgraded = True
            return True
        socket.upgrading = True
        with suppress(TimeoutError):
            if await self._next(ws) == PROBE:
                await ws.send_str(PROBED)
                await socket.queue.put(Frame(NOOP))  # the answer to the poll that still waits
                socket.upgraded = await self._next(ws) == STEP
        socket.upgrading = False
        return bool(socket.upgraded)

    async def _next(self, ws: web.WebSocketResponse) -> object:
        return (await ws.receive(self._server.ping_timeout)).data

    async def _listen(self, ws: web.WebSocketResponse) -> None:
        """Take what comes until the connection ends, or says what nobody can read."""
        async for message in ws:
            if message.type is WSMsgType.ERROR:
                return
            try:
                await self._take(message.data)
            except (SocketIsClosedError, Unreadable):
                return
            except Exception:
                log.exception("packet_failed")

    async def _take(self, data: str | bytes) -> None:
        if data[:1] == SAYS:
            await self._server.handlers["message"](self._socket.sid, data[1:])
            return
        try:
            packet = Frame(encoded_packet=data)
        except ValueError as error:
            raise Unreadable from error
        with suppress(UnknownPacketError):
            await self._socket.receive(packet)


class Server(engineio.AsyncServer):  # type: ignore[misc] # python-engineio has no types
    """Engine.IO with websockets of the above kind, which end as soon as their socket does."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._async: dict[str, Any] = {**self._async, "websocket": WebSocket}

    @override
    def create_queue(self) -> Way:
        return Way()

    @override
    async def send_packet(self, sid: str, pkt: Frame) -> None:
        """Without a look at the last ping: the library looks at each socket's in turn anyway."""
        socket = self.sockets.get(sid)
        if socket is not None and not socket.closed:
            socket.queue.put_nowait(pkt)

    @override
    async def _trigger_event(self, event: str, *args: Any, **options: Any) -> Any:
        answer = await super()._trigger_event(event, *args, **options)
        if event == "disconnect" and args[0] in self.sockets:
            # Behind the farewell, which follows.
            asyncio.get_running_loop().call_soon(self.sockets[args[0]].queue.hang_up)
        return answer
