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
from collections.abc import Callable, Mapping
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
FAREWELL = 2.0
"""Seconds in which a client may take what waits for it when its connection ends."""
SAYS = str(MESSAGE)
PROBE, PROBED, STEP = f"{PING}probe", f"{PONG}probe", str(UPGRADE)


class Unreadable(ValueError):
    """This is no packet of Engine.IO."""


class Way(asyncio.Queue[Frame | None]):
    """A client's packets in their order, None behind the last. Long polling takes them by `get`."""

    _ws: web.WebSocketResponse | None = None
    _abort: Callable[[], None]
    _writing: asyncio.Task[None] | None = None

    def lead_to(self, ws: web.WebSocketResponse, abort: Callable[[], None]) -> None:
        """From now on packets go to a websocket, beginning with those that wait."""
        self._ws, self._abort = ws, abort
        self._write_on(ws)

    @override
    def put_nowait(self, item: Frame | None) -> None:
        super().put_nowait(item)
        if self._ws is not None and self._writing is None:
            self._write_on(self._ws)

    def hang_up(self) -> None:
        """End the connection; cut it off where the client takes no leave."""
        self.put_nowait(None)
        if self._ws is not None:
            asyncio.get_running_loop().call_later(FAREWELL, self._abort)

    def _write_on(self, ws: web.WebSocketResponse) -> None:
        loop = asyncio.get_running_loop()
        writing = asyncio.Task(self._write(ws), loop=loop, eager_start=True)
        if not writing.done():
            self._writing = writing

    async def _write(self, ws: web.WebSocketResponse) -> None:
        try:
            while not self.empty():
                packet = self.get_nowait()
                self.task_done()
                await (ws.close() if packet is None else ws.send_str(packet.encode()))
        except ConnectionError:
            pass  # whoever reads hears of the end, too, and draws the consequences
        finally:
            self._writing = None


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
            self._socket.queue.lead_to(ws, request.transport.abort)
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
